//! What the command line may say.

mod connections;
mod diff;

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{ArgAction, Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use wellhead_spec::Code;
use wellhead_spec::category::CATEGORIES;
use wellhead_spec::check::{SLUG_RULE, is_slug};
use wellhead_spec::diagnostic::UnknownCode;
use wellhead_spec::draft::{AuthKind, DraftParam};
use wellhead_spec::policy;
use wellhead_standin::{Rate, Script};

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

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead check my-request.json\n  wellhead check specs\n  wellhead check specs --deny warnings --allow missing-description\n  wellhead check specs --fix\n  wellhead check specs --watch\n  cat body.json | wellhead check -\n\n`wellhead explain CODE` tells more of a finding."
)]
pub(crate) struct CheckArgs {
    /// Spec files, folders of spec files, request bodies, or `-` for standard input
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(crate) files: Vec<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Print JSON: short for `--format json`
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Take a warning in a spec file as an error; `warnings` means all that are not allowed
    #[arg(long, value_name = "CODE")]
    pub(crate) deny: Vec<Denied>,
    /// Leave out a warning in spec files; a file can allow itself one by `x-allow`
    #[arg(long, value_name = "CODE", value_parser = allowable)]
    pub(crate) allow: Vec<Code>,
    /// First put right what is mechanical in spec files, and write them in their canonical form
    #[arg(long)]
    pub(crate) fix: bool,
    /// Check again whenever a file changes, until interrupted
    #[arg(long)]
    pub(crate) watch: bool,
    #[command(flatten)]
    pub(crate) bodies: BodyArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

// How request bodies are read. No doc comment: see `Command`.
#[derive(Debug, ClapArgs)]
pub(crate) struct BodyArgs {
    /// Let params, and values of enums, through that the source's spec does not list; each is named in a
    /// warning, and the embedded stand-in takes them
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

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: the lines, carets, help
    Human,
    /// A list of objects
    Json,
    /// SARIF 2.1.0, for code hosts and editors
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

/// What `--deny` names.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Denied {
    Warnings,
    Code(Code),
}

impl FromStr for Denied {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        if name == "warnings" { Ok(Self::Warnings) } else { name.parse().map(Self::Code) }
    }
}

fn allowable(name: &str) -> Result<Code, String> {
    let code: Code = name.parse().map_err(|error: UnknownCode| error.to_string())?;
    policy::allowable(code).map_err(|error| error.to_string())
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead fmt\n  wellhead fmt --check\n  wellhead fmt specs/acme-crm.json\n  wellhead fmt - < spec.json"
)]
pub(crate) struct FmtArgs {
    /// Spec files, folders of them, or `-` for standard input to standard output
    #[arg(value_name = "PATH", default_value = "specs", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing; fail if a file is not in its canonical form, and say which
    #[arg(long)]
    pub(crate) check: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead import response.json\n  wellhead import spec.json --slug acme-crm\n  curl … /connectionSpecs | wellhead import - --out specs"
)]
pub(crate) struct ImportArgs {
    /// A connection spec, a list of them or a `GET /connectionSpecs` response; `-` for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The folder to write to
    #[arg(long, value_name = "DIR", default_value = "specs", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// The file's stem, if there is one source only [default: its name, in kebab-case]
    #[arg(long, value_name = "SLUG", value_parser = slug)]
    pub(crate) slug: Option<String>,
    /// Also write over files that differ
    #[arg(long)]
    pub(crate) force: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  wellhead new acme-crm\n  wellhead new acme-crm --title \"Acme CRM\" --id 5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f \\\n      --category crm --auth basic --param host:required --param port:integer"
)]
pub(crate) struct NewArgs {
    /// The file's stem: lower-case letters, digits and single dashes, a letter first, 64 characters at most
    #[arg(value_parser = slug)]
    pub(crate) slug: String,
    /// The source's name for people
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    pub(crate) title: Option<String>,
    /// The connection spec id, from `GET /connectionSpecs`
    #[arg(long, value_name = "UUID", value_parser = connection_spec_id)]
    pub(crate) id: Option<String>,
    /// The platform's category: crm, databases, marketingAutomation …
    #[arg(long, value_parser = PossibleValuesParser::new(CATEGORIES.map(|(key, _)| key)))]
    pub(crate) category: Option<String>,
    /// How it authenticates
    #[arg(long, value_name = "KIND", value_parser = auth_kinds())]
    pub(crate) auth: Option<AuthKind>,
    /// The wire's specName [default: the usual one of the kind]
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) spec_name: Option<String>,
    /// A param beyond those of the kind: its name, then its type (string, uri, integer, number, boolean), whether it is
    /// required, whether it is a secret
    #[arg(long = "param", value_name = "NAME[:TYPE][:required][:secret]")]
    pub(crate) params: Vec<DraftParam>,
    /// The folder of spec files
    #[arg(long, value_name = "DIR", default_value = "specs", value_hint = ValueHint::DirPath)]
    pub(crate) specs: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn slug(given: &str) -> Result<String, String> {
    if is_slug(given) {
        Ok(given.to_owned())
    } else {
        Err(format!("write {SLUG_RULE}, such as acme-crm"))
    }
}

pub(crate) fn connection_spec_id(given: &str) -> Result<String, String> {
    let id = given.trim().to_ascii_lowercase();
    if wellhead_spec::Format::Uuid.accepts(&id) {
        Ok(id)
    } else {
        Err("write a UUID: 8-4-4-4-12 hexadecimal digits".into())
    }
}

/// The kinds by their words, each with what it is.
fn auth_kinds() -> impl TypedValueParser<Value = AuthKind> {
    let values =
        AuthKind::ALL.map(|(_, word, about)| clap::builder::PossibleValue::new(word).help(about));
    PossibleValuesParser::new(values)
        .try_map(|word| AuthKind::named(&word).ok_or_else(|| format!("`{word}` is no kind")))
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  wellhead explain\n  wellhead explain missing-property")]
pub(crate) struct ExplainArgs {
    /// The diagnostic's code, as in `error[missing-property]`; without it, all are listed
    pub(crate) code: Option<Code>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
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
    after_help = "Examples:\n  wellhead generate\n  wellhead generate --check\n  wellhead generate --specs my-specs --out src/generated --ungated\n  wellhead generate --specs my-specs --crate ../acme-sources"
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
    /// The page of Markdown about all sources; one that is there is kept up to date, another is written if it is named
    /// [default: docs/sources.md]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) reference: Option<PathBuf>,
    /// Put no source behind the Cargo feature of its category
    #[arg(long)]
    pub(crate) ungated: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Write a crate of its own instead, named after its folder
    #[arg(long = "crate", value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["out", "reference", "ungated"])]
    pub(crate) standalone: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  wellhead schema > specs/connection-spec.schema.json")]
pub(crate) struct SchemaArgs {
    /// Print JSON, as it does anyway
    #[arg(long)]
    pub(crate) json: bool,
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
