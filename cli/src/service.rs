//! The service that a command talks to: the embedded stand-in, or a running one.

use std::path::PathBuf;

use etcetera::BaseStrategy;
use wellhead::Secret;
use wellhead_client::{Access, Client, Credentials};
use wellhead_standin::{EMBEDDED_TOKEN, Options, Running, Standin};

use crate::args::ServiceArgs;
use crate::failure::Failure;

/// The sandbox of the embedded stand-in, when none is named.
const LOCAL: &str = "local";

/// A client, and the stand-in that it talks to if that is embedded.
pub(crate) struct Service {
    pub(crate) client: Client,
    standin: Option<Running>,
}

impl Service {
    /// Makes a client for what the arguments say, and starts the stand-in if it is to be embedded.
    pub(crate) async fn connect(args: &ServiceArgs) -> Result<Self, Failure> {
        match args.url.as_ref().filter(|url| !url.is_empty()) {
            Some(url) => Ok(Self { client: remote(args, url)?, standin: None }),
            None => embedded(args).await,
        }
    }

    /// Stops the stand-in, if it was started here.
    pub(crate) async fn close(self) {
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

/// Where the stand-in keeps its connections.
pub(crate) fn state_folder(given: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(folder) = given {
        return Ok(folder.clone());
    }
    let base = etcetera::choose_base_strategy();
    let base = base.map_err(|_| {
        Failure::you("there is no home folder to keep connections in; give one by `--state DIR`")
    })?;
    Ok(base.data_dir().join("wellhead"))
}

async fn embedded(args: &ServiceArgs) -> Result<Service, Failure> {
    let folder = state_folder(args.state.as_ref())?;
    let standin =
        Standin::start(Options::default().folder(folder)).await.map_err(Failure::world)?;
    let sandbox = args.sandbox.as_deref().unwrap_or(LOCAL);
    let client = Client::builder(sandbox, Secret::from(EMBEDDED_TOKEN))
        .url(standin.url())
        .org_id(args.org.as_deref().unwrap_or("local@AdobeOrg"))
        .api_key(LOCAL)
        .build()?;
    Ok(Service { client, standin: Some(standin) })
}

fn remote(args: &ServiceArgs, url: &str) -> Result<Client, Failure> {
    let mut missing = Vec::new();
    let sandbox = args.sandbox.as_deref();
    if sandbox.is_none() {
        missing.push("the sandbox: --sandbox NAME or WELLHEAD_SANDBOX");
    }
    if args.org.is_none() {
        missing.push("the organization: --org ORG or WELLHEAD_ORG");
    }
    let client_id = variable("WELLHEAD_CLIENT_ID");
    let api_key = variable("WELLHEAD_API_KEY").or_else(|| client_id.clone());
    if api_key.is_none() {
        missing.push("the API key: WELLHEAD_API_KEY, or WELLHEAD_CLIENT_ID which it equals");
    }
    let access = access(client_id);
    if access.is_none() {
        missing
            .push("credentials: WELLHEAD_TOKEN, or WELLHEAD_CLIENT_ID and WELLHEAD_CLIENT_SECRET");
    }
    let (Some(sandbox), Some(org), Some(api_key), Some(access)) =
        (sandbox, &args.org, api_key, access)
    else {
        return Err(Failure::you(format!(
            "to call a running service, these are missing:\n  {}",
            missing.join("\n  ")
        )));
    };
    let mut builder = Client::builder(sandbox, access).url(url).org_id(org).api_key(api_key);
    if let Some(ims_url) = &args.ims_url {
        builder = builder.ims_url(ims_url);
    }
    Ok(builder.build()?)
}

/// A ready-made token, or what a token is given for.
fn access(client_id: Option<String>) -> Option<Access> {
    if let Some(token) = variable("WELLHEAD_TOKEN") {
        return Some(Secret::from(token).into());
    }
    let secret = variable("WELLHEAD_CLIENT_SECRET").map(Secret::from)?;
    let mut credentials = Credentials::new(client_id?, secret);
    if let Some(scopes) = variable("WELLHEAD_SCOPES") {
        credentials =
            credentials.with_scopes(scopes.split([',', ' ']).filter(|scope| !scope.is_empty()));
    }
    Some(credentials.into())
}

/// A variable of the environment that is set to something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
