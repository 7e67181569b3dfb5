//! Checks of specs against a catalog that they are to stand beside, by the rules for one folder. What is said is said of the
//! specs, since nobody can change the catalog; one that replaces a source of the catalog has its slug.

use wellhead_runtime::SourceDescriptor;

use super::Cx;
use crate::diagnostic::{Code, Diagnostics};
use crate::set::Spec;

/// Checks that ids and aliases tell these sources from those of the catalog that they do not replace.
pub fn beside(specs: &[Spec], catalog: &[&SourceDescriptor], diagnostics: &mut Diagnostics) {
    let replaces = |slug: &str| specs.iter().any(|spec| spec.source.slug == slug);
    let staying: Vec<_> = catalog.iter().filter(|source| !replaces(source.slug)).collect();
    for spec in specs {
        let mut cx = Cx::new(spec, diagnostics);
        if let Some(other) = staying.iter().find(|source| source.id == spec.spec.id.value) {
            id(&mut cx, other.slug);
        }
        for alias in &spec.spec.aliases {
            let Some(owner) = staying.iter().find(|source| source.is_called(&alias.value)) else {
                continue;
            };
            let message = format!("`{}` is taken by the catalog's `{}`", alias.value, owner.slug);
            cx.note(Code::DuplicateSlug, alias.span, &message, "remove this alias");
        }
    }
}

/// One id for two sources is a slip, unless this one says that it is not.
fn id(cx: &mut Cx<'_>, other: &str) {
    let spec = &cx.spec.spec;
    if spec.shared_id.is_some() {
        return;
    }
    let message = format!("the catalog's `{other}` has this id");
    let help = format!(
        "to replace that source, call the file `{other}.json`; or correct the id, or say why they share it: \"x-shared-id\": \"…\""
    );
    cx.note(Code::DuplicateId, spec.id.span, &message, &help);
}
