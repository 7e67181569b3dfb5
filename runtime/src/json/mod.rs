//! JSON text with places.
//!
//! `serde_json` says where a *parser* stopped; people need to know where *they* went wrong. This module reads
//! JSON so that every key and value keeps its place, a syntax error is reported at its cause (the value after
//! which a comma is missing, the quote that is never closed), and no error ever repeats a value, since a value may
//! be a secret.
//!
//! * [`Tape`] is a whole text as a row of tokens: what requests, trees and values are read from.
//! * [`Node`] is a whole text as a tree with places: what spec files are read with.
//! * [`Json`] is a value without places: what params hold that may be anything.
//! * [`Reader`] pulls values out of a text one by one; where a text is not JSON, it is what finds out why.
//! * [`SyntaxError`] is what all of them say of such a text.
//!
//! It is not a JSON library for other purposes: no types are read or written by deriving. With the feature `serde_json`,
//! [`Json`] becomes a value of that crate and back; with `serde`, requests and [`Json`] can be serialized.

mod convert;
mod error;
mod number;
mod object;
#[cfg(feature = "requests")]
mod overwritten;
mod place;
mod print;
mod reader;
mod scan;
mod tape;
mod tree;
mod value;

pub use crate::path::pointer_below;
pub use error::{Problem, SyntaxError};
pub use number::{Number, is_multiple};
pub(crate) use number::{Numeric, whole};
pub use object::Object;
#[cfg(feature = "requests")]
pub(crate) use overwritten::Scratch;
pub(crate) use place::saturate;
pub use place::{Place, Span, decode_utf8};
pub(crate) use print::{compact, is_plain, string};
pub use reader::{Kind, MAX_DEPTH, Reader};
pub(crate) use scan::{is_printable_but, is_same};
pub use tape::Tape;
pub(crate) use tape::Token;
pub use tree::{Member, Node, Value};
pub use value::Json;
pub(crate) use value::{Oddity, index, steps_below};
