//! Refusals that the service knows more about than it says: what it does know is asked for, and put into the advice.
//!
//! This is best effort: where asking fails as well, the advice stays the general one.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, timeout_at};
use wellhead_runtime::{Auth, ConnectionRequest, nearest};

use crate::client::Client;
use crate::connection::Connection;
use crate::error::{Error, Reason, Refusal};
use crate::scrub::Secrets;
use crate::spec::ConnectionSpec;
use crate::told;

/// What was refused.
#[derive(Clone, Copy)]
pub(super) enum Subject<'s> {
    Create {
        spec_id: &'s str,
        /// The spec's own name.
        source: &'s str,
        spec_name: Option<&'s str>,
    },
    Update {
        id: &'s str,
        etag: &'s str,
    },
    Spec {
        id: &'s str,
    },
}

impl Subject<'static> {
    pub(super) fn create<A: Auth>(request: &ConnectionRequest<A>) -> Self {
        let descriptor = request.auth().descriptor();
        let source = descriptor.source;
        Self::Create { spec_id: source.id, source: source.name, spec_name: descriptor.spec_name }
    }
}

impl Client {
    /// `error`, with advice that fits the case; `sent` is what must not be told of what was refused.
    pub(super) async fn explained(
        &self,
        error: Error,
        subject: Subject<'_>,
        sent: &Secrets,
        until: Instant,
    ) -> Error {
        let Error::Refused(mut refusal) = error else { return error };
        if let Some(help) = self.help(&refusal, subject, until).await
            && let Ok(token) = timeout_at(until, self.parts.tokens.in_use()).await
        {
            // It repeats names that come from other people, in answers of the service.
            let secrets = self.secrets_with(sent, token.as_ref());
            refusal.help = told::text(&help, &secrets).into();
        }
        Error::Refused(refusal)
    }

    async fn help(
        &self,
        refusal: &Refusal,
        subject: Subject<'_>,
        until: Instant,
    ) -> Option<String> {
        // Nobody waits long for an explanation.
        let patience = Instant::now().checked_add(Duration::from_secs(15))?.min(until);
        match (refusal.reason, subject) {
            (Reason::SpecId, Subject::Create { spec_id, source, .. }) => {
                let specs = self.specs_until(&[], patience).await.ok()?;
                help_with_spec_id(spec_id, Some(source), &specs)
            }
            (Reason::SpecId | Reason::NotFound, Subject::Spec { id }) => {
                let specs = self.specs_until(&[], patience).await.ok()?;
                help_with_spec_id(id, None, &specs)
            }
            (Reason::AuthSpec, Subject::Create { spec_id, spec_name, .. }) => {
                let spec = self.spec_until(spec_id, patience).await.ok()?;
                Some(help_with_auth_spec(spec_name, &spec))
            }
            (Reason::EtagMismatch, Subject::Update { id, etag }) => {
                let connection =
                    self.within(patience.saturating_duration_since(Instant::now())).get(id).await;
                Some(help_with_etag(etag, &connection.ok()?))
            }
            _ => None,
        }
    }
}

fn help_with_spec_id(id: &str, source: Option<&str>, specs: &[ConnectionSpec]) -> Option<String> {
    let described = |spec: &ConnectionSpec| match &spec.name {
        Some(name) => format!("{} ({name})", spec.id),
        None => spec.id.clone(),
    };
    let same_name = specs.iter().find(|spec| source.is_some() && spec.name.as_deref() == source);
    let provided = specs.iter().filter(|spec| spec.provider_id.as_deref() == Some(id)).count();
    if provided > 0 {
        let instead = same_name.map_or_else(
            || "send the id of the connection spec itself".to_owned(),
            |spec| format!("the connection spec is {}", described(spec)),
        );
        return Some(format!(
            "{id} is the id of the provider, which {provided} connection specs have in common: {instead}"
        ));
    }
    let ids = specs.iter().map(|spec| spec.id.as_str());
    let near = nearest(id, ids).and_then(|near| specs.iter().find(|spec| spec.id == near));
    let meant = same_name.or(near).filter(|spec| spec.id != id);
    Some(match meant {
        Some(spec) => {
            format!("there is no connection spec {id} here: did you mean {}?", described(spec))
        }
        None => format!(
            "there is no connection spec {id} among the {} of this organization, and none that looks like it",
            specs.len()
        ),
    })
}

fn help_with_auth_spec(sent: Option<&str>, spec: &ConnectionSpec) -> String {
    let names: Vec<String> = spec.auth_spec_names().map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        return "this connection spec has no auth specs here: leave out `auth`".to_owned();
    }
    let near = sent.and_then(|sent| nearest(sent, spec.auth_spec_names()));
    let meant = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("the auth specs of this connection spec are {}{meant}", names.join(", "))
}

fn help_with_etag(sent: &str, connection: &Connection) -> String {
    let by = [&connection.updated_by, &connection.updated_client].into_iter().flatten().next();
    let by = by.map(|by| format!(" by {by}")).unwrap_or_default();
    let at =
        connection.updated_at.and_then(moment).map(|at| format!(" at {at}")).unwrap_or_default();
    let Some(etag) = &connection.etag else {
        return format!(
            "it was changed{by}{at} and has no etag at the moment: wait until it is enabled"
        );
    };
    if etag.trim_matches('"') == sent.trim_matches('"') && etag != sent {
        return format!("the quotes are part of the etag: send it as {etag}");
    }
    format!(
        "it was changed{by}{at}, and its etag is {etag} now: read it, then decide whether your update still holds"
    )
}

/// Milliseconds since the Unix epoch as people write a moment.
fn moment(milliseconds: u64) -> Option<String> {
    let timestamp = Timestamp::from_millisecond(i64::try_from(milliseconds).ok()?).ok()?;
    Some(timestamp.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}
