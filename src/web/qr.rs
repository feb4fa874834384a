//! QR codes as inline SVG: they take the page's colours and need no request of their own.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

use crate::error::{Error, Result};

/// The light border that readers need, in modules.
const QUIET: usize = 4;

/// The QR code of a text, to be put into `<figure class="qr">` with `|safe`. `label` is read aloud.
pub fn svg(text: &str, label: &str) -> Result<String> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|error| Error::Internal(format!("QR code: {error:?}").into()))?;
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
