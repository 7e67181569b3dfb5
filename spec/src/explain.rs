//! The page of each diagnostic: what it is, why, a wrong and a right example, what to do.
//!
//! A page is Markdown in `explain/<code>.md`. Its first paragraph is its summary. Its examples are fenced as
//! ```` ```json wrong … ```` and ```` ```json right … ````; a test checks that they are what they say.

use crate::diagnostic::Code;
use crate::on_one_line;

/// The page of one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    text: &'static str,
}

/// An example on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Whether it shows the mistake, or how it is put right.
    pub is_wrong: bool,
    /// The part of a spec file that it is.
    pub part: Part,
    /// The name of its file, without `.json`.
    pub slug: &'static str,
    /// The JSON.
    pub text: String,
}

/// The part of a spec file that an example is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole file.
    File,
    /// Some of the file's own keys.
    Source,
    /// Some of an auth spec's keys.
    Auth,
    /// Properties of an auth spec's params.
    Properties,
}

/// The page of `code`.
pub fn page(code: Code) -> Option<Page> {
    PAGES.iter().find(|(name, _)| *name == code.as_str()).map(|(_, text)| Page { text })
}

impl Page {
    /// The page, as Markdown.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// Its first paragraph, on one line.
    pub fn summary(&self) -> String {
        let paragraph = self.text.split("\n\n").find(|paragraph| !paragraph.starts_with('#'));
        on_one_line(paragraph.unwrap_or_default())
    }

    /// Its examples, in their order.
    pub fn examples(&self) -> Vec<Example> {
        let fences = self.text.split("```json ").skip(1);
        fences.filter_map(|fence| example(fence.split("```").next()?)).collect()
    }
}

/// What follows an opening fence: `wrong properties`, then the JSON; a slug may stand last, `acme-crm` is meant if not.
fn example(fence: &'static str) -> Option<Example> {
    let (info, text) = fence.split_once('\n')?;
    let mut words = info.splitn(3, ' ');
    let is_wrong = words.next()? == "wrong";
    let part = match words.next()? {
        "source" => Part::Source,
        "auth" => Part::Auth,
        "properties" => Part::Properties,
        _ => Part::File,
    };
    let slug = words.next().unwrap_or("acme-crm");
    Some(Example { is_wrong, part, slug, text: text.to_owned() })
}

macro_rules! pages {
    ($($code:literal,)+) => {
        /// Every page, by its code.
        const PAGES: &[(&str, &str)] =
            &[$(($code, include_str!(concat!("explain/", $code, ".md"))),)+];
    };
}

pages! {
    "bad-example",
    "bad-id",
    "bad-pattern",
    "bad-reference",
    "bad-slug",
    "bad-value",
    "copied-description",
    "duplicate-id",
    "duplicate-key",
    "duplicate-slug",
    "duplicate-spec-name",
    "implied-type",
    "missing-description",
    "missing-key",
    "missing-property",
    "name-collision",
    "not-a-spec",
    "placeholder-id",
    "secret-shown",
    "secret-unmarked",
    "slow-pattern",
    "syntax",
    "unknown-category",
    "unknown-key",
    "unknown-keyword",
    "unlisted-name",
    "unreadable",
    "unsatisfiable",
    "unsupported-keyword",
    "unused-allow",
    "unused-definition",
    "useless-keyword",
    "wrong-type",
}
