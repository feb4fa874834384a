//! What everything else is made of and what knows nothing of the database or the web:
//! identifiers, the clock, Indonesian time zones, and Indonesian text (names, dates, telephone numbers).

pub mod clock;
pub mod codes;
pub mod ids;
pub mod names;
mod never_printed;
pub mod origin;
pub mod place;
pub mod text;
pub mod zone;
