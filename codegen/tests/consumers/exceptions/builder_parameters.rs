// The type of a builder half way: it has a parameter for each required param.

use wellhead_runtime::{Set, Unset};

pub fn half(
    builder: api::sources::acme_crm::basic_authentication::Builder,
) -> api::sources::acme_crm::basic_authentication::Builder<Set, Unset, Unset> {
    builder.host("https://acme.example")
}
