//! `wellhead serve`

use std::path::Path;
use std::time::Duration;

use wellhead_standin::{Faults, Options, Running, Standin};

use crate::args::ServeArgs;
use crate::failure::Failure;
use crate::print;
use crate::service;

pub(crate) fn run(args: ServeArgs) -> Result<(), Failure> {
    let folder = service::state_folder(args.state.as_ref())?;
    service::block_on(async {
        let options = options(args).folder(&folder);
        let standin = Standin::start(options).await.map_err(Failure::world)?;
        // Biased: an interrupt is listened for before anybody can know from the output that it runs.
        tokio::try_join!(biased; interrupted(), announced(&standin, &folder))?;
        standin.shutdown().await;
        Ok(())
    })
}

fn options(args: ServeArgs) -> Options {
    let faults = Faults::default().seed(args.fault_seed);
    let faults = args.faults.into_iter().fold(faults, Faults::with_rate);
    let faults = args.fault_scripts.into_iter().fold(faults, Faults::with_script);
    let creation_time = Duration::from_secs(args.creation_time);
    let options = Options::default().port(args.port).creation_time(creation_time).faults(faults);
    if args.allow_unlisted { options.allow_unlisted() } else { options }
}

async fn interrupted() -> Result<(), Failure> {
    tokio::signal::ctrl_c()
        .await
        .map_err(|error| Failure::world(format!("no Ctrl-C to wait for: {}", error.kind())))
}

async fn announced(standin: &Running, folder: &Path) -> Result<(), Failure> {
    print::out(&exports(standin.url(), standin.ims_url()))?;
    print::err(&format!("connections are kept in {}; stop with Ctrl-C\n", folder.display()));
    Ok(())
}

/// What makes other commands talk to this stand-in; it takes any credentials.
fn exports(url: &str, ims_url: &str) -> String {
    format!(
        "export WELLHEAD_URL={url}\n\
         export WELLHEAD_IMS_URL={ims_url}\n\
         export WELLHEAD_ORG=local@AdobeOrg\n\
         export WELLHEAD_SANDBOX=local\n\
         export WELLHEAD_CLIENT_ID=local\n\
         export WELLHEAD_CLIENT_SECRET=local\n"
    )
}
