//! `wellhead profiles`: where each leads. Secrets are shown as what they refer to.

use serde_json::{Value, json};
use wellhead_spec::diagnostic::visible;

use crate::args::ProfilesArgs;
use crate::failure::Failure;
use crate::print;
use crate::profile::{self, LOCAL, Profile};
use crate::settings::variable;

pub(crate) fn run(args: &ProfilesArgs) -> Result<(), Failure> {
    let profiles = profile::all(args.config.as_deref())?;
    let file = profile::file(args.config.as_deref()).map(|(path, _)| path.display().to_string());
    let usual = variable("WELLHEAD_PROFILE")?.unwrap_or(LOCAL.into());
    if args.json {
        let all: Vec<Value> =
            profiles.iter().map(|(name, profile)| json_of(name, profile)).collect();
        let local = json!({"name": LOCAL, "embedded": true});
        let all: Vec<Value> = [local].into_iter().chain(all).collect();
        return Ok(print::json(&json!({"file": file, "default": usual, "profiles": all}))?);
    }
    let mut table = print::table(&["profile", "url", "org", "sandbox", "client id", "secret"]);
    let mark = |name: &str| if name == usual { format!("{name} *") } else { name.to_owned() };
    table.add_row([mark(LOCAL).as_str(), "the embedded stand-in", "", LOCAL, "", ""]);
    for (name, profile) in &profiles {
        let Profile { url, org, sandbox, client_id, .. } = profile;
        let secret = profile.token.as_ref().or(profile.client_secret.as_ref());
        let secret = secret.map(ToString::to_string).unwrap_or_default();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let url = url.clone().unwrap_or_else(|| "Adobe's".into());
        let cells = [mark(name), url, text(org), text(sandbox), text(client_id), secret];
        table.add_row(cells.map(|cell| visible(&cell)));
    }
    print::out(&print::lines(&table, 0))?;
    if let (true, Some(file)) = (profiles.is_empty(), file) {
        print::err(&format!("no others: {file} has none\n"));
    }
    Ok(())
}

fn json_of(name: &str, profile: &Profile) -> Value {
    json!({
        "name": name,
        "url": profile.url,
        "imsUrl": profile.ims_url,
        "org": profile.org,
        "sandbox": profile.sandbox,
        "clientId": profile.client_id,
        "apiKey": profile.api_key,
        "clientSecret": profile.client_secret.as_ref().map(ToString::to_string),
        "token": profile.token.as_ref().map(ToString::to_string),
        "scopes": profile.scopes,
        "allowCmd": profile.allow_cmd,
    })
}
