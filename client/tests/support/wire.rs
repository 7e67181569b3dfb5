//! HTTP/1.1 by hand, since a server of good manners can't break off in the middle.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::http::Request;
use axum::response::Response;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

use super::{Asked, Reply};

pub async fn serve(
    stream: TcpStream,
    remembered: Arc<Mutex<Vec<Asked>>>,
    answer: Arc<impl Fn(&Asked) -> Reply>,
) {
    let mut stream = BufStream::new(stream);
    while let Some(asked) = read(&mut stream).await {
        let reply = {
            let reply = answer(&asked);
            remembered.lock().unwrap().push(asked);
            reply
        };
        let response = match reply {
            Reply::Answer(response) => response,
            Reply::After(wait, response) => {
                tokio::time::sleep(wait).await;
                response
            }
            Reply::Broken => return,
            Reply::CutOff(response) => {
                let bytes = bytes(response).await;
                let _ = stream.write_all(&bytes[..bytes.len() - 1]).await;
                let _ = stream.flush().await;
                return;
            }
            Reply::Silence => std::future::pending().await,
        };
        if stream.write_all(&bytes(response).await).await.is_err() || stream.flush().await.is_err()
        {
            return;
        }
    }
}

async fn read(stream: &mut BufStream<TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok().filter(|read| *read > 0)?;
    let mut parts = line.split(' ');
    let mut request = Request::builder().method(parts.next()?).uri(parts.next()?);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        request = request.header(name, value);
    }
    let (head, ()) = request.body(()).unwrap().into_parts();
    let length = head.headers.get("content-length").map_or("0", |length| length.to_str().unwrap());
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).await.ok()?;
    Some(Asked { head, body: String::from_utf8(body).unwrap(), at: Instant::now() })
}

async fn bytes(response: Response) -> Vec<u8> {
    let (head, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let mut text =
        format!("HTTP/1.1 {} X\r\ncontent-length: {}\r\n", head.status.as_u16(), body.len());
    for (name, value) in &head.headers {
        text.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    text.push_str("\r\n");
    [text.as_bytes(), &body].concat()
}
