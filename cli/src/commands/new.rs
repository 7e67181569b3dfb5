//! `wellhead new`: the spec file of a new source.

mod ask;

use serde_json::json;
use wellhead_spec::diagnostic::Finding;
use wellhead_spec::draft::{AuthKind, Draft};
use wellhead_spec::{SpecText, store};

use super::folder;
use crate::args::NewArgs;
use crate::failure::Failure;
use crate::print;

pub(crate) fn run(mut args: NewArgs) -> Result<(), Failure> {
    let path = args.specs.join(format!("{}.json", args.slug));
    if path.symlink_metadata().is_ok() {
        return Err(Failure::you(format!("{} is there already", path.display())));
    }
    ask::for_missing(&mut args)?;
    let draft = draft(&args)?;
    let text = draft.text();
    let file = path.display().to_string();
    let source = SpecText { slug: args.slug, file: file.clone(), text: text.clone() };
    let warnings = folder::fits(&args.specs, &[source])?;
    store::create(&path, &text).map_err(Failure::world)?;
    if args.json {
        let warnings: Vec<_> = warnings.iter().map(Finding::json).collect();
        let files = [json!({"file": file, "result": "written"})];
        return Ok(print::json(&json!({"files": files, "warnings": warnings}))?);
    }
    print::out(&format!("wrote {file}\n"))?;
    print::err(&format!(
        "next: edit its descriptions, then run `wellhead check {}`\n",
        args.specs.display()
    ));
    Ok(())
}

fn draft(args: &NewArgs) -> Result<Draft, Failure> {
    let missing = missing(args);
    let (Some(title), Some(id), Some(category), Some(auth), true) =
        (&args.title, &args.id, &args.category, args.auth, missing.is_empty())
    else {
        return Err(Failure::call(format!("these are missing:\n  {}", missing.join("\n  "))));
    };
    if auth == AuthKind::None && (args.spec_name.is_some() || !args.params.is_empty()) {
        return Err(Failure::call("`--auth none` has no specName and no params"));
    }
    for (number, param) in args.params.iter().enumerate() {
        if args.params.iter().take(number).any(|earlier| earlier.name == param.name) {
            return Err(Failure::call(format!("`--param {}` is given twice", param.name)));
        }
    }
    Ok(Draft {
        slug: args.slug.clone(),
        id: id.clone(),
        title: title.clone(),
        category: category.clone(),
        auth,
        spec_name: args.spec_name.clone(),
        params: args.params.clone(),
    })
}

/// The arguments that a file can't be written without, all of them.
fn missing(args: &NewArgs) -> Vec<&'static str> {
    let is_own = args.auth == Some(AuthKind::Own);
    let needed = [
        (args.title.is_none(), "--title TITLE"),
        (args.id.is_none(), "--id UUID"),
        (args.category.is_none(), "--category CATEGORY"),
        (args.auth.is_none(), "--auth KIND"),
        (is_own && args.spec_name.is_none(), "--spec-name NAME"),
        (is_own && args.params.is_empty(), "--param NAME[:TYPE][:required][:secret]"),
    ];
    needed.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, name)| name).collect()
}
