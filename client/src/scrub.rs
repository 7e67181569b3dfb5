//! Keeping what was sent out of what is reported: a service may repeat a password in its message.

use wellhead_runtime::{
    Auth, ConnectionRequest, ConnectionStringRules, Json, Params, Secret, Shape, View,
};
use zeroize::{Zeroize, Zeroizing};

/// What must not come back in an error.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Vec<Zeroizing<String>>);

impl Secrets {
    /// Every secret of `params`.
    pub(crate) fn of(params: &dyn Params) -> Self {
        let mut secrets = Self::default();
        secrets.add_params(params);
        secrets
    }

    /// Every secret of a request's params, and every text that its spec does not list: nothing says what that is.
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

    /// `text` without any of them.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let mut by_length: Vec<&str> = self.0.iter().map(|secret| secret.as_str()).collect();
        // One secret may be part of another.
        by_length.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        by_length.into_iter().fold(text.to_owned(), |text, secret| text.replace(secret, "[secret]"))
    }

    fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        // The message may be JSON inside JSON.
        let escaped = serde_json::to_string(text).map(Zeroizing::new).unwrap_or_default();
        let escaped = escaped.trim_matches('"');
        if escaped != text {
            self.0.push(Zeroizing::new(escaped.to_owned()));
        }
        self.0.push(Zeroizing::new(text.to_owned()));
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
                    self.add_parts(secret.expose(), rules);
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

    /// The secret parts of a connection string, since a message may repeat the password alone.
    fn add_parts(&mut self, text: &str, rules: &ConnectionStringRules) {
        let secret_keys: Vec<&str> = rules
            .parts
            .fields
            .iter()
            .zip(rules.keys)
            .filter(|(part, _)| part.shape.is_secret())
            .flat_map(|(_, keys)| keys.iter().copied())
            .collect();
        for (key, value) in text.split(';').filter_map(|part| part.split_once('=')) {
            if secret_keys.iter().any(|secret| secret.eq_ignore_ascii_case(key.trim())) {
                self.add(value.trim().trim_matches(['"', '\'']));
            }
        }
    }

    /// No schema says what is in it, so each text in it may be a secret; short ones are words.
    fn add_json(&mut self, value: &Json) {
        const SHORTEST: usize = 6;
        match value {
            Json::String(text) if text.len() >= SHORTEST => self.add(text),
            Json::Array(items) => items.iter().for_each(|item| self.add_json(item)),
            Json::Object(members) => members.values().for_each(|member| self.add_json(member)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_taken_out_as_it_is_and_as_json_escapes_it() {
        let secrets = Secrets::of_secret(&Secret::from("hun\"ter2"));
        assert_eq!(secrets.scrub("bad password hun\"ter2"), "bad password [secret]");
        assert_eq!(secrets.scrub(r#"{"password":"hun\"ter2"}"#), r#"{"password":"[secret]"}"#);
    }

    #[test]
    fn a_secret_inside_another_leaves_no_rest() {
        let secrets = Secrets::of_secret(&Secret::from("abc")).and(&Secret::from("abcdef"));
        assert_eq!(secrets.scrub("abcdef abc"), "[secret] [secret]");
    }
}
