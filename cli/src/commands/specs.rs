//! `wellhead specs pull`: the organization's live connection specs, through `wellhead import`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wellhead_client::ConnectionSpec;
use wellhead_spec::SpecText;

use super::import;
use crate::args::{PullArgs, SpecsArgs, SpecsCommand};
use crate::failure::Failure;
use crate::print;
use crate::service;

pub(crate) fn run(args: &SpecsArgs) -> Result<(), Failure> {
    match &args.command {
        SpecsCommand::Pull(args) => pull(args),
    }
}

fn pull(args: &PullArgs) -> Result<(), Failure> {
    let specs = service::with_client(&args.service, async |client, _| {
        let mut all = Vec::new();
        let names: BTreeSet<_> = args.names.iter().collect();
        for name in names {
            let named = client.list_specs_named(name).await?;
            if named.is_empty() {
                let message = format!("the service has no connection spec `{name}`");
                return Err(Failure::you(format!("{message}; nothing was written")));
            }
            all.extend(named);
        }
        if args.names.is_empty() {
            all = client.list_specs(&[]).await?;
        }
        Ok(all)
    })?;
    let input = as_saved(specs);
    let kept = import::keep(import::of(input, &args.out, None)?, &args.out, args.force)?;
    if !args.json {
        return kept.tell(&args.out);
    }
    Ok(print::json(&kept.json())?)
}

/// What the service lists, as it would have been saved.
pub(super) fn as_saved(specs: Vec<ConnectionSpec>) -> SpecText {
    let items: Vec<Value> = specs.into_iter().map(ConnectionSpec::into_json).collect();
    let text = format!("{:#}\n", json!({"items": items}));
    SpecText { slug: String::new(), file: "connectionSpecs".into(), text }
}
