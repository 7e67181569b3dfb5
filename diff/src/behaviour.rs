//! The behaviour axis: what is different besides what is accepted and what compiles.

use crate::change::{Behaviour, Kind, Verdict};
use crate::wire::Effect;

/// The verdict on what a change does to checks, redaction, advice and documentation.
pub(crate) fn judge(kind: Kind, effect: &Effect) -> Verdict<Behaviour> {
    let (severity, reason) = match kind {
        Kind::DocsChanged | Kind::SharedIdChanged => (Behaviour::Docs, "documentation"),
        Kind::ParamsReordered => (Behaviour::Docs, "the order in documentation and in requests"),
        Kind::AuthReordered | Kind::VariantsReordered | Kind::EnumReordered => {
            (Behaviour::Docs, "the order in documentation")
        }
        Kind::VariantPreferred => (Behaviour::Changed, "which type a request becomes"),
        Kind::RustNameChanged | Kind::VariantRenamed | Kind::TypesChanged => (Behaviour::Same, ""),
        Kind::SourceAdded | Kind::SourceRemoved | Kind::SourceRenamed => {
            (Behaviour::Changed, "the catalog, and what `dispatch` finds by slug")
        }
        Kind::IdChanged | Kind::VersionChanged => {
            (Behaviour::Changed, "what `dispatch` finds by id")
        }
        Kind::IdentityChanged => (Behaviour::Docs, "what the service calls it"),
        Kind::CategoryChanged => (Behaviour::Changed, "where it is listed"),
        Kind::StatusChanged => (Behaviour::Changed, "what is said of how far it is"),
        Kind::AliasAdded | Kind::AliasRemoved => {
            (Behaviour::Changed, "what `dispatch` finds by slug")
        }
        Kind::CloudsChanged => (Behaviour::Changed, "on which clouds it is warned of"),
        Kind::DefaultChanged => (Behaviour::Changed, "what counts where it is left out"),
        Kind::SecretChanged => (Behaviour::Changed, "redaction: whether its value is shown"),
        Kind::DeprecationChanged => (Behaviour::Changed, "deprecation: what is advised"),
        _ => (Behaviour::Changed, validation(effect)),
    };
    Verdict::new(severity, reason)
}

/// What an effect on values is to validation.
fn validation(effect: &Effect) -> &'static str {
    match effect {
        Effect::Narrowed(_) => "validation is stricter",
        Effect::Widened(_) => "validation is looser",
        Effect::None | Effect::Unclear(_) => "validation is another",
    }
}
