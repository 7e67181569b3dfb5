//! `wellhead list`

use wellhead::CATALOG;
use wellhead_client::Connection;

use crate::args::ListArgs;
use crate::failure::Failure;
use crate::print;
use crate::service::{self, Service};

pub(crate) fn run(args: &ListArgs) -> Result<(), Failure> {
    let connections = service::block_on(async {
        let service = Service::connect(&args.service).await?;
        let connections = service.client.list_all().await;
        service.close().await;
        Ok(connections?)
    })?;
    if args.json {
        let json = serde_json::to_value(&connections).map_err(Failure::world)?;
        return Ok(print::json(&json)?);
    }
    if connections.is_empty() {
        print::err("no connections yet; `wellhead create REQUEST` makes one\n");
        return Ok(());
    }
    let mut table = print::table(&["id", "name", "source", "state", "created"]);
    for connection in &connections {
        let state = connection.state.as_ref().map_or("", |state| state.as_str());
        let name = connection.name.as_deref().unwrap_or_default();
        table.add_row([
            &connection.id,
            name,
            &source(connection),
            state,
            &moment(connection.created_at),
        ]);
    }
    Ok(print::out(&print::lines(&table, 0))?)
}

/// The source and specName of a connection, as far as the catalog knows them.
pub(crate) fn source(connection: &Connection) -> String {
    let spec_name = connection.auth.as_ref().map(|auth| auth.spec_name.as_str());
    let Some(spec) = &connection.connection_spec else { return String::new() };
    let known = CATALOG.iter().filter(|source| source.id == spec.id);
    let named = known.flat_map(|source| source.auth).find(|auth| auth.spec_name == spec_name);
    match (named, spec_name) {
        (Some(auth), _) => super::requests::name(auth),
        (None, Some(spec_name)) => format!("{}, {spec_name}", spec.id),
        (None, None) => spec.id.clone(),
    }
}

/// Milliseconds since the Unix epoch as a date and time of this place.
pub(crate) fn moment(milliseconds: Option<u64>) -> String {
    let moment = milliseconds
        .and_then(|value| i64::try_from(value).ok())
        .and_then(|value| jiff::Timestamp::from_millisecond(value).ok());
    moment.map(|moment| moment.strftime("%Y-%m-%d %H:%M:%SZ").to_string()).unwrap_or_default()
}
