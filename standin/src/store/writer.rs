//! The one thread that writes. Writes that wait for each other are committed together, so that many clients at once cost
//! one sync of the disk and not many.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::StoreError;

/// The most writes that are committed together.
const LARGEST_BATCH: usize = 256;

/// What is to be done inside a transaction, and then what is to be said of it once that is over.
type Work = Box<dyn FnOnce(&Connection) -> Answer + Send>;
type Answer = Box<dyn FnOnce(Result<(), StoreError>)>;

/// A way to the thread. When the last one goes, it waits until the thread has closed the database.
#[derive(Clone, Debug)]
pub(super) struct Writer(Arc<Thread>);

#[derive(Debug)]
struct Thread {
    sender: Option<Sender<Work>>,
    handle: Option<JoinHandle<()>>,
}

impl Drop for Thread {
    fn drop(&mut self) {
        drop(self.sender.take());
        // A thread that has panicked has ended as well.
        self.handle.take().map(JoinHandle::join);
    }
}

impl Writer {
    pub(super) fn start(connection: Connection) -> io::Result<Self> {
        let (sender, waiting) = channel();
        let thread = thread::Builder::new().name("standin-writer".into());
        let handle = thread.spawn(move || write(&connection, &waiting))?;
        Ok(Self(Arc::new(Thread { sender: Some(sender), handle: Some(handle) })))
    }

    /// Does `work` and commits it. Work that fails must not have changed anything by then.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answered, answer) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let done = work(connection).map_err(StoreError::from);
            // Whoever asked may be gone, which changes nothing.
            Box::new(move |committed| drop(answered.send(committed.and(done))))
        });
        let stopped = || StoreError::new("its thread has stopped");
        let sender = self.0.sender.as_ref().ok_or_else(stopped)?;
        sender.send(work).map_err(|_| stopped())?;
        answer.await.unwrap_or_else(|_| Err(stopped()))
    }
}

fn write(connection: &Connection, waiting: &Receiver<Work>) {
    while let Ok(first) = waiting.recv() {
        let mut answers = Vec::new();
        let committed = commit(connection, first, waiting, &mut answers).map_err(StoreError::from);
        for answer in answers {
            answer(committed.clone());
        }
    }
}

fn commit(
    connection: &Connection,
    first: Work,
    waiting: &Receiver<Work>,
    answers: &mut Vec<Answer>,
) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    answers.push(first(connection));
    answers.extend(waiting.try_iter().take(LARGEST_BATCH - 1).map(|work| work(connection)));
    connection.execute_batch("COMMIT").inspect_err(|_| {
        // If that fails as well, the transaction is gone already.
        let _ = connection.execute_batch("ROLLBACK");
    })
}
