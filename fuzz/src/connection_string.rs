//! Bytes as a connection string of every dialect: a text has its parts or is refused, and parts come back from what they
//! are written as.

use std::fmt::Debug;

use wellhead_runtime::{ConnectionString, ConnectionStringParts};

use crate::small::sources::strings::every_dialect::{AdoParts, AzureParts, OdbcParts, UrlParts};

/// Reads the bytes in every dialect of the generator's small spec `strings`.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    comes_back::<AdoParts>(text);
    comes_back::<OdbcParts>(text);
    comes_back::<AzureParts>(text);
    comes_back::<UrlParts>(text);
}

fn comes_back<P: ConnectionStringParts + Clone + PartialEq + Debug>(text: &str) {
    let string = ConnectionString::<P>::from(text);
    let (verdict, parts) = (string.validate(), string.parts());
    assert_eq!(verdict.is_ok(), parts.is_ok(), "{verdict:?}, but its parts are {parts:?}");
    let Ok(parts) = parts else { return };
    let built = ConnectionString::from(parts.clone());
    let again = built.parts().unwrap_or_else(|found| panic!("{}: {found}", built.expose()));
    assert!(again == parts, "comes back as others: {}", built.expose());
    assert_eq!(ConnectionString::from(again).expose(), built.expose(), "written otherwise");
}
