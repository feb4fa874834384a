//! All marks of one person in one session: which counts, and why.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{
    forms::DecisionForm,
    model::{self, Waits},
    paths::{AttendancePath, PersonPath, RollCallPath},
    sql::{self, DecisionShown, HistoryRow, Standing},
};
use crate::{
    auth::permission::{Permission, SettleAttendance, ViewAttendance},
    error::Result,
    features::agenda,
    kernel::{text, zone::Zone},
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "attendance/person.html")]
pub(super) struct PersonPage {
    shell: Shell,
    name: String,
    agency: String,
    session: String,
    /// What counts, and why.
    reasons: Vec<String>,
    /// The meaning of what counts.
    class: &'static str,
    entries: Vec<Entry>,
    form: Option<FormState<DecisionForm>>,
    states: Vec<Choice>,
    back: String,
}

struct Entry {
    state: model::State,
    note: String,
    by: String,
    when: String,
    /// How it was made, and its times by each clock; empty for a decision.
    remark: String,
    clocks: String,
    is_decision: bool,
    counts: bool,
}

/// How a mark was made, and what is to be known of it.
fn remark(mark: &HistoryRow) -> String {
    let mut said = mark.source.label().to_owned();
    for (is_so, what) in
        [(mark.doubtful, "jam perangkat meragukan"), (mark.of_merged, "pada data yang digabungkan")]
    {
        if is_so {
            said.push_str(", ");
            said.push_str(what);
        }
    }
    if let Some(name) = &mark.brought_by {
        said.push_str(", dibawa oleh ");
        said.push_str(name);
    }
    match mark.waits {
        Some(why) => format!("{said}. Usulan: {}", why.label()),
        None => said,
    }
}

/// `+2 menit`, `-35 detik`; empty where the clocks agree to the second.
fn correction(offset_ms: i64) -> String {
    let seconds = (offset_ms + 500 * offset_ms.signum()) / 1000;
    let sign = if seconds < 0 { '-' } else { '+' };
    match seconds.unsigned_abs() {
        0 => String::new(),
        n @ 1..60 => format!("{sign}{n} detik"),
        n @ 60..3600 => format!("{sign}{} menit", (n + 30) / 60),
        n => {
            let minutes = (n + 30) / 60;
            match minutes % 60 {
                0 => format!("{sign}{} jam", minutes / 60),
                rest => format!("{sign}{} jam {rest} menit", minutes / 60),
            }
        }
    }
}

/// A time of a session's day as `09.14`, with seconds where that tells two apart.
fn clock(at: DateTime<Utc>, zone: Zone) -> String {
    let local = zone.local(at);
    format!("{}, {} {zone}", text::date(local.date()), text::time(local.time()))
}

/// A mark's time by the device, what it was corrected by, and when the server got it.
fn clocks(mark: &HistoryRow, zone: Zone) -> String {
    let device = clock(mark.device_time, zone);
    let corrected = match mark.offset_ms.map(correction) {
        None => "selisihnya dengan jam server tidak diketahui".to_owned(),
        Some(same) if same.is_empty() => "sama dengan jam server".to_owned(),
        Some(by) => format!("dikoreksi {by}"),
    };
    format!("Jam perangkat {device} ({corrected}); diterima server {}.", clock(mark.received_at, zone))
}

/// Why a mark's time counts as it does; empty where the device's clock was right.
fn about_the_clock(mark: &HistoryRow) -> String {
    let offset = mark.offset_ms.unwrap_or_default();
    let corrected =
        TimeDelta::try_milliseconds(offset).and_then(|by| mark.device_time.checked_add_signed(by));
    if corrected.is_none_or(|corrected| corrected > mark.received_at + TimeDelta::seconds(1)) {
        return ", jam ponsel terlalu cepat sehingga saat diterima yang dihitung".into();
    }
    match mark.offset_ms.map(correction) {
        None => ", jam ponsel tidak dapat diperiksa".into(),
        Some(by) if by.is_empty() => String::new(),
        Some(by) => format!(", jam ponsel dikoreksi {by}"),
    }
}

fn named(by: Option<&String>) -> &str {
    by.map_or("petugas", |name| if name.is_empty() { "petugas" } else { name })
}

/// What counts and why, in sentences; the newest mark and decision first.
fn reasons(
    standing: Option<Standing>,
    marks: &[HistoryRow],
    decisions: &[DecisionShown],
    zone: Zone,
) -> Vec<String> {
    let mut said = Vec::new();
    let counting: Vec<&HistoryRow> = marks.iter().filter(|mark| mark.waits.is_none()).collect();
    let winner = counting.iter().find(|mark| mark.is_newest);
    match standing {
        None if counting.is_empty() => said.push("Belum ada tanda yang berlaku.".to_owned()),
        None => {}
        Some(standing) if standing.decided_at.is_some() => {
            let decision = decisions.iter().find(|one| Some(one.decided_at) == standing.decided_at);
            let by = named(decision.and_then(|one| one.by.as_ref()));
            let why = decision.map_or("", |one| one.reason.as_str());
            let why = if why.is_empty() { String::new() } else { format!(" dengan alasan “{why}”") };
            let when = standing.decided_at.map(|at| clock(at, zone)).unwrap_or_default();
            let state = standing.state.label();
            said.push(format!("Yang berlaku: {state}, diputuskan oleh {by}{why} ({when})."));
            if standing.conflict {
                said.push(
                    "Sesudah keputusan itu masuk lagi tanda yang berbeda; perlu diputuskan lagi.".into(),
                );
            } else if !counting.is_empty() {
                said.push("Keputusan mengalahkan semua tanda yang sudah ada waktu itu.".into());
            }
        }
        Some(standing) => {
            let state = standing.state.label();
            if let Some(winner) = winner {
                let (by, when) = (named(winner.by.as_ref()), clock(winner.effective_at, zone));
                let why =
                    match counting.iter().filter(|mark| mark.effective_at == winner.effective_at).count() {
                        _ if counting.len() == 1 => "satu-satunya tanda",
                        1 => "karena dibuat paling akhir",
                        _ => "dibuat bersamaan dengan tanda lain dan tercatat sesudahnya",
                    };
                said.push(format!(
                    "Tanda yang berlaku: {state} oleh {by}, {why} ({when}{}).",
                    about_the_clock(winner)
                ));
            } else {
                said.push(format!("Yang berlaku: {state}."));
            }
            if standing.state == model::State::Cleared {
                said.push("Tanda sebelumnya dibatalkan, sehingga orang ini terhitung belum ditandai.".into());
            }
            if standing.conflict {
                said.push("Petugas lain menandai berbeda. Keduanya disimpan dan menunggu keputusan.".into());
            }
        }
    }
    let decided = decisions.iter().map(|decision| decision.decided_at).max();
    for why in Waits::ALL {
        let waiting = marks.iter().filter(|mark| {
            mark.waits == Some(*why) && decided.is_none_or(|decided| decided < mark.received_at)
        });
        match waiting.count() {
            0 => {}
            n => said.push(format!("{n} tanda menunggu keputusan karena {}.", why.label())),
        }
    }
    said
}

impl PersonPage {
    pub(super) async fn load<P: Permission>(
        conn: &mut PgConnection,
        can: &Can<P>,
        path: &PersonPath,
        form: FormState<DecisionForm>,
    ) -> Result<Self> {
        let zone = can.event()?.zone;
        let session = agenda::find(conn, path.event, path.session).await?;
        let person = sql::counts_for(conn, path.event, path.participant).await?;
        let (name, agency) = sql::name(conn, path.event, person).await?;
        let marks = sql::marks_of(conn, path.event, path.session, person).await?;
        let decisions = sql::decisions_of(conn, path.event, path.session, person).await?;
        let standing = sql::standing(conn, path.event, path.session, person).await?;
        let reasons = reasons(standing, &marks, &decisions, zone);
        let decided_at = standing.and_then(|standing| standing.decided_at);
        let back = RollCallPath { place: path.place.clone(), event: path.event, session: path.session };
        let mut entries: Vec<_> = decisions
            .into_iter()
            .map(|decision| (decision.decided_at, decided(decision, decided_at, zone)))
            .chain(marks.into_iter().map(|mark| {
                let counts = mark.is_newest && mark.waits.is_none() && decided_at.is_none();
                (mark.effective_at, marked(mark, counts, zone))
            }))
            .collect();
        entries.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        Ok(Self {
            shell: can
                .shell()
                .under("Kehadiran", AttendancePath { place: path.place.clone(), event: path.event })
                .under(&session.title, &back),
            name,
            agency,
            session: session.title,
            reasons,
            class: match standing {
                Some(standing) if standing.conflict => "late",
                Some(standing) => standing.state.class(),
                None => "neutral",
            },
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
            form: can.may::<SettleAttendance>().then_some(form),
            states: model::State::ALL.iter().map(|s| Choice::new(s.code(), s.label())).collect(),
            back: back.to_string(),
        })
    }
}

fn decided(decision: DecisionShown, counting: Option<DateTime<Utc>>, zone: Zone) -> Entry {
    Entry {
        state: decision.state,
        note: decision.reason,
        by: decision.by.unwrap_or_default(),
        when: text::moment(zone.local(decision.decided_at), zone),
        remark: "Keputusan".into(),
        clocks: String::new(),
        is_decision: true,
        counts: counting == Some(decision.decided_at),
    }
}

fn marked(mark: HistoryRow, counts: bool, zone: Zone) -> Entry {
    let (remark, clocks) = (remark(&mark), clocks(&mark, zone));
    Entry {
        state: mark.state,
        note: mark.note,
        by: mark.by.unwrap_or_default(),
        when: text::moment(zone.local(mark.effective_at), zone),
        remark,
        clocks,
        is_decision: false,
        counts,
    }
}

/// All marks of one person in one session.
pub async fn person(
    path: PersonPath,
    can: Can<ViewAttendance>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&PersonPage::load(&mut tx, &can, &path, FormState::fresh(DecisionForm::default())).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_said_as_people_say_it() {
        for (milliseconds, said) in [
            (0, ""),
            (499, ""),
            (-400, ""),
            (500, "+1 detik"),
            (-35_000, "-35 detik"),
            (120_000, "+2 menit"),
            (-86_400_000, "-24 jam"),
            (5_400_000, "+1 jam 30 menit"),
            (3_590_000, "+60 menit"),
        ] {
            assert_eq!(correction(milliseconds), said, "{milliseconds}");
        }
    }

    fn mark(at: i64, offset_ms: Option<i64>, received: i64) -> HistoryRow {
        let instant = |seconds| DateTime::from_timestamp(1_659_406_440 + seconds, 0).unwrap();
        let (effective_at, doubtful) = model::effective_time(instant(at), offset_ms, instant(received));
        HistoryRow {
            state: model::State::Present,
            note: String::new(),
            device_time: instant(at),
            offset_ms,
            effective_at,
            received_at: instant(received),
            doubtful,
            source: model::Source::Tap,
            waits: None,
            by: Some("Ani".into()),
            of_merged: false,
            brought_by: None,
            is_newest: false,
        }
    }

    fn standing(conflict: bool) -> Standing {
        Standing { state: model::State::Present, conflict, decided_at: None }
    }

    #[test]
    fn the_mark_that_counts_says_why() {
        let said = |marks: &[HistoryRow], conflict| {
            reasons(Some(standing(conflict)), marks, &[], Zone::Wib).join(" ")
        };
        let newest = HistoryRow { is_newest: true, ..mark(0, Some(120_000), 600) };
        let one = [newest.clone()];
        assert_eq!(
            said(&one, false),
            "Tanda yang berlaku: Hadir oleh Ani, satu-satunya tanda (2 Agustus 2022, 09.16 WIB, jam ponsel dikoreksi +2 menit)."
        );
        let two = [newest.clone(), mark(-60, Some(0), 0)];
        assert!(said(&two, true).contains("karena dibuat paling akhir"));
        assert!(said(&two, true).contains("menandai berbeda"));
        let fast = [HistoryRow { is_newest: true, ..mark(5000, Some(0), 60) }];
        assert!(said(&fast, false).contains("jam ponsel terlalu cepat"));
        let unknown = [HistoryRow { is_newest: true, ..mark(0, None, 60) }];
        assert!(said(&unknown, false).contains("tidak dapat diperiksa"));
        let late = [newest, HistoryRow { waits: Some(Waits::Closed), ..mark(0, Some(0), 900) }];
        assert!(said(&late, false).ends_with("1 tanda menunggu keputusan karena sesi sudah ditutup."));
    }
}
