//! `salesforce::OAuth2JwtTokenCredential` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_jwt_token() {
    let _ = wellhead::sources::salesforce::OAuth2JwtTokenCredential::builder()
        .client_id("")
        .client_secret("")
        .instance_url("")
        .build();
}

fn without_client_id() {
    let _ = wellhead::sources::salesforce::OAuth2JwtTokenCredential::builder()
        .jwt_token("")
        .client_secret("")
        .instance_url("")
        .build();
}

fn without_client_secret() {
    let _ = wellhead::sources::salesforce::OAuth2JwtTokenCredential::builder()
        .jwt_token("")
        .client_id("")
        .instance_url("")
        .build();
}

fn without_instance_url() {
    let _ = wellhead::sources::salesforce::OAuth2JwtTokenCredential::builder()
        .jwt_token("")
        .client_id("")
        .client_secret("")
        .build();
}

fn main() {
    without_jwt_token();
    without_client_id();
    without_client_secret();
    without_instance_url();
}
