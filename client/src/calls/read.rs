//! Reading connections: one, a page, all, or how many.

use std::collections::HashSet;

use futures_util::stream::{self, Stream, TryStreamExt};
use reqwest::Method;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::call::{Call, check_id};
use crate::client::Client;
use crate::connection::{Connection, Items};
use crate::error::{Error, Operation};
use crate::list::{
    ContinuationToken, CountAnswer, Filter, ListAnswer, ListQuery, Page, write_filters,
};
use crate::search::SearchQuery;
use crate::transport::Answer;

impl Client {
    /// Looks up a base connection: `GET /connections/{id}`.
    ///
    /// # Errors
    /// Any [`Error`]; one that does not exist is refused with the status 404.
    pub async fn get(&self, id: &str) -> Result<Connection, Error> {
        check_id("connection", id)?;
        let call = Call::get(Operation::Get, self.url(&["connections", id])).about(id);
        let answer = self.send(&call, self.until()).await?;
        let Items { items } = answer.read()?;
        let found: Option<Connection> = items.into_iter().next();
        let found = found.ok_or_else(|| answer.bad("its `items` is empty".into()))?;
        answer.check_about("connection", id, &found.id)?;
        Ok(found)
    }

    /// One page of the sandbox's base connections: `GET /connections`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn list(&self, query: &ListQuery) -> Result<Page, Error> {
        let mut url = self.url(&["connections"]);
        query.write(&mut url);
        let mut page = page(&self.send(&Call::get(Operation::List, url), self.until()).await?)?;
        page.items.retain(|connection| query.wants(connection));
        Ok(page)
    }

    /// The sandbox's base connections from the page of `query` on, one after the other; a page is asked for when the one
    /// before it is used up. The deadline is for each page.
    ///
    /// A failure ends the stream. A list that leads back to where it was ends in [`Error::BadAnswer`].
    ///
    /// ```no_run
    /// # async fn example(client: wellhead_client::Client) -> Result<(), wellhead_client::Error> {
    /// use std::pin::pin;
    /// use futures_util::TryStreamExt;
    /// use wellhead_client::ListQuery;
    ///
    /// let mut connections = pin!(client.list_stream(ListQuery::default()));
    /// while let Some(connection) = connections.try_next().await? {
    ///     println!("{}", connection.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_stream(
        &self,
        query: ListQuery,
    ) -> impl Stream<Item = Result<Connection, Error>> + Send + use<> {
        Reading::start(self, Listing::List(query))
    }

    /// All of the sandbox's base connections, page after page. The deadline is for each page.
    ///
    /// # Errors
    /// Any [`Error`]; pages that were already read are lost with it.
    pub async fn list_all(&self) -> Result<Vec<Connection>, Error> {
        self.list_stream(ListQuery::default()).try_collect().await
    }

    /// How many base connections fit all `filters`: `GET /connections?count=true`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn count(&self, filters: &[Filter]) -> Result<u64, Error> {
        let mut url = self.url(&["connections"]);
        write_filters(filters, &mut url);
        url.query_pairs_mut().append_pair("count", "true");
        let answer = self.send(&Call::get(Operation::Count, url), self.until()).await?;
        Ok(answer.read::<CountAnswer>()?.count)
    }

    /// One page of the base connections that a search finds: `POST /connections/search`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn search(
        &self,
        query: &SearchQuery,
        after: Option<&ContinuationToken>,
    ) -> Result<Page, Error> {
        let mut url = self.url(&["connections", "search"]);
        if let Some(token) = after {
            url.query_pairs_mut().append_pair("continuationToken", token.as_str());
        }
        let call = Call::new(Operation::Search, Method::POST, url);
        let call = call.with_body(json(&query.to_items_body())?);
        page(&self.send(&call, self.until()).await?)
    }

    /// The base connections that a search finds, one after the other, as [`list_stream`](Self::list_stream) gives them.
    pub fn search_stream(
        &self,
        query: SearchQuery,
    ) -> impl Stream<Item = Result<Connection, Error>> + Send + use<> {
        Reading::start(self, Listing::Search(query))
    }

    /// How many base connections a search finds.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn search_count(&self, query: &SearchQuery) -> Result<u64, Error> {
        let url = self.url(&["connections", "search"]);
        let call = Call::new(Operation::Search, Method::POST, url);
        let call = call.with_body(json(&query.to_count_body())?);
        Ok(self.send(&call, self.until()).await?.read::<CountAnswer>()?.count)
    }
}

/// What is read page by page.
enum Listing {
    List(ListQuery),
    Search(SearchQuery),
}

/// How far the reading of pages has come.
struct Reading {
    client: Client,
    listing: Listing,
    next: Option<ContinuationToken>,
    /// Where it has been: a list that leads in a circle never ends.
    seen: HashSet<ContinuationToken>,
}

/// What comes behind a page.
enum Onward {
    Page(Reading),
    /// A page that came before.
    Circle(Operation),
    End,
}

impl Reading {
    fn start(
        client: &Client,
        listing: Listing,
    ) -> impl Stream<Item = Result<Connection, Error>> + Send + use<> {
        let start = Self { client: client.clone(), listing, next: None, seen: HashSet::new() };
        let pages = stream::try_unfold(Onward::Page(start), |onward| async move {
            match onward {
                Onward::Page(reading) => reading.read().await.map(Some),
                Onward::Circle(operation) => Err(Error::endless_list(operation)),
                Onward::End => Ok(None),
            }
        });
        pages.map_ok(|page| stream::iter(page.into_iter().map(Ok))).try_flatten()
    }

    /// One page, and what comes behind it.
    async fn read(mut self) -> Result<(Vec<Connection>, Onward), Error> {
        let (page, operation) = match &self.listing {
            Listing::List(query) => {
                let query =
                    self.next.iter().fold(query.clone(), |query, next| query.after(next.clone()));
                (self.client.list(&query).await?, Operation::List)
            }
            Listing::Search(query) => {
                (self.client.search(query, self.next.as_ref()).await?, Operation::Search)
            }
        };
        let Some(next) = page.next else { return Ok((page.items, Onward::End)) };
        if !self.seen.insert(next.clone()) {
            return Ok((page.items, Onward::Circle(operation)));
        }
        self.next = Some(next);
        Ok((page.items, Onward::Page(self)))
    }
}

fn page(answer: &Answer) -> Result<Page, Error> {
    answer.read::<ListAnswer<Connection>>()?.into_page().map_err(|problem| answer.bad(problem))
}

/// A small value that holds no secret, as JSON.
fn json(value: &impl Serialize) -> Result<Zeroizing<String>, Error> {
    let text = serde_json::to_string(value);
    text.map(Zeroizing::new).map_err(|_| Error::unusable("the query can't be written as JSON"))
}
