// A match on every enum, with the wildcard arm that they all ask for. No type is named but the enums.

pub fn source(source: &Source) -> u8 {
    match source {
        Source::Acme(acme::Auth::BasicAuthentication(_)) => 1,
        Source::Acme(acme::Auth::ConnectionString(_)) => 2,
        Source::Acme(acme::Auth::ShortToken(_)) => 3,
        Source::Acme(acme::Auth::LongToken(_)) => 4,
        _ => 0,
    }
}

pub fn mode(mode: &acme::basic_authentication::Mode) -> u8 {
    match mode {
        acme::basic_authentication::Mode::Fast => 1,
        acme::basic_authentication::Mode::Slow => 2,
        _ => 0,
    }
}

pub fn retry(retry: &acme::basic_authentication::Retry) -> u8 {
    match retry {
        acme::basic_authentication::Retry::Fixed(_) => 1,
        acme::basic_authentication::Retry::Growing(_) => 2,
        _ => 0,
    }
}
