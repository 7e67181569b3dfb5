//! The API axis: does a consumer's code still compile, and say the same?
//!
//! Judged from the generator's own model of both sides, where every name is settled, and from the types as it emits them; never
//! from names that were guessed here.

mod fields;
mod shapes;

use std::collections::BTreeSet;

use wellhead_codegen::model::{Auth, Source};
use wellhead_spec::diagnostic::visible;

use crate::change::{Code, Kind};
use crate::walk::{Path, Sides, Step};

/// Something that is different in the generated types.
#[derive(Clone, Debug)]
pub(crate) struct TypeChange {
    /// The auth spec that it is in, by its name on either side.
    pub(crate) auth: Sides<Option<String>>,
    /// The param that it is about.
    pub(crate) path: Sides<Path>,
    /// The kinds of change that it comes from, if only these can be it.
    pub(crate) causes: &'static [Kind],
    /// The code that does not compile any more; none if something was only added.
    pub(crate) broken: BTreeSet<Code>,
    /// What is different, as a phrase.
    pub(crate) what: String,
}

/// All kinds of code.
pub(crate) const EVERYTHING: [Code; 4] =
    [Code::BuilderCall, Code::FieldRead, Code::Match, Code::TypeName];

/// Everything that is different in the types of a source.
pub(crate) fn differences(old: &Source, new: &Source) -> Vec<TypeChange> {
    let mut changes = Changes { found: Vec::new(), auth: Sides::default() };
    changes.source(old, new);
    for one in &old.auth {
        let same = |other: &&Auth| other.object.name == one.object.name;
        match new.auth.iter().find(same) {
            Some(other) => changes.auth(old, one, new, other),
            None => changes.gone(old, one),
        }
    }
    for one in &new.auth {
        if !old.auth.iter().any(|other| other.object.name == one.object.name) {
            changes.auth = Sides { old: None, new: one.spec_name.clone() };
            let what = format!("the type `{}` is new", one.object.name);
            let path = top(new, one);
            changes.add(&Sides { old: path.clone(), new: path }, &[], [], what);
        }
    }
    changes.found
}

/// What is noted.
struct Changes {
    found: Vec<TypeChange>,
    auth: Sides<Option<String>>,
}

impl Changes {
    fn add(
        &mut self,
        path: &Sides<Path>,
        causes: &'static [Kind],
        broken: impl IntoIterator<Item = Code>,
        what: impl Into<String>,
    ) {
        self.found.push(TypeChange {
            auth: self.auth.clone(),
            path: path.clone(),
            causes,
            broken: broken.into_iter().collect(),
            what: what.into(),
        });
    }

    /// The module, the variant of `Source`, and the feature that both stand behind.
    fn source(&mut self, old: &Source, new: &Source) {
        let nowhere = Sides::default();
        if (&old.module, &old.variant) != (&new.module, &new.variant) {
            let what = format!(
                "module `{}` and variant `Source::{}` are `{}` and `Source::{}` now",
                old.module, old.variant, new.module, new.variant
            );
            let causes = &[Kind::SourceRenamed, Kind::RustNameChanged];
            self.add(&nowhere, causes, EVERYTHING, what);
        }
        match (&old.feature, &new.feature) {
            (was, Some(is)) if was.as_ref() != Some(is) => {
                let what = format!(
                    "it stands behind the Cargo feature `{is}` now: a build without that one lacks it"
                );
                self.add(&nowhere, &[Kind::CategoryChanged], EVERYTHING, what);
            }
            (Some(_), None) => {
                let what = "it stands behind no Cargo feature any more";
                self.add(&nowhere, &[Kind::CategoryChanged], [], what);
            }
            _ => {}
        }
    }

    /// A type of params that both have.
    fn auth(&mut self, old: &Source, one: &Auth, new: &Source, other: &Auth) {
        self.auth = Sides { old: one.spec_name.clone(), new: other.spec_name.clone() };
        let path = Sides { old: top(old, one), new: top(new, other) };
        let spec_names = |source: &Source| -> BTreeSet<Option<String>> {
            source.auth.iter().map(|auth| auth.spec_name.clone()).collect()
        };
        if is_another((&one.spec_name, &other.spec_name), (&spec_names(old), &spec_names(new))) {
            let [was, is] =
                [one, other].map(|auth| shown(auth.spec_name.as_deref().unwrap_or_default()));
            let what =
                format!("the type `{}` is that of {is} now, it was that of {was}", one.object.name);
            self.add(&path, &[], EVERYTHING, what);
        }
        let warns =
            |source: &Source, auth: &Auth| auth.deprecated.is_some() || source.deprecated.is_some();
        if warns(new, other) && !warns(old, one) {
            let what = format!("using `{}` warns", other.object.name);
            self.add(&path, &[Kind::DeprecationChanged], [], what);
        }
        self.object(&one.object, &other.object, &path);
    }

    fn gone(&mut self, old: &Source, one: &Auth) {
        self.auth = Sides { old: one.spec_name.clone(), new: None };
        let what = format!("the type `{}` and its variant of `Auth` are gone", one.object.name);
        let path = top(old, one);
        self.add(&Sides { old: path.clone(), new: path }, &[], EVERYTHING, what);
    }
}

/// The way to the params of a type: as a variant, where its `specName` has several.
fn top(source: &Source, auth: &Auth) -> Path {
    let sharing = source.auth.iter().filter(|other| other.spec_name == auth.spec_name).count();
    let variant = (sharing > 1).then(|| Step::Variant(auth.object.name.to_string()));
    variant.map_or_else(Path::default, |variant| Path::default().with(variant))
}

/// Whether a name stands for another thing now that is there on both sides, by one name or another: code that says the name
/// compiles, and means the other. A thing that is called otherwise on the wire is not another one.
fn is_another<T: Ord>((was, is): (&T, &T), (old, new): (&BTreeSet<T>, &BTreeSet<T>)) -> bool {
    was != is && (new.contains(was) || old.contains(is))
}

/// A wire name as it is shown.
fn shown(wire: &str) -> String {
    format!("`{}`", visible(wire))
}
