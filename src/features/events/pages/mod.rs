//! The events' pages.

pub(super) mod draft;
pub(super) mod duties;
pub(super) mod edit;
pub(super) mod list;
pub(super) mod summary;

use chrono::NaiveDate;

use crate::kernel::text;

/// `3 hari lagi`, `besok`, `hari ini`, `2 hari yang lalu`.
fn distance(today: NaiveDate, day: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "hari ini".into(),
        1 => "besok".into(),
        -1 => "kemarin".into(),
        days if days > 0 => format!("{} hari lagi", text::number(days)),
        days => format!("{} hari yang lalu", text::number(-days)),
    }
}
