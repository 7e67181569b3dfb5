//! `wellhead explore`

use wellhead_client::{Column, Entry, Explore, Explored, ObjectType};
use wellhead_spec::diagnostic::visible;

use crate::args::ExploreArgs;
use crate::failure::Failure;
use crate::print;
use crate::service;

pub(crate) fn run(args: &ExploreArgs) -> Result<(), Failure> {
    let explore = explore(args);
    let explored = service::with_client(&args.service, async |client, _| {
        Ok(client.explore(&args.id, &explore).await?)
    })?;
    let json = || serde_json::to_value(&explored).map_err(Failure::world);
    match &explored {
        _ if args.json => Ok(print::json(&json()?)?),
        Explored::Entries(entries) if entries.is_empty() => {
            print::err("there is nothing\n");
            Ok(())
        }
        Explored::Entries(entries) => Ok(print::out(&entries_text(entries))?),
        Explored::Schema(table) => Ok(print::out(&columns_text(&table.schema.columns))?),
        _ => Ok(print::json(&json()?)?),
    }
}

fn explore(args: &ExploreArgs) -> Explore {
    let explore = match args.object() {
        // The folder at the top has no name.
        Some((ObjectType::Folder, name)) if name.trim_matches('/').is_empty() => Explore::root(),
        Some((kind, name)) => Explore::of(kind, name),
        None => Explore::root(),
    };
    let explore = args.file_type.iter().fold(explore, Explore::file_type);
    args.compression.iter().fold(explore, Explore::compression)
}

fn entries_text(entries: &[Entry]) -> String {
    let mut table = print::table(&["type", "name", "path", "can be"]);
    for entry in entries {
        let can = [(entry.can_preview, "previewed"), (entry.can_fetch_schema, "explored")];
        let can = can.iter().filter(|(can, _)| *can).map(|(_, word)| *word);
        table.add_row([
            visible(&entry.kind),
            visible(entry.name.as_deref().unwrap_or_default()),
            visible(entry.path.as_deref().unwrap_or_default()),
            can.collect::<Vec<_>>().join(", "),
        ]);
    }
    print::lines(&table, 0)
}

fn columns_text(columns: &[Column]) -> String {
    let mut table = print::table(&["column", "type"]);
    for column in columns {
        table.add_row([&column.name, column.kind.as_deref().unwrap_or_default()].map(visible));
    }
    print::lines(&table, 0)
}
