//! From wire names to Rust names: the one place where that happens.
//!
//! A Rust name depends on its wire name alone, never on what stands beside it, so that nothing is renamed when a
//! source or a param is added. Whatever the wire name is, the result is an ASCII identifier and no keyword.

use proc_macro2::{Ident, Span};

/// Words that are no identifier in some edition, or not where we would use them.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that generated code uses itself, as a method, an import or a type: what has such a name on the wire gets an
/// underscore.
const TAKEN: &[&str] = &[
    "additional",
    "Auth",
    "Builder",
    "From",
    "Into",
    "Option",
    "Result",
    "Unlisted",
    "bool",
    "build",
    "f64",
    "i16",
    "i32",
    "i64",
    "i8",
    "new",
    "runtime",
    "str",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// A field or module: `client_id`.
pub fn snake(wire: &str) -> Ident {
    let name = words(wire).join("_");
    ident(&guarded(name, 'n'))
}

/// The module of a source, which a crate of its own has beside modules, and a crate, that are always there.
pub fn source_module(name: &str) -> Ident {
    let module = snake(name);
    let taken = ["catalog", "json", "sources", "wellhead_runtime"];
    let taken = taken.iter().any(|taken| module == taken);
    if taken { ident(&format!("{module}_")) } else { module }
}

/// A type or variant: `ClientId`.
pub fn camel(wire: &str) -> Ident {
    let mut name = String::new();
    for word in words(wire) {
        capitalise(&word, &mut name);
    }
    ident(&guarded(name, 'N'))
}

/// A static: `CLIENT_ID`.
pub fn upper(name: &Ident) -> String {
    name.to_string().to_ascii_uppercase()
}

/// The struct of an auth spec: the specName without a tail that repeats the source, so that no
/// `sftp::BasicAuthenticationForSftp` stutters.
pub fn auth_type(spec_name: &str, source_names: &[&str]) -> Ident {
    let all = words(spec_name);
    let split = all.iter().rposition(|word| word == "for");
    let repeats =
        |tail: &[String]| source_names.iter().any(|name| words(name).concat() == tail.concat());
    match split.and_then(|at| Some((all.get(..at)?, all.get(at + 1..)?))) {
        Some((head, tail)) if !head.is_empty() && !tail.is_empty() && repeats(tail) => {
            camel(&head.join(" "))
        }
        _ => camel(spec_name),
    }
}

/// A variant that says all of a value, also what its plain name leaves out: `CsvUpper` of `CSV`, `ABLowerDashAt1` of `a-b`.
/// No two values have the same, and none has that of its plain name.
pub fn exact(wire: &str) -> Ident {
    let mut name = unguarded(&camel(wire));
    if wire.chars().all(|char| char.is_ascii_digit()) {
        name.push_str("Only");
    }
    capitals(wire, &mut name);
    for (place, char) in wire.chars().enumerate() {
        if !char.is_ascii_alphanumeric() {
            match SEPARATORS.iter().find(|(separator, _)| *separator == char) {
                Some((_, called)) => name.push_str(called),
                None => name.push_str(&format!("U{:x}", u32::from(char))),
            }
            name.push_str(&format!("At{place}"));
        }
    }
    ident(&name)
}

/// What separates words mostly, and what it is called.
const SEPARATORS: [(char, &str); 6] = [
    ('-', "Dash"),
    ('_', "Underscore"),
    (' ', "Space"),
    ('.', "Dot"),
    ('/', "Slash"),
    (':', "Colon"),
];

/// Adds which letters are capitals.
fn capitals(wire: &str, name: &mut String) {
    let letters: Vec<char> = wire.chars().filter(char::is_ascii_alphabetic).collect();
    if letters.is_empty() {
        return;
    }
    if letters.iter().all(char::is_ascii_uppercase) {
        return name.push_str("Upper");
    }
    if letters.iter().all(char::is_ascii_lowercase) {
        return name.push_str("Lower");
    }
    name.push_str("Caps");
    for (place, letter) in letters.iter().enumerate() {
        if letter.is_ascii_uppercase() {
            name.push_str(&format!("At{place}"));
        }
    }
}

/// The trait of a builder's param that is set: `ClientIdIsSet`.
pub fn set_trait(marker: &Ident) -> Ident {
    ident(&format!("{}IsSet", unguarded(marker)))
}

/// A name without the underscore that keeps it apart from a taken one: with something after it, it is none.
fn unguarded(name: &Ident) -> String {
    name.to_string().trim_end_matches('_').to_owned()
}

/// A type of the language itself: `u16`.
pub fn primitive(name: &str) -> Ident {
    ident(name)
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Whether a word is no identifier in Rust.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

fn guarded(name: String, digit_prefix: char) -> String {
    let name = match name.chars().next() {
        None if digit_prefix == 'N' => "Empty".to_owned(),
        None => "empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{digit_prefix}{name}"),
        Some(_) => name,
    };
    let taken = is_keyword(&name) || TAKEN.contains(&name.as_str());
    if taken { name + "_" } else { name }
}

/// Adds a word, which is ASCII, to a name of a type.
fn capitalise(word: &str, name: &mut String) {
    // The one word whose second letter is a capital too.
    if let Some(rest) = word.strip_prefix("oauth") {
        name.push_str("OAuth");
        return name.push_str(rest);
    }
    let mut is_first = true;
    for char in word.chars() {
        name.push(if is_first { char.to_ascii_uppercase() } else { char });
        is_first = false;
    }
}

/// The words of a name, in lower case: at separators, before capitals, and with a character that is not ASCII
/// spelt by its code point.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before = None;
    let mut chars = name.chars();
    while let Some(char) = chars.next() {
        let after = chars.clone().next();
        if starts_word(before, char, after) {
            words.push(std::mem::take(&mut word));
        }
        if char.is_ascii_alphanumeric() {
            word.push(char.to_ascii_lowercase());
        } else if char.is_alphanumeric() {
            words.push(std::mem::take(&mut word));
            words.push(format!("u{:x}", u32::from(char)));
        }
        before = Some(char);
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    joined_oauth(words)
}

fn starts_word(before: Option<char>, char: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    if !char.is_ascii_alphanumeric() {
        return true;
    }
    let rises = !before.is_ascii_uppercase() && char.is_ascii_uppercase();
    let ends_acronym = before.is_ascii_uppercase()
        && char.is_ascii_uppercase()
        && after.is_some_and(|after| after.is_ascii_lowercase());
    rises || ends_acronym
}

/// `o`, `auth2` is one word, whatever its capitals.
fn joined_oauth(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        match joined.last_mut() {
            Some(last) if last == "o" && word.starts_with("auth") => last.push_str(&word),
            _ => joined.push(word),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_rust_names() {
        for (wire, snake_name, camel_name) in [
            ("environmentUrl", "environment_url", "EnvironmentUrl"),
            ("clientCustomerID", "client_customer_id", "ClientCustomerId"),
            ("HTTPServer", "http_server", "HttpServer"),
            (
                "OAuth2 JWT Token Credential",
                "oauth2_jwt_token_credential",
                "OAuth2JwtTokenCredential",
            ),
            ("oAuth2RefreshCode", "oauth2_refresh_code", "OAuth2RefreshCode"),
            (
                "Client-Id-Secret Based Authentication",
                "client_id_secret_based_authentication",
                "ClientIdSecretBasedAuthentication",
            ),
            ("X-Auth-Key", "x_auth_key", "XAuthKey"),
            ("s3AccessKey", "s3_access_key", "S3AccessKey"),
            ("type", "type_", "Type"),
            ("self", "self_", "Self_"),
            ("Self", "self_", "Self_"),
            ("gen", "gen_", "Gen"),
            ("box", "box_", "Box"),
            ("build", "build_", "Build"),
            ("option", "option", "Option_"),
            ("bool", "bool_", "Bool"),
            ("builder", "builder", "Builder_"),
            ("", "empty", "Empty"),
            ("--", "empty", "Empty"),
            ("1st", "n1st", "N1st"),
            ("größe", "gr_uf6_udf_e", "GrUf6UdfE"),
            ("{}\"; fn x() {}", "fn_x", "FnX"),
        ] {
            assert_eq!(snake(wire).to_string(), snake_name, "{wire}");
            assert_eq!(camel(wire).to_string(), camel_name, "{wire}");
        }
    }

    #[test]
    fn no_source_has_a_module_that_is_always_there() {
        for (slug, module) in [
            ("catalog", "catalog_"),
            ("sources", "sources_"),
            ("json", "json_"),
            ("wellhead-runtime", "wellhead_runtime_"),
            ("acme", "acme"),
        ] {
            assert_eq!(source_module(slug).to_string(), module);
        }
        assert_eq!(snake("catalog").to_string(), "catalog", "a param may be called so");
    }

    #[test]
    fn an_exact_name_says_what_the_plain_one_leaves_out() {
        for (wire, name) in [
            ("csv", "CsvLower"),
            ("CSV", "CsvUpper"),
            ("Csv", "CsvCapsAt0"),
            ("csV", "CsVCapsAt2"),
            ("a-b", "ABLowerDashAt1"),
            ("a_b", "ABLowerUnderscoreAt1"),
            ("1.2", "N12DotAt1"),
            ("", "EmptyOnly"),
            ("12", "N12Only"),
            ("--", "EmptyDashAt0DashAt1"),
            ("Self", "SelfCapsAt0"),
            ("ö", "Uf6Uf6At0"),
            ("uf6", "Uf6Lower"),
        ] {
            assert_eq!(exact(wire).to_string(), name, "{wire}");
        }
    }

    #[test]
    fn an_auth_type_does_not_repeat_its_source() {
        let name = |spec_name, names: &[&str]| auth_type(spec_name, names).to_string();
        assert_eq!(name("Basic Authentication for sftp", &["sftp"]), "BasicAuthentication");
        assert_eq!(
            name("Basic Authentication for Dynamics-Online", &["dynamics-online"]),
            "BasicAuthentication"
        );
        assert_eq!(name("Tokens for everyone", &["sftp"]), "TokensForEveryone");
    }
}
