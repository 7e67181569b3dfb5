//! What a client may be doing.

use std::fmt;

/// What was being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// Asking IMS for a token.
    Token,
    /// Creating a base connection.
    Create,
    /// Looking up a base connection.
    Get,
    /// Listing base connections.
    List,
    /// Counting base connections.
    Count,
    /// Searching base connections.
    Search,
    /// Changing a base connection.
    Update,
    /// Deleting a base connection.
    Delete,
    /// Testing a base connection.
    Test,
    /// Exploring what a base connection leads to.
    Explore,
    /// Reading the configs of a base connection.
    Configs,
    /// Listing connection specs.
    ListSpecs,
    /// Looking up a connection spec.
    GetSpec,
}

impl Operation {
    /// A short name, as `tracing` spans have it: `create`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Create => "create",
            Self::Get => "get",
            Self::List => "list",
            Self::Count => "count",
            Self::Search => "search",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Test => "test",
            Self::Explore => "explore",
            Self::Configs => "configs",
            Self::ListSpecs => "list_specs",
            Self::GetSpec => "get_spec",
        }
    }

    pub(crate) fn service(self) -> &'static str {
        match self {
            Self::Token => "IMS",
            _ => "the Flow Service",
        }
    }

    pub(crate) fn changes_something(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Delete)
    }

    /// Whether it asks for one thing by its id.
    pub(super) fn is_about_an_id(self) -> bool {
        match self {
            Self::Get
            | Self::Update
            | Self::Delete
            | Self::Test
            | Self::Explore
            | Self::Configs
            | Self::GetSpec => true,
            Self::Token
            | Self::Create
            | Self::List
            | Self::Count
            | Self::Search
            | Self::ListSpecs => false,
        }
    }

    /// Whether doing it twice is as good as doing it once. A create is looked up before it is repeated, and an update moves
    /// the etag that it needs.
    pub(crate) fn is_idempotent(self) -> bool {
        !matches!(self, Self::Create | Self::Update)
    }

    /// What to do where it is not known whether this was done.
    pub(super) fn doubt(self) -> &'static str {
        match self {
            Self::Create => {
                "the connection may have been created: \
                 look for its name before you create it again"
            }
            Self::Update => {
                "the connection may have been updated: read it, and update it again with its etag"
            }
            Self::Delete => "the connection may have been deleted: delete it again to be sure",
            _ => "try again",
        }
    }
}

impl fmt::Display for Operation {
    /// What was asked for: `create the base connection`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "give a token",
            Self::Create => "create the base connection",
            Self::Get => "look up the base connection",
            Self::List => "list the base connections",
            Self::Count => "count the base connections",
            Self::Search => "search the base connections",
            Self::Update => "update the base connection",
            Self::Delete => "delete the base connection",
            Self::Test => "test the base connection",
            Self::Explore => "explore the base connection",
            Self::Configs => "read the configs of the base connection",
            Self::ListSpecs => "list the connection specs",
            Self::GetSpec => "look up the connection spec",
        })
    }
}
