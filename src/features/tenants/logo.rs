//! The emblem of an agency's letterhead: sent as a picture, drawn anew, and so never anything but a picture.

use std::io::Cursor;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use image::{ImageFormat, ImageReader, Limits, imageops::FilterType};

use super::{
    paths::{LogoPath, RemoveLogoPath, RestoreLogoPath, SettingsPath},
    sql,
};
use crate::{
    audit::{Change, Hand},
    auth::permission::EditTenant,
    db::Tx,
    error::{Error, Result},
    kernel::clock::Clock,
    web::{AppState, flash::Done, guard::Can, upload::Upload},
};

/// The longest side that is kept, in pixels: 25 mm at 600 dpi.
const LONGEST: u32 = 600;
/// The longest side that is read.
const MOST_PIXELS: u32 = 6_000;
/// The largest picture that is read, in bytes.
const MOST_BYTES: usize = 5_000_000;

/// The picture as a PNG of ours, or why not.
fn redraw(sent: &[u8]) -> std::result::Result<Vec<u8>, &'static str> {
    const UNREADABLE: &str = "Gambar ini tidak terbaca. Kirim lambang sebagai PNG atau JPEG.";
    if sent.is_empty() {
        return Err("Pilih dulu berkas gambarnya.");
    }
    if sent.len() > MOST_BYTES {
        return Err("Gambar ini lebih dari 5 MB. Kecilkan dulu.");
    }
    let mut reader = ImageReader::new(Cursor::new(sent)).with_guessed_format().map_err(|_| UNREADABLE)?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg)) {
        return Err(UNREADABLE);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(200 * 1024 * 1024);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| UNREADABLE)?;
    if picture.width() < 40 || picture.height() < 40 {
        return Err("Gambar ini terlalu kecil untuk dicetak. Kirim yang sisinya paling sedikit 40 piksel.");
    }
    let picture = if picture.width().max(picture.height()) > LONGEST {
        picture.resize(LONGEST, LONGEST, FilterType::Lanczos3)
    } else {
        picture
    };
    let mut file = Vec::new();
    picture.into_rgba8().write_to(&mut Cursor::new(&mut file), ImageFormat::Png).map_err(|_| UNREADABLE)?;
    Ok(file)
}

/// Takes a picture as the emblem.
pub async fn set(
    path: LogoPath,
    can: Can<EditTenant>,
    State(app): State<AppState>,
    upload: Upload,
) -> Result<Done> {
    let back = SettingsPath { place: path.place };
    let drawn = tokio::task::spawn_blocking(move || redraw(&upload.bytes));
    let file = match drawn.await.map_err(|error| Error::Internal(error.into()))? {
        Ok(file) => file,
        Err(sentence) => return Ok(Done::to(back).refusing(sentence)),
    };
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let hand = Hand::of(&tx, &app.clock);
    sql::set_logo(&mut tx, province, &file, &hand).await?;
    Change::new(&app.clock, "tenant.logo", can.actor.account).after(&file.len()).record(&mut tx).await?;
    tx.commit().await?;
    Ok(Done::to(back).saying("Lambang disimpan. Semua dokumen berikutnya memakainya."))
}

/// Takes the emblem off the letterhead.
pub async fn remove(path: RemoveLogoPath, can: Can<EditTenant>, State(app): State<AppState>) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    set_removed(&mut tx, &app.clock, &can, true).await?;
    tx.commit().await?;
    Ok(Done::to(SettingsPath { place: path.place.clone() })
        .saying("Lambang tidak lagi tercetak pada kop surat.")
        .undo(RestoreLogoPath { place: path.place }))
}

/// Brings the emblem back.
pub async fn restore(
    path: RestoreLogoPath,
    can: Can<EditTenant>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    set_removed(&mut tx, &app.clock, &can, false).await?;
    tx.commit().await?;
    Ok(Done::to(SettingsPath { place: path.place }).saying("Lambang tercetak lagi pada kop surat."))
}

async fn set_removed(tx: &mut Tx, clock: &Clock, can: &Can<EditTenant>, removed: bool) -> Result<()> {
    let hand = Hand::of(tx, clock);
    if sql::set_logo_removed(tx, &can.office()?.province, removed, &hand).await? {
        let action = if removed { "tenant.logo_remove" } else { "tenant.logo_restore" };
        Change::new(clock, action, can.actor.account).record(tx).await?;
    }
    Ok(())
}

/// The emblem, for the page of the settings; nothing where there is none.
pub async fn show(_: LogoPath, can: Can<EditTenant>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    Ok(match sql::logo(&mut tx, &can.office()?.province).await? {
        Some(file) => ([(header::CONTENT_TYPE, "image/png")], file).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = Vec::new();
        image::RgbaImage::new(width, height).write_to(&mut Cursor::new(&mut file), ImageFormat::Png).unwrap();
        file
    }

    #[test]
    fn a_picture_is_drawn_anew_and_anything_else_is_refused() {
        let drawn = redraw(&png(1200, 800)).unwrap();
        let drawn = image::load_from_memory(&drawn).unwrap();
        assert_eq!((drawn.width(), drawn.height()), (600, 400));
        let mut hiding = png(100, 100);
        hiding.extend_from_slice(b"<script>alert(1)</script>");
        assert!(!redraw(&hiding).unwrap().windows(8).any(|bytes| bytes == b"<script>"));
        for wrong in
            [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", &png(10, 10), &png(7000, 10)]
        {
            assert!(redraw(wrong).is_err());
        }
    }
}
