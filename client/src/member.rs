//! Reading what the service says of a thing, member by member: one of another form than is documented is as good as none, and
//! does not cost the thing, or the list that it is in.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// What a member may be read from.
pub(crate) trait Member: Sized {
    fn of_text(_: String) -> Option<Self> {
        None
    }

    fn of_number(_: u64) -> Option<Self> {
        None
    }

    fn of_object<'de, A: MapAccess<'de>>(members: A) -> Result<Option<Self>, A::Error> {
        IgnoredAny::deserialize(MapAccessDeserializer::new(members)).map(|_| None)
    }
}

impl Member for String {
    fn of_text(text: String) -> Option<Self> {
        Some(text)
    }

    fn of_number(number: u64) -> Option<Self> {
        Some(number.to_string())
    }
}

impl Member for u64 {
    fn of_text(text: String) -> Option<Self> {
        text.parse().ok()
    }

    fn of_number(number: u64) -> Option<Self> {
        Some(number)
    }
}

/// Reads a member; for `deserialize_with`.
pub(crate) fn read<'de, D: Deserializer<'de>, T: Member>(input: D) -> Result<Option<T>, D::Error> {
    input.deserialize_any(Reading(PhantomData))
}

struct Reading<T>(PhantomData<T>);

impl<'de, T: Member> Visitor<'de> for Reading<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::of_text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(T::of_text(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(T::of_number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(u64::try_from(number).ok().and_then(T::of_number))
    }

    /// `1.7e12` is a whole number, too.
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        let spelt = format!("{number:.0}");
        let whole = spelt.parse().ok().filter(|_| number.fract() == 0.0);
        Ok(whole.and_then(T::of_number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::of_object(members)
    }
}
