//! Starting and stopping.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Options;
use crate::check::Check;
use crate::folder::Folder;
use crate::key::Key;
use crate::server::{self, Service};
use crate::store::Store;

/// How long calls that are under way may take once the stand-in is to stop.
const LAST_CALLS: Duration = Duration::from_secs(10);

/// A stand-in that is running. It stops when this is dropped; [`shutdown`](Self::shutdown) also waits until it has.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    url: String,
    ims_url: String,
    stop: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

impl Running {
    pub(crate) async fn start(options: Options, check: Check) -> Result<Self, StartError> {
        let (key, store) = open(options.folder).await?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
            .await
            .map_err(|error| StartError::Port { port: options.port, error })?;
        let address = listener
            .local_addr()
            .map_err(|error| StartError::Port { port: options.port, error })?;
        let service = Service { check, key, store, token_life: options.token_life };
        let (stop, stopped) = oneshot::channel();
        let serving = axum::serve(listener, server::router(Arc::new(service)))
            // Also when the sender is dropped.
            .with_graceful_shutdown(async { drop(stopped.await) });
        let server = tokio::spawn(async { serving.await });
        let url = format!("http://{address}{}", server::BASE_PATH);
        let ims_url = format!("http://{address}{}", server::TOKEN_PATH);
        Ok(Self { address, url, ims_url, stop, server })
    }

    /// The Flow Service's base URL, ending in `/data/foundation/flowservice`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where tokens are given.
    pub fn ims_url(&self) -> &str {
        &self.ims_url
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops listening, waits for calls that are under way, at most ten seconds, and ends.
    pub async fn shutdown(mut self) {
        // If nobody listens any more, it has ended already.
        let _ = self.stop.send(());
        if tokio::time::timeout(LAST_CALLS, &mut self.server).await.is_err() {
            self.server.abort();
        }
    }
}

async fn open(folder: Option<PathBuf>) -> Result<(Key, Store), StartError> {
    let Some(path) = folder else {
        let key = Key::random().map_err(StartError::Store)?;
        return Ok((
            key,
            Store::in_memory().map_err(|error| StartError::Store(io::Error::other(error)))?,
        ));
    };
    let opened = tokio::task::spawn_blocking({
        let path = path.clone();
        move || {
            let folder = Folder::open(&path)?;
            let store = Store::open(&folder.database()?).map_err(io::Error::other)?;
            Ok((folder.key()?, store))
        }
    });
    let opened = opened.await.unwrap_or_else(|stopped| Err(io::Error::other(stopped)));
    opened.map_err(|error| StartError::Folder { path, error })
}

/// Why the stand-in did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The port can't be listened on.
    Port {
        /// The port.
        port: u16,
        /// What the system said.
        error: io::Error,
    },
    /// The folder, or what is in it, can't be used.
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system, or SQLite, said.
        error: io::Error,
    },
    /// Nothing can be kept in memory.
    Store(
        /// What the system, or SQLite, said.
        io::Error,
    ),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port { port, error } => {
                write!(
                    f,
                    "the stand-in can't listen on port {port}: {error}; \
                     choose another port, or 0 for a free one"
                )
            }
            Self::Folder { path, error } => {
                write!(
                    f,
                    "the stand-in can't keep its state in {}: {error}; choose another folder",
                    path.display()
                )
            }
            Self::Store(error) => write!(f, "the stand-in can't keep its state: {error}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Port { error, .. } | Self::Folder { error, .. } | Self::Store(error) => {
                Some(error)
            }
        }
    }
}
