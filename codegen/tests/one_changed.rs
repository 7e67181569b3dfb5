//! One changed spec changes its own module, and nothing but what must mention it: for every spec file of the catalog.
//!
//! One generation for each change of each spec would take long, so many change at once, in fourteen groups: those whose
//! number has a certain bit, and those that have it not. For any two specs there is a group in which the one is changed
//! and the other is not, so a change that reached another's module would be seen. Each spec is changed seven times,
//! and what is changed takes turns.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use support::{folder, generate, slugs, specs, text};

/// What is changed in a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Edit {
    Description,
    NewParam,
    Bound,
}

const EDITS: [Edit; 3] = [Edit::Description, Edit::NewParam, Edit::Bound];

/// How often each edit can be made: six sources have no params, so there is nothing but their description.
const POSSIBLE: [(Edit, usize); 3] =
    [(Edit::Description, 65), (Edit::NewParam, 59), (Edit::Bound, 59)];

/// Makes the edit; false if there is nothing that it could change.
fn apply(edit: Edit, spec: &mut Value) -> bool {
    let Some(params) = params(spec) else {
        let description = spec.pointer_mut("/sourceSpec/attributes/uiAttributes/description/text");
        return edit == Edit::Description && reworded(description);
    };
    match edit {
        Edit::Description => reworded(params.values_mut().next().unwrap().get_mut("description")),
        Edit::NewParam => {
            let new = json!({"type": "string", "description": "What was added to the params."});
            params.insert("addedToTheParams".into(), new);
            true
        }
        Edit::Bound => {
            let is_text = |param: &&mut Value| {
                param["type"] == "string" && param.get("enum").or(param.get("const")).is_none()
            };
            let Some(param) = params.values_mut().find(is_text) else { return false };
            param["maxLength"] = json!(param["maxLength"].as_u64().unwrap_or(60_000) + 1);
            true
        }
    }
}

fn reworded(description: Option<&mut Value>) -> bool {
    let description = description.expect("a description");
    *description = format!("{} Reworded.", description.as_str().unwrap()).into();
    true
}

/// The params of the first way to authenticate, or of its first kind.
fn params(spec: &mut Value) -> Option<&mut serde_json::Map<String, Value>> {
    let schema = spec.pointer_mut("/authSpec/0/spec")?;
    let kind = if schema.get("oneOf").is_some() { schema.pointer_mut("/oneOf/0")? } else { schema };
    kind.get_mut("properties")?.as_object_mut()
}

#[test]
fn every_spec_changes_its_own_module_and_the_reference_alone() {
    let slugs = slugs(&specs());
    let texts: Vec<String> = slugs.iter().map(|slug| text(&specs(), slug)).collect();
    let before = generate(&specs());
    let mut turns = vec![0_usize; slugs.len()];
    let mut made: BTreeMap<Edit, BTreeSet<usize>> = BTreeMap::new();
    let bits = usize::BITS - slugs.len().leading_zeros();
    for (bit, wanted) in (0..bits).flat_map(|bit| [(bit, 0), (bit, 1)]) {
        let mut changed = BTreeSet::new();
        let edited = slugs.iter().zip(&texts).enumerate().map(|(number, (slug, text))| {
            if number >> bit & 1 != wanted {
                return (slug.as_str(), text.clone());
            }
            let mut spec: Value = serde_json::from_str(text).unwrap();
            let edit = (0..3).map(|more| EDITS[(turns[number] + more) % 3]);
            let edit = edit.into_iter().find(|edit| apply(*edit, &mut spec)).expect("an edit");
            turns[number] += 1;
            made.entry(edit).or_default().insert(number);
            changed.insert(format!("sources/{}.rs", slug.replace('-', "_")));
            (slug.as_str(), spec.to_string())
        });
        let after = generate(folder(edited).path());
        assert_eq!(before.files.len(), after.files.len());
        let differing = before.files.iter().filter(|(path, text)| after.files[*path] != **text);
        let differing: BTreeSet<String> = differing.map(|(path, _)| path.clone()).collect();
        assert_eq!(differing, changed, "bit {bit} is {wanted}");
        assert_ne!(before.reference, after.reference);
    }
    let made: Vec<(Edit, usize)> = made.iter().map(|(edit, specs)| (*edit, specs.len())).collect();
    assert_eq!(made, POSSIBLE);
}
