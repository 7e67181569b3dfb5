//! Requests, and all that is done with them.
//!
//! | what | where |
//! |---|---|
//! | what a catalog says of its sources and their params, and requests for an example | `catalog`, `table`, `schema`, `about`, `example` |
//! | typed params and the request around them | `param`, `secret`, `connection_string`, `either`, `request`, `unlisted` |
//! | from text: which type it is, and its values | `dispatch`, `read`, `loaded` |
//! | whether every value is allowed, each rule once | `rules`, `validate`, `instance` |
//! | what is wrong, in words | `violation`, `phrase` |
//! | to text, and for people without secrets | `write`, `serialize`, `redact`, `overwriting` |

mod about;
mod catalog;
mod connection_string;
mod dispatch;
mod either;
mod example;
mod instance;
#[cfg(feature = "loaded")]
mod loaded;
mod overwriting;
mod param;
mod phrase;
mod read;
mod redact;
mod request;
mod rules;
mod schema;
mod secret;
#[cfg(feature = "serde")]
mod serialize;
mod table;
mod unlisted;
mod validate;
mod violation;
mod write;

pub use self::{
    about::About,
    catalog::{AuthDescriptor, AuthSpecs, SourceDescriptor, Status},
    connection_string::{AddressPiece, ConnectionString, ConnectionStringParts, Dialect},
    dispatch::{
        Candidate, Catalog, Compiled, DispatchError, Index, Route, Routes, Sources, UnknownName,
        dispatch, dispatch_as, dispatch_params, dispatch_slug, dispatch_unlisted,
    },
    either::{Either, dispatch_either, dispatch_either_as, dispatch_either_unlisted},
    example::is_name_over_and_over,
    overwriting::append_overwriting,
    param::{EMPTY, List, Map, Nullable, Param, Params, ReadParam, ReadParams, View, map_of},
    phrase::Phrase,
    read::{Chosen, Input},
    redact::{debug, equal, masked, same, show},
    request::{Auth, AuthParams, ConnectionRequest, ReadAuth},
    schema::{Alone, Keyword, Schema, Type},
    secret::Secret,
    table::{
        ANY_TEXT, ConnectionStringRules, Constant, Deprecation, FILLED_TEXT, Field, IntegerRules,
        JsonRules, ListRules, NumberRules, OneOfRules, Shape, Table, TextRules,
    },
    violation::{Rule, Violation, Violations},
    write::SecretText,
};
#[cfg(feature = "loaded")]
pub use loaded::{LoadedCatalog, LoadedParams, LoadedSource};
