//! What calls are for: which service, which organization, which sandbox.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::told;

/// The one place that a client's connections are in. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Target {
    /// Its base URL, or what it is [known as](crate::ClientBuilder::known_as).
    pub(crate) service: String,
    pub(crate) org_id: String,
    pub(crate) sandbox: String,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, org_id, sandbox } = self;
        // It may have been read from a file, and goes to a terminal.
        f.write_str(&told::shown(&format!("the sandbox {sandbox} of {org_id} at {service}")))
    }
}
