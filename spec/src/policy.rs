//! How bad each diagnostic is taken to be: what a file allows itself, and what the one who checks denies or allows.

use std::fmt;

use wellhead_runtime::json::Span;

use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::files::SpecText;
use crate::places::Places;

/// A warning that a spec file allows itself, by `x-allow`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// What is allowed.
    pub code: Code,
    /// Where that is said.
    pub span: Span,
}

/// Which diagnostics to take more or less seriously than they are by nature.
///
/// What is denied by its name is an error; what is allowed by its name is dropped; `warnings` are all the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    deny_warnings: bool,
    denied: Vec<Code>,
    allowed: Vec<Code>,
}

impl Policy {
    /// Makes an error of every warning that is not allowed.
    #[must_use]
    pub fn deny_warnings(mut self) -> Self {
        self.deny_warnings = true;
        self
    }

    /// Makes an error of a warning.
    #[must_use]
    pub fn deny(mut self, code: Code) -> Self {
        self.denied.push(code);
        self
    }

    /// Drops a warning.
    ///
    /// # Errors
    /// If the code is an error by nature: no code is generated from such a file, whatever a check says of it.
    pub fn allow(mut self, code: Code) -> Result<Self, NotAllowable> {
        self.allowed.push(allowable(code)?);
        Ok(self)
    }

    /// Applies the policy.
    pub fn apply(&self, diagnostics: &mut Diagnostics) {
        diagnostics.retain_mut(|diagnostic| {
            let is_denied = self.denied.contains(&diagnostic.code);
            let is_allowed = self.allowed.contains(&diagnostic.code) && !is_denied;
            if is_denied || (self.deny_warnings && !is_allowed) {
                diagnostic.severity = Severity::Error;
            }
            !is_allowed
        });
    }
}

/// The code, if it is a warning by nature.
///
/// # Errors
/// If it is not.
pub fn allowable(code: Code) -> Result<Code, NotAllowable> {
    match code.severity() {
        Severity::Warning => Ok(code),
        Severity::Error => Err(NotAllowable(code)),
    }
}

/// A code that can't be allowed, since nothing is generated from a file that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAllowable(Code);

impl fmt::Display for NotAllowable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is an error, and only warnings can be allowed: no code is generated from a file that has it",
            self.0
        )
    }
}

impl std::error::Error for NotAllowable {}

/// Drops from the diagnostics of a file the warnings that it allows itself, and notes what it allows without need.
pub(crate) fn allow_in_file(
    source: &SpecText,
    allowed: &[Allowance],
    diagnostics: &mut Diagnostics,
) {
    if allowed.is_empty() {
        return;
    }
    let mut found = Vec::new();
    // What is broken may hide what is allowed.
    let mut is_broken = false;
    for diagnostic in &*diagnostics {
        if diagnostic.file == source.file {
            is_broken |= diagnostic.severity() == Severity::Error;
            found.push(diagnostic.code);
        }
    }
    let mut unused = Vec::new();
    for allowance in allowed {
        if !is_broken && !found.contains(&allowance.code) {
            unused.push(allowance);
        }
    }
    if unused.len() > 1 && unused.iter().any(|allowance| allowance.code == Code::UnusedAllow) {
        unused.clear();
    }
    diagnostics.retain_mut(|diagnostic| {
        let is_allowed = allowed.iter().any(|allowance| allowance.code == diagnostic.code);
        !(diagnostic.file == source.file && is_allowed)
    });
    let places = Places::of(source);
    for allowance in unused {
        let message = format!("nothing in this file is `{}`", allowance.code);
        diagnostics.note(&places, Code::UnusedAllow, allowance.span, &message, "remove it");
    }
}
