//! For those who have `serde`: requests and free JSON as it sees them. Nothing here is needed to read or write a request.

use serde_core::de::{self, Deserialize, Deserializer};
use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use crate::json::{Json, Number, Object};
use crate::requests::param::{Params, View, members};
use crate::requests::request::{Auth, ConnectionRequest};

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members.iter()),
        }
    }
}

impl Serialize for Number {
    /// As a whole number where it is one that fits, else as the nearest float.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_whole = !self.as_str().contains(['.', 'e', 'E']);
        match self.as_i128().filter(|_| is_whole) {
            Some(whole) => whole_number(whole, serializer),
            None => serializer.serialize_f64(self.as_f64().unwrap_or(f64::MAX)),
        }
    }
}

fn whole_number<S: Serializer>(value: i128, serializer: S) -> Result<S::Ok, S::Error> {
    match (i64::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => serializer.serialize_i64(value),
        (_, Ok(value)) => serializer.serialize_u64(value),
        _ => serializer.serialize_i128(value),
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl<'de> de::Visitor<'de> for Visitor {
    type Value = Json;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(flag.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u128<E>(self, value: u128) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(text.into())
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut sequence: A) -> Result<Json, A::Error> {
        let mut items: Vec<Json> = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members: Vec<(String, Json)> = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Json::Object(members.into_iter().collect::<Object>()))
    }
}

/// A view, or a params object, as serde sees it.
struct Wire<'a>(View<'a>);

impl Serialize for Wire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::Absent | View::Null => serializer.serialize_none(),
            View::Text(text) => serializer.serialize_str(text),
            View::Secret(secret) => serializer.serialize_str(secret.expose()),
            View::Integer(value) => whole_number(value, serializer),
            View::Number(value) => serializer.serialize_f64(value),
            View::Boolean(value) => serializer.serialize_bool(value),
            View::Json(value) => value.serialize(serializer),
            View::Object(params) => serialize_params(params, serializer),
            View::List(list) => {
                let mut sequence = serializer.serialize_seq(Some(list.count()))?;
                (0..list.count())
                    .try_for_each(|index| sequence.serialize_element(&Wire(list.item(index))))?;
                sequence.end()
            }
            View::Map(map) => {
                let mut members = Vec::new();
                map.visit(&mut |key, view| members.push((key, Wire(view))));
                serializer.collect_map(members)
            }
        }
    }
}

fn serialize_params<S: Serializer>(params: &dyn Params, serializer: S) -> Result<S::Ok, S::Error> {
    let mut set = Vec::new();
    members(params, &mut |key, view, _| set.push((key, view)));
    let mut object = serializer.serialize_map(Some(set.len()))?;
    set.into_iter().try_for_each(|(key, view)| object.serialize_entry(key, &Wire(view)))?;
    object.end()
}

impl<A: Auth> Serialize for ConnectionRequest<A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let descriptor = self.auth().descriptor();
        let mut body = serializer.serialize_struct("ConnectionRequest", 5)?;
        body.serialize_field("name", self.name())?;
        for (key, value) in
            [("description", self.description()), ("providerId", self.provider_id())]
        {
            match value {
                Some(value) => body.serialize_field(key, value)?,
                None => body.skip_field(key)?,
            }
        }
        match descriptor.spec_name {
            Some(spec_name) => {
                let merged = self.merged();
                let params = match &merged {
                    Some(merged) => View::Json(&merged.0),
                    None => View::Object(self.auth().params()),
                };
                body.serialize_field("auth", &AuthBody { spec_name, params })?;
            }
            None => body.skip_field("auth")?,
        }
        let (id, version) = (descriptor.source.id, descriptor.source.version);
        body.serialize_field("connectionSpec", &SpecBody { id, version })?;
        body.end()
    }
}

struct AuthBody<'a> {
    spec_name: &'static str,
    params: View<'a>,
}

impl Serialize for AuthBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut auth = serializer.serialize_struct("auth", 2)?;
        auth.serialize_field("specName", self.spec_name)?;
        auth.serialize_field("params", &Wire(self.params))?;
        auth.end()
    }
}

struct SpecBody {
    id: &'static str,
    version: &'static str,
}

impl Serialize for SpecBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut spec = serializer.serialize_struct("connectionSpec", 2)?;
        spec.serialize_field("id", self.id)?;
        spec.serialize_field("version", self.version)?;
        spec.end()
    }
}

/// Free JSON as `serde_json` has it, and back.
#[cfg(feature = "serde_json")]
mod serde_json_values {
    use serde_json::Value;

    use crate::json::{Json, Number};

    impl From<Value> for Json {
        fn from(value: Value) -> Self {
            match value {
                Value::Null => Self::Null,
                Value::Bool(flag) => Self::Boolean(flag),
                Value::Number(number) => number.into(),
                Value::String(text) => Self::String(text),
                Value::Array(items) => items.into_iter().collect(),
                Value::Object(members) => members.into_iter().collect(),
            }
        }
    }

    impl From<serde_json::Number> for Json {
        fn from(number: serde_json::Number) -> Self {
            // It spells numbers as JSON does.
            number.to_string().parse().map_or(Self::Null, Self::Number)
        }
    }

    impl From<Json> for Value {
        /// A number that `serde_json` can't hold becomes the nearest that it can.
        fn from(value: Json) -> Self {
            match value {
                Json::Null => Self::Null,
                Json::Boolean(flag) => Self::Bool(flag),
                Json::Number(number) => nearest(&number),
                Json::String(text) => Self::String(text),
                Json::Array(items) => items.into_iter().map(Self::from).collect(),
                Json::Object(members) => Self::Object(
                    members.into_iter().map(|(key, value)| (key, value.into())).collect(),
                ),
            }
        }
    }

    impl PartialEq<Value> for Json {
        fn eq(&self, other: &Value) -> bool {
            let other = Self::from(other.clone());
            *self == other
        }
    }

    impl PartialEq<Json> for Value {
        fn eq(&self, other: &Json) -> bool {
            other == self
        }
    }

    fn nearest(number: &Number) -> Value {
        serde_json::from_str(number.as_str()).unwrap_or_else(|_| {
            Value::from(if number.as_str().starts_with('-') { f64::MIN } else { f64::MAX })
        })
    }
}
