//! The static tables of a params object.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use wellhead_spec::Format;
use wellhead_spec::model::Dialect;
use wellhead_spec::pattern;

use super::{raw, schema};
use crate::about;
use crate::model::{
    ConnectionString, Constant, Deprecation, Field, Integer, List, Number, Object, Piece, Shape,
    Text,
};
use crate::names;

/// The table of an object, and the patterns and definitions that it points to.
pub(super) fn statics(object: &Object) -> TokenStream {
    let mut statics = Statics::default();
    let fields: Vec<_> = object.fields.iter().map(|field| entry(field, &mut statics)).collect();
    let table = if object.additional.is_none() && object.also.is_none() {
        quote!(runtime::Table::of(&[#(#fields),*]))
    } else {
        let also = schema::also(object.also.as_ref(), WHOLE, &mut statics);
        let additional = match &object.additional {
            Some(additional) => {
                let additional = shape(additional, WHOLE, &mut statics);
                quote!(Some(#additional))
            }
            None => quote!(None),
        };
        quote!(runtime::Table::new(&[#(#fields),*], #additional, #also))
    };
    let statics = statics.all;
    quote! {
        #(#statics)*

        /// Every param: what it is called and what it may hold.
        pub static TABLE: runtime::Table = #table;
    }
}

/// What owns the patterns of a whole text; two underscores in a row make it no field's name.
const WHOLE: &str = "WHOLE__TEXT";

/// How the parts of a connection string become a text.
pub(super) fn connection_string(string: &ConnectionString) -> TokenStream {
    let mut statics = Statics::default();
    let dialect = dialect(string);
    let keys = string.parts.fields.iter().map(|part| &part.keys).map(|keys| quote!(&[#(#keys),*]));
    let text = text_rules(&string.text, WHOLE, &mut statics);
    let statics = statics.all;
    quote! {
        #(#statics)*

        /// How the parts become a text.
        pub static RULES: runtime::ConnectionStringRules = runtime::ConnectionStringRules {
            dialect: #dialect,
            parts: &TABLE,
            keys: &[#(#keys),*],
            text: #text,
        };
    }
}

fn dialect(string: &ConnectionString) -> TokenStream {
    match &string.dialect {
        Dialect::AdoNet => quote!(runtime::Dialect::AdoNet),
        Dialect::Odbc => quote!(runtime::Dialect::Odbc),
        Dialect::AzureStorage => quote!(runtime::Dialect::AzureStorage),
        Dialect::Url(_) => {
            let pieces = string.address().into_iter().flatten().map(|piece| match piece {
                Piece::Text(text) => quote!(runtime::AddressPiece::Text(#text)),
                Piece::Part(index) => {
                    let index = Literal::usize_unsuffixed(index);
                    quote!(runtime::AddressPiece::Part(#index))
                }
            });
            quote!(runtime::Dialect::Url(&[#(#pieces),*]))
        }
    }
}

/// A deprecation as a reference to a static value, or `None`.
pub(super) fn deprecated(deprecated: Option<&Deprecation>) -> TokenStream {
    let Some(Deprecation { since, instead, note }) = deprecated else { return quote!(None) };
    quote!(Some(&runtime::Deprecation { since: #since, instead: #instead, note: #note }))
}

/// What a table points to and must be a static of its own: patterns, which hold their compiled form, and definitions,
/// which may lead back to themselves.
#[derive(Default)]
pub(super) struct Statics {
    all: Vec<TokenStream>,
    definitions: Vec<String>,
}

impl Statics {
    /// Adds a static.
    pub(super) fn push(&mut self, tokens: TokenStream) {
        self.all.push(tokens);
    }

    /// Adds a pattern, and returns a reference to it.
    pub(super) fn pattern(&mut self, owner: &str, pattern: &str) -> TokenStream {
        let number = self.all.len() + 1;
        let name = format_ident!("{}_PATTERN_{}", owner, number);
        let program = Literal::byte_string(&pattern::compile(pattern).unwrap_or_default());
        self.push(
            quote!(static #name: runtime::Pattern = runtime::Pattern::new(#pattern, #program);),
        );
        quote!(&#name)
    }

    /// The name of a definition's static, and whether it has yet to be added.
    pub(super) fn definition(&mut self, reference: &str) -> (Ident, bool) {
        let known = self.definitions.iter().position(|known| known == reference);
        let number = known.unwrap_or(self.definitions.len()) + 1;
        if known.is_none() {
            self.definitions.push(reference.to_owned());
        }
        (format_ident!("DEFINITION__{}", number), known.is_none())
    }
}

fn entry(field: &Field, statics: &mut Statics) -> TokenStream {
    let name = &field.wire;
    let required = field.required;
    let owner = names::upper(&field.name);
    let shape = shape(&field.shape, &owner, statics);
    let also = schema::also(field.also.as_ref(), &owner, statics);
    let about = literal(&about::text(&field.about));
    quote! {
        runtime::Field { name: #name, required: #required, shape: #shape, also: #also, about: #about }
    }
}

/// A text as a raw literal, so that its quotes stand as they are; as another one where it holds what people can't see.
fn literal(text: &str) -> Literal {
    let seen = |char: char| matches!(char, ' '..='~') || char.escape_debug().len() == 1;
    let raw = text.chars().all(seen).then(|| raw(text, 1)).flatten();
    raw.unwrap_or_else(|| Literal::string(text))
}

fn shape(shape: &Shape, owner: &str, statics: &mut Statics) -> TokenStream {
    if let Some(shared) = shared_shape(shape) {
        return quote!(runtime::Shape::#shared);
    }
    match shape {
        Shape::Text(rules) => {
            let rules = text_rules(rules, owner, statics);
            quote!(runtime::Shape::Text(#rules))
        }
        Shape::Secret(rules) => {
            let rules = text_rules(rules, owner, statics);
            quote!(runtime::Shape::Secret(#rules))
        }
        Shape::ConnectionString(string) => {
            let module = &string.parts.module;
            quote!(runtime::Shape::ConnectionString(&#module::RULES))
        }
        Shape::Integer(rules) => integer(rules),
        Shape::Number(rules) => number(rules),
        Shape::Boolean => quote!(runtime::Shape::Boolean),
        Shape::Choice(choice) => {
            let values = choice.variants.iter().map(|(_, value)| value);
            quote!(runtime::Shape::Choice(&[#(#values),*]))
        }
        Shape::Object(object) => {
            let module = &object.module;
            quote!(runtime::Shape::Object(&#module::TABLE))
        }
        Shape::List(rules) => list(rules, owner, statics),
        Shape::Map(values) => {
            let values = self::shape(values, owner, statics);
            quote!(runtime::Shape::Map(&#values))
        }
        Shape::Json { object, secret } => quote! {
            runtime::Shape::Json(runtime::JsonRules { object: #object, secret: #secret })
        },
        Shape::Constant(only) => constant(only),
        Shape::OneOf(one_of) => {
            let module = &one_of.module;
            quote!(runtime::Shape::OneOf(&#module::KINDS))
        }
        Shape::Nullable(inner) => {
            let inner = self::shape(inner, owner, statics);
            quote!(runtime::Shape::Nullable(&#inner))
        }
    }
}

fn integer(rules: &Integer) -> TokenStream {
    let [min, max, multiple_of] =
        [rules.min, rules.max, rules.multiple_of].map(Literal::i128_unsuffixed);
    quote!(runtime::Shape::Integer(&runtime::IntegerRules {
        min: #min, max: #max, multiple_of: #multiple_of
    }))
}

fn list(rules: &List, owner: &str, statics: &mut Statics) -> TokenStream {
    let items = shape(&rules.items, owner, statics);
    let (min, max, unique) = (Literal::u32_unsuffixed(rules.min), option(rules.max), rules.unique);
    quote!(runtime::Shape::List(&runtime::ListRules {
        items: #items, min: #min, max: #max, unique: #unique
    }))
}

fn constant(constant: &Constant) -> TokenStream {
    let constant = match constant {
        Constant::Text(text) => quote!(Text(#text)),
        Constant::Integer(value) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(Integer(#value))
        }
        Constant::Boolean(flag) => quote!(Boolean(#flag)),
    };
    quote!(runtime::Shape::Constant(runtime::Constant::#constant))
}

fn number(rules: &Number) -> TokenStream {
    let mut members = Vec::new();
    if let Some((min, above)) = rules.min {
        let min = Literal::f64_unsuffixed(min);
        members.push(quote!(min: #min, above: #above));
    }
    if let Some((max, below)) = rules.max {
        let max = Literal::f64_unsuffixed(max);
        members.push(quote!(max: #max, below: #below));
    }
    if let Some(step) = rules.multiple_of {
        let step = Literal::f64_unsuffixed(step);
        members.push(quote!(multiple_of: #step));
    }
    quote! {
        runtime::Shape::Number(
            &runtime::NumberRules { #(#members,)* ..runtime::NumberRules::NONE }
        )
    }
}

/// The rules of a string as a reference to a static value.
pub(super) fn text_rules(rules: &Text, owner: &str, statics: &mut Statics) -> TokenStream {
    let mut members = Vec::new();
    if let Some(shared) = shared_text_rules(rules) {
        return shared;
    }
    if rules.min_length > 0 {
        let min = Literal::u32_unsuffixed(rules.min_length);
        members.push(quote!(min_length: #min));
    }
    if rules.max_length.is_some() {
        let max = option(rules.max_length);
        members.push(quote!(max_length: #max));
    }
    if let Some(pattern) = &rules.pattern {
        let pattern = statics.pattern(owner, pattern);
        members.push(quote!(pattern: Some(#pattern)));
    }
    if let Some(format) = rules.checked_format().map(format) {
        members.push(quote!(format: Some(runtime::Format::#format)));
    }
    if let Some(only) = &rules.only {
        members.push(quote!(only: Some(#only)));
    }
    quote!(&runtime::TextRules { #(#members,)* ..runtime::TextRules::NONE })
}

/// The rules that most strings have: they stand once, in the runtime, which is less to compile and to hold in a cache.
fn shared_text_rules(rules: &Text) -> Option<TokenStream> {
    Some(if is_filled(rules)? { quote!(&runtime::FILLED_TEXT) } else { quote!(&runtime::ANY_TEXT) })
}

/// The shapes that most strings have, as constants of `Shape`: a reference to a static is dear to compile.
fn shared_shape(shape: &Shape) -> Option<TokenStream> {
    Some(match shape {
        Shape::Text(rules) if is_filled(rules)? => quote!(FILLED),
        Shape::Text(_) => quote!(TEXT),
        Shape::Secret(rules) if is_filled(rules)? => quote!(FILLED_SECRET),
        Shape::Secret(_) => quote!(SECRET),
        _ => return None,
    })
}

/// Whether a string may be any but the empty one, or really any; nothing if there is more to it.
fn is_filled(rules: &Text) -> Option<bool> {
    let Text { min_length, max_length: None, pattern: None, only: None, .. } = rules else {
        return None;
    };
    match (min_length, rules.checked_format()) {
        (0, None) => Some(false),
        (1, None) => Some(true),
        _ => None,
    }
}

/// The variant of `Format`.
fn format(format: Format) -> Ident {
    format_ident!("{}", format!("{format:?}"))
}

fn option(number: Option<u32>) -> TokenStream {
    match number.map(Literal::u32_unsuffixed) {
        Some(number) => quote!(Some(#number)),
        None => quote!(None),
    }
}
