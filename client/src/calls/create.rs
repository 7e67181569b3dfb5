//! Creating a base connection, once, whatever the network does.

use std::time::Duration;

use reqwest::Method;
use tokio::time::{Instant, sleep, timeout_at};
use wellhead_runtime::{Auth, ConnectionRequest};

use super::explain::Subject;
use super::lookup::Since;
use crate::call::Call;
use crate::client::Client;
use crate::connection::Created;
use crate::creating::Wanted;
use crate::error::{Error, Operation};
use crate::scrub::Secrets;
use crate::turns::Turn;

impl Client {
    /// Creates a base connection: `POST /connections`.
    ///
    /// The request is validated first, and not sent if it is invalid. One call makes one connection at most. The service
    /// knows no idempotency key; so where it is not known whether the connection was made (the answer broke off, or is a 408 or
    /// a 5xx), it is looked up by its name, connection spec and time of creation, and made again only if it is not there even
    /// after [a while](crate::RetryPolicy::settle). After a call that timed out, the service may still be at it, and where the
    /// status says that it worked, it did, even if the rest of the answer was cut off: the connection is looked for, but not
    /// made again.
    ///
    /// The connection may be [initializing](crate::State::Initializing): see [`wait_until_enabled`](Self::wait_until_enabled).
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_outcome_unknown`] tells whether the connection may have been created all the same.
    pub async fn create<A: Auth>(&self, request: &ConnectionRequest<A>) -> Result<Created, Error> {
        request.validate().map_err(Error::Invalid)?;
        let (until, wanted) = (self.until(), Wanted::of(request));
        let _turn = self.turn_to_create(&wanted, until).await?;
        self.create_in_turn(request, &wanted, &Since::now(), until).await
    }

    /// Waits until no other create of this is under way.
    pub(super) async fn turn_to_create(
        &self,
        wanted: &Wanted,
        until: Instant,
    ) -> Result<Turn<'_, Wanted>, Error> {
        let turn = timeout_at(until, self.parts.creating.turns.turn(wanted)).await;
        turn.map_err(|_| {
            Error::not_sent(
                Operation::Create,
                "another create of this name and source is under way",
            )
        })
    }

    /// Creates what is wanted, or what a try of this call or of an earlier run since then has created. For whoever has the turn.
    pub(super) async fn create_in_turn<A: Auth>(
        &self,
        request: &ConnectionRequest<A>,
        wanted: &Wanted,
        since: &Since,
        until: Instant,
    ) -> Result<Created, Error> {
        match self.create_or_find(request, wanted, since, until).await {
            Ok(created) => Ok(self.claimed(created)),
            Err(error) => {
                let sent = Secrets::of_request(request);
                Err(self.explained(error, Subject::create(request), &sent, until).await)
            }
        }
    }

    /// Looks for what an earlier run may have created since then, which `secrets` are not to be told of. For whoever has the turn.
    pub(super) async fn find_in_turn(
        &self,
        wanted: &Wanted,
        since: &Since,
        secrets: &Secrets,
        until: Instant,
    ) -> Result<Option<Created>, Error> {
        let found = self.find_settled(wanted, since, secrets, until).await?;
        Ok(found.map(|found| self.claimed(found)))
    }

    async fn create_or_find<A: Auth>(
        &self,
        request: &ConnectionRequest<A>,
        wanted: &Wanted,
        since: &Since,
        until: Instant,
    ) -> Result<Created, Error> {
        let call = Call::new(Operation::Create, Method::POST, self.url(&["connections"]))
            .with_body(request.to_json())
            .with_params_of(request);
        let mut backoff = self.parts.retry.backoff();
        loop {
            let answer = self.send_again(&call, &mut backoff, until).await;
            let error = match answer.and_then(|answer| answer.read_created(None)) {
                Ok(created) => return Ok(created),
                Err(error) if error.is_outcome_unknown() => error,
                Err(error) => return Err(error),
            };
            tracing::warn!(%error, "looking for the connection, since it may have been created");
            match self.find_settled(wanted, since, &call.secrets, until).await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => {}
                Err(several) if several.operation() == Some(Operation::Create) => {
                    return Err(several);
                }
                Err(unable) => {
                    tracing::warn!(error = %unable, "the connection can't be looked for");
                    return Err(error);
                }
            }
            let is_over = error.may_show_up() || !error.is_passing();
            if is_over || !self.waited_to_repeat(&error, &mut backoff, until).await {
                return Err(error);
            }
        }
    }

    /// Looks for the connection at once, and again after it had time to show up.
    async fn find_settled(
        &self,
        wanted: &Wanted,
        since: &Since,
        secrets: &Secrets,
        until: Instant,
    ) -> Result<Option<Created>, Error> {
        for wait in [Duration::ZERO, self.parts.retry.settling()] {
            if until.saturating_duration_since(Instant::now()) <= wait {
                return Err(Error::not_sent(
                    Operation::List,
                    "its deadline is too near to look for the connection",
                ));
            }
            sleep(wait).await;
            if let Some(found) = self.find(wanted, since, until).await?.one(secrets)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn claimed(&self, created: Created) -> Created {
        self.parts.creating.claim(&created.id);
        created
    }
}

impl Wanted {
    pub(super) fn of<A: Auth>(request: &ConnectionRequest<A>) -> Self {
        let descriptor = request.auth().descriptor();
        Self {
            name: request.name().to_owned(),
            spec_id: descriptor.source.id,
            spec_name: descriptor.spec_name,
        }
    }
}
