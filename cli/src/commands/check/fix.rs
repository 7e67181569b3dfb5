//! `wellhead check --fix`: spec files, with what is mechanical put right.

use std::fs;
use std::path::PathBuf;

use wellhead_spec::{fix, store};

use crate::commands::requests;
use crate::commands::texts::{self, SpecFile};
use crate::failure::Failure;
use crate::print;

/// Writes what can be put right. What can't is for the check that follows.
pub(super) fn fix(paths: &[PathBuf]) -> Result<(), Failure> {
    if paths.iter().any(|path| requests::is_stdin(path)) {
        return Err(Failure::call("`--fix` writes files; give their names instead of `-`"));
    }
    for file in texts::spec_files(paths).files {
        if texts::spec_text(&file.path, file.text.text.as_bytes()).is_some() {
            fix_file(&file)?;
        }
    }
    Ok(())
}

fn fix_file(file: &SpecFile) -> Result<(), Failure> {
    let Ok(fixed) = fix::fix(&file.text) else { return Ok(()) };
    let before = fs::read(&file.path).map_err(|error| Failure::file(&file.path, &error))?;
    if before == fixed.text.as_bytes() {
        return Ok(());
    }
    store::replace(&[(file.path.clone(), fixed.text)]).map_err(Failure::world)?;
    for fix in &fixed.fixes {
        print::err(&format!("{fix}\n"));
    }
    if fixed.fixes.is_empty() {
        print::err(&format!("formatted {}\n", file.text.file));
    }
    Ok(())
}
