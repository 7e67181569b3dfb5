//! `pathfactory::BasicAuthentication` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_host() {
    let _ = wellhead::sources::pathfactory::BasicAuthentication::builder()
        .client_id("")
        .client_secret("")
        .build();
}

fn without_client_id() {
    let _ = wellhead::sources::pathfactory::BasicAuthentication::builder()
        .host("")
        .client_secret("")
        .build();
}

fn without_client_secret() {
    let _ = wellhead::sources::pathfactory::BasicAuthentication::builder()
        .host("")
        .client_id("")
        .build();
}

fn main() {
    without_host();
    without_client_id();
    without_client_secret();
}
