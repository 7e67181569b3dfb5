//! `salesforce::BasicAuthentication` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_username() {
    let _ = wellhead::sources::salesforce::BasicAuthentication::builder()
        .password("")
        .security_token("")
        .build();
}

fn without_password() {
    let _ = wellhead::sources::salesforce::BasicAuthentication::builder()
        .username("")
        .security_token("")
        .build();
}

fn without_security_token() {
    let _ = wellhead::sources::salesforce::BasicAuthentication::builder()
        .username("")
        .password("")
        .build();
}

fn main() {
    without_username();
    without_password();
    without_security_token();
}
