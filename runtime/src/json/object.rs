//! The members of an object: in order, each name once.

use std::fmt;
use std::iter::Map;
use std::slice::{Iter, IterMut};

use super::value::Json;
use crate::known::{Known, named};

/// The members of a JSON object, in their order; no name stands twice.
///
/// Two objects are equal if they have the same members, in whatever order. To look at a member takes longer the more there are, unless
/// some were set after they were many: it is made for what people write into requests, not for tables.
#[derive(Clone, Default)]
pub struct Object {
    pub(super) members: Vec<(String, Json)>,
    /// Where names stand, once there are many and one was set.
    index: Option<Box<Index>>,
}

/// One member, as it is kept.
type Member = (String, Json);

/// What an object is gone through by. Such a type, unlike an opaque one, ends its borrow where it was last used.
type Through<'a, T> = Map<Iter<'a, Member>, fn(&'a Member) -> T>;
type ThroughMut<'a, T> = Map<IterMut<'a, Member>, fn(&'a mut Member) -> T>;

impl Object {
    /// An object without members.
    pub const fn new() -> Self {
        Self { members: Vec::new(), index: None }
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
    #[inline(never)]
    pub fn get(&self, name: &str) -> Option<&Json> {
        let at = match &self.index {
            Some(index) if index.end == self.members.len() => index.find(&self.members, name),
            _ => position(&self.members, name),
        };
        self.members.get(at?).map(|(_, value)| value)
    }

    /// The value of that name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Json> {
        let at = if self.members.len() < FEW {
            position(&self.members, name)
        } else {
            let index = self.index.get_or_insert_default();
            index.add(&self.members);
            index.find(&self.members, name)
        };
        self.members.get_mut(at?).map(|(_, value)| value)
    }

    /// Whether there is a member of that name.
    #[inline]
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a member: in its place if there is one of that name, whose value is returned, else at the end.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.set(name.into(), value.into())
    }

    /// Adds a member whose name is known to be new.
    #[inline(never)]
    pub(crate) fn push(&mut self, name: &str, value: Json) {
        self.members.push((name.to_owned(), value));
    }

    pub(super) fn set(&mut self, name: String, value: Json) -> Option<Json> {
        match self.get_mut(&name) {
            Some(known) => Some(std::mem::replace(known, value)),
            None => {
                self.members.push((name, value));
                None
            }
        }
    }

    /// Takes the member of that name out; the others keep their order.
    #[inline]
    pub fn remove(&mut self, name: &str) -> Option<Json> {
        let at = position(&self.members, name)?;
        // Those behind it move.
        self.index = None;
        Some(self.members.remove(at).1)
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
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_map();
        for (name, value) in &self.members {
            shown.entry(name, value);
        }
        shown.finish()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        if self.len() != other.len() || self.members == other.members {
            return self.len() == other.len();
        }
        let index = Index::of(&other.members);
        for (name, value) in &self.members {
            let at = index.find(&other.members, name);
            if at.and_then(|at| other.members.get(at)).is_none_or(|(_, other)| other != value) {
                return false;
            }
        }
        true
    }
}

impl Eq for Object {}

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
        let mut object = Self::new();
        for (name, value) in members {
            object.set(name.into(), value.into());
        }
        object
    }
}

impl<K: Into<String>, V: Into<Json>, const N: usize> From<[(K, V); N]> for Object {
    /// Of members with one name the last value counts.
    fn from(members: [(K, V); N]) -> Self {
        members.into_iter().collect()
    }
}

/// That many members are found by looking at them.
const FEW: usize = 32;

/// Where names stand, for objects of so many members that looking at all of them each time takes forever: a hostile text may
/// have such.
#[derive(Clone, Default)]
struct Index {
    known: Known,
    /// The members before that one are in it.
    end: usize,
}

impl Index {
    fn of(members: &[Member]) -> Self {
        let mut index = Self::default();
        index.add(members);
        index
    }

    /// Adds those members that are not in it yet.
    fn add(&mut self, members: &[Member]) {
        for (name, _) in members.get(self.end..).unwrap_or_default() {
            self.known.note(named(name), self.end);
            self.end += 1;
        }
    }

    /// Where a name stands; `members` are those that are in it.
    fn find(&self, members: &[Member], name: &str) -> Option<usize> {
        let first = self.known.find(named(name))?;
        // Two names of one fingerprint are not met in practice.
        match members.get(first) {
            Some((known, _)) if known == name => Some(first),
            _ => position(members, name),
        }
    }
}

/// Where a name stands.
#[inline(never)]
fn position(members: &[Member], name: &str) -> Option<usize> {
    for (index, (known, _)) in members.iter().enumerate() {
        if known == name {
            return Some(index);
        }
    }
    None
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
    fn many_members_are_found_after_one_was_taken_out() {
        let mut object = numbered(0..10 * FEW);
        assert_eq!(object.remove("name 0"), Some(Json::from(0)));
        object.insert("name 0", "last");
        for at in 1..10 * FEW {
            assert_eq!(object.get(&format!("name {at}")), Some(&Json::from(at)));
        }
        assert_eq!(object.keys().next_back(), Some("name 0"));
        assert_eq!(object.len(), 10 * FEW);
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
