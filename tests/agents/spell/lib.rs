//! Agent `spell`: the parts of a request come in as a test spells them, what came of it goes out.
//!
//! Nothing is corrected or checked here: what the host's setters take is sent.

use wasi::http::outgoing_handler::handle;
use wasi::http::types::{Fields, IncomingBody, Method, OutgoingBody, OutgoingRequest, Scheme};
use wasi::io::streams::{OutputStream, StreamError};

wit_bindgen::generate!({ path: "../wit", world: "spell", generate_all });

struct Spell;
export!(Spell);

/// What `blocking-write-and-flush` takes at most.
const CHUNK: usize = 4096;
const READ: u64 = 256 * 1024;

type Said = Result<String, String>;

fn say(result: Said) -> String {
    result.unwrap_or_else(|error| format!("error: {error}"))
}

fn refused(part: &str) -> String {
    format!("the request takes no such {part}")
}

fn method(name: &str) -> Method {
    match name {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "DELETE" => Method::Delete,
        "CONNECT" => Method::Connect,
        "OPTIONS" => Method::Options,
        "TRACE" => Method::Trace,
        "PATCH" => Method::Patch,
        other => Method::Other(other.strip_prefix("other:").unwrap_or(other).to_owned()),
    }
}

fn scheme(name: &str) -> Scheme {
    match name {
        "http" => Scheme::Http,
        "https" => Scheme::Https,
        other => Scheme::Other(other.strip_prefix("other:").unwrap_or(other).to_owned()),
    }
}

struct Parts<'a> {
    method: &'a str,
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// An address as it stands, cut at `://` and the first `/`.
    fn of(method: &'a str, url: &'a str) -> Result<Self, String> {
        let (scheme, rest) = url.split_once("://").ok_or("not an address")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Ok(Self { method, scheme: Some(scheme), authority: Some(authority), path: Some(path) })
    }

    fn request(&self, headers: Fields) -> Result<OutgoingRequest, String> {
        let request = OutgoingRequest::new(headers);
        request.set_method(&method(self.method)).map_err(|()| refused("method"))?;
        request.set_scheme(self.scheme.map(scheme).as_ref()).map_err(|()| refused("scheme"))?;
        request.set_authority(self.authority).map_err(|()| refused("authority"))?;
        request.set_path_with_query(self.path).map_err(|()| refused("path"))?;
        Ok(request)
    }
}

/// The status, and the body for those who want it.
fn send(request: OutgoingRequest, write: impl FnOnce(OutgoingBody) -> Result<(), String>) -> Result<(u16, IncomingBody), String> {
    let body = request.body().map_err(|()| "body taken twice")?;
    let future = handle(request, None).map_err(|code| code.to_string())?;
    write(body)?;
    future.subscribe().block();
    let response =
        future.get().ok_or("no response after waiting for it")?.map_err(|()| "response taken twice")?.map_err(|code| code.to_string())?;
    let body = response.consume().map_err(|()| "body taken twice")?;
    Ok((response.status(), body))
}

fn nothing(body: OutgoingBody) -> Result<(), String> {
    OutgoingBody::finish(body, None).map_err(|code| code.to_string())
}

/// Takes a body in parts.
fn read(body: &IncomingBody, mut take: impl FnMut(&[u8])) -> Result<(), String> {
    let stream = body.stream().map_err(|()| "stream taken twice")?;
    loop {
        match stream.blocking_read(READ) {
            Ok(chunk) => take(&chunk),
            Err(StreamError::Closed) => return Ok(()),
            Err(StreamError::LastOperationFailed(error)) => return Err(error.to_debug_string()),
        }
    }
}

fn shown((status, body): (u16, IncomingBody)) -> Said {
    let mut bytes = Vec::new();
    read(&body, |chunk| bytes.extend(chunk))?;
    Ok(format!("status={status} body={}", String::from_utf8_lossy(&bytes)))
}

fn failed(error: StreamError) -> String {
    match error {
        StreamError::Closed => "the body was closed".to_owned(),
        StreamError::LastOperationFailed(error) => error.to_debug_string(),
    }
}

/// Writes as much as the stream takes, and waits where it takes nothing.
fn pour(stream: &OutputStream, mebibytes: u32) -> Result<(), StreamError> {
    let bytes = vec![b'x'; 1 << 16];
    let mut left = u64::from(mebibytes) << 20;
    let ready = stream.subscribe();
    while left > 0 {
        let room = match stream.check_write()? {
            0 => {
                ready.block();
                continue;
            }
            room => room.min(left).min(bytes.len() as u64),
        };
        stream.write(&bytes[..room as usize])?;
        left -= room;
    }
    stream.blocking_flush()
}

impl Guest for Spell {
    fn spell(
        method: String,
        scheme: Option<String>,
        authority: Option<String>,
        path: Option<String>,
        headers: Vec<(String, String)>,
    ) -> String {
        let parts = Parts { method: &method, scheme: scheme.as_deref(), authority: authority.as_deref(), path: path.as_deref() };
        let headers: Vec<_> = headers.into_iter().map(|(name, value)| (name, value.into_bytes())).collect();
        let sent = Fields::from_list(&headers)
            .map_err(|_| refused("header"))
            .and_then(|headers| parts.request(headers))
            .and_then(|request| send(request, nothing));
        say(sent.and_then(shown))
    }

    fn send_text(method: String, url: String, text: String) -> String {
        let write = |body: OutgoingBody| {
            let stream = body.write().map_err(|()| "stream taken twice")?;
            for chunk in text.as_bytes().chunks(CHUNK) {
                stream.blocking_write_and_flush(chunk).map_err(failed)?;
            }
            drop(stream);
            nothing(body)
        };
        let sent = Parts::of(&method, &url).and_then(|parts| parts.request(Fields::new())).and_then(|request| send(request, write));
        say(sent.and_then(shown))
    }

    fn change_later(url: String, name: String, value: String) -> String {
        let work = || {
            let headers = Fields::new();
            let request = Parts::of("GET", &url)?.request(headers)?;
            let (before, also) = (request.headers(), request.headers());
            let early = before.set(&name, &[value.clone().into_bytes()]);
            let write = |body| {
                let late = also.append(&name, &value.clone().into_bytes());
                nothing(body)?;
                match (early, late) {
                    (Err(_), Err(_)) => Ok(()),
                    _ => Err("a header was changed".to_owned()),
                }
            };
            shown(send(request, write)?)
        };
        say(work())
    }

    fn spray(url: String, times: u32) -> String {
        let (mut answered, mut refused) = (0, 0);
        for _ in 0..times {
            let sent = Parts::of("GET", &url).and_then(|parts| parts.request(Fields::new())).and_then(|request| send(request, nothing));
            match sent.and_then(|(_, body)| read(&body, |_| {})) {
                Ok(()) => answered += 1,
                Err(_) => refused += 1,
            }
        }
        format!("answered={answered} refused={refused}")
    }

    fn upload(url: String, mebibytes: u32) -> String {
        let write = |body: OutgoingBody| {
            let stream = body.write().map_err(|()| "stream taken twice")?;
            pour(&stream, mebibytes).map_err(failed)?;
            drop(stream);
            nothing(body)
        };
        let sent = Parts::of("POST", &url).and_then(|parts| parts.request(Fields::new())).and_then(|request| send(request, write));
        say(sent.and_then(shown))
    }

    fn download(url: String) -> String {
        let sent = Parts::of("GET", &url).and_then(|parts| parts.request(Fields::new())).and_then(|request| send(request, nothing));
        let counted = sent.and_then(|(status, body)| {
            let mut bytes = 0;
            read(&body, |chunk| bytes += chunk.len())?;
            Ok(format!("status={status} bytes={bytes}"))
        });
        say(counted)
    }
}
