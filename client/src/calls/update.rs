//! Changing and deleting a connection.

use reqwest::Method;

use super::explain::Subject;
use crate::call::{Call, check_id};
use crate::client::Client;
use crate::connection::Created;
use crate::error::{Error, Operation, Reason};
use crate::update::{Update, if_match};

impl Client {
    /// Changes a base connection: `PATCH /connections/{id}`. `etag` is that of the connection as it was read, with its quotes;
    /// what comes back has the new one.
    ///
    /// It is sent again only if it surely was not done. If somebody else changed the connection since it was read, the
    /// service refuses ([`Reason::EtagMismatch`]), and the error says who it was and when.
    ///
    /// ```no_run
    /// # async fn example(client: wellhead_client::Client) -> Result<(), wellhead_client::Error> {
    /// use wellhead_client::Update;
    ///
    /// let connection = client.get("77eeb629-f08a-48e2-8c7b-e345e246ff45").await?;
    /// let update = Update::new().description("CRM, nightly");
    /// update.check(&connection)?;
    /// let etag = connection.etag.as_deref().unwrap_or_default();
    /// client.update(&connection.id, etag, &update).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Any [`Error`]; [`Error::is_outcome_unknown`] tells whether the connection may have been changed all the same.
    pub async fn update(&self, id: &str, etag: &str, update: &Update) -> Result<Created, Error> {
        check_id("connection", id)?;
        let url = self.url(&["connections", id]);
        let mut call =
            Call::new(Operation::Update, Method::PATCH, url).about(id).with_body(update.to_json()?);
        call.etag = Some(if_match(etag)?);
        (call.secrets, call.params) = (update.secrets(), update.param_names());
        let until = self.until();
        let answer = self.send(&call, until).await;
        match answer.and_then(|answer| answer.read_created(Some(id))) {
            Ok(updated) => Ok(updated),
            Err(error) => {
                let subject = Subject::Update { id, etag };
                Err(self.explained(error, subject, &call.secrets, until).await)
            }
        }
    }

    /// Deletes a base connection: `DELETE /connections/{id}`. The service refuses while a flow uses it
    /// ([`Reason::InUse`]).
    ///
    /// # Errors
    /// Any [`Error`]; one that does not exist is refused with the status 404, unless an earlier attempt of this call may have
    /// deleted it. Where an attempt may have, and no later one can tell, the error is that of the attempt that may have:
    /// [`Error::is_outcome_unknown`] says so.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        check_id("connection", id)?;
        let call =
            Call::new(Operation::Delete, Method::DELETE, self.url(&["connections", id])).about(id);
        let until = self.until();
        let mut backoff = self.parts.retry.backoff();
        let mut may_be_gone = None;
        loop {
            let error = match self.once(&call, until).await {
                Ok(_) => return Ok(()),
                Err(error) => error,
            };
            if may_be_gone.is_some() && is_not_found(&error) {
                return Ok(());
            }
            // What is in use is there.
            if is_in_use(&error) {
                return Err(error);
            }
            if error.is_outcome_unknown() {
                may_be_gone = Some(error.clone());
            }
            if !self.waited_to_repeat(&error, &mut backoff, until).await {
                // That this attempt was turned away says nothing of one before it.
                return Err(may_be_gone.unwrap_or(error));
            }
        }
    }
}

fn is_in_use(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if refusal.reason == Reason::InUse)
}

fn is_not_found(error: &Error) -> bool {
    matches!(error, Error::Refused(refusal) if refusal.status == 404 && refusal.reason == Reason::NotFound)
}
