//! The model: what changed, where, and how bad it is on each of the three axes.

use std::collections::BTreeSet;
use std::fmt;

use wellhead_runtime::json::Place as TextPlace;

/// What changed between two sets of spec files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The sources that differ, the worst first.
    pub sources: Vec<SourceChanges>,
    /// Sources that only one side has where neither is expected to have all: nothing changed about them.
    pub apart: Apart,
}

/// Sources that were not compared, by slug or by the service's name, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// They have a spec file, and the service does not list them.
    pub not_at_service: Vec<String>,
    /// The service lists them, and no spec file has their id.
    pub not_in_catalog: Vec<String>,
}

/// What changed about one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceChanges {
    /// Its slug in the old set.
    pub old: Option<String>,
    /// Its slug in the new set.
    pub new: Option<String>,
    /// Its changes, the worst first.
    pub changes: Vec<Change>,
}

impl SourceChanges {
    /// What the source is called: its new slug, or that which it had.
    pub fn slug(&self) -> &str {
        self.new.as_deref().or(self.old.as_deref()).unwrap_or_default()
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change.
    pub kind: Kind,
    /// The auth spec that it is in, by its old name if that is known.
    pub auth: Option<String>,
    /// The param that it is about, with what it stands in: `retry.limit`; empty for what is about the auth spec or source.
    pub param: String,
    /// What changed, as a phrase.
    pub what: String,
    /// Whether requests are still accepted.
    pub wire: Verdict<Wire>,
    /// Whether code still compiles.
    pub api: Verdict<Api>,
    /// Which code does not compile any more.
    pub broken: BTreeSet<Code>,
    /// What else is different.
    pub behaviour: Verdict<Behaviour>,
    /// Its place in the old files.
    pub old: Option<Place>,
    /// Its place in the new files.
    pub new: Option<Place>,
}

/// How bad something is on one axis, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict<S> {
    /// How bad.
    pub severity: S,
    /// Why; empty where nothing is to be said.
    pub reason: String,
}

impl<S> Verdict<S> {
    /// A verdict with its reason.
    pub fn new(severity: S, reason: impl Into<String>) -> Self {
        Self { severity, reason: reason.into() }
    }
}

/// Whether a request that was valid before is still accepted, and one that the old types built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// The same requests are accepted.
    #[default]
    Same,
    /// All that was accepted still is, and more.
    Compatible,
    /// It can't be decided, so it is taken as breaking.
    Undecided,
    /// Something that was accepted is refused.
    Breaking,
}

/// Whether a consumer's code still compiles, and says the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Api {
    /// The types are the same.
    #[default]
    Same,
    /// Something was added, or warns when it is used.
    Additive,
    /// Some code does not compile any more, or means another thing.
    Breaking,
}

/// What else is different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behaviour {
    /// Nothing.
    #[default]
    Same,
    /// What people read.
    Docs,
    /// What is checked, shown, filled in or advised.
    Changed,
}

/// A kind of code that a consumer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// A call of a builder, with values of the old types.
    BuilderCall,
    /// Reading a field into a variable of the old type.
    FieldRead,
    /// A `match` on an enum, with a wildcard arm.
    Match,
    /// A signature, field or import that names a type.
    TypeName,
}

macro_rules! words {
    ($type:ident: $($variant:ident = $word:literal),+ $(,)?) => {
        impl $type {
            /// Each, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word for it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words!(Wire: Same = "same", Compatible = "compatible", Undecided = "undecided", Breaking = "breaking");
words!(Api: Same = "same", Additive = "additive", Breaking = "breaking");
words!(Behaviour: Same = "same", Docs = "docs", Changed = "changed");
words!(Code: BuilderCall = "builder call", FieldRead = "field read", Match = "match", TypeName = "type name");

impl Wire {
    /// Whether it has to be taken as breaking.
    pub fn breaks(self) -> bool {
        self >= Self::Undecided
    }
}

/// A place in a spec file, or in a response of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as it is shown.
    pub file: String,
    /// Line and column.
    pub place: TextPlace,
    /// The JSON pointer of what stands there.
    pub pointer: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.place)
    }
}

/// What a line is held against: the `--fail-on` of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Changes that break requests, or may.
    Wire,
    /// Changes that break code.
    Api,
    /// Any change at all.
    Any,
}

impl Change {
    /// Whether the change is over a line.
    pub fn is_over(&self, line: Line) -> bool {
        match line {
            Line::Wire => self.wire.severity.breaks(),
            Line::Api => self.api.severity == Api::Breaking,
            Line::Any => true,
        }
    }

    /// Whether it breaks requests or code, or may.
    pub fn breaks(&self) -> bool {
        self.is_over(Line::Wire) || self.is_over(Line::Api)
    }

    /// How bad it is on all axes together, for an order.
    pub(crate) fn rank(&self) -> (bool, Wire, Api, Behaviour) {
        (self.breaks(), self.wire.severity, self.api.severity, self.behaviour.severity)
    }
}

impl Comparison {
    /// Every change, with its source.
    pub fn changes(&self) -> impl Iterator<Item = (&SourceChanges, &Change)> {
        self.sources.iter().flat_map(|source| source.changes.iter().map(move |one| (source, one)))
    }

    /// How many changes are over a line.
    pub fn over(&self, line: Line) -> usize {
        self.changes().filter(|(_, change)| change.is_over(line)).count()
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Puts the worst first: sources by their worst change, changes by themselves, both then by name and place.
    pub(crate) fn sort(&mut self) {
        for source in &mut self.sources {
            source.changes.sort_by(|one, other| {
                let place = |change: &Change| {
                    let place = change.new.as_ref().or(change.old.as_ref());
                    place.map(|place| place.place)
                };
                other.rank().cmp(&one.rank()).then_with(|| place(one).cmp(&place(other)))
            });
        }
        let worst = |source: &SourceChanges| source.changes.iter().map(Change::rank).max();
        self.sources.sort_by(|one, other| {
            worst(other).cmp(&worst(one)).then_with(|| one.slug().cmp(other.slug()))
        });
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $word:literal),+ $(,)?) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Kind {
            /// Every kind, those of sources first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable word for it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// What it is, as a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }

        impl fmt::Display for Kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

kinds! {
    /// A source is new.
    SourceAdded = "source-added",
    /// A source is gone.
    SourceRemoved = "source-removed",
    /// A source has another slug.
    SourceRenamed = "source-renamed",
    /// The connection spec id is another one.
    IdChanged = "id-changed",
    /// The connection spec version is another one.
    VersionChanged = "version-changed",
    /// The service's name or provider id of the source is another one.
    IdentityChanged = "identity-changed",
    /// The source stands in another category, and so behind another Cargo feature.
    CategoryChanged = "category-changed",
    /// The source is further, or on its way out.
    StatusChanged = "status-changed",
    /// A slug that leads to the source is new.
    AliasAdded = "alias-added",
    /// A slug that led to the source does not any more.
    AliasRemoved = "alias-removed",
    /// Why the source shares its id is said otherwise, or not at all.
    SharedIdChanged = "shared-id-changed",
    /// Requests for another source with the same id may fit this one as well.
    SharedIdOverlap = "shared-id-overlap",
    /// `x-rust-name` is another one.
    RustNameChanged = "rust-name-changed",
    /// A source that had requests without `auth` has auth specs now, or the other way round.
    AuthPresenceChanged = "auth-presence-changed",
    /// An auth spec is new.
    AuthAdded = "auth-added",
    /// An auth spec is gone.
    AuthRemoved = "auth-removed",
    /// An auth spec has another name: the wire's `specName`.
    AuthRenamed = "auth-renamed",
    /// Auth specs stand in another order.
    AuthReordered = "auth-reordered",
    /// An auth spec exists on other clouds.
    CloudsChanged = "clouds-changed",
    /// A variant, which is one of several kinds of params or of an object, is new.
    VariantAdded = "variant-added",
    /// A variant is gone.
    VariantRemoved = "variant-removed",
    /// A variant is called otherwise.
    VariantRenamed = "variant-renamed",
    /// Variants stand in another order.
    VariantsReordered = "variants-reordered",
    /// An object that fits several variants may be taken for another one of them.
    VariantPreferred = "variant-preferred",
    /// What tells a variant from the others is another constant.
    DiscriminatorChanged = "discriminator-changed",
    /// An optional param is new.
    ParamAdded = "param-added",
    /// A required param is new.
    RequiredParamAdded = "required-param-added",
    /// A param is gone.
    ParamRemoved = "param-removed",
    /// A param has another name.
    ParamRenamed = "param-renamed",
    /// Params stand in another order.
    ParamsReordered = "params-reordered",
    /// An optional param is required now.
    BecameRequired = "became-required",
    /// A required param is optional now.
    BecameOptional = "became-optional",
    /// Values of more types are accepted.
    TypeWidened = "type-widened",
    /// Values of fewer types are accepted.
    TypeNarrowed = "type-narrowed",
    /// Values of another type are accepted.
    TypeChanged = "type-changed",
    /// A listed value is new.
    EnumValueAdded = "enum-value-added",
    /// A listed value is gone.
    EnumValueRemoved = "enum-value-removed",
    /// Listed values stand in another order.
    EnumReordered = "enum-reordered",
    /// Values are listed that were free.
    EnumAdded = "enum-added",
    /// Values are free that were listed.
    EnumRemoved = "enum-removed",
    /// The one value that is allowed is another, or there is one now, or none.
    ConstChanged = "const-changed",
    /// A bound of a number moved.
    BoundChanged = "bound-changed",
    /// `multipleOf` is another.
    StepChanged = "step-changed",
    /// A bound of a string's length moved.
    LengthChanged = "length-changed",
    /// `pattern` is another.
    PatternChanged = "pattern-changed",
    /// `format` is another.
    FormatChanged = "format-changed",
    /// `contentEncoding` is another.
    EncodingChanged = "encoding-changed",
    /// A bound of the number of elements or members moved.
    CountChanged = "count-changed",
    /// Whether elements have to differ from each other.
    UniqueChanged = "unique-changed",
    /// What members that are not listed may be.
    AdditionalChanged = "additional-changed",
    /// Alternatives, conditions or dependencies are others.
    CombinationChanged = "combination-changed",
    /// Another grammar, address or presence of a connection string.
    ConnectionStringChanged = "connection-string-changed",
    /// The keys of a part of a connection string are others.
    KeysChanged = "keys-changed",
    /// `default` is another.
    DefaultChanged = "default-changed",
    /// A value is a secret now, or none any more.
    SecretChanged = "secret-changed",
    /// Something should not be used any more, or may be again, or the advice is another.
    DeprecationChanged = "deprecation-changed",
    /// What people read is other: labels, descriptions, examples, notes, links.
    DocsChanged = "docs-changed",
    /// The generated types differ for a reason that is none of the above.
    TypesChanged = "types-changed",
}
