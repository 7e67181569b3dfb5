//! The service that a command talks to: the embedded stand-in, or a running one.

use std::path::{self, Path};

use wellhead::Secret;
use wellhead_client::Client;
use wellhead_runtime::LoadedCatalog;
use wellhead_standin::{EMBEDDED_TOKEN, Options, Standin};

use crate::args::ServiceArgs;
use crate::failure::Failure;
use crate::profile::LOCAL;
use crate::settings::{Running, Settings, Target, state_folder};

/// A client, and the stand-in that it talks to if that is embedded.
struct Service {
    client: Client,
    catalog: LoadedCatalog,
    standin: Option<wellhead_standin::Running>,
}

impl Service {
    /// Makes a client for what the settings say, and starts the stand-in if it is to be embedded.
    async fn start(settings: Settings) -> Result<Self, Failure> {
        let Settings { target, org, sandbox, catalog, takes_unlisted, .. } = settings;
        match target {
            Target::Embedded(state) => {
                let folder = state_folder(state.as_ref())?;
                let options = Options::default().folder(&folder);
                let options = if takes_unlisted { options.allow_unlisted() } else { options };
                // The same from wherever it is named.
                let folder = path::absolute(&folder).unwrap_or(folder);
                embedded(options, &folder, org, sandbox, catalog).await
            }
            Target::Running(running) => {
                Ok(Self { client: client(&running, org, sandbox)?, catalog, standin: None })
            }
        }
    }

    /// Stops the stand-in, if it was started here.
    async fn close(self) {
        if let Some(standin) = self.standin {
            standin.shutdown().await;
        }
    }
}

/// Runs `work` to its end on a runtime of its own.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime
        .map_err(|error| Failure::world(format!("can't start threads: {}", error.kind())))?
        .block_on(work)
}

/// Does `work` with a client of the service that the arguments name, on a runtime of its own; the stand-in is stopped
/// however it ends.
pub(crate) fn with_client<T>(
    args: &ServiceArgs,
    work: impl AsyncFnOnce(&Client, &LoadedCatalog) -> Result<T, Failure>,
) -> Result<T, Failure> {
    with(Settings::of(args)?, work)
}

/// The same, once it is known what they say.
pub(crate) fn with<T>(
    settings: Settings,
    work: impl AsyncFnOnce(&Client, &LoadedCatalog) -> Result<T, Failure>,
) -> Result<T, Failure> {
    block_on(async {
        let service = Service::start(settings).await?;
        let result = work(&service.client, &service.catalog).await;
        service.close().await;
        result
    })
}

async fn embedded(
    options: Options,
    folder: &Path,
    org: Option<String>,
    sandbox: Option<String>,
    catalog: LoadedCatalog,
) -> Result<Service, Failure> {
    let standin = Standin::start_with(options, catalog.clone()).await.map_err(Failure::world)?;
    let client = Client::builder(sandbox.unwrap_or(LOCAL.into()), Secret::from(EMBEDDED_TOKEN))
        .url(standin.url())
        .known_as(format!("the stand-in in {}", folder.display()))
        .org_id(org.unwrap_or("local@AdobeOrg".into()))
        .api_key(LOCAL)
        .build()?;
    Ok(Service { client, catalog, standin: Some(standin) })
}

fn client(
    running: &Running,
    org: Option<String>,
    sandbox: Option<String>,
) -> Result<Client, Failure> {
    let mut missing = Vec::new();
    if sandbox.is_none() {
        missing.push("the sandbox: --sandbox NAME or WELLHEAD_SANDBOX");
    }
    if org.is_none() {
        missing.push("the organization: --org ORG or WELLHEAD_ORG");
    }
    if running.api_key.is_none() {
        missing.push("the API key: WELLHEAD_API_KEY, or WELLHEAD_CLIENT_ID which it equals");
    }
    let access = running.access()?;
    if access.is_none() {
        missing
            .push("credentials: WELLHEAD_TOKEN, or WELLHEAD_CLIENT_ID and WELLHEAD_CLIENT_SECRET");
    }
    let (Some(sandbox), Some(org), Some(api_key), Some(access)) =
        (sandbox, org, &running.api_key, access)
    else {
        return Err(Failure::you(format!(
            "to call a running service, these are missing, here and in the profile:\n  {}",
            missing.join("\n  ")
        )));
    };
    let mut builder = Client::builder(sandbox, access).org_id(org).api_key(api_key);
    if let Some(url) = &running.url {
        builder = builder.url(url);
    }
    if let Some(ims_url) = &running.ims_url {
        builder = builder.ims_url(ims_url);
    }
    Ok(builder.build()?)
}
