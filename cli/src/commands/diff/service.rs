//! The folder of spec files against the connection specs of an organization, live or saved.

use wellhead_diff::input::matched;
use wellhead_diff::{Comparison, compare};
use wellhead_spec::SpecText;
use wellhead_spec::diagnostic::render;

use super::super::{requests, specs};
use super::sides;
use crate::args::DiffArgs;
use crate::failure::Failure;
use crate::{print, service};

pub(super) fn compared(args: &DiffArgs) -> Result<Comparison, Failure> {
    let ours = sides::there_now_side(&args.sides.folder)?;
    sides::sound(&[&ours])?;
    let input = match &args.response {
        Some(path) => {
            let (bytes, file) = (requests::read(path)?, requests::shown(path));
            let text = wellhead::json::decode_utf8(&bytes)
                .map_err(|error| Failure::you(format!("{file}: {error}")))?;
            SpecText { slug: String::new(), file, text: text.to_owned() }
        }
        None => live(args)?,
    };
    let matched = matched(&ours, input).map_err(|import| {
        print::err(&import.render(print::style()));
        Failure::you("this is no list of connection specs")
    })?;
    if !matched.problems.is_empty() {
        print::err(&render(&matched.problems, print::style(), |_| None));
        return Err(Failure::you("what the service has can't be compared"));
    }
    sides::sound(&[&matched.service])?;
    let mut comparison = compare(&ours, &matched.service);
    comparison.apart = matched.apart;
    Ok(comparison)
}

/// What the service lists.
fn live(args: &DiffArgs) -> Result<SpecText, Failure> {
    let specs =
        service::with_client(&args.service, async |client, _| Ok(client.list_specs(&[]).await?))?;
    Ok(specs::as_saved(specs))
}
