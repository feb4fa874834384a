//! Answers that say by a tag what they are, so that whoever has them already is told no more than that.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};

use crate::kernel::text;

/// The tag of these bytes. Weak: on the way they may be compressed, this way or that.
pub fn of(bytes: &[u8]) -> String {
    let letters: String = text::hex(&Sha256::digest(bytes)).chars().take(32).collect();
    format!("W/\"{letters}\"")
}

/// Whether whoever asks has what the tag is about.
pub fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == tag)
}

/// This body, or 304 for who has it. `kept` says who may keep it, and for how long.
pub fn unless_known(asked: &HeaderMap, kind: &'static str, kept: &'static str, body: String) -> Response {
    let tag = of(body.as_bytes());
    let is_known = is_known(asked, &tag);
    let headers = [(header::ETAG, tag), (header::CACHE_CONTROL, kept.to_owned())];
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(header::CONTENT_TYPE, kind)], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_it_is_told_so() {
        let answer =
            |asked: &HeaderMap, body: &str| unless_known(asked, "text/plain", "no-cache", body.to_owned());
        let first = answer(&HeaderMap::new(), "a");
        let tag = first.headers().get(header::ETAG).unwrap().clone();
        assert_eq!(first.status(), StatusCode::OK);
        let mut asked = HeaderMap::new();
        asked.insert(header::IF_NONE_MATCH, format!("\"x\", {}", tag.to_str().unwrap()).parse().unwrap());
        assert_eq!(answer(&asked, "a").status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer(&asked, "b").status(), StatusCode::OK);
    }
}
