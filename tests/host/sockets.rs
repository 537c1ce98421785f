//! What of the network the sockets of a component reach: loopback addresses and the one local name. Nothing leaves the machine.
//!
//! Every address that a component's socket is about to use, and every name that it looks up, is noted: a call that a guard refused leaves no note.
//! Binding to the unspecified address passes, since a socket that connects unbound is bound to it by the host, but listening there does not.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use wasmtime::StoreContextMut;
use wasmtime::component::{Linker, Resource};
use wasmtime_wasi::WasiCtxBuilder;
use wasmtime_wasi::p2::Network;
use wasmtime_wasi::p2::bindings::sockets::ip_name_lookup::{Host as _, ResolveAddressStream};
use wasmtime_wasi::p2::bindings::sockets::network::ErrorCode;
use wasmtime_wasi::sockets::{SocketAddrUse, WasiSocketsView};

use super::provide::State;

/// `TcpConnect 127.0.0.1:80`, `UdpSend [::1]:80`, `resolve localhost`.
pub type Used = Arc<Mutex<Vec<String>>>;

/// The one name that a resolver finds without asking anyone.
const LOCAL: &str = "localhost";

pub fn allow_loopback(wasi: &mut WasiCtxBuilder, used: &Used) {
    let used = Arc::clone(used);
    wasi.allow_tcp(true).allow_udp(true).allow_ip_name_lookup(true);
    wasi.socket_addr_check(move |address: SocketAddr, purpose: SocketAddrUse| {
        used.lock().expect("no panic while logging").push(format!("{purpose:?} {address}"));
        let binds = matches!(purpose, SocketAddrUse::TcpBind | SocketAddrUse::UdpBind);
        let local = address.ip().is_loopback() || (binds && address.ip().is_unspecified());
        Box::pin(async move { local })
    });
}

/// Looks up one name and no other.
pub fn only_local_names(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    const INTERFACE: &str = "wasi:sockets/ip-name-lookup";
    type Found = Result<Resource<ResolveAddressStream>, ErrorCode>;
    linker.instance(&format!("{INTERFACE}@0.2.12"))?.func_wrap(
        "resolve-addresses",
        |mut store: StoreContextMut<'_, State>, (network, name): (Resource<Network>, String)| {
            let state = store.data_mut();
            state.record_import(INTERFACE, "resolve-addresses");
            state.used.lock().expect("no panic while logging").push(format!("resolve {name}"));
            if name != LOCAL {
                return Ok((Found::Err(ErrorCode::NameUnresolvable),));
            }
            Ok((match state.sockets().resolve_addresses(network, name) {
                Ok(stream) => Ok(stream),
                Err(error) => Err(error.downcast()?),
            },))
        },
    )
}
