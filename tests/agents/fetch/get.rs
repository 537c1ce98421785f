//! One GET over `wasi:http` 0.2: an address comes in, status and body go out, or the text of the first error.
//!
//! The including crate provides the bindings as `crate::wasi`.

use crate::wasi::http::outgoing_handler::handle;
use crate::wasi::http::types::{Fields, IncomingBody, Method, OutgoingRequest, Scheme};
use crate::wasi::io::streams::StreamError;

pub fn get(url: &str) -> Result<(u16, Vec<u8>), String> {
    let (scheme, rest) = match url.split_once("://") {
        Some(("http", rest)) => (Scheme::Http, rest),
        Some(("https", rest)) => (Scheme::Https, rest),
        _ => return Err(format!("not an address: `{url}`")),
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = if path.is_empty() { "/" } else { path };

    let request = OutgoingRequest::new(Fields::new());
    let refused = |part: &str| format!("the request takes no such {part}");
    request
        .set_method(&Method::Get)
        .map_err(|()| refused("method"))?;
    request
        .set_scheme(Some(&scheme))
        .map_err(|()| refused("scheme"))?;
    request
        .set_authority(Some(authority))
        .map_err(|()| refused("authority"))?;
    request
        .set_path_with_query(Some(path))
        .map_err(|()| refused("path"))?;

    let future = handle(request, None).map_err(|code| code.to_string())?;
    future.subscribe().block();
    let response = future
        .get()
        .ok_or("no response after waiting for it")?
        .map_err(|()| "response taken twice")?
        .map_err(|code| code.to_string())?;
    let status = response.status();
    let body = response.consume().map_err(|()| "body taken twice")?;
    Ok((status, read(&body)?))
}

fn read(body: &IncomingBody) -> Result<Vec<u8>, String> {
    let stream = body.stream().map_err(|()| "stream taken twice")?;
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(64 * 1024) {
            Ok(chunk) => bytes.extend(chunk),
            Err(StreamError::Closed) => return Ok(bytes),
            Err(StreamError::LastOperationFailed(error)) => return Err(error.to_debug_string()),
        }
    }
}
