//! Where a person stands, for the office: what can be done about it, what the person has said, who may be the same.

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    model::Status,
    paths::{PeoplePath, PersonPath, ReplacePath, StatusPath, StatusWord},
    scene::Scene,
    sql::{self, Listed, Person, Probe, Twin},
};
use crate::{
    auth::permission::EditParticipants,
    db::scope::ProvinceCode,
    error::Result,
    features::registration::{
        consents::{self, Purpose},
        details::{self, Answer, OwnRow},
    },
    kernel::ids::{EventId, ParticipantId},
    web::guard::Can,
};

/// Where a person stands, and what can be done about it.
pub(super) struct Standing {
    pub name: String,
    pub status: Status,
    pub province: String,
    pub related: Vec<(String, String)>,
    /// Label, address and look of a button.
    pub deeds: Vec<(&'static str, String, &'static str)>,
    /// Where a substitute is named; empty when there is one.
    pub replace: String,
    /// Where the person's own page is shared.
    pub link: String,
    /// What the person has said about coming; empty when nothing.
    pub answer: String,
    /// What the person agrees to: the purpose, its colour and its word.
    pub consents: Vec<(&'static str, &'static str, &'static str)>,
    /// Who may be the same, of one who waits.
    pub twins: Vec<String>,
    /// Who may be the same person: in words, and where the two are compared.
    pub suspects: Vec<(String, String)>,
    /// Rows that were merged into this one: whose, and where that is undone.
    pub merged: Vec<(String, String)>,
}

impl Standing {
    pub async fn load(
        conn: &mut PgConnection,
        can: &Can<EditParticipants>,
        scene: &Scene,
        person: &Person,
    ) -> Result<Self> {
        let (place, event) = (&can.place, can.event()?.id);
        let related = sql::replacements(conn, event, person.id)
            .await?
            .into_iter()
            .map(|(id, name, comes_instead)| {
                let words = if comes_instead {
                    format!("Digantikan oleh {name}")
                } else {
                    format!("Menggantikan {name}")
                };
                (words, PersonPath { place: place.clone(), event, participant: id }.to_string())
            })
            .collect();
        let list = PeoplePath { place: place.clone(), event };
        let suspects = sql::suspects_of(conn, event, person.id)
            .await?
            .into_iter()
            .map(|suspect| {
                let agency =
                    if suspect.agency.is_empty() { String::new() } else { format!(", {}", suspect.agency) };
                let words = format!("{}{agency}: {}", suspect.name, suspect.alike.words());
                (words, format!("{list}/ganda/{}/{}", person.id, suspect.id))
            })
            .collect();
        let merged = sql::merged_into(conn, event, person.id)
            .await?
            .into_iter()
            .map(|(merge, name)| (name, format!("{list}/penggabungan/{merge}/batalkan")))
            .collect();
        let to = |to| StatusPath { place: place.clone(), event, participant: person.id, to }.to_string();
        let deeds = deeds(person.status);
        let replace = if matches!(
            person.status,
            Status::Replaced | Status::Refused | Status::Cancelled | Status::Merged
        ) {
            String::new()
        } else {
            ReplacePath { place: place.clone(), event, participant: person.id }.to_string()
        };
        let answer = answer_words(&details::own_row(conn, event, person.id).await?);
        let consents = consent_words(conn, event, person.id).await?;
        let twins = twins_of_one(conn, event, person).await?;
        Ok(Self {
            answer,
            consents,
            twins,
            suspects,
            merged,
            link: format!("{}/{}/tautan", PeoplePath { place: place.clone(), event }, person.id),
            name: person.titled(),
            status: person.status,
            province: if scene.provinces.len() > 1 {
                scene.province_name(&person.province)
            } else {
                String::new()
            },
            related,
            deeds: deeds.iter().map(|(label, word, look)| (*label, to(*word), *look)).collect(),
            replace,
        })
    }
}

/// What can be done with somebody who stands here: the button's words, the status it leads to, and its look.
const fn deeds(status: Status) -> &'static [(&'static str, StatusWord, &'static str)] {
    match status {
        Status::AwaitingApproval => &[
            ("Setujui pendaftaran", StatusWord::Terdaftar, ""),
            ("Tidak disetujui", StatusWord::Ditolak, "danger quiet"),
        ],
        Status::Invited | Status::Registered => &[
            ("Konfirmasi hadir", StatusWord::Terkonfirmasi, "secondary"),
            ("Berhalangan", StatusWord::Berhalangan, "secondary"),
            ("Batalkan pendaftaran", StatusWord::Dibatalkan, "danger quiet"),
        ],
        Status::Confirmed => &[
            ("Berhalangan", StatusWord::Berhalangan, "secondary"),
            ("Batalkan pendaftaran", StatusWord::Dibatalkan, "danger quiet"),
        ],
        Status::Declined | Status::Refused | Status::Cancelled => {
            &[("Daftarkan lagi", StatusWord::Terdaftar, "secondary")]
        }
        Status::Replaced | Status::Merged => &[],
    }
}

/// What the person has said about coming.
fn answer_words(own: &OwnRow) -> String {
    match (own.answer, own.answer_reason.as_str()) {
        (Answer::Open, _) => String::new(),
        (answer, "") => format!("Jawaban peserta: {}.", answer.label()),
        (answer, reason) => format!("Jawaban peserta: {} ({reason}).", answer.label()),
    }
}

/// What the person agrees to.
async fn consent_words(
    conn: &mut PgConnection,
    event: EventId,
    person: ParticipantId,
) -> Result<Vec<(&'static str, &'static str, &'static str)>> {
    let words = consents::of_person(conn, event, person).await?;
    let said = Purpose::ALL.iter().map(|purpose| {
        let given = words.iter().find(|word| word.purpose == *purpose).map(|word| word.given);
        let (meaning, word) = consents::pages::word(given);
        (purpose.label(), meaning, word)
    });
    Ok(said.collect())
}

/// Who may be the same as one who waits.
async fn twins_of_one(conn: &mut PgConnection, event: EventId, person: &Person) -> Result<Vec<String>> {
    if person.status != Status::AwaitingApproval {
        return Ok(Vec::new());
    }
    let name = person.full_name.clone();
    let probe = Probe { name, contact: person.contact(), except: Some(person.id) };
    let twins = sql::twins(conn, event, &person.province, &[probe]).await?;
    Ok(twins.iter().take(5).map(Twin::sentence).collect())
}

/// Who may be the same as somebody on this page who waits; the applicant is not told, the office is.
pub(super) async fn twins_of(
    conn: &mut PgConnection,
    event: EventId,
    listed: &[Listed],
) -> Result<HashMap<ParticipantId, String>> {
    let waiting: Vec<Uuid> =
        listed.iter().filter(|p| p.status == Status::AwaitingApproval).map(|p| p.id.0).collect();
    if waiting.is_empty() {
        return Ok(HashMap::new());
    }
    let people = sql::persons(conn, event, Some(&waiting)).await?;
    let mut found = HashMap::new();
    for (province, probes) in by_province(&people) {
        let twins = sql::twins(conn, event, &province, &probes).await?;
        for twin in twins {
            let of = usize::try_from(twin.of - 1).ok().and_then(|n| probes.get(n)).and_then(|p| p.except);
            if let Some(of) = of {
                found.entry(of).or_insert_with(|| twin.sentence());
            }
        }
    }
    Ok(found)
}

/// Those whose doubles are looked for, by the province that sends them.
fn by_province(people: &[Person]) -> Vec<(ProvinceCode, Vec<Probe>)> {
    let mut groups: Vec<(ProvinceCode, Vec<Probe>)> = Vec::new();
    for person in people {
        let name = person.full_name.clone();
        let probe = Probe { name, contact: person.contact(), except: Some(person.id) };
        match groups.iter_mut().find(|(province, _)| *province == person.province) {
            Some((_, probes)) => probes.push(probe),
            None => groups.push((person.province.clone(), vec![probe])),
        }
    }
    groups
}
