//! A list of 5,000 people as a spreadsheet: read and kept, judged, accepted.

use std::time::Instant;

use chrono::NaiveDate;
use sejawat::documents::write::{self, Column, Kind, Page, Value};

use crate::{EVENT, SECRET, Server, load, papers};

const PEOPLE: usize = 5_000;

/// The list as an office's spreadsheet.
fn spreadsheet() -> Vec<u8> {
    let headings = ["No", "Nama", "L/P", "Instansi", "Kategori", "Jabatan", "NIP", "No HP"];
    let columns =
        headings.map(|heading| Column { heading, kind: Kind::Text, width: 0.0, choices: &[], note: "" });
    let page = Page { name: "Peserta", title: &["DAFTAR PESERTA"], columns: &columns };
    let cells: Vec<[String; 8]> = (0..PEOPLE)
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

/// Measures the three steps once each, and the most memory that the server has had.
pub async fn measure(app: &Server) {
    let file = spreadsheet();
    println!("\nA list of {PEOPLE} people as .xlsx ({} KB)", file.len() / 1024);
    let path = format!("/jambi/kegiatan/{EVENT}/peserta/impor");
    let mut body =
        b"--grenze\r\ncontent-disposition: form-data; name=\"file\"; filename=\"daftar.xlsx\"\r\n\r\n"
            .to_vec();
    body.extend(&file);
    body.extend(b"\r\n--grenze--\r\n");
    let started = Instant::now();
    let read = post(app, &path, "multipart/form-data; boundary=grenze", &body).await;
    let kept = started.elapsed();
    let import = location(&read);

    let started = Instant::now();
    let rows = app.get(&import).await;
    let judged = started.elapsed();
    assert!(rows.contains("Terima 5.000 orang"), "not every row is plain: {rows}");

    let started = Instant::now();
    let accepted = post(app, &import, "application/x-www-form-urlencoded", b"next=terima").await;
    let saved = started.elapsed();
    assert!(location(&accepted).ends_with("/peserta"), "not accepted: {accepted}");

    papers::measure(app, PEOPLE + 50).await;

    let started = Instant::now();
    let undone = post(app, &format!("{import}/urungkan"), "application/x-www-form-urlencoded", b"").await;
    let taken_back = started.elapsed();
    assert!(location(&undone).ends_with("/peserta"), "not taken back: {undone}");
    println!(
        "read and kept {} ms, a page of rows judged {} ms, accepted {} ms, taken back {} ms; most memory {} MB",
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
