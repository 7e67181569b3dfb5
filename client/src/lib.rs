//! The Flow Service and IMS over HTTPS: typed requests out, typed answers and one [`Error`] back.
//!
//! ```no_run
//! # async fn example(request: wellhead_runtime::ConnectionRequest<impl wellhead_runtime::Auth>) -> Result<(), wellhead_client::Error> {
//! use wellhead_client::{Client, Credentials};
//!
//! let credentials = Credentials::new("client id", "client secret").with_scopes(["openid", "AdobeID"]);
//! let client = Client::builder("dev", credentials).org_id("ACME@AdobeOrg").build()?;
//! let created = client.create(&request).await?;
//! println!("{}", created.id);
//! # Ok(())
//! # }
//! ```
//!
//! Three things are not left to settings. TLS is always verified, and plain HTTP goes to this machine only. Redirects are
//! not followed, since they would carry credentials elsewhere. The sandbox is always named: there is no default, because
//! the service's own is `prod`.
//!
//! | step | where |
//! |---|---|
//! | what the client is told | [`ClientBuilder`], [`Credentials`] |
//! | which hosts may be sent credentials | `endpoint` |
//! | a token, asked for once and kept | `tokens` |
//! | bytes there and back | `transport` |
//! | the calls | [`Client`] |
//! | what comes back | [`Created`], [`Connection`], [`Page`] |
//! | why it did not work | [`Error`] |

mod builder;
mod client;
mod connection;
mod credentials;
mod endpoint;
mod error;
mod list;
mod scrub;
mod tokens;
mod transport;

pub use builder::ClientBuilder;
pub use client::Client;
pub use connection::{AuthSpecRef, Connection, ConnectionSpecRef, Created, State};
pub use credentials::{Access, Credentials};
pub use error::{BadAnswer, Cause, Error, Operation, Refusal, Unreachable};
pub use list::{ContinuationToken, ListQuery, Page};
