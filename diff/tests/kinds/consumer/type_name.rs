// Every type, named in a signature; builders with the state that they are in.

pub fn structs(
    _: acme::BasicAuthentication,
    _: acme::ConnectionString,
    _: acme::ShortToken,
    _: acme::LongToken,
    _: acme::basic_authentication::Proxy,
    _: acme::basic_authentication::retry::Fixed,
    _: acme::basic_authentication::retry::Growing,
    _: acme::connection_string::ConnectionStringParts,
) {
}

pub fn enums(
    _: Source,
    _: acme::Auth,
    _: acme::basic_authentication::Mode,
    _: acme::basic_authentication::Retry,
) {
}

/// A builder that has some of its params.
pub fn begun() -> acme::basic_authentication::Builder<Unset, Unset, Set, Unset> {
    acme::BasicAuthentication::builder().password("secret")
}

pub fn begun_proxy(address: &str) -> acme::basic_authentication::proxy::Builder<Set> {
    acme::basic_authentication::Proxy::builder().address(address)
}

pub fn begun_parts(server: &str) -> acme::connection_string::connection_string_parts::Builder<Set, Unset> {
    acme::connection_string::ConnectionStringParts::builder().server(server)
}

pub fn begun_token() -> acme::short_token::Builder<Unset> {
    acme::ShortToken::builder()
}
