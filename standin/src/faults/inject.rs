//! Makes calls meet their faults, around everything that answers them.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_LENGTH, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use http_body_util::BodyExt;

use super::{Cut, Fault, Plan, RetryAfter};
use crate::refusal::Refusal;

/// Lets a call meet what the plan has for it.
pub(crate) async fn inject(
    State(plan): State<Arc<Plan>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let met = plan.next(request.method(), request.uri().path());
    if !met.latency.is_zero() {
        tokio::time::sleep(met.latency).await;
    }
    match met.fault {
        Some(Fault::TooManyRequests(retry_after)) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            refused(Refusal::gateway(status, "429050", "Too many requests"), retry_after)
        }
        Some(Fault::Unavailable(retry_after)) => {
            let message = "The service is temporarily unavailable. Please try again. \
                           If the problem persists, please contact customer support.";
            let refusal = Refusal::catalogue("1103-503", "Service Unavailable", message);
            refused(refusal, retry_after)
        }
        Some(Fault::ResetBefore) => {
            cut.reset();
            ().into_response()
        }
        Some(Fault::ResetAfter) => {
            let answer = next.run(request).await;
            cut.reset();
            answer
        }
        Some(Fault::Truncate) => truncated(next.run(request).await).await,
        Some(Fault::Latency(_)) | None => next.run(request).await,
    }
}

fn refused(refusal: Refusal, retry_after: RetryAfter) -> Response {
    let mut answer = refusal.into_response();
    if let Some(header) = retry_after.header() {
        answer.headers_mut().insert(RETRY_AFTER, header);
    }
    answer
}

/// The same answer, with half of the body that it announces. An answer without a body stays as it is.
async fn truncated(answer: Response) -> Response {
    let (mut head, body) = answer.into_parts();
    let whole = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    if whole.is_empty() {
        return Response::from_parts(head, Body::empty());
    }
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = Half { sends: Some(whole.slice(..whole.len() / 2)), waited: false };
    Response::from_parts(head, Body::new(half))
}

/// What is left to do for a body that breaks off: what it sends, and whether that is on its way.
struct Half {
    sends: Option<Bytes>,
    waited: bool,
}

impl HttpBody for Half {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(bytes) = self.sends.take() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if !self.waited {
            // The server sends what it has when a body lets it wait.
            self.waited = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into())))
    }
}
