//! The Flow Service and IMS over HTTPS: typed requests out, typed answers and one [`Error`] back.
//!
//! ```no_run
//! # async fn example(request: wellhead_runtime::ConnectionRequest<impl wellhead_runtime::Auth>) -> Result<(), wellhead_client::Error> {
//! use wellhead_client::{Client, Credentials, Wait};
//!
//! let credentials = Credentials::new("client id", "client secret").with_scopes(["openid", "AdobeID"]);
//! let client = Client::builder("dev", credentials).org_id("ACME@AdobeOrg").build()?;
//! let created = client.create(&request).await?;
//! let connection = client.wait_until_enabled(&created.id, &Wait::default(), |_| ()).await?;
//! println!("{} is {:?}", connection.id, connection.state);
//! # Ok(())
//! # }
//! ```
//!
//! Some things are not left to settings. TLS is always verified, and plain HTTP goes to this machine only. Redirects are
//! not followed, since they would carry credentials elsewhere. The sandbox is always named: there is no default, because
//! the service's own is `prod`. One call to [`Client::create`] never makes two connections. No secret, and no bearer token, is
//! in any error, `Debug` or trace.
//!
//! Proxies are taken from the environment (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`), except for this machine. Every attempt is
//! a `tracing` span, with what was asked, for which id, the status, the request id and the time that it took.
//!
//! | step | where |
//! |---|---|
//! | what the client is told | [`ClientBuilder`], [`Credentials`], [`RetryPolicy`] |
//! | which hosts may be sent credentials | `endpoint` |
//! | the calls | [`Client`]; one file for one kind in `calls` |
//! | its turn, a token, an attempt, another | `pace`, `tokens`, `send`, `retry` |
//! | bytes there and back | `transport` |
//! | what comes back | [`Created`], [`Connection`], [`Page`], [`ConnectionSpec`], [`Explored`] |
//! | why it did not work | [`Error`]; [`Reason`] for programs |
//! | many creates, and going on with them | [`Client::create_many`], [`Journal`] |
//! | code that is not async | `blocking`, behind the feature of this name |

#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod call;
mod calls;
mod client;
mod connection;
mod creating;
mod credentials;
mod endpoint;
mod error;
mod explore;
mod journal;
mod list;
mod mask;
mod pace;
mod retry;
mod scrub;
mod search;
mod send;
mod spec;
mod target;
mod tokens;
mod told;
mod transport;
mod update;

pub use builder::ClientBuilder;
pub use calls::{BulkItem, Outcome, Progress, Wait};
pub use client::Client;
pub use connection::{AuthSpecRef, Connection, ConnectionSpecRef, Created, State};
pub use credentials::{Access, Credentials};
pub use endpoint::check_base_url;
pub use error::{BadAnswer, Cause, Error, NotEnabled, Operation, Reason, Refusal, Unreachable};
pub use explore::{
    Column, Columns, Config, Entry, Explore, Explored, ObjectType, TableSchema, TestResult,
};
pub use journal::Journal;
pub use list::{ContinuationToken, Filter, ListQuery, Order, Page};
pub use retry::RetryPolicy;
pub use search::SearchQuery;
pub use spec::{AuthSpec, ConnectionSpec};
pub use update::Update;
