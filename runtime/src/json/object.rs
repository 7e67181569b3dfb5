//! The members of an object: in order, each name once.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::iter::Map;
use std::slice::{Iter, IterMut};

use zeroize::Zeroize;

use super::value::Json;

/// The members of a JSON object, in their order; no name stands twice.
///
/// Two objects are equal if they have the same members, in whatever order. Finding a member takes longer the more there are:
/// it is made for what people write into requests, not for tables.
#[derive(Clone, Default)]
pub struct Object {
    members: Vec<(String, Json)>,
}

/// One member, as it is kept.
type Member = (String, Json);

/// What an object is gone through by. Such a type, unlike an opaque one, ends its borrow where it was last used.
type Through<'a, T> = Map<Iter<'a, Member>, fn(&'a Member) -> T>;
type ThroughMut<'a, T> = Map<IterMut<'a, Member>, fn(&'a mut Member) -> T>;

impl Object {
    /// An object without members.
    pub const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The value of that name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Json> {
        self.members.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether there is a member of that name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a member: in its place if there is one of that name, whose value is returned, else at the end.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        let (name, value) = (name.into(), value.into());
        match self.get_mut(&name) {
            Some(known) => Some(std::mem::replace(known, value)),
            None => {
                self.members.push((name, value));
                None
            }
        }
    }

    /// Takes the member of that name out; the others keep their order.
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let index = self.members.iter().position(|(known, _)| known == name)?;
        Some(self.members.remove(index).1)
    }

    /// The members.
    pub fn iter(&self) -> Through<'_, (&str, &Json)> {
        self.members.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The members, their values to be changed.
    pub fn iter_mut(&mut self) -> ThroughMut<'_, (&str, &mut Json)> {
        self.members.iter_mut().map(|(name, value)| (name.as_str(), value))
    }

    /// The names.
    pub fn keys(&self) -> Through<'_, &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// The values.
    pub fn values(&self) -> Through<'_, &Json> {
        self.members.iter().map(|(_, value)| value)
    }

    /// The members by their names, for comparison.
    fn sorted(&self) -> Vec<&(String, Json)> {
        let mut members: Vec<_> = self.members.iter().collect();
        members.sort_unstable_by_key(|(name, _)| name);
        members
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && (self.keys().eq(other.keys()) && self.values().eq(other.values())
                || self.sorted() == other.sorted())
    }
}

impl Eq for Object {}

impl Zeroize for Object {
    /// Overwrites names and values; nothing is left.
    fn zeroize(&mut self) {
        for (name, value) in &mut self.members {
            name.zeroize();
            value.zeroize();
        }
        self.members.clear();
    }
}

impl IntoIterator for Object {
    type Item = (String, Json);
    type IntoIter = std::vec::IntoIter<(String, Json)>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.into_iter()
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a str, &'a Json);
    type IntoIter = Through<'a, Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for Object {
    /// Of members with one name the last value counts.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut growing = Growing::default();
        for (name, value) in members {
            growing.insert(name.into(), value.into());
        }
        growing.object
    }
}

impl<K: Into<String>, V: Into<Json>, const N: usize> From<[(K, V); N]> for Object {
    /// Of members with one name the last value counts.
    fn from(members: [(K, V); N]) -> Self {
        members.into_iter().collect()
    }
}

/// An object that grows by many members: a hostile text may have so many that looking at all of them each time takes
/// forever.
#[derive(Default)]
pub(super) struct Growing {
    object: Object,
    /// By the hash of its name, the first member with that hash.
    index: Option<(RandomState, HashMap<u64, usize>)>,
}

/// That many members are found by looking at them.
const FEW: usize = 32;

impl Growing {
    /// Adds a member, and says whether its name is new; if not, the value takes the place of the one before.
    pub(super) fn insert(&mut self, name: String, value: Json) -> bool {
        let known = self.position(&name);
        match known.and_then(|index| self.object.members.get_mut(index)) {
            Some((_, known)) => {
                *known = value;
                false
            }
            None => {
                self.object.members.push((name, value));
                true
            }
        }
    }

    pub(super) fn into_object(self) -> Object {
        self.object
    }

    /// Where a name stands; if it does not, it is noted as the next one.
    fn position(&mut self, name: &str) -> Option<usize> {
        let members = &self.object.members;
        let among = || members.iter().position(|(known, _)| known == name);
        if members.len() < FEW {
            return among();
        }
        let (state, index) = self.index.get_or_insert_with(|| {
            let state = RandomState::new();
            let hashes = members.iter().map(|(name, _)| state.hash_one(name.as_str()));
            let index = hashes.enumerate().map(|(index, hash)| (hash, index)).collect();
            (state, index)
        });
        match index.entry(state.hash_one(name)) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(members.len());
                None
            }
            std::collections::hash_map::Entry::Occupied(known) => {
                let is_it = members.get(*known.get()).is_some_and(|(known, _)| known == name);
                // Two names of one hash are not met in practice.
                if is_it { Some(*known.get()) } else { among() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(names: impl IntoIterator<Item = usize>) -> Object {
        names.into_iter().enumerate().map(|(at, name)| (format!("name {name}"), at)).collect()
    }

    #[test]
    fn each_name_stands_once_and_keeps_its_place_among_few_and_many() {
        for count in [3, FEW, 10 * FEW] {
            let object = numbered((0..count).chain(0..count));
            assert_eq!(object.len(), count);
            for (at, (name, value)) in object.iter().enumerate() {
                assert_eq!((name, value), (&*format!("name {at}"), &Json::from(count + at)));
            }
        }
    }

    #[test]
    fn the_order_makes_no_difference_and_every_member_does() {
        let object = numbered(0..40);
        let mut backwards: Vec<_> = object.clone().into_iter().collect();
        backwards.reverse();
        let mut backwards: Object = backwards.into_iter().collect();
        assert_eq!(object, backwards);
        backwards.insert("name 7", Json::Null);
        assert_ne!(object, backwards);
        backwards.remove("name 7");
        assert_ne!(object, backwards);
        backwards.insert("another", 7);
        assert_ne!(object, backwards);
    }

    #[test]
    fn a_member_is_set_in_its_place_or_at_the_end() {
        let mut object = Object::from([("a", 1), ("b", 2)]);
        assert_eq!(object.insert("a", "new"), Some(Json::from(1)));
        assert_eq!(object.insert("c", 3), None);
        assert_eq!(object.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(object.remove("b"), Some(Json::from(2)));
        assert_eq!((object.get("b"), object.contains_key("c")), (None, true));
    }

    #[test]
    fn a_name_that_was_looked_up_may_be_changed_at_once() {
        let mut object = Object::from([("a", 1), ("b", 2)]);
        if let Some(first) = object.keys().next().map(str::to_owned) {
            object.remove(&first);
        }
        for (_, value) in object.iter_mut() {
            *value = Json::Null;
        }
        assert_eq!((&object).into_iter().collect::<Vec<_>>(), [("b", &Json::Null)]);
    }
}
