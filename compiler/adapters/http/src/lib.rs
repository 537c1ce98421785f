//! Reader of `wasi:http/outgoing-handler` 0.2: `handle`.
//!
//! It owns the request by then, so the agent can change nothing of it (threat R3): method, scheme, authority, path and headers are read, made canonical and
//! decided on, and what was decided on is written back to the request before that is forwarded. `caplink-guard` says what is canonical.
#![no_std]

#[allow(dead_code, reason = "each reader uses its part")]
#[path = "../../reader.rs"]
mod reader;
#[path = "../../table.rs"]
mod table;

use caplink_guard::{authority, message, named, target};
use reader::{Question, Text, address, byte, result_of, word};
use table::Table;

#[link(wasm_import_module = "wasi:http/types")]
unsafe extern "C" {
    #[link_name = "[method]outgoing-request.method"]
    fn method(request: u32, result: u32);
    #[link_name = "[method]outgoing-request.set-method"]
    fn set_method(request: u32, case: u32, at: u32, length: u32) -> u32;
    #[link_name = "[method]outgoing-request.scheme"]
    fn scheme(request: u32, result: u32);
    #[link_name = "[method]outgoing-request.set-scheme"]
    fn set_scheme(request: u32, some: u32, case: u32, at: u32, length: u32) -> u32;
    #[link_name = "[method]outgoing-request.authority"]
    fn authority_of(request: u32, result: u32);
    #[link_name = "[method]outgoing-request.set-authority"]
    fn set_authority(request: u32, some: u32, at: u32, length: u32) -> u32;
    #[link_name = "[method]outgoing-request.path-with-query"]
    fn path_with_query(request: u32, result: u32);
    #[link_name = "[method]outgoing-request.set-path-with-query"]
    fn set_path_with_query(request: u32, some: u32, at: u32, length: u32) -> u32;
    #[link_name = "[method]outgoing-request.headers"]
    fn headers(request: u32) -> u32;
    #[link_name = "[method]fields.entries"]
    fn entries(fields: u32, result: u32);
    #[link_name = "[resource-drop]fields"]
    fn drop_fields(fields: u32);
}

#[link(wasm_import_module = "env")]
unsafe extern "C" {
    /// The allocator of the memory: `realloc(old, old size, align, new size)`.
    #[link_name = "r"]
    fn allocate(old: u32, old_size: u32, align: u32, size: u32) -> u32;
}

/// What a decision reads.
#[repr(C)]
struct Frame {
    resource: Text,
    method: Text,
    path: Text,
    port: u32,
    /// 1 if there is a query, else 0.
    has_query: u32,
    query: Text,
    scheme: Text,
}

/// The area for a result of the host.
type Area = [u32; 4];

/// `handle`, whose frame is the request and an option of request options.
#[unsafe(no_mangle)]
pub extern "C" fn handle(table: u32, length: u32, frame: u32, counters: u32) -> u32 {
    u32::from(decide(Question { table, length, counters }, word(frame)).is_some())
}

fn decide(question: Question, request: u32) -> Option<()> {
    let table = Table { start: question.table };
    let reads = |name: &[u8]| question.is_watched() || named::names(&table, name);
    let (method_case, method) = method_of(request)?;
    // A tunnel leads anywhere, whatever host it is asked of.
    if message::is_tunnel(method) && !reads(method) {
        return None;
    }
    let is_https = is_https(request)?;
    let mut room = [0; authority::LONGEST];
    let mut area = [0; 4];
    // SAFETY: the host writes the option of a string, 12 bytes.
    unsafe { authority_of(request, result_of(&mut area)) };
    let authority = authority::canonical(optional(&area)?.bytes(), if is_https { 443 } else { 80 }, &mut room)?;
    if !authority::is_named(authority.host, reads) {
        return None;
    }
    let path_text = path_of(request)?;
    let strict = target::Strict { path: reads(b"path"), query: reads(b"query") };
    let target = target::canonical(path_text.bytes_mut(), &strict)?;
    let text = path_text.bytes().get(..target.length)?;
    has_good_headers(request, message::Headers::new(reads(b"method"), strict.path))?;

    let query = target.query.and_then(|start| text.get(start..));
    let frame = Frame {
        resource: Text::of(authority.host),
        method: Text::of(method),
        path: Text::of(text.get(..target.path)?),
        port: u32::from(authority.port),
        has_query: u32::from(query.is_some()),
        query: Text::of(query.unwrap_or_default()),
        scheme: Text::of(if is_https { b"https" } else { b"http" }),
    };
    if !question.allows(&frame) {
        return None;
    }
    if question.is_watched() {
        return Some(());
    }
    let at = |bytes: &[u8]| (bytes.as_ptr() as u32, bytes.len() as u32);
    // INVARIANT (I14): what was decided on is written back, and a request that does not take it is not sent.
    // A method without a case of its own is passed as text.
    let (token, token_length) = if method_case == message::OTHER { at(method) } else { (0, 0) };
    let ((name, name_length), (path, path_length)) = (at(authority.text), at(text));
    // SAFETY: the host reads the texts during the calls.
    let refused = unsafe {
        set_method(request, method_case, token, token_length)
            | set_scheme(request, 1, u32::from(is_https), 0, 0)
            | set_authority(request, 1, name, name_length)
            | set_path_with_query(request, 1, path, path_length)
    };
    (refused == 0).then_some(())
}

/// The number of the method's case, and its name.
fn method_of(request: u32) -> Option<(u32, &'static [u8])> {
    let mut area = [0; 4];
    // SAFETY: the host writes a variant with a string, 12 bytes.
    unsafe { method(request, result_of(&mut area)) };
    let case = u32::from(byte(address(&area)));
    if case != message::OTHER {
        return Some((case, message::method_name(case)?));
    }
    let token = Text::stored(address(&area).wrapping_add(4)).bytes();
    let case = message::method(token)?;
    Some((case, if case == message::OTHER { token } else { message::method_name(case)? }))
}

/// Whether the scheme is https, which it is if there is none; `None` if it is another.
fn is_https(request: u32) -> Option<bool> {
    let mut area = [0; 4];
    // SAFETY: the host writes the option of a variant with a string, 16 bytes.
    unsafe { scheme(request, result_of(&mut area)) };
    let at = address(&area);
    if byte(at) == 0 {
        return Some(true);
    }
    let case = match byte(at.wrapping_add(4)) {
        2 => message::scheme(Text::stored(at.wrapping_add(8)).bytes())?,
        case => u32::from(case),
    };
    Some(case == 1)
}

/// The path with query: rooted if there is none, or nothing before the query.
fn path_of(request: u32) -> Option<Text> {
    let mut area = [0; 4];
    // SAFETY: the host writes the option of a string, 12 bytes.
    unsafe { path_with_query(request, result_of(&mut area)) };
    let given = optional(&area).map_or(&[][..], Text::bytes);
    if !matches!(given.first(), None | Some(b'?')) {
        return optional(&area);
    }
    let length = given.len() + 1;
    // SAFETY: the allocator gives so many bytes or traps.
    let rooted = unsafe { core::slice::from_raw_parts_mut(allocate(0, 0, 1, length as u32) as *mut u8, length) };
    let (root, rest) = rooted.split_first_mut()?;
    *root = b'/';
    rest.copy_from_slice(given);
    Some(Text::of(rooted))
}

/// Looks at each field of the headers.
fn has_good_headers(request: u32, mut fields_of: message::Headers) -> Option<()> {
    let mut area = [0; 4];
    // SAFETY: the host writes the address and the length of a list; each element is two texts. The handle is dropped before the call ends.
    unsafe {
        let fields = headers(request);
        entries(fields, result_of(&mut area));
        drop_fields(fields);
    }
    let (first, count) = (word(address(&area)), word(address(&area).wrapping_add(4)));
    for index in 0..count {
        let field = first.wrapping_add(index.wrapping_mul(16));
        if !fields_of.accepts(Text::stored(field).bytes(), Text::stored(field.wrapping_add(8)).bytes()) {
            return None;
        }
    }
    Some(())
}

/// The text of an option of a string.
fn optional(area: &Area) -> Option<Text> {
    (byte(address(area)) == 1).then(|| Text::stored(address(area).wrapping_add(4)))
}
