//! A local stand-in for the Flow Service and IMS: the documented calls, headers, answers and errors, without an account.
//!
//! ```
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! use wellhead_standin::{Options, Standin};
//!
//! let standin = Standin::start(Options::default()).await?; // a free port, nothing kept
//! println!("{} {}", standin.url(), standin.ims_url());
//! standin.shutdown().await;
//! # Ok::<(), wellhead_standin::StartError>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It listens on this machine only. It takes any credentials unless some are named, and then only tokens that it gave for
//! them. Every request body is checked against the catalog. What it keeps of a connection is what may be seen: params that
//! are secret, or may hold a secret, are left out; a keyed fingerprint of all of them stays, which tells a change and
//! nothing else. What goes wrong with a network and a busy service can be had on demand: [`Faults`].
//!
//! | step | where |
//! |---|---|
//! | from socket to handler | `server`, `faults` |
//! | who is calling, for which sandbox | `caller`, `token`, `ims` |
//! | the body, in memory that is overwritten | `body` |
//! | is it a request of the catalog? | `catalog`, `patch` |
//! | what of it may be kept | `public`, `key` |
//! | which connections are asked for | `query` |
//! | the calls | `connections`, `explore`, `specs` |
//! | what is kept | `store`, `folder` |
//! | what is shown of it | `shown`, `etag` |
//! | how it says no | `refusal` |
//! | what a test can make it do | `control`, [`Running`] |

mod body;
mod caller;
mod catalog;
mod clock;
mod connections;
mod control;
mod etag;
mod explore;
mod faults;
mod folder;
mod ims;
mod key;
mod patch;
mod public;
mod query;
mod refusal;
mod running;
mod server;
mod shown;
mod specs;
mod store;
mod token;

use std::path::PathBuf;
use std::time::Duration;

pub use faults::{Calls, Counts, Fault, FaultError, Faults, Rate, RetryAfter, Script};
pub use running::{Running, StartError};
pub use shown::Paging;
pub use token::EMBEDDED_TOKEN;
use wellhead_runtime::{Catalog, Compiled, Secret, Sources};

/// The stand-in.
#[derive(Clone, Copy, Debug)]
pub struct Standin;

impl Standin {
    /// Starts it, with Wellhead's catalog. It has to be called inside a tokio runtime, which it then runs on.
    ///
    /// # Errors
    /// If the port or the folder can't be used.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        Self::start_for::<wellhead::Source>(options).await
    }

    /// Starts it with another catalog, such as one that `wellhead-codegen` made from spec files of your own.
    ///
    /// # Errors
    /// If the port or the folder can't be used.
    pub async fn start_for<S: Sources + 'static>(options: Options) -> Result<Running, StartError> {
        Self::start_with(options, Compiled::<S>::new()).await
    }

    /// Starts it with a catalog that is a value, such as one that was loaded from spec files.
    ///
    /// # Errors
    /// If the port or the folder can't be used.
    pub async fn start_with(
        options: Options,
        catalog: impl Catalog + Send + Sync + 'static,
    ) -> Result<Running, StartError> {
        let catalog = catalog::Catalog::of(catalog).with_unlisted(options.unlisted);
        Running::start(options, catalog).await
    }
}

/// How the stand-in is to run. By default: on a free port, nothing kept when it stops, connections enabled at once,
/// nothing going wrong.
#[derive(Clone, Debug)]
pub struct Options {
    port: u16,
    folder: Option<PathBuf>,
    token_life: Duration,
    credentials: Option<(String, Secret)>,
    known: caller::Known,
    creation_time: Duration,
    paging: Paging,
    unlisted: catalog::Unlisted,
    faults: Faults,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            folder: None,
            token_life: Duration::from_secs(86_399),
            credentials: None,
            known: caller::Known::default(),
            creation_time: Duration::ZERO,
            paging: Paging::default(),
            unlisted: catalog::Unlisted::default(),
            faults: Faults::default(),
        }
    }
}

impl Options {
    /// The port to listen on; 0 for a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The folder to keep connections in. It is made if it is not there, and then only its owner can look into it; only the
    /// owner can read the files in it, also where the folder was there and lets others look into it.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// How long a token lives. Default: 86,399 seconds, as documented.
    #[must_use]
    pub fn token_life(mut self, life: Duration) -> Self {
        self.token_life = life;
        self
    }

    /// The only credentials that tokens are given for. Default: any.
    #[must_use]
    pub fn credentials(mut self, client_id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.credentials = Some((client_id.into(), secret.into()));
        self
    }

    /// An organization that there is; calls for others are refused. Default: any.
    #[must_use]
    pub fn organization(mut self, id: impl Into<String>) -> Self {
        self.known.org_ids.push(id.into());
        self
    }

    /// A sandbox that there is, in every organization; calls for others are refused. Default: any.
    #[must_use]
    pub fn sandbox(mut self, name: impl Into<String>) -> Self {
        self.known.sandboxes.push(name.into());
        self
    }

    /// How long a connection is `initializing` before it is `enabled`. Default: no time at all.
    #[must_use]
    pub fn creation_time(mut self, time: Duration) -> Self {
        self.creation_time = time;
        self
    }

    /// How lists lead to their next page. Default: by a link.
    #[must_use]
    pub fn paging(mut self, paging: Paging) -> Self {
        self.paging = paging;
        self
    }

    /// Takes params, and values of enums, that the catalog does not list. Default: they are refused.
    #[must_use]
    pub fn allow_unlisted(mut self) -> Self {
        self.unlisted = catalog::Unlisted::Taken;
        self
    }

    /// What is to go wrong. Default: nothing.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }
}
