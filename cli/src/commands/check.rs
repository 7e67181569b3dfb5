//! `wellhead check`: spec files and request bodies, told apart by what is in them.

mod findings;
mod fix;
mod report;
mod watch;

use wellhead_spec::Policy;

use crate::args::{CheckArgs, Denied, Format};
use crate::catalog::{Known, catalog};
use crate::failure::Failure;
use crate::print;
use findings::Findings;

pub(crate) fn run(args: &CheckArgs) -> Result<(), Failure> {
    let policy = policy(args)?;
    if args.watch {
        return watch::watch(args, || tell(args, &found(args, &policy)?));
    }
    let findings = found(args, &policy)?;
    print::then(tell(args, &findings), findings.verdict())
}

/// One check of everything.
fn found(args: &CheckArgs, policy: &Policy) -> Result<Findings, Failure> {
    if args.fix {
        fix::fix(&args.files)?;
    }
    let catalog = catalog(&args.catalog)?;
    Findings::of(args, policy, Known::of(&catalog, &args.bodies))
}

fn tell(args: &CheckArgs, findings: &Findings) -> Result<(), Failure> {
    Ok(report::print(findings, if args.json { Format::Json } else { args.format })?)
}

fn policy(args: &CheckArgs) -> Result<Policy, Failure> {
    let policy = args.deny.iter().fold(Policy::default(), |policy, denied| match denied {
        Denied::Warnings => policy.deny_warnings(),
        Denied::Code(code) => policy.deny(*code),
    });
    args.allow.iter().try_fold(policy, |policy, code| policy.allow(*code)).map_err(Failure::you)
}
