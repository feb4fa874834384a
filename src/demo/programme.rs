//! What is said and thought while the programme runs: the order of presentations and the notulen of Papua, whose day is two hours
//! further, and evaluations. All of it is synthetic, and told by the programme's clock.

use chrono::TimeDelta;

use super::{
    Seeder,
    data::{self, Row},
    frame::SeededEvent,
    people::Registered,
};
use crate::{
    db::{Tx, scope::Scope},
    error::Failure,
    features::{
        agenda::{Session, slots},
        evaluation::{self, model::Answers},
        minutes::{
            self,
            model::{Kind, NewEntry},
        },
        registration::Category,
    },
    kernel::{
        clock::Clock,
        ids::{MinuteEntryId, ParticipantId},
    },
};

/// The province whose sessions are written down.
pub(super) const WRITTEN: &str = "91";
/// The provinces whose events are evaluated: the one above, and one whose event is over.
pub(super) const EVALUATED: [&str; 2] = [WRITTEN, "73"];
/// How long a library presents, questions included.
const MINUTES: i32 = 15;

/// The session of the template's row with this key.
fn session<'s>(sessions: &'s [Session], key: &str) -> Result<&'s Session, Failure> {
    let rows = data::agenda_template.rows()?;
    let row = rows.iter().find(|row| row.text("key") == key);
    let title = row.map(|row| row.text("title")).unwrap_or_default();
    Ok(sessions.iter().find(|session| session.title == title).ok_or("a session that no agenda has")?)
}

/// Puts the offices of the kabupaten and kota into the order in which they present.
pub(super) async fn order(
    tx: &mut Tx,
    clock: &Clock,
    event: &SeededEvent,
    sessions: &[Session],
) -> Result<(), Failure> {
    let session = session(sessions, "h1-capaian-kabkota")?;
    slots::present(tx, clock, (event.id, session.id), Category::RegencyOffice.code(), MINUTES).await?;
    Ok(())
}

/// Writes down what was said in the sessions that have ended.
pub(super) async fn write_down(
    tx: &mut Tx,
    event: &SeededEvent,
    sessions: &[Session],
) -> Result<(), Failure> {
    let mut challenge = None;
    for row in data::minutes_papua.rows()? {
        let session = session(sessions, row.text("session_key"))?;
        let kind = row.code("kind", Kind::from_code)?;
        let (id, new) = (MinuteEntryId::new(), entry(&row, kind, challenge));
        let minute: i32 = row.number("minute")?;
        let clock = Clock::held(session.starts_at + TimeDelta::minutes(minute.into()));
        minutes::write(tx, &clock, (event.id, session.id), id, &new).await?;
        if kind == Kind::Challenge {
            challenge = Some(id);
        }
    }
    Ok(())
}

/// A solution answers the challenge that was written last.
fn entry(row: &Row, kind: Kind, challenge: Option<MinuteEntryId>) -> NewEntry {
    NewEntry {
        kind,
        body: row.owned("body"),
        answers: challenge.filter(|_| kind == Kind::Solution),
        raised_by: row.owned("raised_by"),
    }
}

const SUGGESTIONS: [&str; 3] = [
    "Waktu tanya jawab setelah paparan dapat diperpanjang.",
    "Bahan paparan sebaiknya dibagikan sebelum acara.",
    "Kunjungan ke perpustakaan desa terdekat akan sangat membantu.",
];

/// Some of an event's people say what they think of it, each by their own link.
pub(super) async fn evaluate(
    seeder: &Seeder<'_>,
    event: &SeededEvent,
    people: &Registered,
) -> Result<(), Failure> {
    // They answered an hour ago by the programme's clock.
    let clock = Clock::held(Seeder::programme_start()? - TimeDelta::hours(1));
    for (n, (_, person)) in (0_i32..).zip(people.people.iter().take(11)) {
        give(seeder, event, *person, &clock, n).await?;
    }
    Ok(())
}

async fn give(
    seeder: &Seeder<'_>,
    event: &SeededEvent,
    person: ParticipantId,
    clock: &Clock,
    n: i32,
) -> Result<(), Failure> {
    let suggestion = usize::try_from(n / 3).ok().filter(|_| n % 3 == 0).and_then(|n| SUGGESTIONS.get(n));
    let answers = Answers {
        material: 4 + n % 2,
        facilitators: 5 - n % 3 / 2,
        time: 3 + n % 3,
        venue: 4 + (n + 1) % 2,
        usefulness: 5 - n % 5 / 4,
        suggestion: suggestion.copied().unwrap_or_default().to_owned(),
    };
    let mut tx = seeder.begin(&Scope::person(event.id, person)).await?;
    evaluation::give(&mut tx, clock, (event.id, person), &answers).await?;
    tx.commit().await?;
    Ok(())
}
