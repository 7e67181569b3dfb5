//! `wellhead get`

use wellhead_spec::diagnostic::visible;

use crate::args::GetArgs;
use crate::commands::list;
use crate::failure::Failure;
use crate::print;
use crate::service;

pub(crate) fn run(args: &GetArgs) -> Result<(), Failure> {
    let (connection, source) = service::with_client(&args.service, async |client, catalog| {
        let connection = client.get(&args.id).await?;
        let source = list::source(&connection, catalog);
        Ok((connection, source))
    })?;
    if args.json {
        let json = serde_json::to_value(&connection).map_err(Failure::world)?;
        return Ok(print::json(&json)?);
    }
    let mut table = print::table(&[]);
    let created = list::moment(connection.created_at);
    let updated = list::moment(connection.updated_at);
    let rows = [
        ("name", connection.name.as_deref().unwrap_or_default()),
        ("description", connection.description.as_deref().unwrap_or_default()),
        ("id", &connection.id),
        ("source", &source),
        ("state", connection.state.as_ref().map_or("", |state| state.as_str())),
        ("sandbox", connection.sandbox_name.as_deref().unwrap_or_default()),
        ("created", &created),
        ("updated", &updated),
        ("etag", connection.etag.as_deref().unwrap_or_default()),
    ];
    for (name, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        // A description may have several lines, which stay in their column.
        let lines: Vec<_> = value.lines().map(visible).collect();
        table.add_row([name, &lines.join("\n")]);
    }
    Ok(print::out(&print::lines(&table, 0))?)
}
