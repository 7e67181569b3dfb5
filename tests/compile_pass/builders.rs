//! What compiles: params in any order, optional ones left out or set, values of any type that converts.
#![allow(deprecated)]

use wellhead::sources::{generic_rest, oracle, salesforce, salesforce_marketing_cloud};
use wellhead::{ConnectionRequest, Secret, Source};

fn in_any_order() -> salesforce::BasicAuthentication {
    salesforce::BasicAuthentication::builder()
        .security_token(Secret::from("t"))
        .api_version("60.0")
        .password(String::from("p"))
        .username("u")
        .build()
}

fn what_a_text_is_taken_from_a_secret_is_too(text: String) {
    let params = |secret: Secret| generic_rest::BasicAuthentication::builder().host(&text).username(&text).password(secret).build();
    let same = [
        params((&text).into()),
        params(Box::<str>::from(text.as_str()).into()),
        params(std::borrow::Cow::from(&text).into()),
        params(ConnectionRequest::new("n", params((&text).into())).params_to_json().into()),
    ];
    assert!(same[0] == same[1] && same[1] == same[2] && same[3] != same[0]);
    let _ = oracle::ConnectionString::builder().connection_string(&text).build();
}

fn a_param_set_twice_keeps_the_last_value() {
    let params = generic_rest::BasicAuthentication::builder().host("a").username("u").password("p").host("b").build();
    assert_eq!(params.host, "b");
}

fn any_auth_type_is_a_source() -> Vec<ConnectionRequest<Source>> {
    let marketing_cloud = salesforce_marketing_cloud::OAuth2ClientCredential::builder()
        .subdomain("mc0acme")
        .client_id("c")
        .client_secret("s")
        .build();
    let parts = oracle::connection_string::ConnectionStringParts::builder()
        .host("h")
        .port(1521)
        .sid("s")
        .user_id("u")
        .password("p")
        .build();
    let oracle = oracle::ConnectionString::builder().connection_string(parts).build();
    vec![
        ConnectionRequest::new("one", in_any_order().into()),
        ConnectionRequest::new("two", oracle::Auth::from(oracle).into()),
        ConnectionRequest::new("three", marketing_cloud).map_auth(Source::from),
    ]
}

fn main() {
    what_a_text_is_taken_from_a_secret_is_too("not shown".to_owned());
    a_param_set_twice_keeps_the_last_value();
    assert_eq!(any_auth_type_is_a_source().len(), 3);
}
