//! References to secrets, so that a file need not hold one: `${env:NAME}`, `${file:PATH}`, `${cmd:COMMAND}`.
//!
//! | step | where |
//! |---|---|
//! | a text, in pieces | `syntax` |
//! | what a reference stands for | `fetch` |
//! | which strings of a request may hold one | `strings` |
//! | a secret as a part of a connection string | `quote` |
//! | the others of its secrets | `parts` |
//! | a request's text with its references followed, and places in it | `fill`, `edits` |

mod edits;
mod fetch;
mod fill;
mod parts;
mod quote;
mod strings;
mod syntax;

pub(crate) use edits::{Edit, Edits};
pub(crate) use fetch::{Fetcher, Problem};
pub(crate) use fill::{Found, Literal, fill, json};
pub(crate) use strings::{pointed, referring};
pub(crate) use syntax::{Reference, has_reference};
