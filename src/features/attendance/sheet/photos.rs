//! Photos of signed sheets: whatever a phone sends is drawn anew, so that only the picture is kept and nothing of where and
//! by what it was taken.

use std::io::Cursor;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};

use super::{
    forms::reason,
    pages::{Ground, gone},
    paths::{PhotoPath, RemovePhotoPath, SheetPagePath, SheetPath, SmallPhotoPath, TakePhotoPath},
    sql,
};
use crate::{
    audit::{Change, Hand},
    auth::permission::{MarkAttendance, RemoveSheetPhotos},
    error::{Error, Result},
    kernel::ids::SheetPhotoId,
    web::{AppState, flash::Done, form::Form, guard::Can, upload::Upload},
};

/// The longest side that is kept, and that of the small picture.
const LONGEST: u32 = 2_000;
const SMALL: u32 = 320;
/// The longest side that is read, and the most memory that reading takes.
const MOST_PIXELS: u32 = 9_000;
const MOST_MEMORY: u64 = 300 * 1024 * 1024;
/// The largest picture that is read, in bytes.
const MOST_BYTES: usize = 10_000_000;
/// How many photos of a page are kept.
const MOST_PHOTOS: i64 = 20;

/// A photo as it is kept: the picture, and small.
struct Drawn {
    file: Vec<u8>,
    small: Vec<u8>,
}

/// The photo as JPEGs of ours, upright, or why not.
fn redraw(sent: &[u8]) -> std::result::Result<Drawn, &'static str> {
    const UNREADABLE: &str = "Foto ini tidak terbaca. Kirim sebagai JPEG, PNG, atau WebP.";
    if sent.is_empty() {
        return Err("Pilih atau ambil dulu fotonya, lalu kirim lagi.");
    }
    if sent.len() > MOST_BYTES {
        return Err("Foto ini lebih dari 10 MB. Kecilkan dulu, lalu kirim lagi.");
    }
    let mut reader = ImageReader::new(Cursor::new(sent)).with_guessed_format().map_err(|_| UNREADABLE)?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) {
        return Err(UNREADABLE);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| UNREADABLE)?;
    let upright = decoder.orientation().map_err(|_| UNREADABLE)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| UNREADABLE)?;
    picture.apply_orientation(upright);
    if picture.width() < 200 || picture.height() < 200 {
        return Err("Foto ini terlalu kecil untuk dibaca. Ambil lagi dari lebih dekat.");
    }
    let fitted = |longest: u32, quality: u8| {
        let picture = if picture.width().max(picture.height()) > longest {
            picture.resize(longest, longest, FilterType::Triangle)
        } else {
            picture.clone()
        };
        let mut file = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut file, quality);
        picture.into_rgb8().write_with_encoder(encoder).map(|()| file).map_err(|_| UNREADABLE)
    };
    Ok(Drawn { file: fitted(LONGEST, 80)?, small: fitted(SMALL, 70)? })
}

/// Keeps a photo of a page. One that is kept already is not read again.
pub async fn take(
    path: TakePhotoPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    upload: Upload,
) -> Result<Done> {
    let TakePhotoPath { place, event, code, session, number } = path;
    let page = SheetPagePath { place, event, code, session, number };
    let back = format!("{page}#foto");
    let id: SheetPhotoId = upload.field("id").parse().map_err(|_| UNKNOWN)?;
    if id.0.get_version_num() != 7 {
        return Err(UNKNOWN);
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let ground = match Ground::load(&mut tx, (event, &page.code, session)).await? {
        Ok(ground) => ground,
        Err(sentence) => return Ok(gone(&page, sentence)),
    };
    ground.sheet.page(number).ok_or(Error::NotFound)?;
    if sql::has_photo(&mut tx, event, id).await? {
        return Ok(Done::to(back).saying("Foto ini sudah tersimpan."));
    }
    if sql::count_photos(&mut tx, event, &page.code, number).await? >= MOST_PHOTOS {
        return Err(Error::Invalid("Halaman ini sudah punya dua puluh foto. Hapus dulu yang tidak perlu."));
    }
    drop(tx);
    let drawn = tokio::task::spawn_blocking(move || redraw(&upload.bytes));
    let drawn = drawn.await.map_err(|error| Error::Internal(error.into()))?.map_err(Error::Invalid)?;
    let mut tx = app.db.begin(&can.scope).await?;
    let hand = (can.actor.account, app.clock.now());
    let pictures = (drawn.file.as_slice(), drawn.small.as_slice());
    if sql::keep_photo(&mut tx, (event, id), (&page.code, number), pictures, hand).await? {
        Change::new(&app.clock, "attendance.sheet_photo", id)
            .in_event(event)
            .after(&(&page.code, number, drawn.file.len()))
            .record(&mut tx)
            .await?;
        tx.commit().await?;
    }
    Ok(Done::to(back).saying(format!("Foto halaman {number} lembar {} disimpan.", page.code)))
}

const UNKNOWN: Error = Error::Invalid("Foto ini tidak dikenali. Muat ulang halaman lalu kirim lagi.");

/// The photo itself.
pub async fn show(
    path: PhotoPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    Ok(picture(sql::photo(&mut tx, (path.event, path.photo), &path.code, false).await?))
}

/// The same, small.
pub async fn show_small(
    path: SmallPhotoPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    Ok(picture(sql::photo(&mut tx, (path.event, path.photo), &path.code, true).await?))
}

fn picture(file: Vec<u8>) -> Response {
    let kept = "private, max-age=86400, immutable";
    ([(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, kept)], file).into_response()
}

/// Why a photo is removed, as typed.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct RemovePhotoForm {
    pub reason: String,
}

/// Takes a photo away, with the reason; its picture is gone.
pub async fn remove(
    path: RemovePhotoPath,
    can: Can<RemoveSheetPhotos>,
    State(app): State<AppState>,
    Form(form): Form<RemovePhotoForm>,
) -> Result<Done> {
    let RemovePhotoPath { place, event, code, photo } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    sql::find(&mut tx, event, &code).await?;
    let back = SheetPath { place, event, code: code.clone() };
    let Ok(why) = reason(&form.reason) else {
        return Ok(Done::to(back).refusing("Foto belum dihapus: tulis alasannya, paling banyak 300 huruf."));
    };
    let hand = Hand::of(&tx, &app.clock);
    if !sql::remove_photo(&mut tx, (event, photo), &code, &why, (&hand.by, hand.at)).await? {
        if !sql::has_photo(&mut tx, event, photo).await? {
            return Err(Error::NotFound);
        }
        return Ok(Done::to(back).saying("Foto ini sudah dihapus."));
    }
    Change::new(&app.clock, "attendance.sheet_photo_remove", photo)
        .in_event(event)
        .after(&why)
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Done::to(back).saying("Foto dihapus. Alasannya tercatat."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut file = Vec::new();
        image::RgbImage::new(width, height).write_to(&mut Cursor::new(&mut file), format).unwrap();
        file
    }

    #[test]
    fn a_photo_is_drawn_anew_and_anything_else_is_refused() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let mut sent = picture(2400, 1200, format);
            sent.extend_from_slice(b"GPS 1.0 -103.6");
            let drawn = redraw(&sent).unwrap_or_else(|why| panic!("{format:?}: {why}"));
            assert_eq!(image::guess_format(&drawn.file).unwrap(), ImageFormat::Jpeg);
            let (file, small) = (
                image::load_from_memory(&drawn.file).unwrap(),
                image::load_from_memory(&drawn.small).unwrap(),
            );
            assert_eq!((file.width(), file.height(), small.width()), (2000, 1000, 320));
            assert!(!drawn.file.windows(3).any(|bytes| bytes == b"GPS"));
        }
        let tall = picture(250, 9100, ImageFormat::Png);
        for wrong in [&b""[..], b"<svg/>", b"GIF89a", &picture(100, 100, ImageFormat::Png), &tall] {
            assert!(redraw(wrong).is_err());
        }
    }
}
