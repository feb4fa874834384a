//! The line between a telephone and the server, which can fail as lines do.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// How the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Good,
    /// Nothing goes either way.
    Cut,
    /// What is sent arrives, and what is answered is lost.
    LosesAnswers,
    /// A hotel's Wi-Fi answers everything with its own page, as if all were well.
    Portal,
    /// The program was brought up to date: its worker is another one.
    Updated,
    /// What is sent goes through at so many bytes a second.
    Slow(u64),
    /// What holds this word makes the server fail; everything else arrives.
    FailsOn(&'static str),
}

/// What the hotel says.
const WELCOME: &str = "<!doctype html><title>Wi-Fi Hotel</title><p>Selamat datang. Setujui syarat kami.";

/// A line of its own address.
pub struct Link {
    pub base: String,
    state: Arc<watch::Sender<State>>,
    carried: Arc<AtomicU64>,
    accepting: JoinHandle<()>,
}

impl Link {
    /// A line to this site.
    pub async fn to(site: &str) -> Self {
        let server = site.strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(watch::Sender::new(State::Good));
        let told = Arc::clone(&state);
        let carried = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&carried);
        let accepting = tokio::spawn(async move {
            loop {
                let (phone, _) = listener.accept().await.unwrap();
                let (server, told, counter) = (server.clone(), told.subscribe(), Arc::clone(&counter));
                tokio::spawn(Box::pin(async move { Box::pin(carry(phone, &server, told, &counter)).await }));
            }
        });
        Self { base, state, carried, accepting }
    }

    /// From now on the line is like this.
    pub fn becomes(&self, state: State) {
        self.state.send_replace(state);
    }

    /// How many bytes were answered since this was last asked.
    pub fn carried(&self) -> u64 {
        self.carried.swap(0, Ordering::Relaxed)
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Carries one connection; when it returns, both ends are closed.
async fn carry(mut phone: TcpStream, server: &str, state: watch::Receiver<State>, carried: &AtomicU64) {
    let mut changes = state.clone();
    let cut = async { changes.wait_for(|state| *state == State::Cut).await.is_ok() };
    tokio::pin!(cut);
    if *state.borrow() == State::Cut {
        return;
    }
    let Ok(mut server) = TcpStream::connect(server).await else { return };
    let (mut up, mut down, mut request) = (vec![0; 16384], vec![0; 16384], Vec::new());
    loop {
        let now = || *state.borrow();
        let kept = tokio::select! {
            sent = phone.read(&mut up) => match sent {
                Ok(n) if n > 0 => {
                    request.extend_from_slice(&up[..n]);
                    if !is_whole(&request) && matches!(now(), State::Portal | State::Updated | State::FailsOn(_)) {
                        continue;
                    }
                    if let Some(answer) = instead(now(), &request) {
                        let _ = phone.write_all(answer.as_bytes()).await;
                        let _ = phone.shutdown().await;
                        return;
                    }
                    if now() == State::Updated && request.starts_with(b"GET /hadir/pekerja.js ") {
                        let _ = phone.write_all(newer(&mut server).await.as_bytes()).await;
                        let _ = phone.shutdown().await;
                        return;
                    }
                    if let State::Slow(bytes) = now() {
                        tokio::time::sleep(Duration::from_millis(1000 * n as u64 / bytes)).await;
                    }
                    server.write_all(&std::mem::take(&mut request)).await.is_ok()
                }
                _ => false,
            },
            answered = server.read(&mut down) => match answered {
                Ok(n) if n > 0 && now() != State::LosesAnswers => {
                    carried.fetch_add(n as u64, Ordering::Relaxed);
                    phone.write_all(&down[..n]).await.is_ok()
                }
                _ => false,
            },
            _ = &mut cut => false,
        };
        if !kept {
            return;
        }
    }
}

/// Whether a request has come to its end.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
    let body: usize = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.trim().parse().unwrap());
    request.len() >= head.len() + 4 + body
}

/// What is answered on the way, when the request does not reach the server.
fn instead(state: State, request: &[u8]) -> Option<String> {
    let (status, body) = match state {
        State::Portal => ("200 OK", WELCOME),
        State::FailsOn(word) if String::from_utf8_lossy(request).contains(word) => {
            ("500 Internal Server Error", "rusak")
        }
        _ => return None,
    };
    let length = body.len();
    Some(format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ))
}

/// The worker as the next version of the program would send it.
async fn newer(server: &mut TcpStream) -> String {
    let mut answer = String::new();
    server
        .write_all(b"GET /hadir/pekerja.js HTTP/1.1\r\nhost: telepon\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    server.read_to_string(&mut answer).await.unwrap();
    let (_, script) = answer.split_once("\r\n\r\n").unwrap();
    let script = script.replacen("const VERSION = \"", "const VERSION = \"baru-", 1);
    let length = script.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/javascript\r\nservice-worker-allowed: /hadir\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{script}"
    )
}
