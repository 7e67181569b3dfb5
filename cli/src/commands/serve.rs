//! `wellhead serve`

use std::io;
use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};
use wellhead_standin::{Faults, Options, Running, Standin};

use crate::args::ServeArgs;
use crate::catalog::catalog;
use crate::failure::Failure;
use crate::print;
use crate::service;
use crate::settings;

pub(crate) fn run(args: ServeArgs) -> Result<(), Failure> {
    let folder = settings::state_folder(args.state.as_ref())?;
    let catalog = catalog(&args.catalog)?;
    service::block_on(async {
        let as_json = args.json;
        let options = options(args).folder(&folder);
        let standin = Standin::start_with(options, catalog).await.map_err(Failure::world)?;
        // Biased: an interrupt is listened for before anybody can know from the output that it runs.
        tokio::try_join!(biased; interrupted(), announced(&standin, &folder, as_json))?;
        stopped(standin).await
    })
}

/// Lets calls that are under way come to their end, unless that takes longer than somebody has the patience for.
async fn stopped(standin: Running) -> Result<(), Failure> {
    tokio::select! {
        () = standin.shutdown() => Ok(()),
        again = interrupted() => again,
        () = told_to_wait() => Ok(()),
    }
}

/// Never ends; says why nothing happens, if nothing does for a moment.
async fn told_to_wait() {
    tokio::time::sleep(Duration::from_millis(500)).await;
    print::err("waiting for calls that are under way; Ctrl-C again ends it at once\n");
    std::future::pending().await
}

fn options(args: ServeArgs) -> Options {
    let faults = Faults::default().seed(args.fault_seed);
    let faults = args.faults.into_iter().fold(faults, Faults::with_rate);
    let faults = args.fault_scripts.into_iter().fold(faults, Faults::with_script);
    let creation_time = Duration::from_secs(args.creation_time);
    let options = Options::default().port(args.port).creation_time(creation_time).faults(faults);
    if args.allow_unlisted { options.allow_unlisted() } else { options }
}

/// Waits for Ctrl-C, or for whatever started it to end it.
async fn interrupted() -> Result<(), Failure> {
    let heard = tokio::select! {
        heard = tokio::signal::ctrl_c() => heard,
        heard = terminated() => heard,
    };
    heard.map_err(|error| Failure::world(format!("no Ctrl-C to wait for: {}", error.kind())))
}

/// Waits for what `kill`, a container's runtime and a service manager send.
#[cfg(unix)]
async fn terminated() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    signal(SignalKind::terminate())?.recv().await;
    Ok(())
}

/// Elsewhere, nothing else is sent.
#[cfg(not(unix))]
async fn terminated() -> io::Result<()> {
    std::future::pending().await
}

async fn announced(standin: &Running, folder: &Path, as_json: bool) -> Result<(), Failure> {
    let variables = variables(standin.url(), standin.ims_url());
    print::out(&if as_json { line(standin, folder, &variables) } else { exports(&variables) })?;
    print::err(&format!("connections are kept in {}; stop with Ctrl-C\n", folder.display()));
    Ok(())
}

/// What makes other commands talk to this stand-in; it takes any credentials.
fn variables<'u>(url: &'u str, ims_url: &'u str) -> [(&'static str, &'u str); 6] {
    [
        ("WELLHEAD_URL", url),
        ("WELLHEAD_IMS_URL", ims_url),
        ("WELLHEAD_ORG", "local@AdobeOrg"),
        ("WELLHEAD_SANDBOX", "local"),
        ("WELLHEAD_CLIENT_ID", "local"),
        ("WELLHEAD_CLIENT_SECRET", "local"),
    ]
}

fn exports(variables: &[(&str, &str)]) -> String {
    variables.iter().map(|(name, value)| format!("export {name}={value}\n")).collect()
}

/// One line, since a program that reads on would wait until the stand-in ends.
fn line(standin: &Running, folder: &Path, variables: &[(&str, &str)]) -> String {
    let environment: Map<String, Value> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
    let told = json!({
        "url": standin.url(),
        "imsUrl": standin.ims_url(),
        "folder": folder.display().to_string(),
        "environment": environment,
    });
    format!("{told}\n")
}
