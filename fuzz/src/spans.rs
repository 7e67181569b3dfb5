//! Places: within the text, and never inside a character.

use wellhead_codegen::spec::diagnostic::Style;
use wellhead_codegen::spec::{Code, Span, SpecSet};
use wellhead_runtime::json::{Node, Value};

use crate::dispatch::PLANTED;

pub(crate) fn fits(text: &str, span: Span) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} is no part of the text");
}

/// Every value and key stands within its parent, in order.
pub(crate) fn nest(text: &str, node: &Node<'_>) {
    fits(text, node.span);
    let within = |span: Span| assert!(node.span.start < span.start && span.end < node.span.end);
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| {
            within(item.span);
            nest(text, item);
        }),
        Value::Object(members) => members.iter().for_each(|member| {
            within(member.key_span);
            assert!(member.key_span.end < member.value.span.start);
            within(member.value.span);
            fits(text, member.key_span);
            nest(text, &member.value);
        }),
        _ => {}
    }
}

/// Every diagnostic points into its file, and all of them can be rendered.
pub(crate) fn point(set: &SpecSet) {
    for diagnostic in set.diagnostics.iter() {
        match set.text(&diagnostic.file) {
            Some(text) => fits(text, diagnostic.span),
            None => assert_eq!(diagnostic.code, Code::NotASpec, "its file has no text"),
        }
        if let Some((file, span, _)) = &diagnostic.related {
            fits(set.text(file).expect("the related file"), *span);
        }
    }
    let rendered = set.render(Style::Plain);
    assert_eq!(rendered.is_empty(), set.diagnostics.is_empty());
    if set.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::NotASpec) {
        assert!(!rendered.contains(PLANTED), "a request's secret is shown: {rendered}");
    }
}
