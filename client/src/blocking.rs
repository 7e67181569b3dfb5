//! The same client for code that is not async.
//!
//! ```no_run
//! # fn example(request: wellhead_runtime::ConnectionRequest<impl wellhead_runtime::Auth>) -> Result<(), wellhead_client::Error> {
//! use wellhead_client::{Credentials, blocking};
//!
//! let credentials = Credentials::new("client id", "client secret").with_scopes(["openid", "AdobeID"]);
//! let client = wellhead_client::Client::builder("dev", credentials).org_id("ACME@AdobeOrg").build()?;
//! let client = blocking::Client::new(client)?;
//! println!("{}", client.create(&request)?.id);
//! # Ok(())
//! # }
//! ```
//!
//! Each method is that of [`crate::Client`] with the same name, and waits for it; what is a stream there is an iterator here
//! ([`list_iter`](Client::list_iter), [`search_iter`](Client::search_iter)). The deadlines are the same.

use std::fmt;
use std::num::NonZeroUsize;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{Stream, StreamExt};
use tokio::runtime::{Builder, Handle, Runtime};
use wellhead_runtime::{Auth, ConnectionRequest};

use crate::{
    BulkItem, Config, Connection, ConnectionSpec, ContinuationToken, Created, Error, Explore,
    Explored, Filter, Journal, ListQuery, Page, Progress, SearchQuery, TestResult, Update, Wait,
};

/// A client that waits for each answer. Cloning is cheap.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    worker: Arc<Worker>,
}

impl Client {
    /// The same client, for code that is not async.
    ///
    /// # Errors
    /// [`Error::Unusable`] if the system has no room for it.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        Ok(Self { client, worker: Arc::new(Worker::start()?) })
    }

    /// [`crate::Client::within`]
    #[must_use]
    pub fn within(&self, deadline: Duration) -> Self {
        Self { client: self.client.within(deadline), worker: self.worker.clone() }
    }

    /// [`crate::Client::sandbox`]
    pub fn sandbox(&self) -> &str {
        self.client.sandbox()
    }

    /// [`crate::Client::create`]
    ///
    /// # Errors
    /// The same.
    pub fn create<A: Auth>(&self, request: &ConnectionRequest<A>) -> Result<Created, Error> {
        self.worker.wait(self.client.create(request))
    }

    /// [`crate::Client::create_many`], as an iterator.
    ///
    /// # Errors
    /// The same.
    pub fn create_many<A, I>(
        &self,
        requests: I,
        at_once: NonZeroUsize,
        journal: Arc<Journal>,
    ) -> Result<impl Iterator<Item = BulkItem> + use<A, I>, Error>
    where
        A: Auth + 'static,
        I: IntoIterator<Item = (String, ConnectionRequest<A>)> + 'static,
    {
        Ok(Waiting::of(self.client.create_many(requests, at_once, journal)?, &self.worker))
    }

    /// [`crate::Client::get`]
    ///
    /// # Errors
    /// The same.
    pub fn get(&self, id: &str) -> Result<Connection, Error> {
        self.worker.wait(self.client.get(id))
    }

    /// [`crate::Client::wait_until_enabled`]
    ///
    /// # Errors
    /// The same.
    pub fn wait_until_enabled(
        &self,
        id: &str,
        wait: &Wait,
        progress: impl FnMut(Progress<'_>) + Send,
    ) -> Result<Connection, Error> {
        self.worker.wait(self.client.wait_until_enabled(id, wait, progress))
    }

    /// [`crate::Client::list`]
    ///
    /// # Errors
    /// The same.
    pub fn list(&self, query: &ListQuery) -> Result<Page, Error> {
        self.worker.wait(self.client.list(query))
    }

    /// [`crate::Client::list_stream`], as an iterator.
    pub fn list_iter(
        &self,
        query: ListQuery,
    ) -> impl Iterator<Item = Result<Connection, Error>> + use<> {
        Waiting::of(self.client.list_stream(query), &self.worker)
    }

    /// [`crate::Client::list_all`]
    ///
    /// # Errors
    /// The same.
    pub fn list_all(&self) -> Result<Vec<Connection>, Error> {
        self.worker.wait(self.client.list_all())
    }

    /// [`crate::Client::count`]
    ///
    /// # Errors
    /// The same.
    pub fn count(&self, filters: &[Filter]) -> Result<u64, Error> {
        self.worker.wait(self.client.count(filters))
    }

    /// [`crate::Client::search`]
    ///
    /// # Errors
    /// The same.
    pub fn search(
        &self,
        query: &SearchQuery,
        after: Option<&ContinuationToken>,
    ) -> Result<Page, Error> {
        self.worker.wait(self.client.search(query, after))
    }

    /// [`crate::Client::search_stream`], as an iterator.
    pub fn search_iter(
        &self,
        query: SearchQuery,
    ) -> impl Iterator<Item = Result<Connection, Error>> + use<> {
        Waiting::of(self.client.search_stream(query), &self.worker)
    }

    /// [`crate::Client::search_count`]
    ///
    /// # Errors
    /// The same.
    pub fn search_count(&self, query: &SearchQuery) -> Result<u64, Error> {
        self.worker.wait(self.client.search_count(query))
    }

    /// [`crate::Client::update`]
    ///
    /// # Errors
    /// The same.
    pub fn update(&self, id: &str, etag: &str, update: &Update) -> Result<Created, Error> {
        self.worker.wait(self.client.update(id, etag, update))
    }

    /// [`crate::Client::delete`]
    ///
    /// # Errors
    /// The same.
    pub fn delete(&self, id: &str) -> Result<(), Error> {
        self.worker.wait(self.client.delete(id))
    }

    /// [`crate::Client::test`]
    ///
    /// # Errors
    /// The same.
    pub fn test(&self, id: &str) -> Result<TestResult, Error> {
        self.worker.wait(self.client.test(id))
    }

    /// [`crate::Client::explore`]
    ///
    /// # Errors
    /// The same.
    pub fn explore(&self, id: &str, explore: &Explore) -> Result<Explored, Error> {
        self.worker.wait(self.client.explore(id, explore))
    }

    /// [`crate::Client::configs`]
    ///
    /// # Errors
    /// The same.
    pub fn configs(&self, id: &str) -> Result<Vec<Config>, Error> {
        self.worker.wait(self.client.configs(id))
    }

    /// [`crate::Client::list_specs`]
    ///
    /// # Errors
    /// The same.
    pub fn list_specs(&self, filters: &[Filter]) -> Result<Vec<ConnectionSpec>, Error> {
        self.worker.wait(self.client.list_specs(filters))
    }

    /// [`crate::Client::list_specs_named`]
    ///
    /// # Errors
    /// The same.
    pub fn list_specs_named(&self, name: &str) -> Result<Vec<ConnectionSpec>, Error> {
        self.worker.wait(self.client.list_specs_named(name))
    }

    /// [`crate::Client::get_spec`]
    ///
    /// # Errors
    /// The same.
    pub fn get_spec(&self, id: &str) -> Result<ConnectionSpec, Error> {
        self.worker.wait(self.client.get_spec(id))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client").field(&self.client).finish()
    }
}

/// What runs the async client.
struct Worker {
    handle: Handle,
    /// Taken when it is dropped.
    runtime: Option<Runtime>,
}

impl Worker {
    fn start() -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| {
            Error::unusable(format!("no thread could be started: {}", error.kind()))
        })?;
        Ok(Self { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    /// Runs `work` to its end. To wait inside of async code is not allowed; there, a thread of its own waits.
    fn wait<T: Send>(&self, work: impl Future<Output = T> + Send) -> T {
        if Handle::try_current().is_err() {
            return self.handle.block_on(work);
        }
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| self.handle.block_on(work));
            waiting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }
}

impl Drop for Worker {
    /// A runtime that is dropped inside of async code panics; this one goes without a wait.
    fn drop(&mut self) {
        self.runtime.take().into_iter().for_each(Runtime::shutdown_background);
    }
}

/// A stream, waited for item by item.
struct Waiting<T> {
    stream: Pin<Box<dyn Stream<Item = T> + Send>>,
    worker: Arc<Worker>,
}

impl<T: Send> Waiting<T> {
    fn of(stream: impl Stream<Item = T> + Send + 'static, worker: &Arc<Worker>) -> Self {
        Self { stream: Box::pin(stream), worker: worker.clone() }
    }
}

impl<T: Send> Iterator for Waiting<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let stream = &mut self.stream;
        self.worker.wait(stream.next())
    }
}
