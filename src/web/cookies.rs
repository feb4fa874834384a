//! Cookies: for this site alone, out of reach of scripts but for one that is no secret. Over TLS they carry the prefix `__Host-`, so that no other
//! host of the domain, and nobody on an unencrypted line, can set or read one; handlers know only the plain names.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::error::{Error, Result};

const PREFIX: &str = "__Host-";

/// The value of a cookie that the request brings.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    pairs(headers).find_map(|(key, value)| (key == name).then_some(value))
}

/// Gives the browser a cookie for so many seconds; 0 takes it back. The value is made of letters, digits and `%`, `.`, `-`.
pub fn set(response: &mut Response, name: &str, value: &str, seconds: i64) -> Result<()> {
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax");
    let cookie = HeaderValue::from_str(&cookie).map_err(|error| Error::Internal(Box::new(error)))?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(())
}

/// The same for what the pages' own scripts have to know, also without a line: nothing secret.
pub fn set_in_sight(response: &mut Response, name: &str, value: &str, seconds: i64) -> Result<()> {
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax");
    let cookie = HeaderValue::from_str(&cookie).map_err(|error| Error::Internal(Box::new(error)))?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(())
}

/// Puts the prefix on every cookie that goes out and takes it off those that come in; one that comes without it was
/// not set by us over TLS, and is dropped. The browser is told to stay with TLS for a year.
pub async fn over_tls(mut request: Request, next: Next) -> Response {
    let own: Vec<String> = pairs(request.headers())
        .filter_map(|(name, value)| Some(format!("{}={value}", name.strip_prefix(PREFIX)?)))
        .collect();
    request.headers_mut().remove(header::COOKIE);
    if let Ok(own) = HeaderValue::from_str(&own.join("; "))
        && !own.is_empty()
    {
        request.headers_mut().insert(header::COOKIE, own);
    }

    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let set: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in set {
        if let Ok(plain) = cookie.to_str()
            && let Ok(cookie) = HeaderValue::from_str(&format!("{PREFIX}{plain}; Secure"))
        {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    response
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}
