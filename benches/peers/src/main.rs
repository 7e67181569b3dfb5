//! Writes the crates of every peer for a catalog of some size, and what changes in them when one spec file does.
//!
//! `peer-crates <specs> <count> <out> [peer…]` writes `<out>/<peer>/` and `<out>/<peer>-changed/`.

use std::path::Path;

use serde_json::json;
use wellhead_peers::crates::{self, Peer};
use wellhead_peers::{Spec, catalog, read};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [specs, count, out, wanted @ ..] = arguments.as_slice() else {
        eprintln!("usage: peer-crates <specs> <count> <out> [wellhead|derive|typify…]");
        std::process::exit(2);
    };
    let catalog = catalog(&read(Path::new(specs)), count.parse().expect("a count"));
    // A consumer is of the first source, which stays as it is.
    let mut changed = catalog.clone();
    if changed.len() > 1 {
        change(&mut changed);
    }
    for (name, peer) in Peer::ALL {
        if wanted.is_empty() || wanted.iter().any(|one| one == name) {
            crates::write(peer, &catalog, &Path::new(out).join(name));
            crates::write(peer, &changed, &Path::new(out).join(format!("{name}-changed")));
        }
    }
}

/// Gives one source in the middle one more param.
fn change(catalog: &mut [Spec]) {
    let middle = catalog.len() / 2;
    let properties = |spec: &Spec| spec.json["authSpec"][0]["spec"]["properties"].is_object();
    let spec = catalog.iter_mut().skip(middle).find(|spec| properties(spec)).expect("a source");
    let param =
        json!({"type": "string", "title": "Region", "description": "The region of the account."});
    spec.json["authSpec"][0]["spec"]["properties"]["addedRegion"] = param;
}
