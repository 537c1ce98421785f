//! Agent `serve`: requests come in through `wasi:http/incoming-handler`, answers go out.
//!
//! `/hello` greets without any other call, `/relay?<address>` answers with what a GET of the address brings.

use exports::wasi::http::incoming_handler::Guest;
use wasi::http::types::{
    Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam,
};

wit_bindgen::generate!({ path: "../wit", world: "serve", generate_all });

#[path = "../fetch/get.rs"]
mod get;

struct Serve;
export!(Serve);

impl Guest for Serve {
    fn handle(request: IncomingRequest, out: ResponseOutparam) {
        let path = request.path_with_query().unwrap_or_default();
        let (status, text) = answer(&path);
        let response = OutgoingResponse::new(Fields::new());
        let body = response
            .set_status_code(status)
            .and_then(|()| response.body());
        ResponseOutparam::set(out, Ok(response));
        if let Ok(body) = body {
            write(body, &text);
        }
    }
}

fn answer(path: &str) -> (u16, Vec<u8>) {
    match path.split_once('?') {
        None if path == "/hello" => (200, b"hello from serve".to_vec()),
        Some(("/relay", url)) => match get::get(url) {
            Ok((status, body)) => (status, body),
            Err(error) => (502, format!("error: {error}").into_bytes()),
        },
        _ => (404, b"no such page".to_vec()),
    }
}

// A client that went away leaves nothing to do, so failures to write end here.
fn write(body: OutgoingBody, text: &[u8]) {
    if let Ok(stream) = body.write() {
        for chunk in text.chunks(4096) {
            if stream.blocking_write_and_flush(chunk).is_err() {
                break;
            }
        }
    }
    let _ = OutgoingBody::finish(body, None);
}
