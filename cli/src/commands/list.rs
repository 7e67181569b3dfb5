//! `wellhead list`

use std::pin::pin;

use comfy_table::{ColumnConstraint, Width};
use futures_util::{Stream, StreamExt, TryStreamExt, future};
use wellhead::SourceDescriptor;
use wellhead_client::{Client, Connection, Error, Filter, ListQuery, Order};
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
    let source = args.source.as_ref().map(|slug| catalog::source(slug, &settings.catalog));
    let source = source.transpose()?;
    let query = query(args, source);
    service::with(settings, async |client, catalog| {
        let connections = wanted(client, args, query, source, catalog);
        match args.json {
            true => as_json(connections).await,
            false => as_table(connections, args, catalog).await,
        }
    })
}

/// What the service is asked.
fn query(args: &ListArgs, source: Option<&SourceDescriptor>) -> ListQuery {
    let mut query = ListQuery::default();
    if let Some(name) = &args.name {
        query = query.named(name);
    }
    if let Some(source) = source {
        query = query.filter(Filter::equal("connectionSpec.id", source.id));
    }
    query = args.filters.iter().fold(query, |query, filter| query.filter(Filter::raw(filter)));
    if let Some(order) = &args.order {
        query = query.order_by(match order.strip_prefix('-') {
            Some(property) => Order::descending(property),
            None => Order::ascending(order),
        });
    }
    // A page larger than what is wanted is waste, unless what is wanted is still to be found in it.
    let is_looked_through = args.name.is_some() || source.is_some();
    if let Some(limit) = args.limit.filter(|limit| limit.get() < 100 && !is_looked_through) {
        query = query.limit(limit);
    }
    query
}

/// What fits, as far as the service can't tell: several sources may have one connection spec id.
fn wanted<'c>(
    client: &Client,
    args: &ListArgs,
    query: ListQuery,
    source: Option<&'c SourceDescriptor>,
    catalog: &'c LoadedCatalog,
) -> impl Stream<Item = Result<Connection, Error>> + use<'c> {
    let most = args.limit.and_then(|limit| usize::try_from(limit.get()).ok());
    let is_of_it = move |connection: &Connection| {
        let slugs = slugs(connection, catalog);
        source.is_none_or(|source| slugs.is_empty() || slugs.contains(&source.slug))
    };
    let connections = client.list_stream(query);
    let connections = connections.try_filter(move |one| future::ready(is_of_it(one)));
    connections.take(most.unwrap_or(usize::MAX))
}

/// One array, each connection printed when it is there.
async fn as_json(
    connections: impl Stream<Item = Result<Connection, Error>>,
) -> Result<(), Failure> {
    let mut connections = pin!(connections);
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
    connections: impl Stream<Item = Result<Connection, Error>>,
    args: &ListArgs,
    catalog: &LoadedCatalog,
) -> Result<(), Failure> {
    let mut pieces = pin!(connections.ready_chunks(ROWS));
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

/// The source and specName of a connection, as far as the catalog knows them. Where several sources have both in common, it may be
/// to any of them.
pub(crate) fn source(connection: &Connection, catalog: &LoadedCatalog) -> String {
    let Some(spec) = &connection.connection_spec else { return String::new() };
    let slugs = slugs(connection, catalog);
    let source = if slugs.is_empty() { spec.id.clone() } else { slugs.join(" or ") };
    match &connection.auth {
        Some(auth) => format!("{source}, {}", auth.spec_name),
        None => source,
    }
}

/// The sources that a connection may be to, by its connection spec id and specName.
fn slugs(connection: &Connection, catalog: &LoadedCatalog) -> Vec<&'static str> {
    let spec_name = connection.auth.as_ref().map(|auth| auth.spec_name.as_str());
    let id = connection.connection_spec.as_ref().map(|spec| spec.id.as_str());
    let known = id.and_then(|id| catalog.of_id(id)).unwrap_or_default();
    let named = known.iter().filter(|route| route.auth.spec_name == spec_name);
    let mut slugs: Vec<_> = named.map(|route| route.auth.source.slug).collect();
    slugs.dedup();
    slugs
}

/// Milliseconds since the Unix epoch as a date and time of UTC.
pub(crate) fn moment(milliseconds: Option<u64>) -> String {
    let moment = milliseconds
        .and_then(|value| i64::try_from(value).ok())
        .and_then(|value| jiff::Timestamp::from_millisecond(value).ok());
    moment.map(|moment| moment.strftime("%Y-%m-%d %H:%M:%SZ").to_string()).unwrap_or_default()
}
