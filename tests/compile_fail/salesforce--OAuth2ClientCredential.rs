//! `salesforce::OAuth2ClientCredential` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_environment_url() {
    let _ = wellhead::sources::salesforce::OAuth2ClientCredential::builder()
        .client_id("")
        .client_secret("")
        .api_version("")
        .build();
}

fn without_client_id() {
    let _ = wellhead::sources::salesforce::OAuth2ClientCredential::builder()
        .environment_url("")
        .client_secret("")
        .api_version("")
        .build();
}

fn without_client_secret() {
    let _ = wellhead::sources::salesforce::OAuth2ClientCredential::builder()
        .environment_url("")
        .client_id("")
        .api_version("")
        .build();
}

fn without_api_version() {
    let _ = wellhead::sources::salesforce::OAuth2ClientCredential::builder()
        .environment_url("")
        .client_id("")
        .client_secret("")
        .build();
}

fn main() {
    without_environment_url();
    without_client_id();
    without_client_secret();
    without_api_version();
}
