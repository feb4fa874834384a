//! The frame of the edition: provinces, the edition itself, its waves and events, and who opened and closed them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    Seeder,
    data::{self, Row},
};
use crate::{
    auth::actor::EventHead,
    db::{
        Tx,
        scope::{ProvinceCode, Scope},
    },
    error::Failure,
    features::{
        editions::{
            self,
            model::{
                AwardCategory, AwardKind, AwardScope, Category, Criterion, EditionPlan, Goal, Level,
                RankScheme, SessionKind, TemplateKind, TemplateSession, WavePlan,
            },
        },
        events::{
            self, NewEvent,
            model::{
                ActingStatus, Ceremony, Dates, Frame as EventFrame, Funding, Kind, Mode, OfficialPlan, Phase,
                Status,
            },
        },
        tenants::{self, model::NewTenant},
    },
    kernel::{
        clock::Clock,
        ids::{EditionId, EventId, WaveId},
        origin::{FieldOrigins, Origin},
        zone::Zone,
    },
};

/// What the rest of the demo needs to know of the frame.
pub(super) struct Frame {
    pub(super) edition: EditionId,
    pub(super) events: Vec<SeededEvent>,
    provinces: HashMap<String, String>,
}

/// An event of the demo.
pub(super) struct SeededEvent {
    pub(super) id: EventId,
    pub(super) title: String,
    pub(super) host: ProvinceCode,
    pub(super) province: String,
    /// Host and guest, each with its places.
    pub(super) parties: Vec<(ProvinceCode, i32)>,
    pub(super) is_self_funded: bool,
    wave: i32,
    dates: Dates,
    zone: Zone,
}

impl Frame {
    /// The event of the 2022 waves that this province takes part in.
    pub(super) fn event_of(&self, code: &str) -> Result<&SeededEvent, Failure> {
        self.events
            .iter()
            .find(|event| {
                !event.is_self_funded && event.parties.iter().any(|(party, _)| party.as_str() == code)
            })
            .ok_or_else(|| format!("no demo event of province {code}").into())
    }

    pub(super) fn province_name(&self, code: &str) -> Option<String> {
        self.provinces.get(code).cloned()
    }
}

impl SeededEvent {
    /// What a guard would know of it.
    pub(super) fn head(&self, edition: EditionId) -> EventHead {
        EventHead {
            id: self.id,
            title: self.title.clone(),
            host: self.host.clone(),
            zone: self.zone,
            edition,
            starts_on: self.dates.starts_on,
            ends_on: self.dates.ends_on,
            programme_starts_on: self.dates.programme_starts_on,
            programme_ends_on: self.dates.programme_ends_on,
        }
    }

    /// The last wave has only begun to register, and two of its provinces have not yet an agenda.
    pub(super) fn has_agenda(&self) -> bool {
        self.wave < 5 || !self.host.as_str().ends_with('2')
    }

    /// How many of its places are taken by now.
    pub(super) fn registered_of(&self, quota: i32) -> usize {
        let quota = usize::try_from(quota).unwrap_or_default();
        if self.wave < 5 { quota } else { quota * 2 / 3 }
    }

    pub(super) fn last_day_is_before(&self, now: DateTime<Utc>) -> bool {
        self.dates.programme_ends_on < self.zone.date(now)
    }
}

/// Whether the database has provinces.
pub(super) async fn has_tenants(seeder: &Seeder<'_>) -> Result<bool, Failure> {
    let mut tx = seeder.begin(&Scope::national().read_only()).await?;
    Ok(tenants::any(&mut tx).await?)
}

/// Builds provinces, edition, waves and events.
pub(super) async fn build(seeder: &Seeder<'_>) -> Result<Frame, Failure> {
    let mut tx = seeder.begin(&Scope::national()).await?;
    let mut provinces = HashMap::new();
    for row in data::tenants.rows()? {
        let tenant = NewTenant {
            province: row.province("code")?,
            slug: row.owned("slug"),
            province_name: row.owned("province"),
            zone: row.zone("zone")?,
            official_name: row.owned("official_name"),
            short_name: row.owned("short_name"),
            city: row.owned("city"),
            data_origin: row.origin()?,
            source: row.owned("source"),
        };
        tenants::add(&mut tx, seeder.clock, &tenant).await?;
        provinces.insert(row.owned("code"), row.owned("province"));
    }
    let (edition, waves) = edition(&mut tx, seeder).await?;
    tx.commit().await?;
    contacts(seeder, &provinces).await?;

    let mut events = Vec::new();
    for row in data::events.rows()? {
        events.push(event(seeder, edition, &waves, &row, &provinces).await?);
    }
    for row in data::self_funded.rows()? {
        events.push(self_funded(seeder, edition, &row, &provinces).await?);
    }
    let frame = Frame { edition, events, provinces };
    officials(seeder, &frame).await?;
    Ok(frame)
}

fn dates(row: &Row) -> Result<Dates, Failure> {
    Ok(Dates {
        starts_on: row.date("starts_on")?,
        programme_starts_on: row.date("programme_starts_on")?,
        programme_ends_on: row.date("programme_ends_on")?,
        ends_on: row.date("ends_on")?,
    })
}

/// The columns `<field>_origin` that say something else than the row.
fn field_origins(row: &Row, fields: &[(&str, &str)]) -> FieldOrigins {
    fields
        .iter()
        .filter_map(|(column, field)| Some(((*field).to_owned(), Origin::from_code(row.text(column))?)))
        .collect::<BTreeMap<_, _>>()
}

async fn event(
    seeder: &Seeder<'_>,
    edition: EditionId,
    waves: &HashMap<i32, WaveId>,
    row: &Row,
    provinces: &HashMap<String, String>,
) -> Result<SeededEvent, Failure> {
    let host = row.province("host_province")?;
    let wave = row.number("wave")?;
    let mut guests = Vec::new();
    if !row.text("guest_province").is_empty() {
        guests.push((row.province("guest_province")?, row.number("guest_expected_participants")?));
    }
    let new = NewEvent {
        edition,
        wave: waves.get(&wave).copied(),
        host: host.clone(),
        // The table counts everybody who comes; the guests have their own places.
        quota: row.number("expected_participants")? - guests.iter().map(|(_, places)| places).sum::<i32>(),
        guests: guests.clone(),
        kind: Kind::Plm,
        level: Level::Province,
        region_code: String::new(),
        frame: event_frame(row)?,
        venue_set_at: venue_set_at(row)?,
        status: Status::Published,
        copied_from: None,
        origin: row.origin()?,
        field_origins: field_origins(
            row,
            &[
                ("venue_origin", "venue"),
                ("travel_origin", "starts_on"),
                ("programme_origin", "programme_starts_on"),
                ("quota_origin", "quota"),
                ("wave_origin", "wave"),
            ],
        ),
        source: row.owned("source"),
    };
    let mut tx = seeder.begin(&Scope::national()).await?;
    let id = events::create(&mut tx, seeder.clock, &new).await?;
    tx.commit().await?;
    let mut parties = vec![(host.clone(), new.quota)];
    parties.extend(guests);
    Ok(SeededEvent {
        id,
        title: new.frame.title,
        province: provinces.get(host.as_str()).cloned().unwrap_or_default(),
        host,
        parties,
        is_self_funded: false,
        wave,
        dates: new.frame.dates,
        zone: new.frame.zone,
    })
}

fn event_frame(row: &Row) -> Result<EventFrame, Failure> {
    Ok(EventFrame {
        title: row.owned("title"),
        venue: row.owned("venue"),
        room: row.owned("room"),
        address: row.owned("address"),
        city: row.owned("city"),
        dates: dates(row)?,
        zone: row.zone("zone")?,
        mode: row.code("mode", Mode::from_code)?,
        funding: row.code("funding_source", Funding::from_code)?,
        note: row.owned("note"),
    })
}

/// A month before the opening.
fn venue_set_at(row: &Row) -> Result<Option<DateTime<Utc>>, Failure> {
    let day: NaiveDate = row.date("programme_starts_on")? - TimeDelta::days(30);
    let noon = day.and_hms_opt(12, 0, 0).ok_or("no noon")?;
    Ok((!row.text("venue").is_empty()).then(|| Zone::Wib.instant(noon)))
}

async fn self_funded(
    seeder: &Seeder<'_>,
    edition: EditionId,
    row: &Row,
    provinces: &HashMap<String, String>,
) -> Result<SeededEvent, Failure> {
    let host = row.province("host_province")?;
    let new = NewEvent {
        edition,
        wave: None,
        host: host.clone(),
        quota: row.number("expected_participants")?,
        guests: Vec::new(),
        kind: Kind::Plm,
        level: row.code("level", Level::from_code)?,
        region_code: row.owned("host_region_code"),
        frame: event_frame(row)?,
        venue_set_at: venue_set_at(row)?,
        status: Status::Draft,
        copied_from: None,
        origin: row.origin()?,
        field_origins: FieldOrigins::new(),
        source: row.owned("source"),
    };
    let scope = Scope::province(host.clone(), vec![], vec![]);
    let mut tx = seeder.begin(&scope).await?;
    let id = events::create(&mut tx, seeder.clock, &new).await?;
    tx.commit().await?;
    Ok(SeededEvent {
        id,
        title: new.frame.title,
        province: provinces.get(host.as_str()).cloned().unwrap_or_default(),
        parties: vec![(host.clone(), new.quota)],
        host,
        is_self_funded: true,
        wave: 0,
        dates: new.frame.dates,
        zone: new.frame.zone,
    })
}

/// Somebody to call at every office; nobody real, and no number.
async fn contacts(seeder: &Seeder<'_>, provinces: &HashMap<String, String>) -> Result<(), Failure> {
    for (code, name) in provinces {
        let Some(province) = ProvinceCode::parse(code) else { continue };
        let mut tx = seeder.begin(&Scope::province(province.clone(), vec![], vec![])).await?;
        let before = tenants::find(&mut tx, &province).await?;
        let mut settings = before.settings();
        settings.contact.full_name = format!("Narahubung {name} (contoh)");
        settings.contact.position = "Kepala Bidang Perpustakaan".into();
        tenants::configure(&mut tx, seeder.clock, &before, before.version, &settings).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn officials(seeder: &Seeder<'_>, frame: &Frame) -> Result<(), Failure> {
    for row in data::officials.rows()? {
        let event = frame.event_of(row.text("host_province"))?;
        let ceremony = row.code("ceremony_role", Ceremony::from_code)?;
        let phase = row.code("phase", Phase::from_code)?;
        let plan = OfficialPlan {
            honorific: row.owned("honorific"),
            title_prefix: row.owned("title_prefix"),
            full_name: row.owned("full_name"),
            title_suffix: row.owned("title_suffix"),
            position: row.owned("position"),
            acting_status: row.code("acting_status", |code| match code {
                "" | "kosong" => Some(ActingStatus::Appointed),
                code => ActingStatus::from_code(code),
            })?,
            represents: row.owned("represents"),
            note: row.owned("note"),
        };
        let scope = Scope::province(event.host.clone(), vec![event.id], vec![]);
        let mut tx = seeder.begin(&scope).await?;
        let from = (row.origin()?, row.text("source"));
        events::set_official(&mut tx, seeder.clock, event.id, (ceremony, phase), &plan, from).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The edition of 2022 with its goals, categories, awards, template and waves.
async fn edition(tx: &mut Tx, seeder: &Seeder<'_>) -> Result<(EditionId, HashMap<i32, WaveId>), Failure> {
    let clock = seeder.clock;
    let plan = EditionPlan {
        year: 2022,
        level: Level::Province,
        name: "PLM 2022".into(),
        meeting_label: "Peer Learning Meeting".into(),
        trainer_label: "Master Trainer".into(),
        regions_as_of: NaiveDate::from_ymd_opt(2022, 1, 1).ok_or("no first of January")?,
        target_provinces: 34,
        target_regencies: 136,
        target_villages: 96,
        wave_count: 5,
        wave_min_provinces: 6,
        wave_max_provinces: 7,
    };
    let id = editions::create(tx, clock, &plan, (Origin::Real, "jambi.wahananews.co")).await?;
    contents(tx, clock, id).await?;
    let mut waves = HashMap::new();
    for row in data::waves.rows()? {
        let plan = WavePlan {
            number: row.number("number")?,
            starts_on: row.date("starts_on")?,
            ends_on: row.date("ends_on")?,
        };
        let wave = editions::add_wave(tx, clock, id, &plan, (row.origin()?, row.text("source"))).await?;
        waves.insert(plan.number, wave);
    }
    Ok((id, waves))
}

/// What the edition is about: goals, categories, awards and the agenda template.
async fn contents(tx: &mut Tx, clock: &Clock, id: EditionId) -> Result<(), Failure> {
    let goals: Result<Vec<_>, Failure> = data::goals
        .rows()?
        .iter()
        .map(|row| {
            Ok(Goal {
                sentence: format!("{}.", row.text("text")),
                short_label: row.owned("short_label"),
                origin: row.origin()?,
                source: row.owned("source"),
            })
        })
        .collect();
    editions::set_goals(tx, clock, id, &goals?).await?;
    let categories: Result<Vec<_>, Failure> = data::categories
        .rows()?
        .iter()
        .map(|row| {
            Ok(Category {
                category: row.owned("key"),
                label: row.owned("label"),
                short_label: row.owned("short_label"),
                quota_percent: row.number("quota_percent")?,
                note: row.owned("note"),
                origin: row.origin()?,
                source: row.owned("source"),
            })
        })
        .collect();
    editions::set_categories(tx, clock, id, &categories?).await?;
    editions::set_award_categories(tx, clock, id, &awards()?, (Origin::Synthetic, "")).await?;
    for (kind, table) in
        [(TemplateKind::Plm, data::agenda_template), (TemplateKind::Shm, data::agenda_template_shm)]
    {
        let template = template(&table)?;
        editions::set_template(tx, clock, (id, kind), &template, (Origin::Synthetic, "")).await?;
    }
    Ok(())
}

/// The sessions of a template.
fn template(table: &data::Table) -> Result<Vec<TemplateSession>, Failure> {
    table
        .rows()?
        .iter()
        .map(|row| {
            let kind = row.code("kind", SessionKind::from_code)?;
            Ok(TemplateSession {
                day_offset: row.number("day")?,
                starts_at: row.time("starts_at")?,
                ends_at: row.time("ends_at")?,
                kind,
                title: row.owned("title"),
                room: row.owned("room_hint"),
                goals: row.numbers("goals")?,
                strategies: row.list("strategies"),
                takes_attendance: row.is("takes_attendance"),
                is_fixed: kind.keeps_its_hour(row.text("title")),
            })
        })
        .collect()
}

fn awards() -> Result<Vec<AwardCategory>, Failure> {
    let mut awards: Vec<AwardCategory> = Vec::new();
    for row in data::award_categories.rows()? {
        let criterion = Criterion { name: row.owned("criterion"), weight: row.number("weight_percent")? };
        match awards.last_mut() {
            Some(award) if award.name == row.text("category_label") => award.criteria.push(criterion),
            _ => awards.push(AwardCategory {
                name: row.owned("category_label"),
                scope: row.code("scope", AwardScope::from_code)?,
                kind: row.code("kind", AwardKind::from_code)?,
                rank_scheme: row.code("rank_scheme", RankScheme::from_code)?,
                criteria: vec![criterion],
            }),
        }
    }
    Ok(awards)
}
