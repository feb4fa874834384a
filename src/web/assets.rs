//! The files of `static/`, inside the binary, under a URL that changes with their content, so that browsers keep
//! them for ever and ES modules can still import one another by relative paths.

use std::borrow::Cow;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use axum_extra::routing::TypedPath;
use serde::Deserialize;

use super::{guard::Anyone, routes::Routes};
use crate::error::{Error, Result};

/// A hash over all files of `static/`, made by the build script.
const VERSION: &str = env!("ASSETS_VERSION");

#[derive(rust_embed::RustEmbed)]
#[folder = "static/"]
struct Files;

/// The URL of a file in `static/`.
pub fn url(file: &str) -> String {
    format!("/aset/{VERSION}/{file}")
}

/// The text of an icon.
pub fn icon(name: &str) -> Option<String> {
    let file = Files::get(&format!("icons/{name}.svg"))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// What a file holds.
pub fn content(file: &str) -> Option<Cow<'static, [u8]>> {
    Files::get(file).map(|file| file.data)
}

/// The names of all files in a folder of `static/`, in their order.
pub fn under(folder: &str) -> impl Iterator<Item = String> {
    let mut names: Vec<String> =
        Files::iter().filter(|name| name.starts_with(folder)).map(Cow::into_owned).collect();
    names.sort();
    names.into_iter()
}

#[derive(TypedPath, Deserialize)]
#[typed_path("/aset/{version}/{*file}", rejection(Error))]
struct AssetPath {
    version: String,
    file: String,
}

async fn serve(path: AssetPath, _: Anyone) -> Result<Response> {
    let file = Files::get(&path.file).ok_or(Error::NotFound)?;
    // An older page may still ask by an older version: it gets today's file, but may not keep it.
    let keep = if path.version == VERSION { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = HeaderValue::from_str(file.metadata.mimetype())
        .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static(keep))];
    Ok((headers, file.data).into_response())
}

/// The route of the files.
pub fn routes() -> Routes {
    Routes::new().page(serve)
}
