// The module of a source whose slug changes, and not its Rust name.

use api::sources::acme_crm;

pub fn id() -> &'static str {
    acme_crm::SOURCE.id
}
