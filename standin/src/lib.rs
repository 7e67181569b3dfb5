//! A local stand-in for the Flow Service and IMS: the documented calls, headers, answers and errors, without an account.
//!
//! ```
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! use wellhead_standin::{Options, Standin};
//!
//! let standin = Standin::start(Options::default()).await?;
//! println!("{} {}", standin.url(), standin.ims_url());
//! standin.shutdown().await;
//! # Ok::<(), wellhead_standin::StartError>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! It listens on this machine only. It takes any credentials, and then only tokens that it gave for them. Every request
//! body is checked against the catalog. What it keeps of a connection is what may be seen: params that are secret, or may
//! hold a secret, are left out; a keyed fingerprint of all of them stays, which tells a change and nothing else.
//!
//! | step | where |
//! |---|---|
//! | from socket to handler | `server` |
//! | who is calling, for which sandbox | `caller`, `token`, `ims` |
//! | is the body a request of the catalog? | `check` |
//! | what of it may be kept | `public`, `key` |
//! | the calls | `connections`, `page`, `shown` |
//! | what is kept | `store`, `folder` |
//! | how it says no | `refusal` |

mod caller;
mod check;
mod connections;
mod folder;
mod ims;
mod key;
mod page;
mod public;
mod refusal;
mod running;
mod server;
mod shown;
mod store;
mod token;

use std::path::PathBuf;
use std::time::Duration;

pub use running::{Running, StartError};
pub use token::EMBEDDED_TOKEN;
use wellhead_runtime::Sources;

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
    pub async fn start_for<S: Sources>(options: Options) -> Result<Running, StartError> {
        Running::start(options, check::check::<S>).await
    }
}

/// How the stand-in is to run. By default: on a free port, with nothing kept when it stops.
#[derive(Clone, Debug)]
pub struct Options {
    port: u16,
    folder: Option<PathBuf>,
    token_life: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { port: 0, folder: None, token_life: Duration::from_secs(86_399) }
    }
}

impl Options {
    /// The port to listen on; 0 for a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The folder to keep connections in. It is made if it is not there; only its owner can read what is in it.
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
}
