//! What people read about a param. No machine decides by it, so a table holds it as a text, which is taken apart when somebody
//! asks: that is less to compile, to link and to keep in a cache than a value of a type.

use crate::json::Json;
use crate::requests::table::{Field, deprecated};

/// What people read about a param.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// A short label, or `""`.
    pub title: String,
    /// What it is and where to find it, or `""`.
    pub description: String,
    /// The value that the service assumes when the param is left out, as JSON.
    pub default: Option<String>,
    /// Examples, as JSON; a secret has none.
    pub examples: Vec<String>,
    /// A settlement or doubt about it, or `""`.
    pub note: String,
    /// Why it should no longer be sent, as a phrase.
    pub deprecated: Option<String>,
}

impl Field {
    /// What people read about it.
    pub fn about(&self) -> About {
        // An empty text says nothing; another one was written by a generator.
        let about = Json::parse(self.about).unwrap_or_default();
        let mut examples = Vec::new();
        for example in about.get("examples").and_then(Json::as_array).unwrap_or_default() {
            examples.push(example.to_string());
        }
        About {
            title: text(&about, "title"),
            description: text(&about, "description"),
            default: about.get("default").map(Json::to_string),
            examples,
            note: text(&about, "note"),
            deprecated: about.get("deprecated").map(|one| {
                deprecated(&text(one, "since"), &text(one, "instead"), &text(one, "note"))
            }),
        }
    }
}

/// A member that is a string; an empty one if it is not there.
fn text(object: &Json, name: &str) -> String {
    object.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::table::{Shape, TextRules};

    fn field(about: &'static str) -> Field {
        Field {
            name: "port",
            required: true,
            shape: Shape::Text(&TextRules::NONE),
            also: None,
            about,
        }
    }

    #[test]
    fn a_text_is_taken_apart() {
        let about = field(
            r#"{"title": "Port", "description": "A \"port\"", "default": 1.0, "examples": ["a", 2],
                "deprecated": {"instead": "another"}}"#,
        )
        .about();
        let expected = About {
            title: "Port".into(),
            description: "A \"port\"".into(),
            default: Some("1.0".into()),
            examples: vec!["\"a\"".into(), "2".into()],
            note: String::new(),
            deprecated: Some("deprecated: use another".into()),
        };
        assert_eq!(about, expected);
    }

    #[test]
    fn no_text_says_nothing() {
        assert_eq!(field("").about(), About::default());
    }
}
