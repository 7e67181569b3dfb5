//! What a client was told of its writes, to be compared with what there is.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use wellhead_client::{Connection, Created, Error};

/// What was told of each connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    connections: HashMap<String, Known>,
    /// Names of creates that were begun, and whose outcome nobody knows: they may have made a connection.
    open: HashSet<String>,
    /// How many writes were acknowledged.
    writes: usize,
}

/// What is known of a connection that was acknowledged.
#[derive(Debug)]
struct Known {
    name: String,
    /// What its description may be: the last one that was acknowledged, and those that were sent since, with no answer.
    descriptions: Vec<Option<String>>,
    /// Whether it is there; nothing for one whose delete was not answered.
    is_there: Option<bool>,
}

/// How what there is differs from what was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Acknowledged writes.
    pub(crate) writes: usize,
    /// Updates and creates whose outcome was left open, which the client said.
    pub(crate) open: usize,
    /// Connections that nobody was told of.
    pub(crate) duplicates: usize,
    /// Acknowledged writes that are not there.
    pub(crate) lost: usize,
}

impl Ledger {
    pub(crate) fn creating(&self, name: &str) {
        self.state().open.insert(name.to_owned());
    }

    pub(crate) fn created(
        &self,
        name: &str,
        description: Option<&str>,
        result: &Result<Created, Error>,
    ) {
        let mut state = self.state();
        match result {
            Ok(created) => {
                state.open.remove(name);
                let known = Known {
                    name: name.to_owned(),
                    descriptions: vec![description.map(ToOwned::to_owned)],
                    is_there: Some(true),
                };
                if state.connections.insert(created.id.clone(), known).is_none() {
                    state.writes += 1;
                }
            }
            Err(error) if error.is_outcome_unknown() => drop(state.open.insert(name.to_owned())),
            Err(_) => drop(state.open.remove(name)),
        }
    }

    pub(crate) fn updated(&self, id: &str, description: &str, result: &Result<Created, Error>) {
        let mut state = self.state();
        let Some(known) = state.connections.get_mut(id) else { return };
        match result {
            Ok(_) => {
                known.descriptions = vec![Some(description.to_owned())];
                state.writes += 1;
            }
            Err(error) if error.is_outcome_unknown() => {
                known.descriptions.push(Some(description.to_owned()))
            }
            Err(_) => {}
        }
    }

    pub(crate) fn deleted(&self, id: &str, result: &Result<(), Error>) {
        let mut state = self.state();
        let Some(known) = state.connections.get_mut(id) else { return };
        match result {
            Ok(()) => {
                known.is_there = Some(false);
                state.writes += 1;
            }
            Err(error) if error.is_outcome_unknown() => known.is_there = None,
            Err(_) => {}
        }
    }

    /// Compares it with what there is.
    pub(crate) fn compared_with(&self, found: &[Connection]) -> Difference {
        let state = self.state();
        let open_updates = state.connections.values().map(|known| known.descriptions.len() - 1);
        let lost = state.connections.iter().filter(|(id, known)| known.is_lost(id, found)).count();
        let is_known = |one: &&Connection| {
            let name = one.name.as_deref().unwrap_or_default();
            state.connections.contains_key(&one.id) || state.open.contains(name)
        };
        Difference {
            writes: state.writes,
            open: state.open.len() + open_updates.sum::<usize>(),
            duplicates: found.len() - found.iter().filter(is_known).count(),
            lost,
        }
    }

    /// The ids of the connections that there have to be.
    pub(crate) fn ids(&self) -> HashSet<String> {
        let state = self.state();
        let there = state.connections.iter().filter(|(_, known)| known.is_there == Some(true));
        there.map(|(id, _)| id.clone()).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn is_lost(&self, id: &str, found: &[Connection]) -> bool {
        match (found.iter().find(|connection| connection.id == id), self.is_there) {
            (None, is_there) => is_there == Some(true),
            (Some(_), Some(false)) => true,
            (Some(connection), _) => {
                connection.name.as_ref() != Some(&self.name)
                    || !self.descriptions.contains(&connection.description)
            }
        }
    }
}
