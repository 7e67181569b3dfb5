//! `wellhead update`

use serde_json::json;
use wellhead_client::{Client, Connection, Created, Update};
use wellhead_spec::diagnostic::visible;

use super::filled::Reader;
use crate::args::UpdateArgs;
use crate::catalog::Known;
use crate::failure::Failure;
use crate::print;
use crate::service;
use crate::settings::{self, Settings};

pub(crate) fn run(args: &UpdateArgs) -> Result<(), Failure> {
    let settings = Settings::of(&args.service)?.taking_unlisted(args.bodies.allow_unlisted);
    let update = update(args, &settings)?;
    let updated = service::with(settings, async |client, _| send(args, client, &update).await)?;
    let Created { id, etag, .. } = updated;
    if args.json {
        return Ok(print::json(&json!({"id": id, "etag": etag}))?);
    }
    let etag = visible(etag.as_deref().unwrap_or("(none yet)"));
    Ok(print::out(&format!("updated {id}\n  etag  {etag}\n"))?)
}

/// What is to change.
fn update(args: &UpdateArgs, settings: &Settings) -> Result<Update, Failure> {
    let mut update = Update::new();
    if let Some(name) = &args.name {
        update = update.name(name);
    }
    if let Some(description) = &args.description {
        update = update.description(description);
    }
    if let Some(path) = &args.params {
        let cloud = settings::cloud(args.bodies.cloud)?;
        let known = Known::of(&settings.catalog, &args.bodies);
        let mut reader = Reader::new(known, &args.references, settings.allows_cmd);
        for one in reader.read_all(std::slice::from_ref(path))? {
            let warnings = one.warnings(cloud);
            warnings.iter().for_each(|warning| print::warning(&warning.message));
            update = update.params_of(&one.request);
        }
    }
    Ok(update)
}

/// Sends it, if it fits the connection as it is now.
async fn send(args: &UpdateArgs, client: &Client, update: &Update) -> Result<Created, Failure> {
    let connection = client.get(&args.id).await?;
    update.check(&connection)?;
    let etag = match (&args.etag, &connection.etag) {
        (Some(etag), _) | (None, Some(etag)) => etag,
        (None, None) => {
            return Err(Failure::world(no_etag(&connection)));
        }
    };
    Ok(client.update(&args.id, etag, update).await?)
}

/// Why an update can't be sent: nothing tells whether somebody else was faster.
fn no_etag(connection: &Connection) -> String {
    let id = &connection.id;
    match &connection.state {
        Some(state) if state.is_passing() => {
            format!("the connection {id} has no etag yet: it is {state}; wait until it is enabled")
        }
        _ => format!("the service gives no etag of the connection {id}; give one by `--etag`"),
    }
}
