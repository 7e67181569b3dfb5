// What consumers write: everything here compiles before and after each change. `api` is what was generated.

use api::sources::{acme_crm, acme_files};
use api::{CATALOG, Source};
use wellhead_runtime::{Auth, ConnectionRequest, DispatchError, SourceDescriptor, dispatch};

/// A field whose type is named; the variants are matched on.
pub struct Settings {
    pub crm: acme_crm::Auth,
    pub mode: acme_crm::basic_authentication::Mode,
}

/// Builder calls, with everything that is required and some that is not.
pub fn built() -> ConnectionRequest<acme_crm::BasicAuthentication> {
    let auth = acme_crm::BasicAuthentication::builder()
        .host("https://acme.example")
        .username("reader")
        .password("not shown")
        .mode(acme_crm::basic_authentication::Mode::Fast)
        .build();
    ConnectionRequest::new("CRM", auth).with_description("nightly")
}

/// A builder that is handed on before anything is set.
pub fn begun() -> acme_crm::basic_authentication::Builder {
    acme_crm::BasicAuthentication::builder()
}

/// A builder that is handed on and finished.
pub fn finished(builder: acme_crm::basic_authentication::Builder) -> Settings {
    let auth = builder.password("not shown").username("reader").host("https://acme.example").build();
    let mode = auth.mode.clone().unwrap_or(acme_crm::basic_authentication::Mode::Safe);
    Settings { crm: auth.into(), mode }
}

/// Field reads. A required param is read as it is, or so that it may become optional.
pub fn read(auth: &acme_crm::BasicAuthentication) -> (&str, Option<&String>, Option<i64>) {
    (auth.host.as_str(), Option::from(&auth.username), auth.retries)
}

/// A read that takes the value.
pub fn taken(auth: acme_crm::BasicAuthentication) -> Option<String> {
    Option::from(auth.username)
}

/// A match on every level.
pub fn matched(source: &Source) -> String {
    match source {
        Source::AcmeCrm(acme_crm::Auth::BasicAuthentication(auth)) => auth.host.clone(),
        Source::AcmeCrm(acme_crm::Auth::ApiKey(auth)) => auth.host.clone(),
        Source::AcmeFiles(acme_files::Auth::ApiKey(auth)) => auth.folder.clone(),
        other => format!("{} by {:?}", other.slug(), other.spec_name()),
    }
}

/// A match on an enum of values.
pub fn weight(mode: &acme_crm::basic_authentication::Mode) -> u8 {
    match mode {
        acme_crm::basic_authentication::Mode::Fast => 1,
        acme_crm::basic_authentication::Mode::Safe => 2,
        _ => 0,
    }
}

/// Constants and tables.
pub fn known() -> (&'static str, Option<&'static str>, usize, usize) {
    let auth = &acme_crm::basic_authentication::AUTH;
    let required = acme_crm::basic_authentication::TABLE.fields.iter().filter(|field| field.required);
    let modes = acme_crm::basic_authentication::Mode::ALL;
    (acme_crm::SOURCE.id, auth.spec_name, required.count(), modes.len())
}

/// The catalog, gone through.
pub fn titles() -> Vec<(&'static str, &'static str)> {
    CATALOG.iter().map(|source: &&SourceDescriptor| (source.slug, source.title)).collect()
}

/// From the wire to the type and back.
pub fn dispatched(body: &[u8]) -> Result<String, DispatchError> {
    let mut request: ConnectionRequest<Source> = dispatch(body)?;
    if let Source::AcmeCrm(acme_crm::Auth::BasicAuthentication(auth)) = request.auth_mut() {
        auth.host = "https://other.example".into();
    }
    let request = request.map_auth(|auth| auth);
    Ok(format!("{request:?} {:?} {}", request.validate(), request.auth().descriptor().source.slug))
}
