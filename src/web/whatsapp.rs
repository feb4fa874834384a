//! Links that open WhatsApp with a text ready to send. The person sends it; this program never does.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::AppState;

/// The wa.me link for a text to a number (E.164, or empty to choose the person in WhatsApp). In the demo it never
/// names a number, so that nobody is written to by accident.
pub fn link(app: &AppState, phone: &str, text: &str) -> String {
    compose(if app.clock.is_demo() { "" } else { phone }, text)
}

/// The same to whoever may be reached: `None` where no number is known; in the demo it opens without one.
pub fn link_to_known(app: &AppState, phone: Option<&str>, text: &str) -> Option<String> {
    (phone.is_some() || app.clock.is_demo()).then(|| link(app, phone.unwrap_or_default(), text))
}

fn compose(phone: &str, text: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    format!("https://wa.me/{digits}?text={}", utf8_percent_encode(text, NON_ALPHANUMERIC))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_ready_and_the_number_plain() {
        assert_eq!(
            compose("+62812345678", "Yth. Ibu & Bapak\nsalam"),
            "https://wa.me/62812345678?text=Yth%2E%20Ibu%20%26%20Bapak%0Asalam"
        );
        assert_eq!(compose("", "a"), "https://wa.me/?text=a");
    }
}
