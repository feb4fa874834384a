//! A list of 5,000 people as a spreadsheet: read and kept, judged, accepted, taken back.

use std::time::Instant;

use chrono::NaiveDate;
use sejawat::documents::write::{self, Column, Kind, Page, Value};

use crate::{EVENT, SECRET, Server, load};

const PEOPLE: usize = 5_000;

/// The list as an office's spreadsheet.
fn spreadsheet(people: usize) -> Vec<u8> {
    let headings = ["No", "Nama", "L/P", "Instansi", "Kategori", "Jabatan", "NIP", "No HP"];
    let columns =
        headings.map(|heading| Column { heading, kind: Kind::Text, width: 0.0, choices: &[], note: "" });
    let page = Page { name: "Peserta", title: &["DAFTAR PESERTA"], columns: &columns };
    let cells: Vec<[String; 8]> = (0..people)
        .map(|n| {
            [
                (n + 1).to_string(),
                format!("Dra. Orang Impor Nomor {n}, M.Si."),
                ["L", "P"][n % 2].into(),
                format!("Perpustakaan Desa Impor {}", n / 3),
                "Desa Champion".into(),
                "Pengelola".into(),
                format!("19000101192001{}{:03}", n / 1000, n % 1000),
                format!("08{:010}", 1_000_000 + n),
            ]
        })
        .collect();
    let rows = cells.iter().map(|row| row.iter().map(|cell| Value::Text(cell)).collect());
    write::xlsx(&page, rows, NaiveDate::from_ymd_opt(2022, 8, 2).unwrap()).unwrap()
}

/// Sends a list; where it is then.
async fn send(app: &Server, people: usize) -> String {
    let mut body =
        b"--grenze\r\ncontent-disposition: form-data; name=\"file\"; filename=\"daftar.xlsx\"\r\n\r\n"
            .to_vec();
    body.extend(spreadsheet(people));
    body.extend(b"\r\n--grenze--\r\n");
    let path = format!("/jambi/kegiatan/{EVENT}/peserta/impor");
    location(&post(app, &path, "multipart/form-data; boundary=grenze", &body).await)
}

async fn accept(app: &Server, import: &str) {
    let accepted = post(app, import, "application/x-www-form-urlencoded", b"next=terima").await;
    assert!(location(&accepted).ends_with("/peserta"), "not accepted: {accepted}");
}

/// Brings so many people onto the list.
pub async fn bring(app: &Server, people: usize) {
    let import = send(app, people).await;
    accept(app, &import).await;
}

/// Measures the steps once each, and the most memory that the server takes for them.
pub async fn measure(app: &Server) {
    app.forget_most_memory();
    let started = Instant::now();
    let import = send(app, PEOPLE).await;
    let kept = started.elapsed();

    let started = Instant::now();
    let rows = app.get(&import).await;
    let judged = started.elapsed();
    assert!(rows.contains("Terima 5.000 orang"), "not every row is plain: {rows}");

    let started = Instant::now();
    accept(app, &import).await;
    let saved = started.elapsed();

    let started = Instant::now();
    let undone = post(app, &format!("{import}/urungkan"), "application/x-www-form-urlencoded", b"").await;
    let taken_back = started.elapsed();
    assert!(location(&undone).ends_with("/peserta"), "not taken back: {undone}");
    println!(
        "\nA list of {PEOPLE} people as .xlsx: read and kept {} ms, a page of rows judged {} ms, accepted {} ms, taken back {} ms; most memory {} MB",
        kept.as_millis(),
        judged.as_millis(),
        saved.as_millis(),
        taken_back.as_millis(),
        app.most_memory_mb()
    );
}

/// Posts a body as the office that is signed in.
pub async fn post(app: &Server, path: &str, kind: &str, body: &[u8]) -> String {
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\ncookie: sejawat_masuk={SECRET}-page\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
        app.address,
        body.len()
    )
    .into_bytes();
    request.extend(body);
    load::once(&app.address, &request).await
}

/// Where an answer leads.
pub fn location(answer: &str) -> String {
    let line = answer.lines().find_map(|line| line.strip_prefix("location: "));
    line.unwrap_or_else(|| panic!("no redirect: {answer}")).trim().to_owned()
}
