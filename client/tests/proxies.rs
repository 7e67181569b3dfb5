//! Proxies come from the environment, see no credentials, and are not used for this machine.
//!
//! The environment belongs to a process, so each test runs one of the others, which are ignored, in a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};

use support::{Fake, TOKEN, json, request};
use wellhead_client::{Cause, Client, Error, RetryPolicy};
use wellhead_runtime::Secret;

const PROXY_PASSWORD: &str = "planted-proxy-password-1b2c";

/// Runs the test of that name with this proxy in its environment.
fn run(name: &str, proxy: impl AsRef<OsStr>) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--ignored", "--nocapture"])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .envs(
            ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"]
                .map(|name| (name, proxy.as_ref())),
        )
        .output()
        .unwrap()
}

#[test]
fn https_goes_through_the_proxy_which_sees_the_host_and_no_credentials() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://ops:{PROXY_PASSWORD}@{}", proxy.local_addr().unwrap());
    let seen = std::thread::spawn(move || {
        let (mut stream, _) = proxy.accept().unwrap();
        let mut head = vec![0; 4096];
        let length = stream.read(&mut head).unwrap();
        stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").unwrap();
        String::from_utf8(head[..length].to_vec()).unwrap()
    });
    let output = run("calls_a_host_elsewhere", url);
    assert!(output.status.success(), "{output:?}");
    let head = seen.join().unwrap();
    assert!(head.starts_with("CONNECT flow.acme.example:443 HTTP/1.1"), "{head}");
    assert!(!head.contains(TOKEN) && !head.to_lowercase().contains("x-api-key"), "{head}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!said.contains(PROXY_PASSWORD), "{said}");
}

#[test]
#[ignore = "run by another, in a process of its own"]
fn calls_a_host_elsewhere() {
    in_a_runtime(async {
        let client = Client::builder("dev", Secret::from(TOKEN))
            .org_id("ACME@AdobeOrg")
            .api_key("key")
            .url("https://flow.acme.example/flowservice")
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let error = client.create(&request()).await.unwrap_err();
        println!("{error} {error:?} {client:?}");
        let Error::Unreachable(unreachable) = &error else { panic!("{error}") };
        assert_eq!(unreachable.cause, Cause::NotConnected);
    });
}

#[test]
fn what_is_meant_for_this_machine_does_not_leave_it_by_way_of_a_proxy() {
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let output = run("calls_this_machine", format!("http://{}", proxy.local_addr().unwrap()));
    assert!(output.status.success(), "{output:?}");
    assert!(proxy.accept().is_err(), "nobody called the proxy");
}

#[test]
#[ignore = "run by another, in a process of its own"]
fn calls_this_machine() {
    in_a_runtime(async {
        let fake = Fake::start(|_| json(200, r#"{"items":[{"id":"abc"}]}"#)).await;
        fake.with_token().build().unwrap().get("abc").await.unwrap();
        // The service speaks no TLS, and would not be asked at all by way of the proxy.
        let url = fake.url().replace("http://", "https://");
        fake.with_token().url(url).build().unwrap().get("abc").await.unwrap_err();
    });
}

#[test]
fn a_proxy_that_can_t_be_used_is_refused_and_not_gone_around() {
    is_refused(format!("http://ops:{PROXY_PASSWORD}@[bad"));
}

#[cfg(unix)]
#[test]
fn a_proxy_that_is_no_text_is_refused_as_well() {
    is_refused(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"http://proxy\xff:3128"));
}

fn is_refused(proxy: impl AsRef<OsStr>) {
    let output = run("builds_no_client", proxy);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("the proxy in HTTPS_PROXY can't be used"), "{said}");
    assert!(!said.contains(PROXY_PASSWORD), "{said}");
}

#[test]
#[ignore = "run by another, in a process of its own"]
fn builds_no_client() {
    let client = Client::builder("dev", Secret::from(TOKEN)).org_id("ACME@AdobeOrg").api_key("key");
    println!("{}", client.build().unwrap_err());
}

fn in_a_runtime(work: impl Future<Output = ()>) {
    tokio::runtime::Runtime::new().unwrap().block_on(work);
}
