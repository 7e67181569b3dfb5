//! What the command line may say.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Base connections for Adobe Experience Platform sources: checked, shown, created; and their types, generated.
#[derive(Debug, Parser)]
#[command(name = "wellhead", version, styles = STYLES, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 what it was given is wrong, 2 called wrong, 3 a file, network or service failed"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Sources(SourcesArgs),
    Show(ShowArgs),
    Check(CheckArgs),
    Create(CreateArgs),
    Get(GetArgs),
    List(ListArgs),
    Serve(ServeArgs),
    Generate(GenerateArgs),
    /// Print the JSON Schema of spec files, for editors
    #[command(after_help = "Examples:\n  wellhead schema > specs/connection-spec.schema.json")]
    Schema,
    Completions(CompletionsArgs),
}

/// List the sources of the catalog
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead sources\n  wellhead sources --category crm\n  wellhead sources --json"
)]
pub(crate) struct SourcesArgs {
    /// Only the sources of this category, by its key or title: crm, databases, "Marketing automation"
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) category: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Show a source: how to authenticate, which params, what they may hold, an example request
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead show salesforce\n  wellhead show oracle --auth ConnectionString\n  wellhead show oracle --example > my-request.json"
)]
pub(crate) struct ShowArgs {
    /// The source's slug, as `wellhead sources` lists it
    pub(crate) source: String,
    /// Only the auth spec of this specName
    #[arg(long, value_name = "SPEC_NAME")]
    pub(crate) auth: Option<String>,
    /// Only an example request, to start from
    #[arg(long, conflicts_with = "json")]
    pub(crate) example: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Check spec files and request bodies: everything that is wrong, with its place
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead check my-request.json\n  wellhead check specs\n  cat body.json | wellhead check -"
)]
pub(crate) struct CheckArgs {
    /// Spec files, folders of spec files, request bodies, or `-` for standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(crate) files: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Create base connections from request bodies
///
/// Every request is checked before the first one is sent. By default they are created in a stand-in of the service on
/// this machine, which is started for the purpose and keeps them in a folder of yours.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead create examples/salesforce.json\n  wellhead create --state ./state examples/*.json\n  wellhead create --url https://platform.adobe.io/data/foundation/flowservice my-request.json"
)]
pub(crate) struct CreateArgs {
    /// Request bodies, or `-` for standard input
    #[arg(required = true, value_name = "REQUEST", value_hint = ValueHint::FilePath)]
    pub(crate) requests: Vec<PathBuf>,
    /// Check the requests and print them with their secrets masked; create nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

/// Look up a base connection
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  wellhead get 77eeb629-f08a-48e2-8c7b-e345e246ff45")]
pub(crate) struct GetArgs {
    /// The connection's id
    pub(crate) id: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

/// List the base connections of a sandbox
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead list\n  wellhead list --sandbox dev --url http://127.0.0.1:8080/data/foundation/flowservice"
)]
pub(crate) struct ListArgs {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) service: ServiceArgs,
}

/// Which service to talk to. Secrets are never arguments, since every user of a machine can read those: they come from
/// the variables WELLHEAD_TOKEN, or WELLHEAD_CLIENT_ID and WELLHEAD_CLIENT_SECRET.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Service")]
pub(crate) struct ServiceArgs {
    /// A running service; without it, the embedded stand-in
    #[arg(
        long,
        env = "WELLHEAD_URL",
        hide_env_values = true,
        value_name = "URL",
        conflicts_with = "state"
    )]
    pub(crate) url: Option<String>,
    /// Where tokens come from, for a service of yours [default: Adobe's IMS]
    #[arg(
        long,
        env = "WELLHEAD_IMS_URL",
        hide_env_values = true,
        value_name = "URL",
        requires = "url"
    )]
    pub(crate) ims_url: Option<String>,
    /// The organization, such as ABC@AdobeOrg
    #[arg(long, env = "WELLHEAD_ORG", hide_env_values = true, value_name = "ORG")]
    pub(crate) org: Option<String>,
    /// The sandbox; required with --url, `local` for the stand-in
    #[arg(long, env = "WELLHEAD_SANDBOX", hide_env_values = true, value_name = "NAME")]
    pub(crate) sandbox: Option<String>,
    /// Where the embedded stand-in keeps its connections [default: the user's data folder]
    #[arg(long, env = "WELLHEAD_STATE", hide_env_values = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) state: Option<PathBuf>,
}

/// Run the stand-in of the service until interrupted
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  wellhead serve --port 8080\n  wellhead serve --state ./state")]
pub(crate) struct ServeArgs {
    /// The port to listen on, on this machine only; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Where it keeps its connections [default: the user's data folder]
    #[arg(long, env = "WELLHEAD_STATE", hide_env_values = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) state: Option<PathBuf>,
}

/// Generate Rust from spec files
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead generate\n  wellhead generate --check\n  wellhead generate --specs my-specs --out src/generated"
)]
pub(crate) struct GenerateArgs {
    /// Change nothing; fail if the folder is out of date, and say which files
    #[arg(long)]
    pub(crate) check: bool,
    /// The folder of spec files
    #[arg(long, value_name = "DIR", default_value = "specs", value_hint = ValueHint::DirPath)]
    pub(crate) specs: PathBuf,
    /// The folder to bring up to date
    #[arg(long, value_name = "DIR", default_value = "generated", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
}

/// Print a completion script for a shell
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead completions bash > ~/.local/share/bash-completion/completions/wellhead"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}
