//! The base format: the slides that a library presents at a meeting, made from its form. They stay editable.
//!
//! | file | what does it |
//! |---|---|
//! | `achievement` | what the form tells |
//! | `maker` | slides that go on while there is more to say |
//! | `opening` | cover, profile, closing |
//! | `results` | visits, strategies, support |
//! | `lessons` | challenges, tips, story, plan |
//! | `gallery` | photos |
//! | `told` | from what the form has kept |
//!
//! # Limits
//!
//! - Sizes of text are those of the base file; only titles are made smaller, and figures of a million and more are rounded.

mod achievement;
mod gallery;
mod lessons;
mod maker;
mod opening;
mod results;
mod told;
#[cfg(test)]
mod tests;

pub use achievement::{
    Achievement, Budget, Challenge, Event, Library, MOST_PHOTOS, Partner, Photo, Plan, STRATEGIES, Story,
    Strategy, Subject, Support, VisitCount, Visits,
};

pub(super) use told::of_told;

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use maker::Maker;

use crate::documents::pptx::{About, Base, Refused, Slide, WriteError, write};

/// The base file that is built in.
static STANDARD: LazyLock<Result<Base, Refused>> = LazyLock::new(Base::standard);

/// The deck of an achievement on the base file that is built in.
///
/// # Errors
/// If the file cannot be written.
pub(super) fn on_standard(
    achievement: &Achievement,
    with_empty_parts: bool,
    made_at: DateTime<Utc>,
) -> Result<Vec<u8>, WriteError> {
    let base = STANDARD.as_ref().map_err(Clone::clone)?;
    deck(achievement, base, with_empty_parts, made_at)
}

/// The deck of an achievement as .pptx. Parts of which nothing was told are left out, or are there with hints of what to
/// write if `with_empty_parts`. The same achievement, base and time are the same bytes.
///
/// # Errors
/// If the file cannot be written.
pub fn deck(
    achievement: &Achievement,
    base: &Base,
    with_empty_parts: bool,
    made_at: DateTime<Utc>,
) -> Result<Vec<u8>, WriteError> {
    let name = &achievement.library.name;
    let title = if name.is_empty() { "Format dasar" } else { name };
    let author = if achievement.event.presenter.is_empty() { title } else { &achievement.event.presenter };
    write(base, &slides(achievement, base, with_empty_parts), &About { title, author, made_at })
}

/// The slides of a deck.
pub fn slides<'a>(achievement: &'a Achievement, base: &'a Base, with_empty_parts: bool) -> Vec<Slide<'a>> {
    let mut maker = Maker::new(achievement, base, with_empty_parts);
    maker.cover();
    maker.profile();
    maker.visits();
    for (number, strategy) in achievement.strategies.iter().enumerate() {
        maker.strategy(number, strategy);
    }
    maker.support();
    maker.challenges();
    maker.tips();
    maker.story();
    maker.plan();
    maker.gallery();
    maker.closing();
    maker.slides
}
