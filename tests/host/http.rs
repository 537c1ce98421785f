//! Where outgoing HTTP may go: a request of the component comes in, and either a server of this machine answers or
//! the request is denied. Nothing of a test reaches a network.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use http_body_util::BodyExt;
use hyper::{Request, Response, Uri};
use wasmtime_wasi_http::{Error, RequestOptions, Result, WasiBody, WasiHttpHooks, default_send_request};

pub struct Network {
    pub loopback: bool,
    pub routes: BTreeMap<String, SocketAddr>,
}

impl Network {
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

type Sent = (Response<WasiBody>, Box<dyn Future<Output = Result<()>> + Send>);

impl WasiHttpHooks for Network {
    fn send_request(
        &mut self,
        mut request: Request<WasiBody>,
        options: Option<RequestOptions>,
        _: Box<dyn Future<Output = Result<()>> + Send>,
    ) -> Box<dyn Future<Output = Result<Sent>> + Send> {
        let server = self.server(request.uri());
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
