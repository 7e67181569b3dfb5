//! `wellhead test`

use wellhead_spec::diagnostic::visible;

use crate::args::TestArgs;
use crate::failure::{Blame, Failure};
use crate::print;
use crate::service;

pub(crate) fn run(args: &TestArgs) -> Result<(), Failure> {
    let result =
        service::with_client(&args.service, async |client, _| Ok(client.test(&args.id).await?))?;
    if args.json {
        let printed = print::json(&serde_json::to_value(&result).map_err(Failure::world)?);
        return print::then(printed, Blame::verdict((!result.passed).then_some(Blame::World)));
    }
    if !result.passed {
        let message = result.message.unwrap_or_else(|| "the service does not say why".into());
        return Err(Failure::world(format!("the test of {} failed: {message}", args.id)));
    }
    let message =
        result.message.map(|message| format!(": {}", visible(&message))).unwrap_or_default();
    Ok(print::out(&format!("passed{message}\n"))?)
}
