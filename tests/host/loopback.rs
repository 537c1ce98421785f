//! A web server of this machine: what to answer comes in, the requests it saw go out.
//!
//! It runs on a thread of its own until it is dropped. A request is in the log as soon as its head has come; what its body held, once that has.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use anyhow::Result;
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use wasmtime_wasi_http::io::TokioIo;

use super::http::headers;

/// One request as the server saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    /// The beginning of the body, and how long all of it is.
    pub body: String,
    pub bytes: u64,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name)?;
        Some(&found.1)
    }
}

/// What a server answers.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub text: String,
    /// That many bytes more, in chunks.
    pub more: usize,
}

impl Reply {
    pub fn text(text: &str) -> Self {
        Self { status: 200, headers: Vec::new(), text: text.to_owned(), more: 0 }
    }

    /// Elsewhere.
    pub fn redirect(location: &str) -> Self {
        Self { status: 302, headers: vec![("location", location.to_owned())], text: String::new(), more: 0 }
    }

    pub fn bytes(more: usize) -> Self {
        Self { status: 200, headers: Vec::new(), text: String::new(), more }
    }
}

/// Something that runs on a thread of its own until it is dropped.
pub struct Running {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub fn new(work: impl Future<Output = std::io::Result<()>> + Send + 'static) -> Result<Self> {
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = stopped => {}
                    error = work => panic!("a server ended: {error:?}"),
                }
            });
        });
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

type Log = Arc<Mutex<Vec<Seen>>>;

pub struct Loopback {
    pub address: SocketAddr,
    seen: Log,
    _running: Running,
}

impl Loopback {
    /// Answers every request with a text.
    pub fn answering(text: &'static str) -> Result<Self> {
        Self::replying(move |_| Reply::text(text))
    }

    /// Answers each request by what was seen of its head.
    pub fn replying(reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let (address, seen) = (listener.local_addr()?, Log::default());
        let running = Running::new(accept(listener, Arc::new(reply), Arc::clone(&seen)))?;
        Ok(Self { address, seen, _running: running })
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic while logging").clone()
    }
}

type Replying = Arc<dyn Fn(&Seen) -> Reply + Send + Sync>;

async fn accept(listener: std::net::TcpListener, reply: Replying, seen: Log) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let (reply, seen) = (Arc::clone(&reply), Arc::clone(&seen));
        let service = service_fn(move |request| answer(request, Arc::clone(&reply), Arc::clone(&seen)));
        // A client that breaks off is the client's business.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// How much of a body is kept.
const KEPT: usize = 4096;

async fn answer(request: Request<Incoming>, reply: Replying, seen: Log) -> Result<Response<Filled>, Infallible> {
    let head = log(&request);
    let at = {
        let mut seen = seen.lock().expect("no panic while logging");
        seen.push(head.clone());
        seen.len() - 1
    };
    let mut body = request.into_body();
    let (mut kept, mut bytes) = (Vec::new(), 0);
    while let Some(Ok(frame)) = body.frame().await {
        if let Some(data) = frame.data_ref() {
            bytes += data.len() as u64;
            kept.extend(data.iter().take(KEPT - kept.len().min(KEPT)));
        }
    }
    if bytes > 0 {
        let entry = &mut seen.lock().expect("no panic while logging")[at];
        (entry.body, entry.bytes) = (String::from_utf8_lossy(&kept).into_owned(), bytes);
    }
    let reply = reply(&head);
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    let body = Filled { text: Bytes::from(reply.text), left: reply.more, chunk: Bytes::from(vec![b'x'; reply.more.min(1 << 16)]) };
    Ok(response.body(body).expect("a test's headers are headers"))
}

/// A text, and then a number of bytes.
struct Filled {
    text: Bytes,
    left: usize,
    chunk: Bytes,
}

impl Body for Filled {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if !self.text.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.text)))));
        }
        let length = self.left.min(self.chunk.len());
        self.left -= length;
        Poll::Ready((length > 0).then(|| Ok(Frame::data(self.chunk.slice(..length)))))
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        hyper::body::SizeHint::with_exact((self.text.len() + self.left) as u64)
    }

    fn is_end_stream(&self) -> bool {
        self.text.is_empty() && self.left == 0
    }
}

fn log(request: &Request<Incoming>) -> Seen {
    Seen {
        method: request.method().to_string(),
        path: request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        headers: headers(request.headers().iter()),
        body: String::new(),
        bytes: 0,
    }
}
