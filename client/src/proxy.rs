//! The proxy that the environment names. One that can't be used is refused: to go around it in silence would be another way than
//! the one that was asked for.

use std::env;
use std::ffi::OsString;

use reqwest::{NoProxy, Proxy};
use url::Url;

/// What calls to other machines go through, which is HTTPS always, if the environment says so.
pub(crate) fn of_environment() -> Result<Option<Proxy>, String> {
    let Some((name, text)) =
        named(&["HTTPS_PROXY", "https_proxy"]).or_else(|| named(&["ALL_PROXY", "all_proxy"]))
    else {
        return Ok(None);
    };
    let url = text.to_str().and_then(usable);
    let proxy = url.and_then(|url| Proxy::https(url).ok());
    let unusable = || {
        // The text may hold a password.
        format!("the proxy in {name} can't be used: write it like `http://user:password@host:port`")
    };
    let proxy = proxy.ok_or_else(unusable)?;
    Ok(Some(proxy.no_proxy(NoProxy::from_env())))
}

/// The first of these variables that is set, unless it is empty.
fn named(names: &[&'static str]) -> Option<(&'static str, OsString)> {
    let mut set = names.iter().filter_map(|name| Some((*name, env::var_os(name)?)));
    set.next().filter(|(_, text)| text.to_str().is_none_or(|text| !text.trim().is_empty()))
}

fn usable(text: &str) -> Option<Url> {
    let text = text.trim();
    let url = match text.contains("://") {
        true => Url::parse(text),
        false => Url::parse(&format!("http://{text}")),
    };
    url.ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::usable;

    #[test]
    fn a_proxy_is_a_url_of_http_with_or_without_its_scheme() {
        for (text, expected) in [
            (
                "http://ops:p%5Ew@proxy.acme.example:3128",
                "http://ops:p%5Ew@proxy.acme.example:3128/",
            ),
            ("https://proxy.acme.example", "https://proxy.acme.example/"),
            ("proxy.acme.example:3128", "http://proxy.acme.example:3128/"),
            ("ops:p^w@10.0.0.1:3128", "http://ops:p%5Ew@10.0.0.1:3128/"),
        ] {
            assert_eq!(usable(text).map(String::from).as_deref(), Some(expected));
        }
        for text in
            ["http://u:p@[bad", "http://u:p#w@host", "socks5://host", "ftp://host", "http://"]
        {
            assert_eq!(usable(text), None, "{text}");
        }
    }
}
