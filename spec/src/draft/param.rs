//! One param of a new source, as it is given on a command line: `NAME[:TYPE][:required][:secret]`. A name that sounds like a
//! secret's makes it one.

use std::fmt;
use std::str::FromStr;

use wellhead_runtime::json::Value;

use super::words::title_of;
use super::{object, text};
use crate::check::sounds_secret;

/// A param of a new source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftParam {
    /// Its name on the wire.
    pub name: String,
    /// What it holds.
    pub kind: ParamType,
    /// Whether a request must send it.
    pub required: bool,
    /// Whether it must not be seen.
    pub secret: bool,
}

/// What a param of a new source holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParamType {
    /// Any string.
    #[default]
    String,
    /// A string that is a URI.
    Uri,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
}

impl DraftParam {
    /// The param's schema. Its texts are whole sentences, for the author to replace by better ones.
    pub(super) fn schema(&self, source: &str) -> Value<'static> {
        let title = title_of(&self.name);
        let about = if self.secret {
            format!("{title} that {source} issued; Experience Platform never shows it.")
        } else {
            format!("{title}, as {source} shows it.")
        };
        let mut members = vec![
            ("type", text(self.kind.json_type())),
            ("title", text(&title)),
            ("description", text(&about)),
        ];
        if self.secret {
            members.push(("format", text("password")));
        } else if self.kind == ParamType::Uri {
            members.push(("format", text("uri")));
        }
        if self.required && self.kind.is_text() {
            members.push(("minLength", Value::Number("1")));
        }
        object(members)
    }
}

impl ParamType {
    const WORDS: [(Self, &'static str); 5] = [
        (Self::String, "string"),
        (Self::Uri, "uri"),
        (Self::Integer, "integer"),
        (Self::Number, "number"),
        (Self::Boolean, "boolean"),
    ];

    fn named(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind)
    }

    fn json_type(self) -> &'static str {
        match self {
            Self::String | Self::Uri => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }

    fn is_text(self) -> bool {
        matches!(self, Self::String | Self::Uri)
    }
}

impl FromStr for DraftParam {
    type Err = BadParam;

    fn from_str(given: &str) -> Result<Self, BadParam> {
        let mut words = given.split(':');
        let name = words.next().unwrap_or_default().trim();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(BadParam::Name);
        }
        let mut param = Self {
            name: name.to_owned(),
            kind: ParamType::default(),
            required: false,
            secret: false,
        };
        for word in words {
            match word {
                "required" => param.required = true,
                "secret" => param.secret = true,
                word => {
                    param.kind = ParamType::named(word)
                        .ok_or_else(|| BadParam::Word(word.escape_debug().to_string()))?;
                }
            }
        }
        if param.secret && !param.kind.is_text() {
            return Err(BadParam::Secret);
        }
        param.secret |= param.kind.is_text() && sounds_secret(name);
        Ok(param)
    }
}

/// Why something is no param.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadParam {
    /// It has no name, or one that nobody can type.
    Name,
    /// A word after its name that says nothing.
    Word(String),
    /// A secret that is not a string.
    Secret,
}

impl fmt::Display for BadParam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("it has no name; write NAME[:TYPE][:required][:secret]"),
            Self::Word(word) => write!(
                f,
                "`{word}` is none of string, uri, integer, number, boolean, required, secret"
            ),
            Self::Secret => f.write_str("a secret is a string"),
        }
    }
}

impl std::error::Error for BadParam {}
