//! The connection specs that the organization may use.

use tokio::time::Instant;

use super::explain::Subject;
use crate::call::{Call, check_id};
use crate::client::Client;
use crate::connection::Items;
use crate::error::{Error, Operation};
use crate::list::{Filter, ListAnswer, write_filters};
use crate::scrub::Secrets;
use crate::spec::ConnectionSpec;

impl Client {
    /// The connection specs that fit all `filters`, or all: `GET /connectionSpecs`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn list_specs(&self, filters: &[Filter]) -> Result<Vec<ConnectionSpec>, Error> {
        self.specs_until(filters, self.until()).await
    }

    /// The connection specs of exactly this name, such as `maria-db`, whatever characters it has.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn list_specs_named(&self, name: &str) -> Result<Vec<ConnectionSpec>, Error> {
        let mut specs = self.list_specs(Filter::of_name(name).as_slice()).await?;
        specs.retain(|spec| spec.name.as_deref() == Some(name));
        Ok(specs)
    }

    pub(super) async fn specs_until(
        &self,
        filters: &[Filter],
        until: Instant,
    ) -> Result<Vec<ConnectionSpec>, Error> {
        let mut all = Vec::new();
        let mut seen = Vec::<String>::new();
        loop {
            let mut url = self.url(&["connectionSpecs"]);
            write_filters(filters, &mut url);
            // Pages are documented for connections alone, but a list that goes on must not be taken for a whole one.
            if let Some(next) = seen.last() {
                url.query_pairs_mut().append_pair("continuationToken", next);
            }
            let answer = self.send(&Call::get(Operation::ListSpecs, url), until).await?;
            let page = answer.read::<ListAnswer<ConnectionSpec>>()?.into_page();
            let page = page.map_err(|problem| answer.bad(problem))?;
            all.extend(page.items);
            let Some(next) = page.next.map(|next| next.as_str().to_owned()) else { return Ok(all) };
            if seen.contains(&next) {
                return Err(Error::endless_list(Operation::ListSpecs));
            }
            seen.push(next);
        }
    }

    /// A connection spec: `GET /connectionSpecs/{id}`.
    ///
    /// # Errors
    /// Any [`Error`]; where there is none of this id, the error names the nearest, and says if the id is a provider's.
    pub async fn get_spec(&self, id: &str) -> Result<ConnectionSpec, Error> {
        let until = self.until();
        match self.spec_until(id, until).await {
            Err(error) => {
                let nothing = Secrets::default();
                Err(self.explained(error, Subject::Spec { id }, &nothing, until).await)
            }
            found => found,
        }
    }

    pub(super) async fn spec_until(
        &self,
        id: &str,
        until: Instant,
    ) -> Result<ConnectionSpec, Error> {
        check_id("connection spec", id)?;
        let url = self.url(&["connectionSpecs", id]);
        let answer = self.send(&Call::get(Operation::GetSpec, url).about(id), until).await?;
        let Items { items } = answer.read()?;
        let found: Option<ConnectionSpec> = items.into_iter().next();
        let found = found.ok_or_else(|| answer.bad("its `items` is empty".into()))?;
        answer.check_about("connection spec", id, &found.id)?;
        Ok(found)
    }
}
