//! `generic_rest::BasicAuthentication` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_host() {
    let _ = wellhead::sources::generic_rest::BasicAuthentication::builder()
        .username("")
        .password("")
        .build();
}

fn without_username() {
    let _ = wellhead::sources::generic_rest::BasicAuthentication::builder()
        .host("")
        .password("")
        .build();
}

fn without_password() {
    let _ = wellhead::sources::generic_rest::BasicAuthentication::builder()
        .host("")
        .username("")
        .build();
}

fn main() {
    without_host();
    without_username();
    without_password();
}
