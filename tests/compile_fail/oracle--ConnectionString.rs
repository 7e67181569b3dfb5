//! `oracle::ConnectionString` is not built while one of its required params is missing.
#![allow(deprecated)]

fn without_connection_string() {
    let _ = wellhead::sources::oracle::ConnectionString::builder()
        .build();
}

fn main() {
    without_connection_string();
}
