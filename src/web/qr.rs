//! QR codes as inline SVG: they take the page's colours and need no request of their own.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder, QRCode};

use crate::error::{Error, Result};

/// The light border that readers need, in modules.
const QUIET: usize = 4;

fn code(text: &str) -> Result<QRCode> {
    QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|error| Error::Internal(format!("QR code: {error:?}").into()))
}

/// The QR code of a text, to be put into `<figure class="qr">` with `|safe`. `label` is read aloud.
pub fn svg(text: &str, label: &str) -> Result<String> {
    let code = code(text)?;
    let side = code.size + 2 * QUIET;
    let mut path = String::with_capacity(code.size * code.size * 6);
    for y in 0..code.size {
        for (x, module) in code[y].iter().enumerate().take(code.size) {
            if module.value() {
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    let label = label.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    Ok(format!(
        r#"<svg viewBox="0 0 {side} {side}" role="img" aria-label="{label}" shape-rendering="crispEdges"><path fill="currentColor" d="{path}"/></svg>"#
    ))
}

/// The QR code of a text for paper: the pixels of a square, border included, row by row, 0 for dark and 255 for light.
/// A picture has no hairlines between its modules, as a drawing of squares has on some printers.
pub fn pixels(text: &str) -> Result<Vec<u8>> {
    let code = code(text)?;
    let side = code.size + 2 * QUIET;
    let mut pixels = vec![255; side * side];
    for y in 0..code.size {
        for (x, module) in code[y].iter().enumerate().take(code.size) {
            if let Some(pixel) = pixels.get_mut((y + QUIET) * side + x + QUIET)
                && module.value()
            {
                *pixel = 0;
            }
        }
    }
    Ok(pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_path_without_style() {
        let code = svg("https://plm.example.go.id/undangan/abc", "Kode \"undangan\"").unwrap();
        assert!(code.starts_with("<svg viewBox=\"0 0 "), "{code}");
        assert!(code.contains("aria-label=\"Kode &quot;undangan&quot;\""));
        assert!(!code.contains("style"));
        assert!(code.matches("h1v1").count() > 200);
    }
}
