//! Where outgoing HTTP may go: a request of the component comes in, and either a server of this machine answers or
//! the request is denied. Nothing of a test reaches a network.
//!
//! Every request that the host is asked to send is noted first, part by part, so that a test can compare it with what policy allows. A lax host
//! (`Host::lax_http`) notes whatever spelling it is given, and sends nothing: no check of wasmtime's stands between an agent and the note.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use http_body_util::BodyExt;
use hyper::header::HeaderName;
use hyper::{Request, Response, Uri};
use wasmtime::StoreContextMut;
use wasmtime::component::{Linker, Resource};
use wasmtime_wasi_http::p2::bindings::http::types::{ErrorCode, Method, Scheme};
use wasmtime_wasi_http::p2::types::{HostFutureIncomingResponse, HostOutgoingRequest};
use wasmtime_wasi_http::{DEFAULT_FORBIDDEN_HEADERS, Error, RequestOptions, Result, WasiBody, WasiHttpHooks, default_send_request};

use super::provide::State;

/// One request as the host was asked to send it. What is `none` is the text `none`, and what is `other(x)` is that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub method: String,
    pub scheme: String,
    pub authority: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
}

impl Sent {
    /// `GET https://api.example.com/x`
    pub fn line(&self) -> String {
        format!("{} {}://{}{}", self.method, self.scheme, self.authority, self.path)
    }
}

pub struct Network {
    pub loopback: bool,
    pub lax: bool,
    pub routes: BTreeMap<String, SocketAddr>,
    pub sent: Arc<Mutex<Vec<Sent>>>,
}

impl Network {
    fn note(&self, sent: Sent) {
        self.sent.lock().expect("no panic while logging").push(sent);
    }

    fn server(&self, uri: &Uri) -> Option<String> {
        let authority = uri.authority()?;
        if let Some(server) = self.routes.get(authority.as_str()) {
            return Some(server.to_string());
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let local = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        (self.loopback && local).then(|| authority.to_string())
    }
}

type Answer = (Response<WasiBody>, Box<dyn Future<Output = Result<()>> + Send>);

impl WasiHttpHooks for Network {
    fn forbidden_header_filter(&mut self) -> Arc<dyn Fn(&HeaderName) -> bool + Send + Sync> {
        let lax = self.lax;
        Arc::new(move |name| !lax && DEFAULT_FORBIDDEN_HEADERS.contains(name))
    }

    fn send_request(
        &mut self,
        mut request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _: Box<dyn Future<Output = Result<()>> + Send>,
    ) -> Box<dyn Future<Output = Result<Answer>> + Send> {
        let uri = request.uri();
        self.note(Sent {
            method: request.method().to_string(),
            scheme: uri.scheme_str().unwrap_or("none").to_owned(),
            authority: uri.authority().map_or("none", |authority| authority.as_str()).to_owned(),
            path: uri.path_and_query().map_or("none", |path| path.as_str()).to_owned(),
            headers: headers(request.headers().iter()),
        });
        let server = self.server(uri);
        Box::new(async move {
            let server = server.ok_or(Error::HttpRequestDenied)?;
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            *request.uri_mut() =
                Uri::builder().scheme("http").authority(server).path_and_query(path).build().map_err(|_| Error::HttpRequestUriInvalid)?;
            let (response, connection) = default_send_request(request, options).await?;
            Ok((response.map(BodyExt::boxed_unsync), Box::new(connection) as Box<_>))
        })
    }
}

pub fn headers<'a>(pairs: impl Iterator<Item = (&'a HeaderName, &'a hyper::header::HeaderValue)>) -> Vec<(String, String)> {
    pairs.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect()
}

type Store<'a> = StoreContextMut<'a, State>;
type Outgoing = Resource<HostOutgoingRequest>;

/// Setters that take anything, and a handler that notes the request and answers with an error that says so.
pub fn lax(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    const TYPES: &str = "wasi:http/types";
    const HANDLER: &str = "wasi:http/outgoing-handler";
    fn set(
        store: &mut Store<'_>,
        function: &str,
        request: &Outgoing,
        change: impl FnOnce(&mut HostOutgoingRequest),
    ) -> wasmtime::Result<()> {
        store.data().record_import(TYPES, function);
        change(store.data_mut().table.get_mut(request)?);
        Ok(())
    }
    const SET_METHOD: &str = "[method]outgoing-request.set-method";
    const SET_SCHEME: &str = "[method]outgoing-request.set-scheme";
    const SET_AUTHORITY: &str = "[method]outgoing-request.set-authority";
    const SET_PATH: &str = "[method]outgoing-request.set-path-with-query";

    let mut types = linker.instance(&format!("{TYPES}@0.2.12"))?;
    types.func_wrap(SET_METHOD, |mut store: Store<'_>, (request, method): (Outgoing, Method)| {
        set(&mut store, SET_METHOD, &request, |request| request.method = method)?;
        Ok((Ok::<(), ()>(()),))
    })?;
    types.func_wrap(SET_SCHEME, |mut store: Store<'_>, (request, scheme): (Outgoing, Option<Scheme>)| {
        set(&mut store, SET_SCHEME, &request, |request| request.scheme = scheme)?;
        Ok((Ok::<(), ()>(()),))
    })?;
    types.func_wrap(SET_AUTHORITY, |mut store: Store<'_>, (request, authority): (Outgoing, Option<String>)| {
        set(&mut store, SET_AUTHORITY, &request, |request| request.authority = authority)?;
        Ok((Ok::<(), ()>(()),))
    })?;
    types.func_wrap(SET_PATH, |mut store: Store<'_>, (request, path): (Outgoing, Option<String>)| {
        set(&mut store, SET_PATH, &request, |request| request.path_with_query = path)?;
        Ok((Ok::<(), ()>(()),))
    })?;

    type Handled = std::result::Result<Resource<HostFutureIncomingResponse>, ErrorCode>;
    linker.instance(&format!("{HANDLER}@0.2.12"))?.func_wrap(
        "handle",
        |mut store: Store<'_>, (request, _options): (Outgoing, Option<Resource<RequestOptions>>)| {
            store.data().record_import(HANDLER, "handle");
            let request = store.data_mut().table.delete(request)?;
            store.data().network.note(as_given(&request));
            Ok((Handled::Err(ErrorCode::InternalError(Some("noted".into()))),))
        },
    )
}

fn as_given(request: &HostOutgoingRequest) -> Sent {
    let none = || "none".to_owned();
    let method = match &request.method {
        Method::Other(name) => format!("other({name})"),
        named => format!("{named:?}").trim_start_matches("Method::").to_uppercase(),
    };
    let scheme = request.scheme.as_ref().map_or_else(none, |scheme| match scheme {
        Scheme::Http => "http".into(),
        Scheme::Https => "https".into(),
        Scheme::Other(name) => format!("other({name})"),
    });
    Sent {
        method,
        scheme,
        authority: request.authority.clone().unwrap_or_else(none),
        path: request.path_with_query.clone().unwrap_or_else(none),
        headers: headers(request.headers.iter()),
    }
}
