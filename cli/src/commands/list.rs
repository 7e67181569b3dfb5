//! `wellhead list`

use std::pin::pin;

use comfy_table::{ColumnConstraint, Width};
use futures_util::StreamExt;
use wellhead_client::{Client, Connection, Filter, ListQuery, Order};
use wellhead_runtime::{Catalog, LoadedCatalog};
use wellhead_spec::diagnostic::visible;

use crate::args::ListArgs;
use crate::catalog;
use crate::failure::Failure;
use crate::print;
use crate::service;
use crate::settings::Settings;

/// How many rows are printed at once, and looked at for how wide the columns are: the most that a page can have.
const ROWS: usize = 100;

pub(crate) fn run(args: &ListArgs) -> Result<(), Failure> {
    let settings = Settings::of(&args.service)?;
    let query = query(args, &settings.catalog)?;
    service::with(settings, async |client, catalog| match args.json {
        true => as_json(client, args, query).await,
        false => as_table(client, args, query, catalog).await,
    })
}

fn query(args: &ListArgs, catalog: &LoadedCatalog) -> Result<ListQuery, Failure> {
    let mut query = ListQuery::default();
    if let Some(name) = &args.name {
        query = query.named(name);
    }
    if let Some(slug) = &args.source {
        let id = catalog::source(slug, catalog)?.id;
        query = query.filter(Filter::equal("connectionSpec.id", id));
    }
    query = args.filters.iter().fold(query, |query, filter| query.filter(Filter::raw(filter)));
    if let Some(order) = &args.order {
        query = query.order_by(match order.strip_prefix('-') {
            Some(property) => Order::descending(property),
            None => Order::ascending(order),
        });
    }
    // A page larger than what is wanted is waste, unless what is wanted is still to be found in it.
    if let Some(limit) = args.limit.filter(|limit| limit.get() < 100 && args.name.is_none()) {
        query = query.limit(limit);
    }
    Ok(query)
}

fn most(args: &ListArgs) -> usize {
    args.limit.map_or(usize::MAX, |limit| usize::try_from(limit.get()).unwrap_or(usize::MAX))
}

/// One array, each connection printed when it is there.
async fn as_json(client: &Client, args: &ListArgs, query: ListQuery) -> Result<(), Failure> {
    let mut connections = pin!(client.list_stream(query).take(most(args)));
    let mut before = "[\n";
    while let Some(connection) = connections.next().await {
        let json = serde_json::to_value(connection?).map_err(Failure::world)?;
        let lines = format!("{json:#}").replace('\n', "\n  ");
        print::out(&format!("{before}  {lines}"))?;
        before = ",\n";
    }
    Ok(print::out(if before == "[\n" { "[]\n" } else { "\n]\n" })?)
}

/// One table, printed piece by piece.
async fn as_table(
    client: &Client,
    args: &ListArgs,
    query: ListQuery,
    catalog: &LoadedCatalog,
) -> Result<(), Failure> {
    let mut pieces = pin!(client.list_stream(query).take(most(args)).ready_chunks(ROWS));
    let mut widths = Vec::new();
    while let Some(piece) = pieces.next().await {
        let mut failed = None;
        let good =
            piece.into_iter().filter_map(|one| one.map_err(|error| failed = Some(error)).ok());
        let rows: Vec<_> = good.map(|connection| row(&connection, catalog)).collect();
        if !rows.is_empty() {
            print::out(&piece_of_table(rows, &mut widths))?;
        }
        if let Some(error) = failed {
            return Err(error.into());
        }
    }
    if widths.is_empty() {
        print::err(if args.name.is_some() || args.source.is_some() || !args.filters.is_empty() {
            "no connection fits\n"
        } else {
            "no connections yet; `wellhead create REQUEST` makes one\n"
        });
    }
    Ok(())
}

/// Some rows, below those before; the first ones have the header.
fn piece_of_table(rows: Vec<[String; 5]>, widths: &mut Vec<u16>) -> String {
    let header = ["id", "name", "source", "state", "created"];
    let mut table = print::table(if widths.is_empty() { &header } else { &[] });
    table.add_rows(rows);
    keep_widths(&mut table, widths);
    print::lines(&table, 0)
}

/// Columns stay as wide as they were in the pieces before.
fn keep_widths(table: &mut comfy_table::Table, widths: &mut Vec<u16>) {
    let here = table.column_max_content_widths();
    if widths.is_empty() {
        *widths = here;
        return;
    }
    for (width, here) in widths.iter_mut().zip(here) {
        *width = here.max(*width);
    }
    let wide = widths.iter().map(|width| {
        // The space on both sides counts.
        ColumnConstraint::LowerBoundary(Width::Fixed(width.saturating_add(2)))
    });
    table.set_constraints(wide);
}

fn row(connection: &Connection, catalog: &LoadedCatalog) -> [String; 5] {
    [
        connection.id.clone(),
        connection.name.clone().unwrap_or_default(),
        source(connection, catalog),
        connection.state.as_ref().map(ToString::to_string).unwrap_or_default(),
        moment(connection.created_at),
    ]
    .map(|cell| visible(&cell))
}

/// The source and specName of a connection, as far as the catalog knows them.
pub(crate) fn source(connection: &Connection, catalog: &LoadedCatalog) -> String {
    let spec_name = connection.auth.as_ref().map(|auth| auth.spec_name.as_str());
    let Some(spec) = &connection.connection_spec else { return String::new() };
    let known = catalog.of_id(&spec.id).unwrap_or_default();
    let named = known.iter().find(|route| route.auth.spec_name == spec_name);
    match (named, spec_name) {
        (Some(route), _) => super::requests::name(route.auth),
        (None, Some(spec_name)) => format!("{}, {spec_name}", spec.id),
        (None, None) => spec.id.clone(),
    }
}

/// Milliseconds since the Unix epoch as a date and time of UTC.
pub(crate) fn moment(milliseconds: Option<u64>) -> String {
    let moment = milliseconds
        .and_then(|value| i64::try_from(value).ok())
        .and_then(|value| jiff::Timestamp::from_millisecond(value).ok());
    moment.map(|moment| moment.strftime("%Y-%m-%d %H:%M:%SZ").to_string()).unwrap_or_default()
}
