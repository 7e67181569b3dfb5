//! `generic_rest::OAuth2RefreshCode` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_host() {
    let _ = wellhead::sources::generic_rest::OAuth2RefreshCode::builder()
        .access_token("")
        .build();
}

fn without_access_token() {
    let _ = wellhead::sources::generic_rest::OAuth2RefreshCode::builder()
        .host("")
        .build();
}

fn main() {
    without_host();
    without_access_token();
}
