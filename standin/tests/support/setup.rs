//! How a stand-in is to be set up, in a form that another process can be given.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use wellhead_standin::{Options, Paging};

/// What differs from a stand-in like any.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Setup {
    /// How long tokens live.
    pub token_life: Option<Duration>,
    /// The only client id and client secret that are good.
    pub credentials: Option<(String, String)>,
    /// The only organization that there is.
    pub organization: Option<String>,
    /// The only sandbox that there is.
    pub sandbox: Option<String>,
    /// How long connections are `initializing`.
    pub creation_time: Duration,
    /// Whether lists lead on by a token, not by a link.
    pub pages_by_token: bool,
}

impl Setup {
    pub fn options(&self) -> Options {
        let paging = if self.pages_by_token { Paging::Token } else { Paging::default() };
        let mut options = Options::default().creation_time(self.creation_time).paging(paging);
        if let Some(life) = self.token_life {
            options = options.token_life(life);
        }
        if let Some((client_id, secret)) = &self.credentials {
            options = options.credentials(client_id, secret.as_str());
        }
        if let Some(organization) = &self.organization {
            options = options.organization(organization);
        }
        if let Some(sandbox) = &self.sandbox {
            options = options.sandbox(sandbox);
        }
        options
    }
}
