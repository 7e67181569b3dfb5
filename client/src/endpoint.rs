//! Where credentials may be sent: HTTPS anywhere, plain HTTP to this machine only.

use std::fmt;

use url::{Host, Origin, Url};

use crate::error::Error;

/// Checks a base URL by the rules of [`ClientBuilder::build`](crate::ClientBuilder::build), for who keeps one before there is a
/// client: an absolute `https://` URL, or `http://` to this machine, without a user name, password, query or fragment.
///
/// `what` names it in the error, which does not repeat it: people put secrets into URLs.
///
/// # Errors
/// [`Error::Unusable`] with what is wrong.
pub fn check_base_url(what: &str, url: &str) -> Result<(), Error> {
    Endpoint::parse(what, url).map(drop).map_err(Error::unusable)
}

/// A base URL that has passed the check.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint(Url);

impl Endpoint {
    /// Checks a base URL; `what` names it in the problem that is returned otherwise.
    ///
    /// No problem repeats the text, since people put passwords into URLs.
    pub(crate) fn parse(what: &str, text: &str) -> Result<Self, String> {
        let url = Url::parse(text)
            .map_err(|_| format!("{what} is not a URL: write it like `https://host/path`"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!("{what} holds a user name or password: leave them out"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(format!("{what} holds a query or fragment: end it before the `?` or `#`"));
        }
        match url.scheme() {
            "https" => {}
            "http" if is_this_machine(&url) => {}
            "http" => {
                return Err(format!(
                    "{what} would send credentials unencrypted: write `https://`; \
                     plain `http://` is for this machine only"
                ));
            }
            _ => return Err(format!("{what} is neither `https://` nor `http://`")),
        }
        Ok(Self(url))
    }

    /// Whether it is plain HTTP, and so on this machine.
    pub(crate) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The URL itself.
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// The URL of what stands below it; each segment is escaped.
    pub(crate) fn below(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        // An http URL always has segments.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}

/// A text that is to be a base URL, and has passed no check. `Debug` shows which host it leads to, and no more.
#[derive(Clone)]
pub(crate) struct Unchecked(pub(crate) String);

impl fmt::Debug for Unchecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(&self.0).fmt(f)
    }
}

fn shown(text: &str) -> String {
    let origin = Url::parse(text).ok().map(|url| url.origin()).filter(Origin::is_tuple);
    origin.map_or_else(|| "no URL of a host".to_owned(), |origin| origin.ascii_serialization())
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for good in [
            "http://127.0.0.1:8080/x",
            "http://localhost",
            "http://[::1]:1/",
            "https://acme.example",
        ] {
            assert!(Endpoint::parse("the base URL", good).is_ok(), "{good}");
        }
        for bad in [
            "http://acme.example",
            "http://localhost.acme.example",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "x",
        ] {
            assert!(Endpoint::parse("the base URL", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_in_a_url_is_refused_and_not_repeated() {
        let problem =
            Endpoint::parse("the base URL", "https://ops:hunter2@acme.example").unwrap_err();
        assert!(!problem.contains("hunter2"), "{problem}");
    }

    #[test]
    fn a_query_or_fragment_is_refused_and_not_repeated() {
        for url in ["https://acme.example/x?token=hunter2", "https://acme.example/#hunter2"] {
            let problem = Endpoint::parse("the base URL", url).unwrap_err();
            assert!(problem.starts_with("the base URL holds a query or fragment"), "{problem}");
            assert!(!problem.contains("hunter2"), "{problem}");
        }
        assert!(check_base_url("the base URL", "https://acme.example/x?").is_err());
        assert!(check_base_url("the base URL", "https://acme.example/x").is_ok());
    }

    #[test]
    fn of_a_url_only_the_host_is_shown() {
        assert_eq!(
            shown("https://ops:hunter2@acme.example:1/hunter2?a=hunter2"),
            "https://acme.example:1"
        );
        for odd in ["ops:hunter2@acme.example", "hunter2", "data:hunter2"] {
            assert_eq!(shown(odd), "no URL of a host");
        }
    }

    #[test]
    fn segments_are_escaped() {
        let endpoint = Endpoint::parse("the base URL", "https://acme.example/flow/").unwrap();
        assert_eq!(endpoint.below(&["connections", "a/b?c"]).path(), "/flow/connections/a%2Fb%3Fc");
    }
}
