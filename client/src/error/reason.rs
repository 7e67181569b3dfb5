//! What a refusal means, for a program to decide by.

/// What a refusal means.
///
/// The service's codes alone do not tell: its two catalogues give the same code to different problems, and some of its
/// answers have no code. This is decided by code and text together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// No token arrived, or the service does not take it.
    Token,
    /// The API key is missing or wrong.
    ApiKey,
    /// The project may not use the API, or lacks a permission.
    Permission,
    /// The organization is missing or wrong.
    Organization,
    /// The sandbox is missing or wrong.
    Sandbox,
    /// IMS does not know the client id, or the client secret is wrong.
    Client,
    /// IMS does not give the scopes that were asked for.
    Scopes,
    /// The organization has no licence for the source.
    NotEntitled,
    /// There is no connection spec of this id.
    SpecId,
    /// The connection spec has no auth spec of this name.
    AuthSpec,
    /// A required param is missing.
    ParamMissing,
    /// The source's own system did not take the params.
    Provider,
    /// `limit` and `count` in one request.
    LimitWithCount,
    /// A filter or an ordering that the service does not take.
    Query,
    /// Somebody else changed the connection: its etag is another now.
    EtagMismatch,
    /// An update without `If-Match`.
    EtagMissing,
    /// The connection spec of a connection never changes.
    SpecIsFixed,
    /// The connection is in a state that does not allow this.
    State,
    /// A flow uses the connection.
    InUse,
    /// The source can't be updated.
    NotUpdatable,
    /// A patch that the service does not take.
    Patch,
    /// The source can't be explored.
    NotExplorable,
    /// There is nothing of this id in this sandbox. Where no id was asked for, a 404 is [`Other`](Self::Other): the URL is wrong.
    NotFound,
    /// Too many requests.
    TooMany,
    /// The service's own trouble.
    Unavailable,
    /// None of these.
    Other,
}
