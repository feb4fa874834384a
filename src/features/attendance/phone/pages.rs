//! The page, its worker and its manifest: the same for everybody.

use askama::Template;
use axum::{
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use axum_extra::routing::TypedPath as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::paths::{ManifestPath, PhonePath, ReaderPath, WorkerPath};
use crate::{
    error::{Error, Result},
    features::{attendance::model::State, editions::model::CATEGORIES},
    kernel::text,
    web::{assets, etag, filters, guard::Anyone},
};

/// The folder of the page's scripts in `static/`.
const SCRIPTS: &str = "js/hadir/";
/// What its scripts share with other pages.
const SHARED: &str = "js/uuid7.js";
/// The worker itself, which the browser asks for by its own address.
const WORKER: &str = "js/hadir/worker.js";
/// The reader of cards: what runs it, and its two parts, which are kept where it is needed.
const READER: &str = "js/reader/worker.js";
const READER_PARTS: [&str; 2] = ["vendor/zxing/reader.js", "vendor/zxing/reader.wasm"];
/// Asked for anew each time; who has it already is told no more than that.
const ASK: &str = "no-cache";

#[derive(Template)]
#[template(path = "attendance/phone.html")]
struct PhonePage {
    /// All scripts, so that the browser fetches them at once.
    scripts: Vec<String>,
    manifest: String,
    worker: String,
    /// The reader of cards and its parts, with a space between them.
    reader: String,
}

impl PhonePage {
    fn new() -> Self {
        Self {
            scripts: scripts().map(|file| assets::url(&file)).collect(),
            manifest: ManifestPath.to_string(),
            worker: WorkerPath.to_string(),
            reader: [ReaderPath.to_string()]
                .into_iter()
                .chain(READER_PARTS.map(assets::url))
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn marks(&self) -> [State; 5] {
        State::MARKS
    }
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn categories(&self) -> [(&'static str, &'static str); 5] {
        CATEGORIES
    }
}

/// The scripts of the page, without the worker.
fn scripts() -> impl Iterator<Item = String> {
    assets::under(SCRIPTS).filter(|file| file != WORKER).chain([SHARED.to_owned()])
}

/// The page. It names nobody, so that it can stay on a phone that several people use.
pub async fn shell(_: PhonePath, _: Anyone, headers: HeaderMap) -> Result<Response> {
    Ok(etag::unless_known(&headers, "text/html; charset=utf-8", ASK, PhonePage::new().render()?))
}

fn sum(bytes: &[u8]) -> String {
    text::hex(&Sha256::digest(bytes))
}

/// What runs the reader of cards, which is told where its parts are.
fn reader_script() -> Result<String> {
    let script = assets::content(READER).ok_or(Error::NotFound)?;
    let [glue, wasm] = READER_PARTS.map(assets::url);
    Ok(format!("const READER = \"{glue}\", WASM = \"{wasm}\";\n{}", String::from_utf8_lossy(&script)))
}

/// The reader of cards.
pub async fn reader(_: ReaderPath, _: Anyone, headers: HeaderMap) -> Result<Response> {
    Ok(etag::unless_known(&headers, "text/javascript; charset=utf-8", ASK, reader_script()?))
}

/// What is kept once it was asked for, each with the sum of its content.
fn kept_later() -> Result<Vec<(String, String)>> {
    let mut later = vec![(ReaderPath.to_string(), sum(reader_script()?.as_bytes()))];
    for file in READER_PARTS {
        later.push((assets::url(file), sum(&assets::content(file).ok_or(Error::NotFound)?)));
    }
    Ok(later)
}

/// The worker: what it keeps, each file with the sum of its content, and the script that does so.
pub async fn worker(_: WorkerPath, _: Anyone, headers: HeaderMap) -> Result<Response> {
    let mut kept = vec![(PhonePath.to_string(), sum(PhonePage::new().render()?.as_bytes()))];
    let pictures = ["app.css", "icons/favicon.svg", "icons/aplikasi-192.png"].map(str::to_owned);
    for file in pictures.into_iter().chain(scripts()) {
        let content = assets::content(&file).ok_or(Error::NotFound)?;
        kept.push((assets::url(&file), sum(&content)));
    }
    kept.push((ManifestPath.to_string(), sum(manifest_text().as_bytes())));
    let write = |list: &Vec<(String, String)>| {
        serde_json::to_string(list).map_err(|error| Error::Internal(Box::new(error)))
    };
    let (kept, later) = (write(&kept)?, write(&kept_later()?)?);
    let script = assets::content(WORKER).ok_or(Error::NotFound)?;
    let script = String::from_utf8_lossy(&script);
    let version: String = sum(format!("{kept}{later}").as_bytes()).chars().take(12).collect();
    let body =
        format!("const VERSION = \"{version}\";\nconst KEPT = {kept};\nconst LATER = {later};\n{script}");
    let answer = etag::unless_known(&headers, "text/javascript; charset=utf-8", ASK, body);
    // The page has no slash behind it, so that the worker stands below it.
    Ok(([("service-worker-allowed", PhonePath::PATH)], answer).into_response())
}

/// What the phone's system is told of the page as an application.
pub async fn manifest(_: ManifestPath, _: Anyone, headers: HeaderMap) -> Result<Response> {
    Ok(etag::unless_known(&headers, "application/manifest+json", ASK, manifest_text()))
}

fn manifest_text() -> String {
    let icon = |file: &str, size: &str, purpose: &str| json!({ "src": assets::url(file), "sizes": size, "type": "image/png", "purpose": purpose });
    json!({
        "name": "Sejawat: daftar hadir",
        "short_name": "Daftar hadir",
        "description": "Menandai kehadiran, juga tanpa sinyal.",
        "lang": "id",
        "id": PhonePath::PATH,
        "start_url": PhonePath::PATH,
        "scope": PhonePath::PATH,
        "display": "standalone",
        "background_color": "#f4f7f6",
        "theme_color": "#0a4744",
        "icons": [
            icon("icons/aplikasi-192.png", "192x192", "any"),
            icon("icons/aplikasi-512.png", "512x512", "any"),
            icon("icons/aplikasi-penuh-512.png", "512x512", "maskable"),
        ],
    })
    .to_string()
}
