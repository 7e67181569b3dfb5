//! From types to a base connection: a request, a client, and the stand-in in place of the service.
//!
//! ```sh
//! cargo run -p wellhead-standin --example create
//! ```

#![allow(clippy::print_stdout, reason = "an example prints")]

use wellhead::{ConnectionRequest, salesforce};
use wellhead_client::{Client, Credentials};
use wellhead_standin::{Options, Standin};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let standin = Standin::start(Options::default()).await?;
    let credentials = Credentials::new("client id", "client secret");
    let client = Client::builder("dev", credentials)
        .org_id("ACME@AdobeOrg")
        .url(standin.url())
        .ims_url(standin.ims_url())
        .build()?;
    let client_secret = "in earnest: from a vault or the environment";

    let auth = salesforce::OAuth2ClientCredential::builder()
        .environment_url("https://acme.my.salesforce.com")
        .client_id("3MVG9…")
        .client_secret(client_secret) // impl Into<Secret>
        .api_version("60.0")
        .build();
    let request = ConnectionRequest::new("Salesforce", auth).with_description("CRM, nightly");
    let created = client.create(&request).await?; // validated first

    println!("{:?}", client.get(&created.id).await?);
    standin.shutdown().await;
    Ok(())
}
