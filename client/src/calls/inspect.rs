//! Asking a connection's source: does it work, and what is there?

use crate::call::{Call, check_id};
use crate::client::Client;
use crate::error::{Error, Operation};
use crate::explore::{Config, ConfigsAnswer, Explore, Explored, TestAnswer, TestResult};
use crate::transport::Answer;

impl Client {
    /// Tests a base connection: `GET /connections/{id}/test`.
    ///
    /// # Errors
    /// Any [`Error`]. A test that fails is none: see [`TestResult::passed`].
    pub async fn test(&self, id: &str) -> Result<TestResult, Error> {
        let answer = self.asked(Operation::Test, id, "test", None).await?;
        Ok(answer.read::<TestAnswer>()?.told_without(&answer.secrets))
    }

    /// What a base connection leads to: `GET /connections/{id}/explore`.
    ///
    /// # Errors
    /// Any [`Error`]; a source that can't be explored is refused
    /// ([`Reason::NotExplorable`](crate::Reason::NotExplorable)).
    pub async fn explore(&self, id: &str, explore: &Explore) -> Result<Explored, Error> {
        self.asked(Operation::Explore, id, "explore", Some(explore)).await?.read()
    }

    /// The configs of a base connection: `GET /connections/{id}/configs`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn configs(&self, id: &str) -> Result<Vec<Config>, Error> {
        let answer = self.asked(Operation::Configs, id, "configs", None).await?;
        Ok(answer.read::<ConfigsAnswer>()?.into_configs())
    }

    async fn asked(
        &self,
        operation: Operation,
        id: &str,
        what: &str,
        explore: Option<&Explore>,
    ) -> Result<Answer, Error> {
        check_id("connection", id)?;
        let mut url = self.url(&["connections", id, what]);
        explore.into_iter().for_each(|explore| explore.write(&mut url));
        self.send(&Call::get(operation, url).about(id), self.until()).await
    }
}
