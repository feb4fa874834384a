//! Changes as people read them: one line per session, and one for all that moved alike.

use std::collections::BTreeMap;

use super::changes::{Change, What};
use crate::kernel::{ids::SessionId, text, zone::Zone};

/// How many sessions that move alike are told together.
const ALIKE: usize = 3;

/// A line: of one session, or of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The session's title; empty where several are told together.
    pub title: String,
    /// What changed, without a full stop.
    pub words: String,
}

impl Told {
    /// The line as a sentence: `Pembukaan: pindah ruang dari A ke B`.
    pub fn sentence(&self) -> String {
        if self.title.is_empty() { self.words.clone() } else { format!("{}: {}", self.title, self.words) }
    }
}

/// The lines of these changes, in their order; sessions that moved alike come first.
pub fn told(changes: &[Change], zone: Zone) -> Vec<Told> {
    let mut alike: BTreeMap<i64, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        if let Some(minutes) = change.moved_by(zone) {
            alike.entry(minutes).or_default().push(change);
        }
    }
    alike.retain(|_, these| these.len() >= ALIKE);
    let mut lines: Vec<Told> = alike
        .iter()
        .map(|(minutes, these)| Told { title: String::new(), words: together(*minutes, these) })
        .collect();
    let is_told = |change: &Change| change.moved_by(zone).is_some_and(|minutes| alike.contains_key(&minutes));
    let mut last: Option<SessionId> = None;
    for change in changes.iter().filter(|change| !is_told(change)) {
        let words = change.words(zone);
        let is_whole = matches!(change.what, What::Added(_) | What::Removed(_));
        match lines.last_mut() {
            Some(line) if last == Some(change.session) && !is_whole => {
                line.words.push_str("; ");
                line.words.push_str(&words);
            }
            _ => lines.push(Told { title: change.name(zone), words }),
        }
        last = Some(change.session);
    }
    lines
}

/// What is told beside each session, by its id.
pub fn beside(changes: &[Change], zone: Zone) -> BTreeMap<SessionId, Vec<String>> {
    let mut all: BTreeMap<SessionId, Vec<String>> = BTreeMap::new();
    for change in changes.iter().filter(|change| !matches!(change.what, What::Removed(_))) {
        all.entry(change.session).or_default().push(change.remark(zone));
    }
    all
}

/// `4 sesi mundur 10 menit: Pembukaan, Paparan, Ishoma, dan Penutupan`.
fn together(minutes: i64, these: &[&Change]) -> String {
    let way = if minutes > 0 { "mundur" } else { "maju" };
    let names: Vec<&str> = these.iter().map(|change| change.title.as_str()).collect();
    format!("{} sesi {way} {} menit: {}", these.len(), minutes.abs(), text::list(&names))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _, Utc};
    use uuid::Uuid;

    use super::*;
    use crate::features::{
        agenda::publication::{Shown, changes::changes},
        editions::model::SessionKind,
    };

    fn session(id: u128, title: &str, minute: i64) -> Shown {
        let midnight = Utc.with_ymd_and_hms(2022, 8, 1, 17, 0, 0).unwrap();
        serde_json::from_value(serde_json::json!({
            "id": SessionId(Uuid::from_u128(id)), "kind": SessionKind::Opening, "title": title, "room": "Aula", "dress_code": "",
            "starts_at": midnight + TimeDelta::minutes(minute), "ends_at": midnight + TimeDelta::minutes(minute + 30), "goals": [], "leaders": [],
        }))
        .unwrap()
    }

    fn lines(before: &[Shown], after: &[Shown]) -> Vec<String> {
        told(&changes(before, after), Zone::Wib).iter().map(Told::sentence).collect()
    }

    #[test]
    fn what_moves_alike_is_told_once_and_what_else_changed_beside_it() {
        let before: Vec<Shown> =
            (0..4).map(|n| session(n, &format!("Sesi {n}"), 480 + 60 * i64::try_from(n).unwrap())).collect();
        let mut after = before.clone();
        for session in &mut after[1..] {
            session.starts_at += TimeDelta::minutes(10);
            session.ends_at += TimeDelta::minutes(10);
        }
        after[2].room = "Ruang B".into();
        assert_eq!(
            lines(&before, &after),
            [
                "3 sesi mundur 10 menit: Sesi 1, Sesi 2, dan Sesi 3",
                "Sesi 2: pindah ruang dari Aula ke Ruang B"
            ]
        );
        // Two alike are told one by one.
        after[3] = before[3].clone();
        assert_eq!(lines(&before, &after).len(), 2);
        assert!(
            lines(&before, &after)[1]
                .starts_with("Sesi 2: pindah dari 10.00-10.30 ke 10.10-10.40; pindah ruang")
        );
    }

    #[test]
    fn sessions_of_one_name_are_told_apart_and_whole_ones_stand_alone() {
        let before = [session(1, "Ishoma", 720), session(2, "Ishoma", 720 + 1440)];
        let mut after = before.to_vec();
        after[1].room = "Restoran".into();
        assert_eq!(
            lines(&before, &after),
            ["Ishoma (Rabu 3 Agustus 12.00): pindah ruang dari Aula ke Restoran"]
        );
        assert_eq!(lines(&before, &before[..1]), ["Ishoma: dihapus, semula Rabu 3 Agustus 12.00-12.30"]);
        assert_eq!(
            beside(&changes(&before, &after), Zone::Wib)[&before[1].id],
            ["Pindah ruang dari Aula ke Restoran"]
        );
    }
}
