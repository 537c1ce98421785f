//! Agent `traced`: asks one host that it names itself, through functions of its own, and reads one file. It is built with the names of its functions and the
//! lines of its source left in, for what tells people where a call comes from.
#![no_std]

extern crate alloc;

mod memory;

use alloc::{format, string::String, vec::Vec};
use wasi::filesystem::preopens::get_directories;
use wasi::filesystem::types::{DescriptorFlags, OpenFlags, PathFlags};
use wasi::http::outgoing_handler::{OutgoingRequest, handle};
use wasi::http::types::{Fields, Method, Scheme};

wit_bindgen::generate!({ path: "../wit", world: "traced", generate_all });

struct Traced;
export!(Traced);

impl Guest for Traced {
    fn report() -> String {
        match read_settings() {
            Some(settings) => upload(&settings),
            None => "error: no settings".into(),
        }
    }
}

#[inline(never)]
fn upload(settings: &[u8]) -> String {
    send("api.example.com", "/v1/report", settings.len())
}

#[inline(never)]
fn send(host: &str, path: &str, size: usize) -> String {
    let request = OutgoingRequest::new(Fields::new());
    let parts = request
        .set_method(&Method::Post)
        .and(request.set_scheme(Some(&Scheme::Https)))
        .and(request.set_authority(Some(host)))
        .and(request.set_path_with_query(Some(path)));
    match parts.map(|()| handle(request, None)) {
        Ok(Ok(_)) => format!("sent for {size} bytes"),
        Ok(Err(_)) => "error: not sent".into(),
        Err(()) => "error: the request takes no such part".into(),
    }
}

#[inline(never)]
fn read_settings() -> Option<Vec<u8>> {
    let (folder, _) = get_directories().into_iter().next()?;
    let file = folder.open_at(PathFlags::empty(), "settings/report.toml", OpenFlags::empty(), DescriptorFlags::READ);
    file.ok()?.read(4096, 0).ok().map(|(bytes, _)| bytes)
}
