//! What changed between two versions of an agenda, in words.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, Utc};

use super::model::{Leader, Presentation, Shown};
use crate::{
    features::editions::model::{SessionKind, Strategy},
    kernel::{ids::SessionId, text, zone::Zone},
};

/// One thing that changed about one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which session.
    pub session: SessionId,
    /// Its title, as it is now.
    pub title: String,
    /// When it began before, where its title alone does not tell it from others.
    told_apart_by: Option<DateTime<Utc>>,
    /// What.
    pub what: What,
}

/// What changed: each with what was and what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The session is new.
    Added(Box<Shown>),
    /// The session is gone.
    Removed(Box<Shown>),
    /// Another title.
    Title(String, String),
    /// Another time: from and to, each with its end.
    Time((DateTime<Utc>, DateTime<Utc>), (DateTime<Utc>, DateTime<Utc>)),
    /// Another room.
    Room(String, String),
    /// Other people lead it.
    Leaders(Vec<Leader>, Vec<Leader>),
    /// Other people moderate it.
    Moderators(Vec<Leader>, Vec<Leader>),
    /// Other libraries present, or otherwise.
    Presentations(Vec<Presentation>, Vec<Presentation>),
    /// Something else happens.
    Kind(SessionKind, SessionKind),
    /// Something else is worn.
    DressCode(String, String),
    /// It serves other goals.
    Goals(Vec<i32>, Vec<i32>),
    /// It is about other strategies.
    Strategies(Vec<Strategy>, Vec<Strategy>),
}

/// Everything that differs, in the order of the agenda. In which order the two lists come does not matter.
pub fn changes(before: &[Shown], after: &[Shown]) -> Vec<Change> {
    let (old, new) = (by_id(before), by_id(after));
    // A title that several sessions bear names none of them.
    let mut bearers: BTreeMap<&str, BTreeSet<SessionId>> = BTreeMap::new();
    for session in before.iter().chain(after) {
        bearers.entry(&session.title).or_default().insert(session.id);
    }
    let mut found = Vec::new();
    for id in old.keys().chain(new.keys()).copied().collect::<BTreeSet<_>>() {
        let (was, is) = (old.get(&id).copied(), new.get(&id).copied());
        let Some(shown) = is.or(was) else { continue };
        let is_shared = bearers.get(shown.title.as_str()).is_some_and(|ids| ids.len() > 1);
        let told_apart_by = if is_shared { was.map(|was| was.starts_at) } else { None };
        for what in between(was, is) {
            let change = Change { session: id, title: shown.title.clone(), told_apart_by, what };
            found.push((shown.order(), change));
        }
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, change)| change).collect()
}

fn by_id(sessions: &[Shown]) -> BTreeMap<SessionId, &Shown> {
    sessions.iter().map(|session| (session.id, session)).collect()
}

/// What changed about one session.
fn between(was: Option<&Shown>, is: Option<&Shown>) -> Vec<What> {
    let (was, is) = match (was, is) {
        (Some(was), Some(is)) => (was, is),
        (Some(was), None) => return vec![What::Removed(Box::new(was.clone()))],
        (None, Some(is)) => return vec![What::Added(Box::new(is.clone()))],
        (None, None) => return Vec::new(),
    };
    let mut all = Vec::new();
    if was.title != is.title {
        all.push(What::Title(was.title.clone(), is.title.clone()));
    }
    let (from, to) = ((was.starts_at, was.ends_at), (is.starts_at, is.ends_at));
    if from != to {
        all.push(What::Time(from, to));
    }
    if was.room != is.room {
        all.push(What::Room(was.room.clone(), is.room.clone()));
    }
    if was.leaders != is.leaders {
        all.push(What::Leaders(was.leaders.clone(), is.leaders.clone()));
    }
    if was.moderators != is.moderators {
        all.push(What::Moderators(was.moderators.clone(), is.moderators.clone()));
    }
    if was.presentations != is.presentations {
        all.push(What::Presentations(was.presentations.clone(), is.presentations.clone()));
    }
    if was.kind != is.kind {
        all.push(What::Kind(was.kind, is.kind));
    }
    if was.dress_code != is.dress_code {
        all.push(What::DressCode(was.dress_code.clone(), is.dress_code.clone()));
    }
    if was.goals != is.goals {
        all.push(What::Goals(was.goals.clone(), is.goals.clone()));
    }
    if was.strategies != is.strategies {
        all.push(What::Strategies(was.strategies.clone(), is.strategies.clone()));
    }
    all
}

impl Change {
    /// The sentence, without a full stop, in the event's zone: `Pembukaan pindah ruang dari A ke B`.
    pub fn sentence(&self, zone: Zone) -> String {
        format!("{}{}", self.name(zone), self.predicate(zone))
    }

    /// What the session is called, with its former time where the title alone does not tell it from others.
    pub fn name(&self, zone: Zone) -> String {
        match (&self.what, self.told_apart_by) {
            (What::Added(_) | What::Removed(_), _) | (_, None) => self.title.clone(),
            (_, Some(at)) => format!("{} ({})", self.title, start(at, zone)),
        }
    }

    /// By how many minutes the session moved within its day, as long as it was.
    pub fn moved_by(&self, zone: Zone) -> Option<i64> {
        let What::Time(from, to) = &self.what else { return None };
        let by = to.0 - from.0;
        (by == to.1 - from.1 && zone.date(from.0) == zone.date(to.0)).then(|| by.num_minutes())
    }

    /// The same without the title: `pindah ruang dari A ke B`.
    pub fn words(&self, zone: Zone) -> String {
        self.predicate(zone).trim_start_matches([' ', ',']).to_owned()
    }

    /// The same where the session's title stands already: `Pindah ruang dari A ke B`.
    pub fn remark(&self, zone: Zone) -> String {
        let rest = self.words(zone);
        let mut letters = rest.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    fn predicate(&self, zone: Zone) -> String {
        match &self.what {
            What::Added(session) => {
                format!(" baru, {}", hours((session.starts_at, session.ends_at), zone))
            }
            What::Removed(session) => {
                format!(" dihapus, semula {}", hours((session.starts_at, session.ends_at), zone))
            }
            What::Title(from, _) => format!(" berganti judul, semula “{from}”"),
            What::Time(from, to) => moved(*from, *to, zone),
            What::Room(from, to) => match (from.as_str(), to.as_str()) {
                ("", to) => format!(" bertempat di {to}"),
                (from, "") => format!(" tidak lagi bertempat di {from}"),
                (from, to) => format!(" pindah ruang dari {from} ke {to}"),
            },
            What::Leaders(from, to) => people(from, to, &LEADS),
            What::Moderators(from, to) => people(from, to, &MODERATES),
            What::Presentations(from, to) => presented(from, to),
            What::Kind(from, to) => format!(" berganti jenis dari {from} menjadi {to}"),
            What::DressCode(from, to) => match (from.as_str(), to.as_str()) {
                ("", to) => format!(", pakaian: {to}"),
                (from, "") => format!(", ketentuan pakaian dihapus, semula {from}"),
                (from, to) => format!(", pakaian: {to}, semula {from}"),
            },
            What::Goals(from, to) => match (from.as_slice(), to.as_slice()) {
                ([], to) => format!(" melayani tujuan {}", numbers(to)),
                (from, []) => format!(" tidak lagi melayani tujuan {}", numbers(from)),
                (from, to) => format!(" melayani tujuan {}, semula {}", numbers(to), numbers(from)),
            },
            What::Strategies(from, to) => match (from.as_slice(), to.as_slice()) {
                ([], to) => format!(" membahas strategi {}", strategies(to)),
                (from, []) => format!(" tidak lagi membahas strategi {}", strategies(from)),
                (from, to) => format!(" membahas strategi {}, semula {}", strategies(to), strategies(from)),
            },
        }
    }
}

/// `Rabu 3 Agustus`.
fn day(at: DateTime<Utc>, zone: Zone) -> String {
    let date = zone.date(at);
    format!("{} {} {}", text::day_name(date), date.day(), text::month_name(date))
}

fn clock(at: DateTime<Utc>, zone: Zone) -> String {
    text::time(zone.local(at).time())
}

/// `Rabu 3 Agustus 10.00`.
fn start(at: DateTime<Utc>, zone: Zone) -> String {
    format!("{} {}", day(at, zone), clock(at, zone))
}

/// `Rabu 3 Agustus 10.00-11.00`.
fn hours((from, to): (DateTime<Utc>, DateTime<Utc>), zone: Zone) -> String {
    format!("{}-{}", start(from, zone), clock(to, zone))
}

fn moved(from: (DateTime<Utc>, DateTime<Utc>), to: (DateTime<Utc>, DateTime<Utc>), zone: Zone) -> String {
    let told = |at| clock(at, zone);
    if zone.date(from.0) != zone.date(to.0) {
        format!(" pindah dari {} ke {}", hours(from, zone), hours(to, zone))
    } else if from.0 == to.0 {
        format!(" selesai pukul {}, semula {}", told(to.1), told(from.1))
    } else if from.1 == to.1 {
        format!(" mulai pukul {}, semula {}", told(to.0), told(from.0))
    } else {
        format!(" pindah dari {}-{} ke {}-{}", told(from.0), told(from.1), told(to.0), told(to.1))
    }
}

/// How a part in a session is told: what is done to it, by doing what, and as whom.
struct Part {
    passive: &'static str,
    active: &'static str,
    noun: &'static str,
}

const LEADS: Part = Part { passive: "dipandu", active: "memandu", noun: "pemandu" };
const MODERATES: Part = Part { passive: "dimoderatori", active: "memoderatori", noun: "moderator" };

fn people(from: &[Leader], to: &[Leader], part: &Part) -> String {
    let known = |list: &[Leader], leader: &Leader| list.iter().any(|other| other.id == leader.id);
    let names = |these: Vec<&Leader>| {
        let mut called: Vec<String> = Vec::new();
        for name in these.into_iter().map(called_by) {
            if !called.contains(&name) {
                called.push(name);
            }
        }
        text::list(&called)
    };
    let come: Vec<&Leader> = to.iter().filter(|leader| !known(from, leader)).collect();
    let gone: Vec<&Leader> = from.iter().filter(|leader| !known(to, leader)).collect();
    let mut parts = Vec::new();
    if !come.is_empty() {
        let is_more = from.iter().any(|leader| known(to, leader));
        parts.push(format!("{}{} oleh {}", part.passive, if is_more { " juga" } else { "" }, names(come)));
    }
    if !gone.is_empty() {
        parts.push(format!("tidak lagi {} oleh {}", part.passive, names(gone)));
    }
    for leader in to {
        let Some(was) = from.iter().find(|was| was.id == leader.id) else { continue };
        if was.name != leader.name {
            parts.push(format!("nama {} {} menjadi {}", part.noun, was.name, leader.name));
        }
        if was.kind != leader.kind {
            parts.push(format!(
                "{} {} sebagai {}",
                called_by(leader),
                part.active,
                leader.kind.label().to_lowercase()
            ));
        }
    }
    if parts.is_empty() {
        parts.push(format!("urutan {} menjadi {}", part.noun, names(to.iter().collect())));
    }
    format!(" {}", parts.join(", "))
}

/// By the name, or by the kind where readers are not told the name: `seorang fasilitator`.
fn called_by(leader: &Leader) -> String {
    if leader.name.is_empty() {
        format!("seorang {}", leader.kind.label().to_lowercase())
    } else {
        leader.name.clone()
    }
}

/// What is otherwise in the order of presentations.
fn presented(from: &[Presentation], to: &[Presentation]) -> String {
    let labels = |these: &[Presentation]| these.iter().map(|one| one.label.clone()).collect::<Vec<_>>();
    let (before, after) = (labels(from), labels(to));
    let only_in = |these: &[String], others: &[String]| {
        these.iter().filter(|label| !others.contains(label)).cloned().collect::<Vec<_>>()
    };
    let (come, gone) = (only_in(&after, &before), only_in(&before, &after));
    let mut parts = Vec::new();
    if !come.is_empty() {
        parts.push(format!("paparan bertambah: {}", text::list(&come)));
    }
    if !gone.is_empty() {
        parts.push(format!("tidak lagi memuat paparan {}", text::list(&gone)));
    }
    let stayed = |these: &[String]| {
        these
            .iter()
            .filter(|label| !come.contains(label) && !gone.contains(label))
            .cloned()
            .collect::<Vec<_>>()
    };
    if stayed(&before) != stayed(&after) {
        parts.push(moved_alone(&before, &after).unwrap_or_else(|| "urutan paparan berubah".into()));
    }
    if parts.is_empty() {
        parts.push("lama paparan berubah".into());
    }
    format!(", {}", parts.join(", "))
}

/// `paparan Desa A dari ke-13 menjadi ke-12`, where all others stay in their order.
fn moved_alone(before: &[String], after: &[String]) -> Option<String> {
    let without = |these: &[String], label: &String| {
        these.iter().filter(|other| *other != label).cloned().collect::<Vec<_>>()
    };
    let moved = |label: &&String| without(before, label) == without(after, label);
    let label = before.iter().find(moved)?;
    let nth = |these: &[String]| these.iter().position(|other| other == label).map(|at| at + 1);
    Some(format!("paparan {label} dari ke-{} menjadi ke-{}", nth(before)?, nth(after)?))
}

fn numbers(goals: &[i32]) -> String {
    text::list(&goals.iter().map(ToString::to_string).collect::<Vec<_>>())
}

fn strategies(these: &[Strategy]) -> String {
    text::list(&these.iter().map(|strategy| strategy.label().to_lowercase()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
