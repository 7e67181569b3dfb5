//! The states of a generated builder's required params.

/// A required param that is set.
#[derive(Debug)]
pub enum Set {}

/// A required param that is not set yet.
#[derive(Debug)]
pub enum Unset {}
