//! A small HTTP client that keeps its connections and counts.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use uuid::Uuid;

use super::{EVENT, FACILITATOR, SECRET};

/// What one run came to.
pub struct Run {
    pub count: f64,
    seconds: f64,
    latencies: Vec<Duration>,
}

impl Run {
    pub fn rate(&self) -> f64 {
        self.count / self.seconds
    }

    /// Milliseconds.
    pub fn percentile(&self, part: f64) -> f64 {
        let at = (part * (self.latencies.len().saturating_sub(1)) as f64) as usize;
        self.latencies.get(at).map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
    }
}

/// Sends requests from `clients` connections, each as soon as its last was answered.
pub async fn run(
    address: &str,
    clients: u64,
    time: Duration,
    request: impl Fn(u64) -> String + Clone + Send + 'static,
) -> Run {
    let started = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|client| {
            let (address, request) = (address.to_owned(), request.clone());
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(&address).await.unwrap();
                stream.set_nodelay(true).unwrap();
                let mut latencies = Vec::new();
                let mut n = client;
                while started.elapsed() < time {
                    let sent = Instant::now();
                    let answer = ask(&mut stream, request(n).as_bytes()).await;
                    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
                    latencies.push(sent.elapsed());
                    n += clients;
                }
                latencies
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await.unwrap());
    }
    latencies.sort();
    Run { count: latencies.len() as f64, seconds: started.elapsed().as_secs_f64(), latencies }
}

/// One request on a connection of its own.
pub async fn once(address: &str, request: &[u8]) -> String {
    ask(&mut TcpStream::connect(address).await.unwrap(), request).await
}

async fn ask(stream: &mut TcpStream, request: &[u8]) -> String {
    stream.write_all(request).await.unwrap();
    let mut buffer = Vec::with_capacity(64 * 1024);
    loop {
        stream.read_buf(&mut buffer).await.unwrap();
        let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&buffer[..end]).to_lowercase();
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok())
            .unwrap_or_default();
        while buffer.len() < end + 4 + length {
            stream.read_buf(&mut buffer).await.unwrap();
        }
        return String::from_utf8_lossy(&buffer).into_owned();
    }
}

pub fn get(address: &str, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: sejawat_masuk={SECRET}-page\r\n\r\n")
}

pub fn page_path() -> String {
    format!("/jambi/kegiatan/{EVENT}/peserta")
}

pub fn page_request(address: &str) -> String {
    get(address, &page_path())
}

/// One new mark of one of the 2,000 people.
pub fn mark_request(address: &str, n: u64) -> String {
    marks_request(address, n, 1)
}

/// New marks of so many of the 2,000 people, in one of the twenty sessions.
pub fn marks_request(address: &str, n: u64, size: u64) -> String {
    let session = format!("00000000-0000-0000-0000-0000000055{:02}", n % 20);
    let marks: Vec<String> = (0..size)
        .map(|k| {
            let person = Uuid::from_u128(0xbe00_0000 + u128::from((n.wrapping_mul(7919) + k) % 2000));
            format!(
                r#"{{"id":"{}","session_id":"{session}","participant_id":"{person}","state":"present","note":null,"marked_at":"2022-08-02T01:31:00.000Z","clock_offset_ms":0,"source":"tap"}}"#,
                Uuid::now_v7()
            )
        })
        .collect();
    let body = format!(r#"{{"device":"ukur","marker":"{FACILITATOR}","marks":[{}]}}"#, marks.join(","));
    format!(
        "POST /api/v1/attendance/sync HTTP/1.1\r\nhost: {address}\r\ncookie: sejawat_masuk={SECRET}-mark\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}
