//! All that a catalog says of params or of a body, as one text: compiled and loaded sources have to say the same.

use std::fmt::Write;

use wellhead_runtime::{Catalog, ConnectionRequest, DispatchError};

/// What is said of params of that source and auth spec.
pub(crate) fn of_params<C: Catalog>(
    catalog: &C,
    slug: &str,
    spec_name: Option<&str>,
    params: &[u8],
) -> String {
    let source = catalog.dispatch_slug(slug, spec_name, params);
    of(source.map(|source| ConnectionRequest::new("Agree", source)))
}

/// What is said of a whole body.
#[allow(dead_code, reason = "the program of random specs takes params alone")]
pub(crate) fn of_body<C: Catalog>(catalog: &C, body: &[u8]) -> String {
    of(catalog.dispatch(body))
}

/// What is said of a whole body that is known to be of a source.
#[allow(dead_code, reason = "the program of random specs takes params alone")]
pub(crate) fn of_body_as<C: Catalog>(catalog: &C, slug: &str, body: &[u8]) -> String {
    of(catalog.dispatch_as(slug, body))
}

fn of<A: wellhead_runtime::Auth>(outcome: Result<ConnectionRequest<A>, DispatchError>) -> String {
    let mut told = String::new();
    match outcome {
        // With its places, help and all.
        Err(error) => writeln!(told, "{error:#?}\n{error}\n{:#?}", error.violations()),
        Ok(request) => writeln!(
            told,
            "{request:#?}\n{}\n{}\n{}\n{:#?}",
            request.to_json().as_str(),
            serde_json::to_value(&request).expect("a body"),
            request.to_masked_json(),
            request.validate(),
        ),
    }
    .expect("a text takes everything");
    told
}
