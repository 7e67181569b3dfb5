//! The arguments of the commands for authors of spec files.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args as ClapArgs, ValueEnum, ValueHint};
use wellhead_spec::Code;
use wellhead_spec::category::CATEGORIES;
use wellhead_spec::check::{SLUG_RULE, is_slug};
use wellhead_spec::diagnostic::UnknownCode;
use wellhead_spec::draft::{AuthKind, DraftParam};
use wellhead_spec::policy;

use super::{BodyArgs, CatalogArgs};

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
