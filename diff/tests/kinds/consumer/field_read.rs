// Every field, read into a variable of its type.

pub fn basic(params: &acme::BasicAuthentication) {
    let _: &String = &params.host;
    let _: &String = &params.user_name;
    let _: &Secret = &params.password;
    let _: Option<u16> = params.port;
    let _: &acme::basic_authentication::Mode = &params.mode;
    let _: &Option<String> = &params.region;
    let _: &Option<String> = &params.link;
    let _: Option<f64> = params.ratio;
    let _: Option<u16> = params.step;
    let _: &Option<Vec<String>> = &params.tags;
    let _: Option<bool> = params.verbose;
    let _: &Option<BTreeMap<String, String>> = &params.labels;
    let _: &Option<acme::basic_authentication::Retry> = &params.retry;
    let proxy: &Option<acme::basic_authentication::Proxy> = &params.proxy;
    if let Some(proxy) = proxy {
        let _: &String = &proxy.address;
        let _: Option<u8> = proxy.size;
    }
}

pub fn kinds(fixed: &acme::basic_authentication::retry::Fixed, growing: &acme::basic_authentication::retry::Growing) {
    let _: u8 = fixed.pause;
    let _: f64 = growing.factor;
}

pub fn string(params: &acme::ConnectionString) {
    let text: &ConnectionString<acme::connection_string::ConnectionStringParts> = &params.connection_string;
    if let Ok(parts) = text.parts() {
        let _: &String = &parts.server;
        let _: &Secret = &parts.secret;
        let _: Option<u8> = parts.limit;
    }
}

pub fn tokens(short: &acme::ShortToken, long: &acme::LongToken) {
    let _: &Secret = &short.token;
    let _: &Secret = &long.long_token;
}
