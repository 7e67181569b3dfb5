//! What changed between two sets of spec files, and whom it breaks.
//!
//! The way, each step one module:
//!
//! 1. [`side`]: a folder, a file, a git revision or what the service printed into one [`Side`]: specs, and their model.
//! 2. `pairing`: what of the old side is what of the new one, renamed or not.
//! 3. `walk`: two specs side by side, everything that differs.
//!    `shared`: what that does to other sources with the same id.
//! 4. `wire`, `api`, `behaviour`: one judge an axis.
//! 5. [`change`]: the verdicts together, each with its places in both files.
//! 6. [`render`] and [`changelog`]: for people, programs and pull requests.
//!
//! [`compare`] does all of it between loading and printing.

mod api;
mod behaviour;
pub mod change;
pub mod changelog;
mod compare;
pub mod input;
mod pairing;
pub mod render;
mod shared;
pub mod side;
mod walk;
mod wire;

pub use change::Comparison;
pub use compare::compare;
pub use side::Side;
