//! What something is about: the way from an auth spec's params to it.

use std::fmt;

use wellhead_spec::diagnostic::visible;

/// One step of the way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Step {
    /// To a param, or a part of a connection string, by its wire name.
    Param(String),
    /// To the elements of a list.
    Items,
    /// To the members that are not listed.
    Others,
    /// To a variant, by the name of its type.
    Variant(String),
}

/// The way; empty for the params as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path(Vec<Step>);

impl Path {
    /// The way with one step more.
    pub(crate) fn with(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// How many steps both have in common from the start.
    pub(crate) fn common(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).take_while(|(one, other)| one == other).count()
    }

    /// Whether it leads to a param that a variant has as its own.
    pub(crate) fn is_of_variant(&self) -> bool {
        matches!(self.0.as_slice(), [.., Step::Variant(_), Step::Param(_)])
    }

    /// The name of the member that it leads to, of the value that so many steps lead to, as which variant ever.
    pub(crate) fn member(&self, below: usize) -> Option<&str> {
        match self.0.get(below..)? {
            [Step::Param(name)] | [Step::Variant(_), Step::Param(name)] => Some(name),
            _ => None,
        }
    }

    /// The first step, if there is one.
    pub(crate) fn first(&self) -> Option<&Step> {
        self.0.first()
    }

    /// How many steps there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Path {
    /// `retry<Fast>.limit`, `tags[]`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Param(name) if at == 0 => f.write_str(&visible(name))?,
                Step::Param(name) => write!(f, ".{}", visible(name))?,
                Step::Items => f.write_str("[]")?,
                Step::Others if at == 0 => f.write_str("*")?,
                Step::Others => f.write_str(".*")?,
                Step::Variant(name) => write!(f, "<{}>", visible(name))?,
            }
        }
        Ok(())
    }
}
