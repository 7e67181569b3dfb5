//! Profiles: where a service is and who one is there, by a name, in a TOML file. Secrets are referred to, never written there.
//!
//! The file is taken apart by hand, not by serde, so that everything wrong is told in one go, with its place, and no message
//! repeats a value that may be a secret.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use wellhead::json::Place;

use crate::failure::Failure;
use crate::references::{Reference, has_reference};
use crate::settings::path_variable;

/// The profile that is always there: the embedded stand-in.
pub(crate) const LOCAL: &str = "local";

/// What a profile can say in texts; the secrets among them are references.
const KEYS: [&str; 9] = [
    "url",
    "ims_url",
    "org",
    "sandbox",
    "client_id",
    "api_key",
    "client_secret",
    "token",
    "scopes",
];

/// Where a service is and who one is there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    pub(crate) url: Option<String>,
    pub(crate) ims_url: Option<String>,
    pub(crate) org: Option<String>,
    pub(crate) sandbox: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) api_key: Option<String>,
    pub(crate) client_secret: Option<Reference>,
    pub(crate) token: Option<Reference>,
    pub(crate) scopes: Vec<String>,
    /// Whether request files may run commands.
    pub(crate) allow_cmd: bool,
    /// Where the file is: paths in references start there.
    pub(crate) folder: PathBuf,
}

/// All profiles of a file, by name.
pub(crate) type Profiles = BTreeMap<String, Profile>;

/// The file of profiles, and whether somebody named it.
pub(crate) fn file(given: Option<&Path>) -> Option<(PathBuf, bool)> {
    let named = given.map(Path::to_owned).or_else(|| path_variable("WELLHEAD_CONFIG"));
    if let Some(named) = named {
        return Some((named, true));
    }
    let base = etcetera::choose_base_strategy().ok()?;
    Some((base.config_dir().join("wellhead").join("config.toml"), false))
}

/// The profiles of the file; none if there is no file, and nobody named one.
pub(crate) fn all(given: Option<&Path>) -> Result<Profiles, Failure> {
    let Some((path, is_named)) = file(given) else { return Ok(Profiles::new()) };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_named => {
            return Ok(Profiles::new());
        }
        Err(error) => return Err(Failure::file(&path, &error)),
    };
    let shown = path.display().to_string();
    let read = read(&text, path.parent().unwrap_or(Path::new("")));
    read.map_err(|problems| {
        let lines =
            problems.iter().map(|Problem { place, message }| format!("{shown}:{place}: {message}"));
        Failure::you(lines.collect::<Vec<_>>().join("\n"))
    })
}

/// The profile of that name.
pub(crate) fn named(name: &str, given: Option<&Path>) -> Result<Profile, Failure> {
    let mut profiles = all(given)?;
    if let Some(profile) = profiles.remove(name) {
        return Ok(profile);
    }
    let known = profiles.keys().map(String::as_str).chain([LOCAL]);
    let help = wellhead::nearest(name, known).map_or_else(
        || "`wellhead profiles` lists those that there are".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    );
    Err(Failure::you(format!("there is no profile `{name}`; {help}")))
}

/// Something wrong in the file.
#[derive(Debug)]
struct Problem {
    place: Place,
    message: String,
}

/// Reads one file, noting what is wrong.
struct Reading<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

fn read(text: &str, folder: &Path) -> Result<Profiles, Vec<Problem>> {
    let mut reading = Reading { text, problems: Vec::new() };
    let mut profiles = Profiles::new();
    match DeTable::parse(text) {
        Ok(file) => reading.file(file.get_ref(), folder, &mut profiles),
        Err(error) => reading.note(error.span().unwrap_or_default(), error.message().to_owned()),
    }
    if reading.problems.is_empty() { Ok(profiles) } else { Err(reading.problems) }
}

impl Reading<'_> {
    fn note(&mut self, span: Range<usize>, message: String) {
        self.problems.push(Problem { place: Place::of(self.text, span.start), message });
    }

    fn file(&mut self, file: &DeTable<'_>, folder: &Path, profiles: &mut Profiles) {
        for (key, value) in file {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("profiles", DeValue::Table(table)) => self.profiles(table, folder, profiles),
                ("profiles", _) => self.note(value.span(), "`profiles` is no table".into()),
                (other, _) => self.unknown(key.span(), other, &["profiles"]),
            }
        }
    }

    fn profiles(&mut self, table: &DeTable<'_>, folder: &Path, profiles: &mut Profiles) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match value.get_ref() {
                _ if name == LOCAL => self.note(
                    key.span(),
                    "`local` is the embedded stand-in: give the profile another name".into(),
                ),
                DeValue::Table(table) => {
                    let folder = folder.to_owned();
                    let mut profile = Profile { folder, ..Profile::default() };
                    table
                        .iter()
                        .for_each(|(key, value)| self.setting(name, key, value, &mut profile));
                    profiles.insert(name.to_owned(), profile);
                }
                _ => self.note(value.span(), format!("the profile `{name}` is no table")),
            }
        }
    }

    fn setting(
        &mut self,
        name: &str,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
        profile: &mut Profile,
    ) {
        let path = format!("profiles.{name}.{}", key.get_ref());
        match key.get_ref().as_ref() {
            "url" => profile.url = self.address(&path, value),
            "ims_url" => profile.ims_url = self.address(&path, value),
            "org" => profile.org = self.text(&path, value),
            "sandbox" => profile.sandbox = self.text(&path, value),
            "client_id" => profile.client_id = self.text(&path, value),
            "api_key" => profile.api_key = self.text(&path, value),
            "client_secret" => profile.client_secret = self.reference(&path, value),
            "token" => profile.token = self.reference(&path, value),
            "scopes" => profile.scopes = self.texts(&path, value),
            "allow_cmd" => match value.get_ref() {
                DeValue::Boolean(allow) => profile.allow_cmd = *allow,
                _ => self.note(value.span(), format!("`{path}` is not true or false")),
            },
            other => self.unknown(key.span(), other, &[KEYS.as_slice(), &["allow_cmd"]].concat()),
        }
    }

    fn unknown(&mut self, span: Range<usize>, key: &str, known: &[&str]) {
        let help = wellhead::nearest(key, known.iter().copied()).map_or_else(
            || format!("these are known: {}", known.join(", ")),
            |meant| format!("did you mean `{meant}`?"),
        );
        self.note(span, format!("`{key}` is not known here; {help}"));
    }

    /// A text that everybody may see, and so no reference to a secret.
    fn text(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let problem = match value.get_ref().as_str() {
            Some(text) if has_reference(text) => {
                "has a reference, and is no secret: write the value itself"
            }
            Some(text) if !text.is_empty() => return Some(text.to_owned()),
            _ => "is no text, or empty",
        };
        self.note(value.span(), format!("`{path}` {problem}"));
        None
    }

    /// A URL, which `wellhead profiles` shows; no secret is a part of it.
    fn address(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = self.text(path, value)?;
        let checked = wellhead_client::check_base_url(&format!("`{path}`"), &text);
        let help = "; replace a secret that stood here";
        checked.map_err(|error| self.note(value.span(), format!("{error}{help}"))).ok()?;
        Some(text)
    }

    fn texts(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        let items = value.get_ref().as_array();
        if items.is_none() {
            self.note(value.span(), format!("`{path}` is no array of texts"));
        }
        items.into_iter().flatten().filter_map(|item| self.text(path, item)).collect()
    }

    /// A secret, which has to be a reference; what stands there instead is not repeated.
    fn reference(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<Reference> {
        let reference = value.get_ref().as_str().and_then(Reference::whole);
        if reference.is_none() {
            self.note(
                value.span(),
                format!(
                    "`{path}` has to refer to its secret, not hold it: write `${{env:NAME}}`, \
                     `${{file:PATH}}` or `${{cmd:COMMAND}}`, and replace a secret that stood here"
                ),
            );
        }
        reference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        let problems = read(text, Path::new("")).unwrap_err();
        problems.iter().map(|one| format!("{}: {}\n", one.place, one.message)).collect()
    }

    #[test]
    fn a_profile_is_read() {
        let text = "[profiles.dev]\nurl = \"https://acme.example\"\nclient_secret = \"${env:S}\"\n\
                    scopes = [\"openid\", \"AdobeID\"]\nallow_cmd = true\n";
        let dev = read(text, Path::new("/x")).unwrap().remove("dev").unwrap();
        assert_eq!(dev.url.as_deref(), Some("https://acme.example"));
        assert_eq!(dev.client_secret, Some(Reference::Env("S".into())));
        assert_eq!(dev.scopes, ["openid", "AdobeID"]);
        assert!(dev.allow_cmd && dev.folder == Path::new("/x"));
    }

    #[test]
    fn a_literal_secret_is_refused_and_never_repeated() {
        for literal in ["\"zq47planted\"", "470047", "[\"zq47planted\"]", "'${env:A}zq47planted'"] {
            let text = format!("[profiles.dev]\ntoken = {literal}\nclient_secret = {literal}\n");
            let told = problems(&text);
            assert!(told.contains("2:9: `profiles.dev.token`"), "{told}");
            assert!(told.contains("3:17: `profiles.dev.client_secret`"), "{told}");
            assert!(!told.contains("zq47") && !told.contains("4700"), "{told}");
        }
    }

    #[test]
    fn a_url_that_can_hide_a_secret_is_refused_and_never_repeated() {
        for (url, what) in [
            ("https://ops:zq47planted@acme.example", "holds a user name"),
            ("https://zq47planted@acme.example/flow", "holds a user name"),
            ("https://acme.example/flow?token=zq47planted", "holds a query"),
            ("https://acme.example/flow#zq47planted", "holds a query or fragment"),
            ("ops:zq47planted@acme.example", "is neither `https://` nor"),
            ("//ops:zq47planted@acme.example", "is not a URL"),
        ] {
            let told = problems(&format!("[profiles.dev]\nurl = \"{url}\"\nims_url = \"{url}\"\n"));
            assert!(told.contains(&format!("2:7: `profiles.dev.url` {what}")), "{told}");
            assert!(told.contains(&format!("3:11: `profiles.dev.ims_url` {what}")), "{told}");
            assert!(!told.contains("zq47"), "{told}");
        }
        let text = "[profiles.dev]\nurl = \"https://acme.example/flow/a@b\"\n";
        assert!(read(text, Path::new("")).is_ok());
    }

    #[test]
    fn a_reference_for_what_is_no_secret_is_refused() {
        for key in ["url", "ims_url", "org", "sandbox", "client_id", "api_key"] {
            let told = problems(&format!("[profiles.dev]\n{key} = \"${{env:CLIENT_ID}}\"\n"));
            assert!(told.contains(&format!("`profiles.dev.{key}` has a reference")), "{told}");
        }
        let told = problems("[profiles.dev]\nscopes = [\"openid\", \"a${cmd:b}\"]\n");
        assert!(told.contains("2:21: `profiles.dev.scopes` has a reference"), "{told}");
        assert!(read("[profiles.dev]\norg = \"${HOME}\"\n", Path::new("")).is_ok());
    }

    #[test]
    fn everything_wrong_is_told_in_one_go() {
        let told = problems("[profile]\n[profiles.local]\n[profiles.dev]\nurls = \"\"\norg = 1\n");
        for part in [
            "did you mean `profiles`?",
            "`local` is the embedded",
            "did you mean `url`?",
            "`profiles.dev.org` is no text",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    }

    #[test]
    fn a_text_that_is_not_toml_is_told_with_its_place_and_without_its_line() {
        let told = problems("[profiles.dev]\ntoken = zq47planted\n");
        assert!(told.starts_with("2:"), "{told}");
        assert!(!told.contains("zq47"), "{told}");
    }
}
