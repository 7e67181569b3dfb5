//! Where scenarios run: with stand-ins in this process or in others, with faults on or off.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::report::Report;
use super::service::Service;
use super::support::setup::Setup;

/// Where the stand-ins are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// In this process, started as a library.
    Here,
    /// Each in a process of its own.
    InAProcess,
}

/// Starts the stand-ins of a scenario, and looks at them when it has ended.
#[derive(Clone)]
pub(crate) struct Stage {
    place: Where,
    faults: bool,
    services: Arc<Mutex<Vec<Service>>>,
}

impl Stage {
    pub(crate) fn new(place: Where, faults: bool) -> Self {
        Self { place, faults, services: Arc::default() }
    }

    /// The same for a scenario of its own.
    pub(crate) fn of_its_own(&self) -> Self {
        Self::new(self.place, self.faults)
    }

    /// Whether calls fail by chance.
    pub(crate) fn has_faults(&self) -> bool {
        self.faults
    }

    /// A stand-in like any.
    pub(crate) async fn service(&self) -> Service {
        self.service_as(Setup::default()).await
    }

    /// A stand-in that is set up for a scenario.
    pub(crate) async fn service_as(&self, setup: Setup) -> Service {
        let service = Service::start(self.place, setup, self.faults).await;
        self.services().push(service.clone());
        service
    }

    /// What all its stand-ins met, and what is in them compared with what was acknowledged.
    pub(crate) async fn settled(&self) -> Report {
        let services = self.services().clone();
        let mut report = Report::default();
        for service in services {
            report = report + service.settled().await;
        }
        report
    }

    fn services(&self) -> MutexGuard<'_, Vec<Service>> {
        self.services.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
