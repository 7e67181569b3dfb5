//! The `wellhead` command: parses its arguments, calls a library, prints.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | what it was given is wrong: a spec file, a request, a generated folder that is out of date |
//! | 2 | it was called wrong |
//! | 3 | the world is: a file that can't be read, a service that says no or nothing |

mod args;
mod bytes;
mod catalog;
mod commands;
mod failure;
mod hidden;
mod print;
mod profile;
mod references;
mod service;
mod settings;
mod trace;

use std::process::ExitCode;

use crate::args::{Args, Command};
use crate::failure::Failure;

/// Generating asks for memory in small pieces, one a token.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::of_process();
    trace::start(args.verbose);
    match run(args.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.exit_code()
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Sources(args) => commands::sources::run(&args),
        Command::Show(args) => commands::show::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Fmt(args) => commands::fmt::run(&args),
        Command::New(args) => commands::new::run(args),
        Command::Import(args) => commands::import::run(&args),
        Command::Explain(args) => commands::explain::run(&args),
        Command::Create(args) => commands::create::run(&args),
        Command::Get(args) => commands::get::run(&args),
        Command::List(args) => commands::list::run(&args),
        Command::Update(args) => commands::update::run(&args),
        Command::Delete(args) => commands::delete::run(&args),
        Command::Test(args) => commands::test::run(&args),
        Command::Explore(args) => commands::explore::run(&args),
        Command::Specs(args) => commands::specs::run(&args),
        Command::Profiles(args) => commands::profiles::run(&args),
        Command::Serve(args) => commands::serve::run(args),
        Command::Generate(args) => commands::generate::run(&args),
        Command::Schema(_) => Ok(print::json(&wellhead_spec::schema::json_schema())?),
        Command::Diff(args) => commands::diff::run(&args),
        Command::Changelog(args) => commands::changelog::run(&args),
        Command::Completions(args) => commands::completions::run(&args),
    }
}
