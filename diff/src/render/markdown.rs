//! For a pull request: a table a source. What stands in a cell comes out of files that anybody may have written, so nothing in
//! it acts as markup.

use super::{apart, api, put, summary, title, what};
use crate::change::{Api, Behaviour, Change, Comparison, Wire};

/// The comparison as Markdown.
pub fn markdown(comparison: &Comparison) -> String {
    let mut out = format!("**Spec files:** {}.\n", escaped(&summary(comparison)));
    for source in &comparison.sources {
        put(&mut out, format_args!("\n### {}\n\n", escaped(&title(source))));
        out.push_str("| change | requests | code | behaviour | place |\n|---|---|---|---|---|\n");
        source.changes.iter().for_each(|change| row(&mut out, change));
    }
    for (what, slugs) in apart(comparison) {
        put(&mut out, format_args!("\n{}: {}\n", what.replacen('n', "N", 1), escaped(&slugs)));
    }
    out
}

fn row(out: &mut String, change: &Change) {
    let cell = |verdict: String, reason: &str, is_bad: bool| {
        let verdict = escaped(&verdict);
        let verdict = if is_bad { format!("**{verdict}**") } else { verdict };
        if reason.is_empty() { verdict } else { format!("{verdict}: {}", escaped(reason)) }
    };
    let wire = match change.wire.severity {
        Wire::Same => String::new(),
        wire => cell(wire.to_string(), &change.wire.reason, wire.breaks()),
    };
    let code = match change.api.severity {
        Api::Same => String::new(),
        severity => cell(api(change), &change.api.reason, severity == Api::Breaking),
    };
    let behaviour = match change.behaviour.severity {
        Behaviour::Same => String::new(),
        behaviour => cell(behaviour.to_string(), &change.behaviour.reason, false),
    };
    let place = change.new.as_ref().or(change.old.as_ref());
    let place = place.map(|place| escaped(&place.to_string())).unwrap_or_default();
    let what = escaped(&what(change));
    put(out, format_args!("| {what} | {wire} | {code} | {behaviour} | {place} |\n"));
}

/// The text with whatever acts in Markdown or HTML taken as itself; what we put between backticks stays code, where nothing
/// but a backtick and a `|` acts.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_code = false;
    // Several in a row would not close what one opens.
    let closes = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    for char in text.chars() {
        match char {
            '`' if closes => {
                is_code = !is_code;
                out.push('`');
            }
            '|' => out.push_str("\\|"),
            '\n' | '\r' => out.push(' '),
            char if is_code => out.push(char),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '!' | '~' | '@' => {
                out.push('\\');
                out.push(char);
            }
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_cell_acts() {
        assert_eq!(escaped("a|b <img> *x* @you"), "a\\|b &lt;img&gt; \\*x\\* \\@you");
        assert_eq!(escaped("`a_b` is `|`"), "`a_b` is `\\|`");
        assert_eq!(escaped("one ` alone\n# x"), "one \\` alone \\# x");
        assert_eq!(escaped("``` <img> `"), "\\`\\`\\` &lt;img&gt; \\`");
    }
}
