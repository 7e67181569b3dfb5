//! What the command line may say.

mod authoring;
mod connections;
mod diff;

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::error::ErrorKind;
use clap::{ArgAction, Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use wellhead_standin::{Rate, Script};

pub(crate) use authoring::*;
pub(crate) use connections::*;
pub(crate) use diff::*;

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
    /// Tell on standard error what is done: -v calls and retries, -vv more, -vvv all; without secrets. RUST_LOG says the same
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

// What each command is for is said here, since the rest of it is put together only where it is the one that is called. The
// docs of a struct that is flattened into it would be put over that: such a struct has a plain comment instead.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// List the sources of the catalog
    Sources(SourcesArgs),
    /// Show a source: how to authenticate, which params, what they may hold, an example request
    Show(ShowArgs),
    /// Check spec files and request bodies: everything that is wrong, with its place
    Check(CheckArgs),
    /// Write spec files in their canonical form: one order of keys, one layout
    Fmt(FmtArgs),
    /// Write the spec file of a new source
    ///
    /// On a terminal, what is not given is asked for.
    New(NewArgs),
    /// Make spec files of what the service printed
    ///
    /// Each source becomes a file in canonical form. Audit fields are dropped. What the service gets wrong is put right, with a
    /// warning each: a required param that does not exist, a secret that is not marked as one.
    Import(ImportArgs),
    /// Explain a diagnostic: what it is, why, a wrong and a right example, what to do
    Explain(ExplainArgs),
    /// Create base connections from request bodies
    ///
    /// Every request is checked before the first one is sent. By default they are created in a stand-in of the service on
    /// this machine, which is started for the purpose and keeps them in a folder of yours.
    ///
    /// A secret is best not written into a request, but referred to: `${env:NAME}`, `${file:PATH}`, `${cmd:COMMAND}`. On a
    /// terminal, missing params are asked for.
    Create(CreateArgs),
    /// Look up a base connection
    Get(GetArgs),
    /// List the base connections of a sandbox
    ///
    /// They are printed page by page, as the service gives them. Filters all have to fit.
    List(ListArgs),
    /// Change a base connection: its name, description or params
    ///
    /// Params are replaced as a whole, from a request body of the same source and auth spec. Dataflows that use the connection
    /// use the new ones at once. Nothing is changed if somebody else has changed the connection in the meantime.
    Update(UpdateArgs),
    /// Delete base connections
    ///
    /// On a terminal, it asks first. The service refuses while a dataflow uses a connection.
    Delete(DeleteArgs),
    /// Let the service test whether a base connection reaches its source
    ///
    /// A test that fails is a failure of the world: exit code 3.
    Test(TestArgs),
    /// Show what a base connection leads to: tables, folders, files, columns
    Explore(ExploreArgs),
    /// The connection specs that your organization may use
    Specs(SpecsArgs),
    /// List the profiles: where each leads, and what its secrets refer to
    Profiles(ProfilesArgs),
    /// Run the stand-in of the service until interrupted
    Serve(ServeArgs),
    /// Generate Rust from spec files
    Generate(GenerateArgs),
    /// Print the JSON Schema of spec files, for editors
    Schema(SchemaArgs),
    /// Compare two sets of spec files: what changed, and whom it breaks
    ///
    /// Every change is judged on three axes: whether requests are still accepted (wire), whether code still compiles (API), and
    /// what else is different (behaviour).
    Diff(DiffArgs),
    /// Write the section for CHANGELOG.md on what changed between two sets of spec files, and propose a version
    Changelog(ChangelogArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
}

// Which catalog a command goes by. No doc comment: see `Command`.
#[derive(Debug, Default, ClapArgs)]
pub(crate) struct CatalogArgs {
    /// Know the sources of the spec files in this folder as well; one with the slug of a source of the catalog replaces it
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = None::<&str>)]
    pub(crate) specs: Option<PathBuf>,
}

impl Args {
    /// The arguments of the process. `--specs` before the command is the command's own.
    pub(crate) fn of_process() -> Self {
        let mut args = Self::parse();
        let Some(specs) = args.catalog.specs.take() else { return args };
        let Some(catalog) = args.command.catalog_mut() else {
            let message = "this command goes by no catalog: leave `--specs` before it out";
            Self::command().error(ErrorKind::ArgumentConflict, message).exit()
        };
        catalog.specs.get_or_insert(specs);
        args
    }
}

impl Command {
    /// Which catalog the command is told to go by, if it goes by one.
    fn catalog_mut(&mut self) -> Option<&mut CatalogArgs> {
        match self {
            Self::Sources(args) => Some(&mut args.catalog),
            Self::Show(args) => Some(&mut args.catalog),
            Self::Check(args) => Some(&mut args.catalog),
            Self::Serve(args) => Some(&mut args.catalog),
            command => command.service_mut().map(|service| &mut service.catalog),
        }
    }

    /// Which service the command is told to talk to, if it talks to one.
    fn service_mut(&mut self) -> Option<&mut ServiceArgs> {
        match self {
            Self::Create(args) => Some(&mut args.service),
            Self::Get(args) => Some(&mut args.service),
            Self::List(args) => Some(&mut args.service),
            Self::Update(args) => Some(&mut args.service),
            Self::Delete(args) => Some(&mut args.service),
            Self::Test(args) => Some(&mut args.service),
            Self::Explore(args) => Some(&mut args.service),
            Self::Diff(args) => Some(&mut args.service),
            Self::Specs(SpecsArgs { command: SpecsCommand::Pull(args) }) => Some(&mut args.service),
            _ => None,
        }
    }
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead sources\n  wellhead sources --category crm\n  wellhead sources --json\n  wellhead sources --specs my-specs"
)]
pub(crate) struct SourcesArgs {
    /// Only the sources of this category, by its key or title: crm, databases, "Marketing automation"
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) category: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

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
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

// How request bodies are read. No doc comment: see `Command`.
#[derive(Debug, ClapArgs)]
pub(crate) struct BodyArgs {
    /// Let params, and values of enums, through that the source's spec does not list; each is named in a warning, and the
    /// embedded stand-in takes those that are sent to it
    #[arg(long)]
    pub(crate) allow_unlisted: bool,
    /// Take request bodies as this source's, by its slug, where nothing in them tells it from another one
    #[arg(long, value_name = "SLUG")]
    pub(crate) source: Option<String>,
    /// The cloud that your Experience Platform runs on: warn of what only exists on another [env: WELLHEAD_CLOUD]
    #[arg(long, value_enum)]
    pub(crate) cloud: Option<Cloud>,
}

/// A cloud that Experience Platform runs on.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Cloud {
    /// Microsoft Azure
    Azure,
    /// Amazon Web Services
    Aws,
}

impl Cloud {
    /// The word that spec files use.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Azure => "azure",
            Self::Aws => "aws",
        }
    }
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Faults are latency:200ms, 429, 429:3 (seconds), 429:date:3, 429:none, 503 and the same with it, reset-before,\nreset-after, truncate. Calls are all, tokens, service, reads, writes, creates.\n\nExamples:\n  wellhead serve --port 8080\n  wellhead serve --state ./state --creation-time 90\n  wellhead serve --fault 429:1@writes=0.05 --fault latency:200ms=0.2\n  wellhead serve --fault-script creates=ok,reset-after"
)]
pub(crate) struct ServeArgs {
    /// The port to listen on, on this machine only; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Where it keeps its connections [env: WELLHEAD_STATE] [default: the user's data folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) state: Option<PathBuf>,
    /// How long a new connection is `initializing` before it is `enabled`
    #[arg(long, default_value_t = 0, value_name = "SECONDS")]
    pub(crate) creation_time: u64,
    /// Take params, and values of enums, that the catalog does not list
    #[arg(long)]
    pub(crate) allow_unlisted: bool,
    /// Let calls meet a fault at that rate, from 0 to 1; can be given several times
    #[arg(long = "fault", value_name = "FAULT[@CALLS]=RATE")]
    pub(crate) faults: Vec<Rate>,
    /// Let the next calls meet these faults, one after the other, `ok` for none; can be given several times
    #[arg(long = "fault-script", value_name = "[CALLS=]STEP,...")]
    pub(crate) fault_scripts: Vec<Script>,
    /// Where chance starts: the same calls in the same order meet the same faults
    #[arg(long, default_value_t = 0, value_name = "NUMBER")]
    pub(crate) fault_seed: u64,
    /// Print one line of JSON when it listens: its URLs, and the variables to export
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead completions bash > ~/.local/share/bash-completion/completions/wellhead"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_of_a_command_says_of_it_what_the_list_says_and_more() {
        let listed = Args::command();
        let mut called = Args::command();
        called.build();
        for command in listed.get_subcommands() {
            let name = command.get_name();
            let of_its_own = called.find_subcommand(name).unwrap();
            let texts = |command: &clap::Command| {
                [command.get_about(), command.get_long_about()]
                    .map(|text| text.map(ToString::to_string))
            };
            assert_eq!(texts(of_its_own), texts(command), "{name}");
        }
    }
}
