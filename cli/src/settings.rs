//! What a command is told of the service: by options, by variables of the environment, by a profile. An option outweighs its
//! variable, and a variable the profile.

use std::env::{self, VarError};
use std::path::PathBuf;

use clap::ValueEnum;
use etcetera::BaseStrategy;
use wellhead::Secret;
use wellhead_client::{Access, Credentials};
use wellhead_runtime::LoadedCatalog;

use crate::args::{Cloud, ServiceArgs};
use crate::catalog::catalog;
use crate::failure::Failure;
use crate::profile::{self, LOCAL, Profile};
use crate::references::{Fetcher, Reference};

/// Which service, and who one is there.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) target: Target,
    pub(crate) org: Option<String>,
    pub(crate) sandbox: Option<String>,
    /// Whether the profile lets request files run commands.
    pub(crate) allows_cmd: bool,
    /// What requests are read by, and what the embedded stand-in knows.
    pub(crate) catalog: LoadedCatalog,
    /// Whether the embedded stand-in takes what its catalog does not list.
    pub(crate) takes_unlisted: bool,
}

/// Which service.
#[derive(Debug)]
pub(crate) enum Target {
    /// The embedded stand-in, with the folder that somebody named.
    Embedded(Option<PathBuf>),
    /// A running one.
    Running(Box<Running>),
}

/// A running service.
#[derive(Debug)]
pub(crate) struct Running {
    /// `None` for Adobe's.
    pub(crate) url: Option<String>,
    pub(crate) ims_url: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) api_key: Option<String>,
    profile: Profile,
}

impl Settings {
    /// The same, with an embedded stand-in that takes what its catalog does not list, or refuses it.
    pub(crate) fn taking_unlisted(self, takes_unlisted: bool) -> Self {
        Self { takes_unlisted, ..self }
    }

    /// Weighs what the arguments, the environment and the profile say.
    pub(crate) fn of(args: &ServiceArgs) -> Result<Self, Failure> {
        let catalog = catalog(&args.catalog)?;
        let org = or_variable(&args.org, "WELLHEAD_ORG")?;
        let sandbox = or_variable(&args.sandbox, "WELLHEAD_SANDBOX")?;
        let Some((url, profile)) = running(args)? else {
            let target = Target::Embedded(args.state.clone());
            let takes_unlisted = false;
            return Ok(Self { target, org, sandbox, allows_cmd: false, catalog, takes_unlisted });
        };
        let client_id = or_variable(&args.client_id, "WELLHEAD_CLIENT_ID")?;
        let client_id = client_id.or_else(|| profile.client_id.clone());
        let api_key = variable("WELLHEAD_API_KEY")?.or_else(|| profile.api_key.clone());
        let running = Running {
            url: url.or_else(|| profile.url.clone()),
            ims_url: or_variable(&args.ims_url, "WELLHEAD_IMS_URL")?
                .or_else(|| profile.ims_url.clone()),
            api_key: api_key.or_else(|| client_id.clone()),
            client_id,
            profile,
        };
        let profile = &running.profile;
        Ok(Self {
            org: org.or_else(|| profile.org.clone()),
            sandbox: sandbox.or_else(|| profile.sandbox.clone()),
            allows_cmd: profile.allow_cmd,
            takes_unlisted: false,
            target: Target::Running(Box::new(running)),
            catalog,
        })
    }
}

/// The URL and profile of a running service; `None` if the stand-in is meant.
///
/// An option names its service whatever the environment says: `--profile local` never reaches a service that a variable
/// names.
fn running(args: &ServiceArgs) -> Result<Option<(Option<String>, Profile)>, Failure> {
    if names_standin(args)? {
        return Ok(None);
    }
    let profile = or_variable(&args.profile, "WELLHEAD_PROFILE")?.filter(|name| name != LOCAL);
    let url = or_variable(&args.url, "WELLHEAD_URL")?;
    match profile {
        Some(name) => Ok(Some((url, profile::named(&name, args.config.as_deref())?))),
        None => Ok(url.map(|url| (Some(url), Profile::default()))),
    }
}

/// Whether an option names the stand-in, and none a running service.
fn names_standin(args: &ServiceArgs) -> Result<bool, Failure> {
    let is_local = args.profile.as_deref() == Some(LOCAL);
    let of_standin = match (is_local, &args.state) {
        (true, _) => "--profile local",
        (false, Some(_)) => "--state",
        (false, None) => return Ok(false),
    };
    let profile = args.profile.as_ref().filter(|_| !is_local);
    let of_service = [
        args.url.as_ref().map(|_| "`--url` is that of a running service".to_owned()),
        args.ims_url.as_ref().map(|_| "`--ims-url` is that of a running service".to_owned()),
        profile.map(|name| format!("the profile `{name}` is a running service")),
    ];
    match of_service.into_iter().flatten().next() {
        Some(other) => Err(Failure::call(format!(
            "`{of_standin}` means the embedded stand-in, and {other}: leave one of them out"
        ))),
        None => Ok(true),
    }
}

impl Running {
    /// A ready-made token, or what a token is given for; `None` if there is nothing of the kind.
    pub(crate) fn access(&self) -> Result<Option<Access>, Failure> {
        if let Some(token) = variable("WELLHEAD_TOKEN")? {
            return Ok(Some(Secret::from(token).into()));
        }
        if let Some(secret) = variable("WELLHEAD_CLIENT_SECRET")? {
            return self.credentials(Secret::from(secret));
        }
        if let Some(token) = &self.profile.token {
            return Ok(Some(self.fetch("token", token)?.into()));
        }
        match &self.profile.client_secret {
            Some(secret) => self.credentials(self.fetch("client_secret", secret)?),
            None => Ok(None),
        }
    }

    fn credentials(&self, secret: Secret) -> Result<Option<Access>, Failure> {
        let scopes = variable("WELLHEAD_SCOPES")?.map_or_else(
            || self.profile.scopes.clone(),
            |scopes| {
                let scopes = scopes.split([',', ' ']).filter(|scope| !scope.is_empty());
                scopes.map(str::to_owned).collect()
            },
        );
        let client_id = self.client_id.clone();
        Ok(client_id.map(|id| Credentials::new(id, secret).with_scopes(scopes).into()))
    }

    fn fetch(&self, key: &str, reference: &Reference) -> Result<Secret, Failure> {
        Fetcher::trusting().fetch(reference, &self.profile.folder).map_err(|problem| {
            let message = format!("`{key}` of the profile {}; {}", problem.message, problem.help);
            problem.blame.failure(message)
        })
    }
}

/// Where the stand-in keeps its connections.
pub(crate) fn state_folder(given: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(folder) = given.cloned().or_else(|| path_variable("WELLHEAD_STATE")) {
        return Ok(folder);
    }
    let base = etcetera::choose_base_strategy();
    let base = base.map_err(|_| {
        Failure::you("there is no home folder to keep connections in; give one by `--state DIR`")
    })?;
    Ok(base.data_dir().join("wellhead"))
}

/// The cloud that was named.
pub(crate) fn cloud(given: Option<Cloud>) -> Result<Option<Cloud>, Failure> {
    if given.is_some() {
        return Ok(given);
    }
    let named = |name: String| {
        let known = Cloud::value_variants().iter().map(|cloud| cloud.as_str());
        let help = || format!("these are: {}", known.collect::<Vec<_>>().join(", "));
        Cloud::from_str(&name, false)
            .map_err(|_| Failure::you(format!("WELLHEAD_CLOUD is set to no cloud; {}", help())))
    };
    variable("WELLHEAD_CLOUD")?.map(named).transpose()
}

fn or_variable(given: &Option<String>, name: &str) -> Result<Option<String>, Failure> {
    given.clone().map_or_else(|| variable(name), |given| Ok(Some(given)))
}

/// A variable of the environment that is set to something.
pub(crate) fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Failure::you(format!(
            "the variable {name} is not UTF-8: set it to a text, or unset it"
        ))),
    }
}

/// The same for a path, which need not be UTF-8.
pub(crate) fn path_variable(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
