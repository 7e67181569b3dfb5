//! Keeping what was sent out of what is reported: a service may repeat a password in its message.

use std::ops::Range;

use wellhead_runtime::{Auth, ConnectionRequest, Json, Params, Secret, Shape, View};
use zeroize::{Zeroize, Zeroizing};

use crate::spelling::{Readings, firm_length};

/// What must not come back in an error, in whatever spelling.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<Known>);

/// One of them.
#[derive(Clone)]
struct Known {
    text: Zeroizing<String>,
    /// Whether it counts only where no letter or digit is next to it: it is in too many words, where it tells nobody anything.
    only_alone: bool,
}

impl Secrets {
    /// Every secret of `params`.
    pub(crate) fn of(params: &dyn Params) -> Self {
        let mut secrets = Self::default();
        secrets.add_params(params);
        secrets
    }

    /// Every secret of a request's params, and every value that its spec does not list: nothing says what that is.
    pub(crate) fn of_request<A: Auth>(request: &ConnectionRequest<A>) -> Self {
        let mut secrets = Self::of(request.auth().params());
        for (_, value) in request.unlisted() {
            secrets.add_unlisted(value);
        }
        secrets
    }

    fn add_unlisted(&mut self, value: &Secret) {
        if let Ok(mut value) = Json::parse(value.expose()) {
            self.add_json(&value);
            value.zeroize();
        }
    }

    /// One secret.
    pub(crate) fn of_secret(secret: &Secret) -> Self {
        Self::default().and(secret)
    }

    /// These and one more.
    pub(crate) fn and(&self, secret: &Secret) -> Self {
        let mut all = self.clone();
        all.add(secret.expose());
        all
    }

    /// Where they stand in `text`, one secret after the other.
    pub(crate) fn places(&self, text: &str) -> Vec<Range<usize>> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let readings = Readings::of(text);
        let places_of = |known: &Known| readings.places(&known.text, known.only_alone);
        self.0.iter().flat_map(places_of).collect()
    }

    fn add(&mut self, text: &str) {
        const LONGEST_OF_NO_WORTH: usize = 2;
        self.know(text, firm_length(text) <= LONGEST_OF_NO_WORTH);
        self.add_lines(text);
    }

    fn know(&mut self, text: &str, only_alone: bool) {
        if !text.is_empty() {
            self.0.push(Known { text: Zeroizing::new(text.to_owned()), only_alone });
        }
    }

    /// Of a key in several lines, a message may repeat one.
    fn add_lines(&mut self, text: &str) {
        const SHORTEST: usize = 8;
        if !text.trim().contains(['\n', '\r']) {
            return;
        }
        for line in text.split(['\n', '\r']).map(str::trim) {
            // `-----BEGIN PRIVATE KEY-----` is no secret.
            if line.len() >= SHORTEST && !line.starts_with("-----") {
                self.know(line, false);
            }
        }
    }

    fn add_params(&mut self, params: &dyn Params) {
        for (index, field) in params.table().fields.iter().enumerate() {
            self.add_view(params.view(index), Some(&field.shape));
        }
        self.add_view(params.additional_view(), None);
    }

    fn add_view(&mut self, view: View<'_>, shape: Option<&Shape>) {
        if let Some(Shape::Nullable(inner)) = shape {
            return self.add_view(view, Some(inner));
        }
        match view {
            View::Secret(secret) => {
                self.add(secret.expose());
                if let Some(Shape::ConnectionString(rules)) = shape {
                    // A message may repeat the password alone.
                    rules.secrets_in(secret.expose(), &mut |part| self.add(part));
                }
            }
            View::Object(params) => self.add_params(params),
            View::List(list) => {
                let items = (0..list.count()).map(|index| list.item(index));
                items.for_each(|item| self.add_view(item, None));
            }
            View::Map(map) => map.visit(&mut |_, view| self.add_view(view, None)),
            View::Json(value) => self.add_json(value),
            View::Absent
            | View::Null
            | View::Text(_)
            | View::Integer(_)
            | View::Number(_)
            | View::Boolean(_) => {}
        }
    }

    /// No schema says what is in it, so each text, number and name in it may be a secret.
    fn add_json(&mut self, value: &Json) {
        match value {
            Json::String(text) => self.add_of_json(text),
            Json::Number(number) => self.add_of_json(&Zeroizing::new(number.to_string())),
            Json::Array(items) => items.iter().for_each(|item| self.add_json(item)),
            Json::Object(members) => members.iter().for_each(|(name, member)| {
                self.add_of_json(name);
                self.add_json(member);
            }),
            Json::Boolean(_) | Json::Null => {}
        }
    }

    /// A message without every `on`, `id` and `3` would say nothing, and the short ones are words or parts of such.
    fn add_of_json(&mut self, text: &str) {
        const SHORTEST: usize = 4;
        const SHORTEST_THAT_IS_NO_WORD: usize = 6;
        match text.chars().count() {
            ..SHORTEST => {}
            SHORTEST..SHORTEST_THAT_IS_NO_WORD => self.know(text, true),
            _ => self.add(text),
        }
    }
}

/// A text with `[secret]` in those places, which may overlap: one secret may be part of another, or begin in it. If the text is
/// the beginning of the one that they were found in, they may lie behind it.
pub(crate) fn without(text: &str, mut places: Vec<Range<usize>>) -> String {
    places.retain(|place| place.start < text.len());
    places.sort_by_key(|place| place.start);
    places.dedup_by(|next, place| {
        let overlap = next.start < place.end;
        if overlap {
            place.end = place.end.max(next.end);
        }
        overlap
    });
    let (mut left, mut start) = (String::with_capacity(text.len()), 0);
    for place in places {
        left.push_str(text.get(start..place.start).unwrap_or_default());
        left.push_str("[secret]");
        start = place.end;
    }
    left + text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use wellhead_runtime::{AddressPiece, ConnectionStringRules, Dialect, Field, Table, TextRules};

    use super::*;

    impl Secrets {
        fn scrub(&self, text: &str) -> String {
            without(text, self.places(text))
        }
    }

    #[test]
    fn a_secret_is_taken_out_as_it_is_and_as_json_escapes_it() {
        let secrets = Secrets::of_secret(&Secret::from("hun\"ter2"));
        assert_eq!(secrets.scrub("bad password hun\"ter2"), "bad password [secret]");
        assert_eq!(secrets.scrub(r#"{"password":"hun\"ter2"}"#), r#"{"password":"[secret]"}"#);
    }

    #[test]
    fn a_secret_is_taken_out_as_a_form_has_it() {
        let secrets = Secrets::of_secret(&Secret::from("zq+PLANT/47 client"));
        let told = secrets.scrub("unknown pair cid / zq%2BPLANT%2F47+client");
        assert_eq!(told, "unknown pair cid / [secret]");
    }

    #[test]
    fn a_line_of_a_key_is_taken_out_and_so_is_the_whole_with_other_line_ends() {
        let key = "-----BEGIN KEY-----\nPLANTLINEONE\nPLANTLINETWO\n-----END KEY-----\n";
        let secrets = Secrets::of_secret(&Secret::from(key));
        assert_eq!(secrets.scrub("line 2: PLANTLINEONE is bad"), "line 2: [secret] is bad");
        assert_eq!(secrets.scrub("expected -----END KEY-----"), "expected -----END KEY-----");
        for spelt in [key.replace('\n', "\r\n"), key.replace('\n', r"\n"), key.replace('\n', " ")] {
            assert_eq!(secrets.scrub(&format!("<{}>", spelt.trim_end())), "<[secret]>");
        }
    }

    #[test]
    fn a_value_of_free_json_is_taken_out_but_for_words_that_are_everywhere() {
        let json = r#"{"PLANTNAME":["pln5t",98765432,4711,true,null,"on",3,{"b":"PLANTTEXT"}]}"#;
        let mut secrets = Secrets::default();
        secrets.add_json(&Json::parse(json).unwrap());
        assert_eq!(
            secrets.scrub("PLANTNAME pln5t 98765432 4711 PLANTTEXT, on 3: true null b"),
            "[secret] [secret] [secret] [secret] [secret], on 3: true null b"
        );
        assert_eq!(secrets.scrub("xPLANTTEXTy, at 14711"), "x[secret]y, at 14711");
        for spelt in ["pw%3Dpln5t%26", "%22pln5t%22", r"\npln5t\n", r"\u0022pln5t\u0022"] {
            assert!(!secrets.scrub(spelt).contains("pln5t"), "{spelt}");
        }
    }

    #[test]
    fn a_short_secret_is_not_put_together_of_a_sentence() {
        for (sent, told) in [
            ("admin", "A bad minute"),
            ("test1", "latest 1 of 3"),
            ("1234", "limit 12 34 rows, {1}{2}{3}{4}"),
            ("prod1", "sandbox 'prod' 1 of 2"),
        ] {
            let secrets = Secrets::of_secret(&Secret::from(sent));
            assert_eq!(secrets.scrub(told), told);
            assert_eq!(secrets.scrub(&format!("'{sent}' is wrong")), "'[secret]' is wrong");
        }
    }

    #[test]
    fn a_short_secret_with_escapes_does_not_blank_what_it_would_stand_for() {
        for sent in ["%41", r"\\A", "A \""] {
            let secrets = Secrets::of_secret(&Secret::from(sent));
            assert_eq!(secrets.scrub("BAD DATA"), "BAD DATA", "{sent}");
            assert_eq!(secrets.scrub(&format!("'{sent}'")), "'[secret]'", "{sent}");
        }
    }

    #[test]
    fn a_secret_inside_another_leaves_no_rest() {
        let secrets = Secrets::of_secret(&Secret::from("abc")).and(&Secret::from("abcdef"));
        assert_eq!(secrets.scrub("abcdef abc"), "[secret] [secret]");
        let secrets = Secrets::of_secret(&Secret::from("abcabc"));
        assert_eq!(secrets.scrub("bad password abcabcabc!"), "bad password [secret]!");
    }

    #[test]
    fn secrets_that_overlap_leave_no_rest() {
        let secrets = Secrets::of_secret(&Secret::from("abcd")).and(&Secret::from("cdef"));
        assert_eq!(secrets.scrub("abcdef!"), "[secret]!");
    }

    #[test]
    fn a_secret_that_ends_in_a_quote_is_taken_out_whole() {
        let secrets = Secrets::of_secret(&Secret::from("hunter2\""));
        assert_eq!(secrets.scrub(r#"{"password":"hunter2\""}"#), r#"{"password":"[secret]"}"#);
    }

    #[test]
    fn a_secret_of_a_letter_or_two_is_taken_out_where_it_stands_by_itself() {
        let secrets = Secrets::of_secret(&Secret::from("a"));
        assert_eq!(
            secrets.scrub("bad password 'a': a bad day"),
            "bad password '[secret]': [secret] bad day"
        );
    }

    static PARTS: Table = Table::of(&[
        part("server", Shape::Text(&TextRules::NONE)),
        part("password", Shape::Secret(&TextRules::NONE)),
    ]);

    const fn part(name: &'static str, shape: Shape) -> Field {
        Field { name, required: true, shape, also: None, about: "" }
    }

    const fn rules(dialect: Dialect) -> ConnectionStringRules {
        let keys: &[&[&str]] = &[&["Server"], &["Password", "PWD"]];
        ConnectionStringRules { dialect, parts: &PARTS, keys, text: &TextRules::NONE }
    }

    static ADO_NET: ConnectionStringRules = rules(Dialect::AdoNet);
    static ODBC: ConnectionStringRules = rules(Dialect::Odbc);
    static AZURE_STORAGE: ConnectionStringRules = rules(Dialect::AzureStorage);
    static URL: ConnectionStringRules = rules(Dialect::Url(&[AddressPiece::Text("db://x/")]));

    #[test]
    fn the_password_in_a_connection_string_is_taken_out_in_every_dialect() {
        for (rules, text, spelt, password) in [
            (&ADO_NET, r#"Server=x;Password="a;b""c'd}";"#, r#"a;b""c'd}"#, r#"a;b"c'd}"#),
            (&ADO_NET, "pwd='OLD;''PLANT'", "OLD;''PLANT", "OLD;'PLANT"),
            (&ODBC, r#"Server=x;PWD={a;b"c'd}}};"#, r#"a;b"c'd}}"#, r#"a;b"c'd}"#),
            (&AZURE_STORAGE, r#"Server=x;Password=a=b"c'd};"#, r#"a=b"c'd}"#, r#"a=b"c'd}"#),
            (&URL, "db://x/?Server=x&Password=a%3Bb%22c%27d%7D", "a%3Bb%22c%27d%7D", r#"a;b"c'd}"#),
            (&URL, "db://x/?Server=x&Password=plain", "plain", "plain"),
            (&URL, "db://x/?PWD=SIG%2Babc%3D", "SIG%2Babc%3D", "SIG+abc="),
        ] {
            let mut secrets = Secrets::default();
            let text = Secret::from(text);
            secrets.add_view(View::Secret(&text), Some(&Shape::ConnectionString(rules)));
            let said = format!("denied for {password}, or {spelt}, a bad one; {}", text.expose());
            let told = secrets.scrub(&said);
            assert_eq!(told, "denied for [secret], or [secret], a bad one; [secret]", "{said}");
        }
    }
}
