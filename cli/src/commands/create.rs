//! `wellhead create`

use serde_json::{Value, json};
use wellhead::Auth;
use wellhead_client::Created;

use super::requests::{self, Request};
use crate::args::CreateArgs;
use crate::failure::Failure;
use crate::print::{self, DIM};
use crate::service::{self, Service};

pub(crate) fn run(args: &CreateArgs) -> Result<(), Failure> {
    let requests = requests::read_all(&args.requests, args.source.as_deref())?;
    let warnings = requests.iter().flat_map(|request| request.warnings(args.cloud));
    warnings.for_each(|warning| print::warning(&warning.message));
    if args.dry_run {
        return dry_run(&requests);
    }
    service::block_on(create_all(args, &requests))
}

fn dry_run(requests: &[Request]) -> Result<(), Failure> {
    for request in requests {
        print::json(&request.request.to_masked_json())?;
    }
    Ok(())
}

/// Creates one after the other. What was created is printed even if a later one fails.
async fn create_all(args: &CreateArgs, requests: &[Request]) -> Result<(), Failure> {
    let service = Service::connect(&args.service).await?;
    let mut created = Vec::new();
    let mut failure = None;
    for request in requests {
        match service.client.create(&request.request).await {
            Ok(done) => created.push((request, done)),
            Err(error) => {
                let rest = requests.len() - created.len();
                let rest = if rest > 1 {
                    format!(" ({} of {} were not created)", rest, requests.len())
                } else {
                    String::new()
                };
                print::error(&format!("{}: {error}{rest}", request.file));
                failure = Some(silent(error.into()));
                break;
            }
        }
    }
    service.close().await;
    print_created(args, &created)?;
    failure.map_or(Ok(()), Err)
}

/// The same failure, its message having been printed.
fn silent(failure: Failure) -> Failure {
    match failure {
        Failure::You(_) => Failure::You(None),
        Failure::World(_) => Failure::Reported,
        gone => gone,
    }
}

fn print_created(args: &CreateArgs, created: &[(&Request, Created)]) -> Result<(), Failure> {
    if args.json {
        return Ok(print::json(
            &created.iter().map(|(request, done)| created_json(request, done)).collect(),
        )?);
    }
    for (request, Created { id, etag, .. }) in created {
        let descriptor = request.request.auth().descriptor();
        let name = request.request.name();
        let etag = etag.as_deref().unwrap_or("(none yet)");
        print::out(&format!(
            "created {name}  {DIM}{}{DIM:#}\n  id    {id}\n  etag  {etag}\n",
            requests::name(descriptor)
        ))?;
    }
    Ok(())
}

fn created_json(request: &Request, created: &Created) -> Value {
    json!({
        "file": request.file,
        "name": request.request.name(),
        "source": request.request.auth().slug(),
        "specName": request.request.auth().spec_name(),
        "id": created.id,
        "etag": created.etag,
    })
}
