// Calls of every builder, with texts as they are written and with values of the types that the fields have.

pub fn with_texts() {
    let _ = acme::BasicAuthentication::builder()
        .host("db.acme.example")
        .user_name("reader")
        .password("secret")
        .mode(acme::basic_authentication::Mode::Fast)
        .build();
    let _ = acme::BasicAuthentication::builder()
        .mode(acme::basic_authentication::Mode::Slow)
        .password("secret")
        .user_name("reader")
        .host("db.acme.example")
        .region("eu1")
        .link("https://acme.example")
        .build();
}

pub fn with_values(
    text: String,
    secret: Secret,
    port: u16,
    step: u16,
    size: u8,
    tags: Vec<String>,
    labels: BTreeMap<String, String>,
) {
    let proxy = acme::basic_authentication::Proxy::builder().address("proxy").size(size).build();
    let small = acme::basic_authentication::Proxy::builder().address(text.clone()).build();
    let fixed = acme::basic_authentication::retry::Fixed::builder().pause(9u8).build();
    let growing = acme::basic_authentication::retry::Growing::builder().factor(1.5f64).build();
    let _ = acme::BasicAuthentication::builder()
        .host(text.clone())
        .user_name(text.clone())
        .password(secret.clone())
        .mode(acme::basic_authentication::Mode::Fast)
        .port(port)
        .region(text.clone())
        .link(text.clone())
        .ratio(0.5f64)
        .step(step)
        .tags(tags)
        .verbose(true)
        .proxy(proxy)
        .labels(labels)
        .retry(fixed)
        .build();
    let _ = acme::BasicAuthentication::builder().retry(growing).proxy(small);
}

pub fn of_parts(limit: u8, secret: Secret) {
    let parts = acme::connection_string::ConnectionStringParts::builder()
        .server("db")
        .secret(secret)
        .limit(limit)
        .build();
    let _ = acme::ConnectionString::builder().connection_string(parts).build();
    let few = acme::connection_string::ConnectionStringParts::builder().server("db").secret("x").build();
    let _ = acme::ConnectionString::builder().connection_string(few).build();
    let _ = acme::ConnectionString::builder().connection_string("Server=db;Password=x").build();
}

pub fn of_tokens(secret: Secret) -> [Source; 2] {
    let short = acme::ShortToken::builder().token(secret.clone()).build();
    let long = acme::LongToken::builder().long_token(secret).build();
    [Source::from(short), acme::Auth::from(long).into()]
}
