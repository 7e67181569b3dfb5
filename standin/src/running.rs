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
use crate::catalog::Catalog;
use crate::faults::{Counts, Cut, Door, Faults, Plan};
use crate::folder::Folder;
use crate::ims::Credentials;
use crate::key::Key;
use crate::server::{self, Service};
use crate::store::{Hold, Marks, Store};

/// How long calls that are under way may take once the stand-in is to stop.
const LAST_CALLS: Duration = Duration::from_secs(10);

/// A stand-in that is running. It stops when this is dropped; [`shutdown`](Self::shutdown) also waits until it has.
pub struct Running {
    address: SocketAddr,
    url: String,
    ims_url: String,
    service: Arc<Service>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

impl Running {
    pub(crate) async fn start(options: Options, catalog: Catalog) -> Result<Self, StartError> {
        let (key, store) = open(options.folder).await?;
        let port = options.port;
        let no_port = |error| StartError::Port { port, error };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(no_port)?;
        let address = listener.local_addr().map_err(no_port)?;
        let credentials = options
            .credentials
            .map(|(client_id, secret)| Credentials::new(client_id, &secret, &key));
        let service = Arc::new(Service {
            catalog,
            key,
            store,
            token_life: options.token_life,
            credentials,
            known: options.known,
            creation_time: options.creation_time,
            paging: options.paging,
            plan: Arc::new(Plan::new(options.faults)),
        });
        let (stop, stopped) = oneshot::channel();
        let router = server::router(service.clone());
        let serving =
            axum::serve(Door(listener), router.into_make_service_with_connect_info::<Cut>())
                // Also when the sender is dropped.
                .with_graceful_shutdown(async { drop(stopped.await) });
        let server = tokio::spawn(async { serving.await });
        let url = format!("http://{address}{}", server::BASE_PATH);
        let ims_url = format!("http://{address}{}", server::TOKEN_PATH);
        Ok(Self { address, url, ims_url, service, stop, server })
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

    /// From now on, calls meet these faults and no others.
    pub fn inject(&self, faults: Faults) {
        self.service.plan.replace(faults);
    }

    /// How many calls there were since it started, and how many met which fault.
    pub fn counts(&self) -> Counts {
        self.service.plan.counts()
    }

    /// From now on, no token that was given before is good: not here, not after a restart, and not for another stand-in
    /// that shares the folder.
    ///
    /// # Errors
    /// If the state can't be written.
    pub async fn revoke_tokens(&self) -> io::Result<()> {
        self.service.store.revoke_tokens().await.map_err(io::Error::other)
    }

    /// Says whether flows use that connection: as long as they do, it can't be deleted.
    ///
    /// # Errors
    /// If there is no such connection in any sandbox, or the state can't be written.
    pub async fn set_in_use(&self, id: &str, in_use: bool) -> io::Result<()> {
        self.mark(id, Marks { in_use: Some(in_use), ..Marks::default() }).await
    }

    /// Says whether tests of that connection fail.
    ///
    /// # Errors
    /// If there is no such connection in any sandbox, or the state can't be written.
    pub async fn set_test_fails(&self, id: &str, test_fails: bool) -> io::Result<()> {
        self.mark(id, Marks { test_fails: Some(test_fails), ..Marks::default() }).await
    }

    /// Holds that connection in a state, such as `disabled` or `updating`; with `None`, it has the state again that it has
    /// by the time.
    ///
    /// # Errors
    /// If there is no such state or no such connection in any sandbox, or the state can't be written.
    pub async fn set_state<'s>(
        &self,
        id: &str,
        state: impl Into<Option<&'s str>>,
    ) -> io::Result<()> {
        let hold = Hold::of(state.into())
            .map_err(|message| io::Error::new(io::ErrorKind::InvalidInput, message))?;
        self.mark(id, Marks { hold: Some(hold), ..Marks::default() }).await
    }

    async fn mark(&self, id: &str, marks: Marks) -> io::Result<()> {
        match self.service.store.mark(id.into(), marks).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                Err(io::Error::new(io::ErrorKind::NotFound, "there is no such connection"))
            }
            Err(error) => Err(io::Error::other(error)),
        }
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

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("address", &self.address).finish_non_exhaustive()
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
