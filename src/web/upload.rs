//! A form with one file. The guard stands before it in every handler, so that nobody's file is read who may not send
//! one; the file is bounded while it arrives and its name is only ever shown.

use axum::{
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};

use super::AppState;
use crate::error::Error;

/// The most that a form with a file may weigh, in bytes: the largest file and its fields.
pub const MOST_BYTES: usize = 11 * 1024 * 1024;

/// The fields and the file of a form.
#[derive(Debug, Default)]
pub struct Upload {
    /// The file's name as the browser tells it, without folders.
    pub name: String,
    /// What it holds; empty when no file was chosen.
    pub bytes: Vec<u8>,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// What the file is called on a page, also when none was chosen.
    pub fn title(&self) -> &str {
        if self.name.is_empty() { "Berkas" } else { &self.name }
    }

    /// A field as typed; empty when it was not sent.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

impl FromRequest<AppState> for Upload {
    type Rejection = Error;
    async fn from_request(mut request: Request, state: &AppState) -> Result<Self, Error> {
        DefaultBodyLimit::max(MOST_BYTES).apply(&mut request);
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| BROKEN)?;
        let mut upload = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|error| refused(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(plain_name);
            let bytes = part.bytes().await.map_err(|error| refused(&error))?;
            match file_name {
                Some(file_name) => (upload.name, upload.bytes) = (file_name, bytes.to_vec()),
                None if upload.fields.len() < 50 => {
                    upload.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                }
                None => {}
            }
        }
        Ok(upload)
    }
}

const BROKEN: Error =
    Error::Invalid("Berkas tidak sampai seluruhnya. Periksa sambungan Anda, lalu kirim lagi.");

/// Too large, wherever among the layers that was noticed; else broken off.
fn refused(error: &MultipartError) -> Error {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return Error::TooLarge;
        }
        cause = error.source();
    }
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Error::TooLarge } else { BROKEN }
}

/// A file's name without folders and control characters, cut to 120 letters.
fn plain_name(told: &str) -> String {
    let name = told.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    let name = name.trim();
    if name.is_empty() { "tanpa nama".into() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_files_name_has_no_folders() {
        assert_eq!(plain_name("C:\\Data\\Daftar Peserta.xlsx"), "Daftar Peserta.xlsx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\u{0}b\n.csv"), "ab.csv");
        assert_eq!(plain_name("/"), "tanpa nama");
    }
}
