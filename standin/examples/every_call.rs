//! Makes every call that the client has, once or more, and prints what comes back; traces go to standard error. The service is
//! the one that the variables name which `wellhead serve` exports, so this is for a stand-in, and for what is put before one.
//!
//! ```sh
//! cargo run -p wellhead-standin --example every_call
//! ```
//!
//! Two more variables: `EVERY_CALL_SECRET` is the secret part of what is created, `EVERY_CALL_JOURNAL` a file for the journal.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::env::{self, VarError};
use std::error::Error;
use std::fmt::Debug;
use std::io;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;
use wellhead::{ConnectionRequest, amazon_s3, salesforce};
use wellhead_client::{
    Client, Credentials, Explore, Filter, Journal, ListQuery, ObjectType, Order, SearchQuery,
    Update, Wait,
};

type Done = Result<(), Box<dyn Error>>;

#[tokio::main]
async fn main() -> Done {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(io::stderr)
        .init();
    let client = client()?;
    show("client", &client);
    let secret = env::var("EVERY_CALL_SECRET").unwrap_or_else(|_| "not-a-real-secret".into());
    let tables = client.create(&tables("Tables", &secret)).await?.id;
    let files = client.create(&files(&secret)).await?.id;
    create_many(&client, &secret).await?;
    let wait = Wait::default().every(Duration::from_millis(100));
    show("enabled", client.wait_until_enabled(&tables, &wait, |_| ()).await?);
    list(&client).await?;
    search(&client).await?;
    look_into(&client, &tables, &files).await?;
    specs(&client).await?;
    update(&client, &tables, &secret).await?;
    client.delete(&tables).await?;
    client.delete(&files).await?;
    Ok(())
}

fn show(what: &str, value: impl Debug) {
    println!("{what}: {value:?}");
}

fn client() -> Result<Client, Box<dyn Error>> {
    let variable = |name: &str| -> Result<String, VarError> { env::var(name) };
    let credentials =
        Credentials::new(variable("WELLHEAD_CLIENT_ID")?, variable("WELLHEAD_CLIENT_SECRET")?);
    let client = Client::builder(variable("WELLHEAD_SANDBOX")?, credentials)
        .org_id(variable("WELLHEAD_ORG")?)
        .url(variable("WELLHEAD_URL")?)
        .ims_url(variable("WELLHEAD_IMS_URL")?);
    Ok(client.build()?)
}

/// A source that has tables.
fn tables(name: &str, secret: &str) -> ConnectionRequest<salesforce::OAuth2JwtTokenCredential> {
    let auth = salesforce::OAuth2JwtTokenCredential::builder()
        .jwt_token(secret)
        .client_id("acme-consumer-key")
        .client_secret(secret)
        .instance_url("https://acme.my.salesforce.com")
        .build();
    ConnectionRequest::new(name, auth).with_description("every call")
}

/// A source that has files.
fn files(secret: &str) -> ConnectionRequest<amazon_s3::AccessKey> {
    let auth =
        amazon_s3::AccessKey::builder().s3_access_key("acme-key").s3_secret_key(secret).build();
    ConnectionRequest::new("Files", auth)
}

async fn create_many(client: &Client, secret: &str) -> Done {
    let journal = match env::var("EVERY_CALL_JOURNAL") {
        Ok(path) => Journal::open(path)?,
        Err(_) => Journal::in_memory(),
    };
    let requests: Vec<_> = (0..5)
        .map(|number| (number.to_string(), tables(&format!("Tables {number}"), secret)))
        .collect();
    let at_once = NonZeroUsize::MIN.saturating_add(2);
    let items: Vec<_> = client.create_many(requests, at_once, Arc::new(journal))?.collect().await;
    for item in items {
        show("created", item.result?);
    }
    Ok(())
}

async fn list(client: &Client) -> Done {
    let two = NonZeroU32::MIN.saturating_add(1);
    let enabled = || Filter::equal("state", "enabled");
    let query = ListQuery::default().filter(enabled()).limit(two);
    let by_name = query.clone().order_by(Order::descending("name"));
    let page = client.list(&by_name).await?;
    if let Some(next) = page.next.clone() {
        show("the next page", client.list(&query.clone().after(next)).await?);
    }
    show("a page", page);
    show("stream", client.list_stream(query).try_collect::<Vec<_>>().await?);
    show("all", client.list_all().await?.len());
    show("count", client.count(&[enabled()]).await?);
    Ok(())
}

async fn search(client: &Client) -> Done {
    let one = NonZeroU32::MIN;
    let query = SearchQuery::new("state==enabled").order_by(Order::ascending("name")).limit(one);
    let page = client.search(&query, None).await?;
    show("found next", client.search(&query, page.next.as_ref()).await?);
    show("found", client.search_stream(query.clone()).try_collect::<Vec<_>>().await?.len());
    show("found count", client.search_count(&query).await?);
    Ok(())
}

async fn look_into(client: &Client, tables: &str, files: &str) -> Done {
    show("got", client.get(tables).await?);
    show("test", client.test(tables).await?);
    show("configs", client.configs(tables).await?);
    show("root", client.explore(tables, &Explore::root()).await?);
    let table = Explore::of(ObjectType::Table, "accounts");
    show("table", client.explore(tables, &table).await?);
    show("rest", client.explore(tables, &Explore::of(ObjectType::Rest, "accounts")).await?);
    let folder = Explore::of(ObjectType::Folder, "/acme-customers/");
    show("folder", client.explore(files, &folder).await?);
    let file = Explore::of(ObjectType::File, "/acme-customers/accounts.csv");
    let file = file.file_type("Delimited").compression("gzip");
    show("file", client.explore(files, &file).await?);
    Ok(())
}

async fn specs(client: &Client) -> Done {
    let specs = client.list_specs(&[Filter::equal("name", "salesforce")]).await?;
    show("specs", client.list_specs(&[]).await?.len());
    for spec in specs {
        show("spec", client.get_spec(&spec.id).await?);
    }
    Ok(())
}

/// A name, then a description, then other params, each with the etag that the one before it gave.
async fn update(client: &Client, id: &str, secret: &str) -> Done {
    let etag = client.get(id).await?.etag.unwrap_or_default();
    let renamed = client.update(id, &etag, &Update::new().name("Renamed")).await?;
    let described = Update::new().description("every call, changed");
    let etag = renamed.etag.unwrap_or_default();
    let described = client.update(id, &etag, &described).await?;
    let rotated = tables("Tables", &format!("{secret}-rotated")).into_auth();
    let etag = described.etag.unwrap_or_default();
    show("updated", client.update(id, &etag, &Update::new().params(rotated)).await?);
    Ok(())
}
