//! The notulen's pages: of all sessions, of one session, of one entry.

pub(super) mod entry;
pub(super) mod event;
pub(super) mod session;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{
    model::{Entry, Kind},
    sql::Head,
};
use crate::{
    auth::permission::{CommentMinutes, Permission},
    error::Result,
    features::agenda::publication,
    kernel::{text, zone::Zone},
    web::{guard::Can, page::Choice},
};

/// Of these sessions those that somebody may see: all of them who works on the event; a guest those that were published, as they
/// were published, and those about which something is written.
async fn seen<P: Permission>(
    conn: &mut PgConnection,
    can: &Can<P>,
    sessions: Vec<Head>,
) -> Result<Vec<Head>> {
    if can.may::<CommentMinutes>() {
        return Ok(sessions);
    }
    let published = publication::seen_by_readers(conn, can.event()?.id).await?;
    let as_published = |head: Head| match published.iter().find(|shown| shown.id == head.id) {
        Some(shown) => Some(Head {
            title: shown.title.clone(),
            starts_at: shown.starts_at,
            ends_at: shown.ends_at,
            ..head
        }),
        None => (head.entries + head.remarks > 0).then_some(head),
    };
    Ok(sessions.into_iter().filter_map(as_published).collect())
}

/// The kinds to choose from.
fn kinds() -> Vec<Choice> {
    Kind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect()
}

/// Challenges to choose from, by how they begin.
fn challenges<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Choice> {
    entries
        .filter(|entry| entry.kind == Kind::Challenge)
        .map(|entry| Choice::new(entry.id.to_string(), beginning(&entry.body)))
        .collect()
}

/// The first words of an entry, as far as a line holds them.
fn beginning(body: &str) -> String {
    let line: String = body.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 70 {
        return line;
    }
    let fits: String = line.chars().take(68).collect();
    // A word that is cut is left out, unless it is all there is.
    let whole = if line.chars().nth(68) == Some(' ') {
        &fits
    } else {
        fits.rsplit_once(' ').map_or(&*fits, |(whole, _)| whole)
    };
    format!("{} …", whole.trim_end())
}

/// When something was written: the hour, and the day where it is not the session's.
fn written(at: DateTime<Utc>, zone: Zone, day: NaiveDate) -> String {
    let local = zone.local(at);
    if local.date() == day {
        format!("{} {zone}", text::time(local.time()))
    } else {
        format!("{}, {} {zone}", text::date(local.date()), text::time(local.time()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_challenge_is_known_by_its_beginning() {
        assert_eq!(beginning("Listrik  padam\ntiap sore"), "Listrik padam tiap sore");
        let long = beginning(&"kata ".repeat(40));
        assert!(long.chars().count() <= 70 && long.ends_with("kata …"), "{long}");
    }
}
