//! What templates may do with a value beyond printing it.
#![expect(missing_docs, clippy::inline_always, reason = "askama's macro writes such items")]

use super::assets;

/// `{{ "app.css"|asset }}`: the hashed URL of a file in `static/`.
#[askama::filter_fn]
pub fn asset(file: &str, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(assets::url(file))
}

/// `{{ "plus"|icon|safe }}`: the SVG of an icon in `static/icons/`.
#[askama::filter_fn]
pub fn icon(name: &str, _: &dyn askama::Values) -> askama::Result<String> {
    assets::icon(name).ok_or_else(|| askama::Error::Custom(format!("no icon {name}").into()))
}
