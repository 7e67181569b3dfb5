//! What a command is told of the service: by options, by variables of the environment, by a profile. An option outweighs its
//! variable, and a variable the profile.

use std::path::PathBuf;

use etcetera::BaseStrategy;
use wellhead::Secret;
use wellhead_client::{Access, Credentials};
use wellhead_runtime::LoadedCatalog;

use crate::args::ServiceArgs;
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
        let org = or_variable(&args.org, "WELLHEAD_ORG");
        let sandbox = or_variable(&args.sandbox, "WELLHEAD_SANDBOX");
        let Some((url, profile)) = running(args)? else {
            let state = args.state.clone();
            let state = state.or_else(|| variable("WELLHEAD_STATE").map(PathBuf::from));
            let target = Target::Embedded(state);
            let takes_unlisted = false;
            return Ok(Self { target, org, sandbox, allows_cmd: false, catalog, takes_unlisted });
        };
        let client_id = or_variable(&args.client_id, "WELLHEAD_CLIENT_ID");
        let client_id = client_id.or_else(|| profile.client_id.clone());
        let api_key = variable("WELLHEAD_API_KEY").or_else(|| profile.api_key.clone());
        let running = Running {
            url: url.or_else(|| profile.url.clone()),
            ims_url: or_variable(&args.ims_url, "WELLHEAD_IMS_URL")
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
    let is_local = |name: &String| name == LOCAL;
    let named_url = args.url.clone().filter(|url| !url.is_empty());
    if named_url.is_none() && (args.profile.as_ref().is_some_and(is_local) || args.state.is_some())
    {
        return match args.profile.as_ref().filter(|name| !is_local(name)) {
            Some(name) => Err(Failure::you(format!(
                "`--state` is the stand-in's, and the profile `{name}` is a running service: \
                 leave one of them out"
            ))),
            None => Ok(None),
        };
    }
    let profile = args.profile.clone().or_else(|| variable("WELLHEAD_PROFILE"));
    let profile = profile.filter(|name| !is_local(name));
    let url = named_url.or_else(|| variable("WELLHEAD_URL"));
    match profile {
        Some(name) => Ok(Some((url, profile::named(&name, args.config.as_deref())?))),
        None => Ok(url.map(|url| (Some(url), Profile::default()))),
    }
}

impl Running {
    /// A ready-made token, or what a token is given for; `None` if there is nothing of the kind.
    pub(crate) fn access(&self) -> Result<Option<Access>, Failure> {
        if let Some(token) = variable("WELLHEAD_TOKEN") {
            return Ok(Some(Secret::from(token).into()));
        }
        if let Some(secret) = variable("WELLHEAD_CLIENT_SECRET") {
            return Ok(self.credentials(Secret::from(secret)));
        }
        if let Some(token) = &self.profile.token {
            return Ok(Some(self.fetch("token", token)?.into()));
        }
        match &self.profile.client_secret {
            Some(secret) => Ok(self.credentials(self.fetch("client_secret", secret)?)),
            None => Ok(None),
        }
    }

    fn credentials(&self, secret: Secret) -> Option<Access> {
        let scopes = variable("WELLHEAD_SCOPES").map_or_else(
            || self.profile.scopes.clone(),
            |scopes| {
                let scopes = scopes.split([',', ' ']).filter(|scope| !scope.is_empty());
                scopes.map(str::to_owned).collect()
            },
        );
        Some(Credentials::new(self.client_id.clone()?, secret).with_scopes(scopes).into())
    }

    fn fetch(&self, key: &str, reference: &Reference) -> Result<Secret, Failure> {
        Fetcher::trusting().fetch(reference, &self.profile.folder).map_err(|problem| {
            let message = format!("`{key}` of the profile {}; {}", problem.message, problem.help);
            if problem.is_of_the_world { Failure::world(message) } else { Failure::you(message) }
        })
    }
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

fn or_variable(given: &Option<String>, name: &str) -> Option<String> {
    given.clone().or_else(|| variable(name))
}

/// A variable of the environment that is set to something.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
