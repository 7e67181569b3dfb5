//! A source's descriptors, and the routes that lead to its auth specs.

use std::sync::OnceLock;

use wellhead_runtime::{AuthDescriptor, AuthSpecs, Deprecation, Route, SourceDescriptor, Status};
use wellhead_spec::model;

use super::schema::Definitions;
use super::{all_kept, kept, table, text, texts};
use crate::model as lowered;
use crate::model::{Auth, Source};

/// The routes to the auth specs of a source. A loaded catalog makes params by the auth spec itself, so that their
/// numbers say nothing.
pub(super) fn routes(source: &Source) -> Vec<Route> {
    let auth = kept(OnceLock::new());
    let descriptor = kept(descriptor(source, auth));
    let all =
        all_kept(source.auth.iter().map(|one| kept(auth_spec(source, descriptor, one)) as &_));
    auth.get_or_init(|| all);
    let routed = all.iter().zip(&source.auth);
    routed.map(|(auth, lowered)| Route { auth, index: 0, any: lowered.any }).collect()
}

fn descriptor(
    source: &Source,
    auth: &'static OnceLock<&'static [&'static AuthDescriptor]>,
) -> SourceDescriptor {
    let option = |text: &Option<String>| text.as_deref().map(self::text);
    SourceDescriptor {
        slug: text(&source.slug),
        id: text(&source.id),
        version: text(&source.version),
        name: text(&source.name),
        provider_id: option(&source.provider_id),
        title: text(&source.title),
        description: text(&source.description),
        category: text(&source.category),
        status: match source.status {
            model::Status::Ga => Status::Ga,
            model::Status::Beta => Status::Beta,
            model::Status::Deprecated => Status::Deprecated,
        },
        documentation: option(&source.documentation),
        shared_id: option(&source.shared_id),
        deprecated: deprecated(source.deprecated.as_ref()),
        note: text(&source.note),
        doubt: text(&source.doubt),
        instead: text(&source.instead),
        aliases: texts(&source.aliases),
        auth: AuthSpecs::later(auth),
    }
}

fn auth_spec(
    source: &Source,
    descriptor: &'static SourceDescriptor,
    auth: &Auth,
) -> AuthDescriptor {
    AuthDescriptor {
        source: descriptor,
        spec_name: auth.spec_name.as_deref().map(text),
        rust_type: text(&auth.rust_type(source)),
        description: text(&auth.object.description),
        clouds: texts(&auth.clouds),
        deprecated: deprecated(auth.deprecated.as_ref()),
        note: text(&auth.note),
        table: table::table(&auth.object, &mut Definitions::default()),
    }
}

fn deprecated(deprecated: Option<&lowered::Deprecation>) -> Option<&'static Deprecation> {
    deprecated.map(|deprecated| {
        kept(Deprecation {
            since: text(&deprecated.since),
            instead: text(&deprecated.instead),
            note: text(&deprecated.note),
        }) as &_
    })
}
