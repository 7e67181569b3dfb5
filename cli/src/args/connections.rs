//! The arguments of the commands that talk to the service, and of what they have in common.

use std::num::{IntErrorKind, NonZeroU32, NonZeroUsize, ParseIntError};
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args as ClapArgs, Subcommand, ValueHint, value_parser};

use super::{BodyArgs, CatalogArgs};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead create examples/salesforce.json\n  wellhead create --state ./state examples/*.json\n  wellhead create --dry-run my-request.json\n  wellhead create --profile dev --journal creates.journal requests/*.json\n  wellhead create --url https://platform.adobe.io/data/foundation/flowservice my-request.json"
)]
pub(crate) struct CreateArgs {
    /// Request bodies, or `-` for standard input
    #[arg(required = true, value_name = "REQUEST", value_hint = ValueHint::FilePath)]
    pub(crate) requests: Vec<PathBuf>,
    /// Check the requests and print them with their secrets masked; create nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Keep in this file what became of each request, and go on from there: what it says is created is not created again.
    /// It is for one service, organization and sandbox
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "dry_run")]
    pub(crate) journal: Option<PathBuf>,
    /// How many to create at the same time
    #[arg(long, value_name = "NUMBER", default_value = "4", value_parser = at_least_one::<NonZeroUsize>)]
    pub(crate) at_once: NonZeroUsize,
    #[command(flatten)]
    pub(crate) bodies: BodyArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) references: ReferenceArgs,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

// How references in request files are followed. No doc comment: see `Command`.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "References")]
pub(crate) struct ReferenceArgs {
    /// Let request files run commands by `${cmd:COMMAND}`; only for files that you trust
    #[arg(long)]
    pub(crate) allow_cmd: bool,
    /// How long such a command may take; a day at most
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = value_parser!(u64).range(1..=86_400))]
    pub(crate) cmd_timeout: u64,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead get 77eeb629-f08a-48e2-8c7b-e345e246ff45\n  wellhead get 77eeb629-f08a-48e2-8c7b-e345e246ff45 --json"
)]
pub(crate) struct GetArgs {
    /// The connection's id
    pub(crate) id: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead list\n  wellhead list --source oracle --filter state==enabled\n  wellhead list --filter 'createdAt>=1767225600000' --order createdAt --limit 20\n  wellhead list --sandbox dev --url http://127.0.0.1:8080/data/foundation/flowservice"
)]
pub(crate) struct ListArgs {
    /// Only those of exactly this name
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Only those to this source, by its slug
    #[arg(long, value_name = "SLUG")]
    pub(crate) source: Option<String>,
    /// Only what fits, in the service's own words: state==enabled, updatedAt>=1767225600000; can be given several times
    #[arg(long = "filter", value_name = "FILTER", value_parser = filter)]
    pub(crate) filters: Vec<String>,
    /// In the order of this property, such as createdAt; -createdAt for the largest first [default: the newest first]
    #[arg(long, value_name = "PROPERTY", allow_hyphen_values = true)]
    pub(crate) order: Option<String>,
    /// At most that many
    #[arg(long, value_name = "NUMBER", value_parser = at_least_one::<NonZeroU32>)]
    pub(crate) limit: Option<NonZeroU32>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

/// A filter; a property alone would cut what is shown of connections down to it, and they are shown by their ids.
fn filter(text: &str) -> Result<String, &'static str> {
    match text.contains(['=', '<', '>', '!', '~']) {
        true => Ok(text.to_owned()),
        false => Err("this compares nothing; write PROPERTY==VALUE or PROPERTY>=VALUE"),
    }
}

#[derive(Debug, ClapArgs)]
#[command(group(ArgGroup::new("change").args(["name", "description", "params"]).multiple(true).required(true)))]
#[command(
    after_help = "Examples:\n  wellhead update 77eeb629-f08a-48e2-8c7b-e345e246ff45 --name \"CRM, nightly\"\n  wellhead update 77eeb629-f08a-48e2-8c7b-e345e246ff45 --params my-request.json"
)]
pub(crate) struct UpdateArgs {
    /// The connection's id
    pub(crate) id: String,
    /// Another name
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Another description
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
    /// A request body whose params replace all that the connection has; `-` for standard input
    #[arg(long, value_name = "REQUEST", value_hint = ValueHint::FilePath)]
    pub(crate) params: Option<PathBuf>,
    /// Only if the connection still has this etag, with its quotes [default: the one it has now]
    #[arg(long)]
    pub(crate) etag: Option<String>,
    #[command(flatten)]
    pub(crate) bodies: BodyArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) references: ReferenceArgs,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead delete 77eeb629-f08a-48e2-8c7b-e345e246ff45\n  wellhead delete --yes 77eeb629-f08a-48e2-8c7b-e345e246ff45"
)]
pub(crate) struct DeleteArgs {
    /// The connections' ids
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  wellhead test 77eeb629-f08a-48e2-8c7b-e345e246ff45")]
pub(crate) struct TestArgs {
    /// The connection's id
    pub(crate) id: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead explore 77eeb629-f08a-48e2-8c7b-e345e246ff45\n  wellhead explore 77eeb629-f08a-48e2-8c7b-e345e246ff45 --table SALES.ORDERS\n  wellhead explore 77eeb629-f08a-48e2-8c7b-e345e246ff45 --file /sales/2026.csv --file-type Delimited"
)]
#[command(group(ArgGroup::new("object").args(["table", "folder", "file", "rest"])))]
pub(crate) struct ExploreArgs {
    /// The connection's id
    pub(crate) id: String,
    /// The columns of this table
    #[arg(long, value_name = "NAME")]
    pub(crate) table: Option<String>,
    /// What is in this folder; `/` is the one at the top, as without this option
    #[arg(long, value_name = "PATH")]
    pub(crate) folder: Option<String>,
    /// The columns of this file
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Option<String>,
    /// This REST resource
    #[arg(long, value_name = "NAME")]
    pub(crate) rest: Option<String>,
    /// How the file is written: delimited, json or parquet
    #[arg(long, value_name = "TYPE", requires = "file")]
    pub(crate) file_type: Option<String>,
    /// How the file is compressed
    #[arg(long, value_name = "TYPE", requires = "file")]
    pub(crate) compression: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

#[derive(Debug, ClapArgs)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:\n  wellhead specs pull --profile dev --out live-specs"
)]
pub(crate) struct SpecsArgs {
    #[command(subcommand)]
    pub(crate) command: SpecsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SpecsCommand {
    Pull(PullArgs),
}

/// Make spec files of the organization's live connection specs
///
/// By the rules of `wellhead import`: files in canonical form, what the service gets wrong put right with a warning each, and
/// no file that differs written over.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead specs pull --profile dev\n  wellhead specs pull --profile dev --name maria-db --out live-specs"
)]
pub(crate) struct PullArgs {
    /// Only the connection spec of this name, by the service's own name for it; can be given several times
    #[arg(long = "name", value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "specs", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// Also write over files that differ
    #[arg(long)]
    pub(crate) force: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead profiles\n  wellhead profiles --config team.toml --json"
)]
pub(crate) struct ProfilesArgs {
    /// The file of profiles [env: WELLHEAD_CONFIG] [default: wellhead/config.toml in the user's config folder]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What an option of the service takes: a script that fills one in with nothing must not reach another service than it means.
fn filled() -> NonEmptyStringValueParser {
    NonEmptyStringValueParser::new()
}

fn at_least_one<N: FromStr<Err = ParseIntError>>(given: &str) -> Result<N, String> {
    given.parse().map_err(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => "write a smaller number".into(),
        _ => "write a whole number, 1 or more".into(),
    })
}

// Which service to talk to. No doc comment: see `Command`.
//
// Secrets are never arguments, since every user of a machine can read those. An option outweighs its variable, and a
// variable the profile.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Service")]
pub(crate) struct ServiceArgs {
    /// Where to: a profile of the config file, or `local`, the embedded stand-in [env: WELLHEAD_PROFILE] [default: local]
    #[arg(long, value_name = "NAME", value_parser = filled())]
    pub(crate) profile: Option<String>,
    /// The file of profiles [env: WELLHEAD_CONFIG] [default: wellhead/config.toml in the user's config folder]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// A running service [env: WELLHEAD_URL]
    #[arg(long, value_name = "URL", conflicts_with = "state", value_parser = filled())]
    pub(crate) url: Option<String>,
    /// Where tokens come from, for a service of yours [env: WELLHEAD_IMS_URL] [default: Adobe's IMS]
    #[arg(long, value_name = "URL", conflicts_with = "state", value_parser = filled())]
    pub(crate) ims_url: Option<String>,
    /// The organization, such as ABC@AdobeOrg [env: WELLHEAD_ORG]
    #[arg(long, value_name = "ORG", value_parser = filled())]
    pub(crate) org: Option<String>,
    /// The sandbox; `local` for the stand-in, no default for a running service [env: WELLHEAD_SANDBOX]
    #[arg(long, value_name = "NAME", value_parser = filled())]
    pub(crate) sandbox: Option<String>,
    /// The client id of the project; its secret is no option: it is in WELLHEAD_CLIENT_SECRET, or a token in WELLHEAD_TOKEN, or a
    /// profile refers to it [env: WELLHEAD_CLIENT_ID]
    #[arg(long, value_name = "ID", value_parser = filled())]
    pub(crate) client_id: Option<String>,
    /// Where the embedded stand-in keeps its connections [env: WELLHEAD_STATE] [default: the user's data folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) state: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// What kind of thing `explore` looks at is told by the option that names it.
impl ExploreArgs {
    /// The object, with its kind.
    pub(crate) fn object(&self) -> Option<(wellhead_client::ObjectType, &str)> {
        use wellhead_client::ObjectType::{File, Folder, Rest, Table};
        let named =
            [(Table, &self.table), (Folder, &self.folder), (File, &self.file), (Rest, &self.rest)];
        named.into_iter().find_map(|(kind, name)| Some((kind, name.as_deref()?)))
    }
}
