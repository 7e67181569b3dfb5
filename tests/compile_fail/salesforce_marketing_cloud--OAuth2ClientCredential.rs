//! `salesforce_marketing_cloud::OAuth2ClientCredential` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_subdomain() {
    let _ = wellhead::sources::salesforce_marketing_cloud::OAuth2ClientCredential::builder()
        .client_id("")
        .client_secret("")
        .build();
}

fn without_client_id() {
    let _ = wellhead::sources::salesforce_marketing_cloud::OAuth2ClientCredential::builder()
        .subdomain("")
        .client_secret("")
        .build();
}

fn without_client_secret() {
    let _ = wellhead::sources::salesforce_marketing_cloud::OAuth2ClientCredential::builder()
        .subdomain("")
        .client_id("")
        .build();
}

fn main() {
    without_subdomain();
    without_client_id();
    without_client_secret();
}
