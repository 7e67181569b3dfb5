//! Secrets planted in every place that may hold one, with every kind of mistake around and inside them: no `Debug`, no
//! error, no violation, no masked body and no panic shows any of it.
//!
//! The places come from the tables, of the catalog and of the small one, so that a new source is covered as it is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::fmt::{Debug, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::strategy::{Strategy, ValueTree};
use serde_json::{Value, json};
use support::{Catalog, auths, json::body, name, runner, small, values};
use wellhead::{AuthDescriptor, ConnectionRequest, DispatchError, Shape, Source, Table, sources};
use wellhead_runtime::{dispatch, dispatch_params, dispatch_slug};

/// What must be seen nowhere; every planted text holds it.
const PLANTED: &str = "Hunter2Hunter2";

/// Where a secret stands in params, as a JSON pointer, and its shape.
fn places(table: &'static Table, prefix: &str) -> Vec<(String, &'static Shape)> {
    let members = table.fields.iter().map(|field| {
        (format!("{prefix}/{}", field.name.replace('~', "~0").replace('/', "~1")), &field.shape)
    });
    members.flat_map(|(pointer, shape)| places_in(pointer, shape)).collect()
}

fn places_in(pointer: String, shape: &'static Shape) -> Vec<(String, &'static Shape)> {
    match shape {
        Shape::Object(table) => places(table, &pointer),
        Shape::List(rules) => places_in(format!("{pointer}/0"), &rules.items),
        Shape::Map(values) => places_in(format!("{pointer}/key"), values),
        Shape::Nullable(inner) => places_in(pointer, inner),
        Shape::OneOf(rules) => {
            rules.kinds.iter().flat_map(|(_, table)| places(table, &pointer)).collect()
        }
        // What is in free JSON no schema says, so it may be a secret.
        shape if shape.is_secret() || matches!(shape, Shape::Json(_)) => vec![(pointer, shape)],
        _ => Vec::new(),
    }
}

/// Sound params of an auth spec, always the same.
fn sound(auth: &'static AuthDescriptor) -> Value {
    let tree = values::params(auth.table).new_tree(&mut support::fixed_runner());
    tree.expect("params").current()
}

/// Sets the value at a pointer, making what leads to it.
fn plant(params: &mut Value, pointer: &str, value: Value) {
    let mut at = params;
    for step in pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")) {
        at = match step.parse::<usize>() {
            Ok(0) => {
                *at = json!([null]);
                &mut at[0]
            }
            _ => {
                if !at.is_object() {
                    *at = json!({});
                }
                &mut at[step]
            }
        };
    }
    *at = value;
}

/// Everything that is ever shown of a request or of why it is none.
fn shown<S: Catalog>(auth: &AuthDescriptor, text: &[u8]) -> String {
    let mut shown = String::new();
    let caught = catch_unwind(AssertUnwindSafe(|| match dispatch::<S>(text) {
        Ok(request) => show_request(&mut shown, &request),
        Err(error) => show_error(&mut shown, &error),
    }));
    assert!(caught.is_ok(), "{}: a panic", name(auth));
    shown
}

fn show(out: &mut String, what: &impl Debug) {
    write!(out, "{what:?}\n{what:#?}\n").expect("a string takes all");
}

fn show_request<A: wellhead::Auth + Debug>(out: &mut String, request: &ConnectionRequest<A>) {
    show(out, request);
    show(out, request.auth());
    show(out, &request.to_masked_json());
    let verdict = request.validate();
    show(out, &verdict);
    out.push_str(&verdict.map_err(|violations| violations.to_string()).err().unwrap_or_default());
}

fn show_error(out: &mut String, error: &DispatchError) {
    show(out, error);
    writeln!(out, "{error}").expect("a string takes all");
    for violation in error.violations() {
        show(out, &violation);
        writeln!(out, "{violation}").expect("a string takes all");
    }
}

/// The planted text in every form that a mistake gives it: as JSON text that takes the place of the value.
fn plantings() -> Vec<String> {
    vec![
        format!("\"{PLANTED}\""),
        format!("\"{PLANTED}\\n\""),
        format!("\" {PLANTED}\u{202e}\\u0000\""),
        format!("[\"{PLANTED}\"]"),
        format!("[[\"{PLANTED}\", 1]]"),
        format!("{{\"text\": \"{PLANTED}\"}}"),
        format!("\"{PLANTED}"),
        format!("\"{PLANTED}\" \"{PLANTED}\""),
        format!("\"{PLANTED}\": \"{PLANTED}\""),
        format!("{PLANTED}"),
        format!("'{PLANTED}'"),
        format!("\"{PLANTED}\\x\""),
        format!("\"{PLANTED}\\ud83d\""),
        format!("\"{PLANTED}\t\""),
        format!("\"{PLANTED}\" // {PLANTED}"),
        format!("/* {PLANTED} */ 1"),
        format!("\"{PLANTED}\"}}"),
        format!("\"{PLANTED}\","),
        format!("\"{PLANTED}\"; \"{PLANTED}\""),
        format!("\"{PLANTED}=a;Password=\\\"{PLANTED}\""),
        format!("\"Password={PLANTED};{PLANTED}\""),
        format!("\"Password='{PLANTED}\""),
        format!("\"Password='{PLANTED}'{PLANTED}\""),
        format!("\"Password={PLANTED};Password={PLANTED}\""),
        format!("\"Pasword={PLANTED}\""),
        format!("\"Host=h;Port={PLANTED};Sid=;User Id=u;Password={PLANTED}\""),
        format!("\"Password=a;{PLANTED}=\\\"b\""),
        format!("\"{}\"", PLANTED.repeat(10_000)),
        format!("-{PLANTED}"),
        format!("1{PLANTED}"),
    ]
}

fn every_place_of<S: Catalog>() {
    let mut seen = 0;
    for auth in auths::<S>() {
        for (pointer, _) in places(auth.table, "") {
            for planting in plantings() {
                let mut params = sound(auth);
                plant(&mut params, &pointer, "PLACE".into());
                let text = body(auth, &params).to_string().replace("\"PLACE\"", &planting);
                assert!(text.contains(PLANTED));
                let shown = shown::<S>(auth, text.as_bytes());
                assert!(!shown.is_empty());
                assert!(
                    !shown.contains(PLANTED),
                    "{} at {pointer}: {planting:.80}\n{shown:.2000}",
                    name(auth)
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 200, "only {seen} places and mistakes were tried");
}

#[test]
fn a_secret_of_the_catalog_is_never_shown_whatever_is_wrong_with_it() {
    every_place_of::<Source>();
}

#[test]
fn a_secret_in_any_shape_is_never_shown_whatever_is_wrong_with_it() {
    every_place_of::<small::Source>();
}

/// Mistakes around a sound secret.
fn around<S: Catalog>() {
    for auth in auths::<S>().into_iter().filter(|auth| !places(auth.table, "").is_empty()) {
        let mut params = sound(auth);
        for (pointer, shape) in places(auth.table, "") {
            let value = match shape {
                Shape::Json(rules) if rules.object => json!({"inner": PLANTED}),
                _ => PLANTED.into(),
            };
            plant(&mut params, &pointer, value);
        }
        let sound = body(auth, &params);
        let texts = [
            sound.to_string(),
            spoilt(&sound, |body| body["auth"]["params"]["unknown"] = PLANTED.into()),
            spoilt(&sound, |body| body["auth"]["extra"] = PLANTED.into()),
            spoilt(&sound, |body| body["extra"] = PLANTED.into()),
            spoilt(&sound, |body| body["connectionSpec"]["extra"] = PLANTED.into()),
            spoilt(&sound, |body| body["connectionSpec"]["id"] = "unknown".into()),
            spoilt(&sound, |body| body["connectionSpec"]["version"] = 2.into()),
            spoilt(&sound, |body| body["auth"]["specName"] = "Unknown".into()),
            spoilt(&sound, |body| body["auth"]["specName"] = 1.into()),
            spoilt(&sound, |body| body["name"] = json!([PLANTED])),
            spoilt(&sound, |body| body["auth"]["params"] = json!([PLANTED])),
            spoilt(&sound, |body| body["auth"]["params"] = PLANTED.into()),
            spoilt(&sound, |body| body["auth"] = PLANTED.into()),
            spoilt(&sound, |body| body["connectionSpec"] = PLANTED.into()),
            sound.to_string().replace("\"name\"", "name"),
            sound.to_string().replace("\"params\":{", "\"params\":"),
            sound.to_string().replace("}},\"connectionSpec\"", "} \"connectionSpec\""),
            sound.to_string().replacen(':', "", 6),
            format!("{sound}{sound}"),
        ];
        for text in texts {
            let shown = shown::<S>(auth, text.as_bytes());
            assert!(!shown.contains(PLANTED), "{}\n{text}\n{shown}", name(auth));
        }
        cut::<S>(auth, &sound.to_string());
        by_hand::<S>(auth, &params);
    }
}

fn spoilt(sound: &Value, spoil: impl FnOnce(&mut Value)) -> String {
    let mut body = sound.clone();
    spoil(&mut body);
    body.to_string()
}

/// The body cut off after each of its characters.
fn cut<S: Catalog>(auth: &AuthDescriptor, text: &str) {
    for (at, _) in text.char_indices().step_by(3) {
        let shown = shown::<S>(auth, &text.as_bytes()[..at]);
        assert!(!shown.contains(PLANTED), "{} cut at {at}: {shown}", name(auth));
    }
}

/// The other doors of the dispatcher.
fn by_hand<S: Catalog>(auth: &AuthDescriptor, params: &Value) {
    let mut out = String::new();
    for text in [params.to_string(), params.to_string().replace(',', ""), format!("{params}}}")] {
        for outcome in [
            dispatch_slug::<S>(auth.source.slug, auth.spec_name, text.as_bytes()),
            dispatch_slug::<S>("unknown", auth.spec_name, text.as_bytes()),
            dispatch_params::<S>(auth.source.id, auth.spec_name, text.as_bytes()),
            dispatch_params::<S>(auth.source.id, Some("Unknown"), text.as_bytes()),
        ] {
            match outcome {
                Ok(auth) => show_request(&mut out, &ConnectionRequest::new("Acme", auth)),
                Err(error) => show_error(&mut out, &error),
            }
        }
    }
    assert!(!out.contains(PLANTED), "{}\n{out}", name(auth));
}

#[test]
fn a_secret_of_the_catalog_is_never_shown_whatever_is_wrong_around_it() {
    around::<Source>();
}

#[test]
fn a_secret_in_any_shape_is_never_shown_whatever_is_wrong_around_it() {
    around::<small::Source>();
}

#[test]
fn what_is_masked_is_the_secrets_and_nothing_else() {
    for auth in auths::<Source>() {
        let outcome = runner(16).run(&values::params(auth.table), |params| {
            let typed: Source =
                dispatch_slug(auth.source.slug, auth.spec_name, params.to_string().as_bytes())
                    .map_err(|error| {
                        proptest::test_runner::TestCaseError::fail(error.to_string())
                    })?;
            let masked = ConnectionRequest::new("Acme", typed).to_masked_json();
            for field in auth.table.fields {
                let free = matches!(field.shape, Shape::Json(_));
                let (found, given) = (&masked["auth"]["params"][field.name], &params[field.name]);
                let expected = if given.is_null() || !(field.shape.is_secret() || free) {
                    given.clone()
                } else {
                    "[secret]".into()
                };
                proptest::prop_assert_eq!(found, &expected, "{}", field.name);
            }
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{}: {error}", name(auth)));
    }
}

#[test]
fn builders_and_what_they_build_show_no_secret() {
    let mut out = String::new();
    let basic = sources::generic_rest::BasicAuthentication::builder().host("h").password(PLANTED);
    show(&mut out, &basic);
    let basic = basic.username("u").build();
    show(&mut out, &basic);
    show(&mut out, &sources::generic_rest::Auth::from(basic.clone()));
    show(&mut out, &Source::from(basic.clone()));
    show_request(&mut out, &ConnectionRequest::new("Acme", basic));
    let parts = sources::oracle::connection_string::ConnectionStringParts::builder()
        .host("h")
        .port(1)
        .sid("s")
        .user_id("u")
        .password(PLANTED);
    show(&mut out, &parts);
    let parts = parts.build();
    show(&mut out, &parts);
    let string = sources::oracle::ConnectionString::builder().connection_string(parts.clone());
    show(&mut out, &string);
    show(&mut out, &string.build());
    show(&mut out, &wellhead::ConnectionString::from(parts));
    show(&mut out, &wellhead::Secret::from(PLANTED));
    let optional = small::sources::shapes::Optional::builder()
        .tokens([wellhead::Secret::from(PLANTED)])
        .vault(std::collections::BTreeMap::from([(
            "key".to_owned(),
            wellhead::Secret::from(PLANTED),
        )]))
        .credentials(json!({"inner": PLANTED}));
    show(&mut out, &optional);
    show_request(&mut out, &ConnectionRequest::new("Acme", optional.build()));
    assert!(!out.contains(PLANTED), "{out}");
    assert!(out.contains("[secret]"));
}

#[test]
fn a_failed_assertion_on_requests_shows_no_secret() {
    let request = |password: &str| {
        let auth = sources::generic_rest::BasicAuthentication::builder()
            .host("h")
            .username("u")
            .password(password);
        ConnectionRequest::new("Acme", auth.build())
    };
    let (left, right) = (request(PLANTED), request("other"));
    let panic =
        catch_unwind(AssertUnwindSafe(|| assert_eq!(left, right))).expect_err("they differ");
    let message = panic.downcast_ref::<String>().expect("a message");
    assert!(message.contains("[secret]") && !message.contains(PLANTED), "{message}");
}
