//! Servers of this machine that send back what they get: one for TCP, one for datagrams. An address comes in, what was heard goes out.
//!
//! Each runs on a thread of its own until it is dropped. `heard` first sends something itself and waits for it to come back, so that what was sent
//! before is in the answer: an empty one means that nothing was sent.

use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::loopback::Running;

const MARK: &[u8] = b"is all of it here?";
const PATIENCE: Duration = Duration::from_secs(5);

/// What was heard, by connection or datagram.
type Log = Arc<Mutex<Vec<(u64, String)>>>;

pub struct TcpEcho {
    pub address: SocketAddr,
    log: Log,
    _running: Running,
}

impl TcpEcho {
    pub fn at(ip: IpAddr) -> Result<Self> {
        let listener = std::net::TcpListener::bind((ip, 0))?;
        listener.set_nonblocking(true)?;
        let (address, log) = (listener.local_addr()?, Log::default());
        let running = Running::new(accept(listener, Arc::clone(&log)))?;
        Ok(Self { address, log, _running: running })
    }

    /// What each connection said so far, in the order in which they came.
    pub fn heard(&self) -> Result<Vec<String>> {
        let mut stream = std::net::TcpStream::connect_timeout(&self.address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(MARK)?;
        let mut back = vec![0; MARK.len()];
        stream.read_exact(&mut back)?;
        Ok(unmarked(&self.log))
    }
}

fn unmarked(log: &Log) -> Vec<String> {
    let mut log = log.lock().expect("no panic while logging");
    log.retain(|(_, heard)| heard.as_bytes() != MARK);
    log.iter().map(|(_, heard)| heard.clone()).collect()
}

async fn accept(listener: std::net::TcpListener, log: Log) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let mut connections = 0;
    loop {
        let (mut stream, _) = listener.accept().await?;
        let (connection, log) = (connections, Arc::clone(&log));
        log.lock().expect("no panic while logging").push((connection, String::new()));
        connections += 1;
        tokio::spawn(async move {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut buffer).await {
                let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
                let entry =
                    |log: &mut Vec<(u64, String)>| log.iter_mut().find(|(of, _)| *of == connection).map(|(_, said)| said.push_str(&text));
                entry(&mut log.lock().expect("no panic while logging"));
                if stream.write_all(&buffer[..length]).await.is_err() {
                    break;
                }
            }
        });
    }
}

pub struct UdpEcho {
    pub address: SocketAddr,
    log: Log,
    _running: Running,
}

impl UdpEcho {
    pub fn at(ip: IpAddr) -> Result<Self> {
        let socket = std::net::UdpSocket::bind((ip, 0))?;
        socket.set_nonblocking(true)?;
        let (address, log) = (socket.local_addr()?, Log::default());
        let running = Running::new(answer(socket, Arc::clone(&log)))?;
        Ok(Self { address, log, _running: running })
    }

    /// Every datagram so far.
    pub fn heard(&self) -> Result<Vec<String>> {
        let socket = std::net::UdpSocket::bind((self.address.ip(), 0))?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.send_to(MARK, self.address)?;
        let mut back = [0; 64];
        let (length, _) = socket.recv_from(&mut back)?;
        ensure!(&back[..length] == MARK, "another answer");
        Ok(unmarked(&self.log))
    }
}

async fn answer(socket: std::net::UdpSocket, log: Log) -> std::io::Result<()> {
    let socket = tokio::net::UdpSocket::from_std(socket)?;
    let mut buffer = [0; 4096];
    for datagram in 0.. {
        let (length, from) = socket.recv_from(&mut buffer).await?;
        let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
        log.lock().expect("no panic while logging").push((datagram, text));
        // Who sent from an address that takes no answer hears none.
        let _ = socket.send_to(&buffer[..length], from).await;
    }
    Ok(())
}

/// A port of this machine that nothing listens on.
pub fn free_port(ip: IpAddr) -> Result<u16> {
    Ok(std::net::TcpListener::bind((ip, 0))?.local_addr()?.port())
}

/// Connects to an address as soon as something listens there, says a text, and returns what comes back.
pub fn caller(address: SocketAddr, text: &'static str) -> std::thread::JoinHandle<Result<String>> {
    std::thread::spawn(move || {
        let end = std::time::Instant::now() + PATIENCE;
        let mut stream = loop {
            match std::net::TcpStream::connect(address) {
                Ok(stream) => break stream,
                Err(_) if std::time::Instant::now() < end => std::thread::sleep(Duration::from_millis(5)),
                Err(error) => return Err(error.into()),
            }
        };
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(text.as_bytes())?;
        let mut back = vec![0; text.len()];
        stream.read_exact(&mut back)?;
        Ok(String::from_utf8(back)?)
    })
}
