//! `oracle::BasicAuthentication` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_server() {
    let _ = wellhead::sources::oracle::BasicAuthentication::builder()
        .port("")
        .database("")
        .username("")
        .password("")
        .schema("")
        .build();
}

fn without_port() {
    let _ = wellhead::sources::oracle::BasicAuthentication::builder()
        .server("")
        .database("")
        .username("")
        .password("")
        .schema("")
        .build();
}

fn without_database() {
    let _ = wellhead::sources::oracle::BasicAuthentication::builder()
        .server("")
        .port("")
        .username("")
        .password("")
        .schema("")
        .build();
}

fn without_username() {
    let _ = wellhead::sources::oracle::BasicAuthentication::builder()
        .server("")
        .port("")
        .database("")
        .password("")
        .schema("")
        .build();
}

fn without_password() {
    let _ = wellhead::sources::oracle::BasicAuthentication::builder()
        .server("")
        .port("")
        .database("")
        .username("")
        .schema("")
        .build();
}

fn without_schema() {
    let _ = wellhead::sources::oracle::BasicAuthentication::builder()
        .server("")
        .port("")
        .database("")
        .username("")
        .password("")
        .build();
}

fn main() {
    without_server();
    without_port();
    without_database();
    without_username();
    without_password();
    without_schema();
}
