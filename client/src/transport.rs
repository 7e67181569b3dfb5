//! Bytes there and back: one HTTP client for one endpoint, with TLS verified, no redirects, and bounded answers.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::{ETAG, HeaderMap, HeaderName, HeaderValue};
use reqwest::{ClientBuilder, Request, Response, StatusCode, redirect};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use wellhead_runtime::{Secret, append_overwriting};
use zeroize::Zeroizing;

use crate::call::is_id;
use crate::connection::Created;
use crate::endpoint::Endpoint;
use crate::error::{BadAnswer, Cause, Error, Operation, Unreachable};
use crate::proxy;
use crate::retry;
use crate::scrub::Secrets;
use crate::told;

/// The largest answer that is read: a page of connections is far smaller.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    pub(crate) call: Duration,
    pub(crate) connect: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { call: Duration::from_secs(60), connect: Duration::from_secs(10) }
    }
}

/// Sends requests to one endpoint.
#[derive(Clone, Debug)]
pub(crate) struct Transport(reqwest::Client);

impl Transport {
    pub(crate) fn to(endpoint: &Endpoint, timeouts: Timeouts) -> Result<Self, Error> {
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(endpoint)?)
            .redirect(redirect::Policy::none())
            .referer(false)
            .user_agent(concat!("wellhead/", env!("CARGO_PKG_VERSION")))
            .timeout(timeouts.call)
            .connect_timeout(timeouts.connect);
        // What is meant for this machine must not leave it by way of a proxy from the environment.
        let proxy = match endpoint.is_on_this_machine() {
            true => None,
            false => proxy::of_environment().map_err(Error::unusable)?,
        };
        let builder = proxy.into_iter().fold(builder.no_proxy(), ClientBuilder::proxy);
        builder.build().map(Self).map_err(|error| {
            Error::Unusable(vec![format!("no HTTP client could be made: {}", root_cause(&error))])
        })
    }

    /// Sends `request`, which holds `secrets`, and reads the whole answer.
    pub(crate) async fn send(
        &self,
        request: Request,
        operation: Operation,
        secrets: Secrets,
    ) -> Result<Answer, Error> {
        let unreachable = |error| Error::Unreachable(not_reached(operation, error));
        let mut response = self.0.execute(request).await.map_err(unreachable)?;
        let mut answer = Answer::without_body(operation, &response, secrets);
        let cut_off = |answer: &Answer, error| match answer.says_it_was_done() {
            // Doing it again would do it twice.
            true => answer.bad(format!("it was cut off: {}", not_reached(operation, error).reason)),
            false => unreachable(error),
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| cut_off(&answer, error))? {
            if answer.body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(answer.bad("it is larger than 32 MiB".into()));
            }
            append_overwriting(&mut answer.body, &chunk);
        }
        Ok(answer)
    }
}

/// The provider is handed over instead of installed: a library must not choose for the whole process.
fn tls(endpoint: &Endpoint) -> Result<ClientConfig, Error> {
    let unusable =
        |error: rustls::Error| Error::Unusable(vec![format!("TLS can't be set up: {error}")]);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    // Plain HTTP to this machine has to work where no certificate authorities are installed.
    let builder = if endpoint.is_plain() {
        builder.with_root_certificates(RootCertStore::empty())
    } else {
        builder.with_platform_verifier().map_err(unusable)?
    };
    Ok(builder.with_no_client_auth())
}

fn not_reached(operation: Operation, error: reqwest::Error) -> Unreachable {
    let error = error.without_url();
    // What fails once the network connection stands, TLS included, may have been sent and read before.
    let cause = if error.is_connect() && is_tls(&error) {
        Cause::NotTrusted
    } else if error.is_connect() {
        Cause::NotConnected
    } else if error.is_timeout() {
        Cause::TimedOut
    } else {
        Cause::Interrupted
    };
    Unreachable { operation, cause, reason: root_cause(&error) }
}

/// Whether TLS failed: in a handshake it is the certificate, mostly, and would fail again.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    // What an I/O error is made of is not its source.
    let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|inner| is_tls(inner))
        || error.source().is_some_and(is_tls)
}

/// The innermost error says what happened; those around it say only where.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// A header with a bearer token; it is kept out of `Debug` and of header compression tables.
pub(crate) fn bearer(token: &Secret) -> Result<HeaderValue, String> {
    let text = Zeroizing::new(format!("Bearer {}", token.expose()));
    let is_token = token.expose().bytes().all(|byte| byte.is_ascii_graphic());
    let header = is_token.then(|| HeaderValue::from_str(&text).ok()).flatten();
    let mut header = header.ok_or(
        "the token holds characters that no token has: give it alone, without `Bearer` before it \
         or a line break behind it",
    )?;
    header.set_sensitive(true);
    Ok(header)
}

/// An answer, whatever its status. The body may hold a token.
pub(crate) struct Answer {
    pub(crate) operation: Operation,
    pub(crate) status: StatusCode,
    pub(crate) request_id: Option<String>,
    /// How long the service asks to be left alone.
    pub(crate) retry_after: Option<Duration>,
    /// The service's clock, in whole seconds.
    pub(crate) date: Option<SystemTime>,
    /// The version that it leads to, where it says so in its head.
    etag: Option<String>,
    pub(crate) body: Zeroizing<Vec<u8>>,
    /// What was sent, and must not be told.
    pub(crate) secrets: Secrets,
}

impl Answer {
    fn without_body(operation: Operation, response: &Response, secrets: Secrets) -> Self {
        Self {
            operation,
            status: response.status(),
            request_id: request_id(response.headers(), &secrets),
            retry_after: retry::retry_after(response.headers()),
            date: retry::date(response.headers()),
            etag: etag(response.headers()),
            // Room for it all; a length is not believed blindly.
            body: Zeroizing::new(Vec::with_capacity(expected_length(response))),
            secrets,
        }
    }

    /// Whether the status alone says that something was done that must not be done twice.
    fn says_it_was_done(&self) -> bool {
        self.status.is_success() && !self.operation.is_idempotent()
    }

    /// The answer as an error: it is not what is documented.
    pub(crate) fn bad(&self, problem: String) -> Error {
        Error::BadAnswer(BadAnswer {
            operation: self.operation,
            status: self.status.as_u16(),
            problem,
            request_id: self.request_id.clone(),
        })
    }

    /// What was created, or changed; `id` is what was changed, for an answer without a body.
    pub(crate) fn read_created(&self, id: Option<&str>) -> Result<Created, Error> {
        if let Some(id) = id.filter(|_| self.status == StatusCode::NO_CONTENT) {
            return Ok(Created::changed(id.to_owned(), self.etag.clone()));
        }
        let created: Created = self.read()?;
        if !is_id(&created.id) {
            return Err(self.bad("its `id` is none that the service gives".into()));
        }
        id.map_or(Ok(()), |id| self.check_about("connection", id, &created.id))?;
        Ok(created)
    }

    /// Fails if what it holds is not `what` was asked for by that id.
    pub(crate) fn check_about(&self, what: &str, id: &str, found: &str) -> Result<(), Error> {
        match found.eq_ignore_ascii_case(id) {
            true => Ok(()),
            false => Err(self.bad(format!("it is about another {what}"))),
        }
    }

    /// The body as `T`.
    pub(crate) fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Error> {
        // serde's own message may repeat a value.
        serde_json::from_slice(&self.body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            self.bad(format!(
                "it is not the JSON that is documented (line {line}, column {column})"
            ))
        })
    }
}

fn etag(headers: &HeaderMap) -> Option<String> {
    headers.get(ETAG)?.to_str().ok().map(str::to_owned)
}

fn expected_length(response: &Response) -> usize {
    const MOST: usize = 64 * 1024;
    let length = response.content_length().and_then(|length| usize::try_from(length).ok());
    length.unwrap_or_default().min(MOST)
}

fn request_id(headers: &HeaderMap, secrets: &Secrets) -> Option<String> {
    const NAME: HeaderName = HeaderName::from_static("x-request-id");
    told::request_id(headers.get(NAME)?.to_str().ok()?, secrets)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    use reqwest::Method;
    use rustls::pki_types::PrivatePkcs8KeyDer;
    use rustls::{ServerConfig, ServerConnection, Stream};

    use super::*;

    /// A transport that trusts a server of TLS, which reads what it is asked and then writes these bytes past its own TLS.
    fn to_server_that_says(bytes: &'static [u8]) -> (Transport, String, JoinHandle<Vec<u8>>) {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(certified.cert.der().clone()).unwrap();
        let trusting = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], key.into())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
        let asked = std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let mut connection = ServerConnection::new(Arc::new(server)).unwrap();
            let mut asked = vec![0; 4096];
            let length = Stream::new(&mut connection, &mut socket).read(&mut asked).unwrap();
            socket.write_all(bytes).unwrap();
            asked.truncate(length);
            asked
        });
        let client = reqwest::Client::builder().tls_backend_preconfigured(trusting).no_proxy();
        (Transport(client.build().unwrap()), url, asked)
    }

    #[tokio::test]
    async fn tls_that_fails_behind_the_handshake_may_have_been_asked_before() {
        for bytes in [b"HTTP/1.1 502 Bad Gateway\r\n\r\n".as_slice(), b"\x17\x03\x03\0\x04oops"] {
            let (transport, url, asked) = to_server_that_says(bytes);
            let request = Request::new(Method::POST, url.parse().unwrap());
            let sent = transport.send(request, Operation::Create, Secrets::default()).await;
            let error = sent.err().unwrap();
            assert!(asked.join().unwrap().starts_with(b"POST /"));
            assert!(error.is_outcome_unknown(), "{error}");
            assert!(
                matches!(&error, Error::Unreachable(unreachable) if unreachable.cause == Cause::Interrupted),
                "{error:?}"
            );
        }
    }
}
