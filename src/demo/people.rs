//! Accounts, libraries and people of the demo.

use std::collections::{BTreeMap, HashMap};

use chrono::TimeDelta;

use super::{
    Seeder,
    data::{self, Row},
    delegations::{self, Libraries},
    frame::{Frame, SeededEvent},
    logins::{ACCOUNTS, DemoLogin, PASSWORD, address},
};
use crate::{
    auth::{open_link, permission::Role},
    db::scope::{ProvinceCode, Scope},
    error::Failure,
    features::{
        identity::{self, NewAccount, NewRole, model::StaffRole},
        personal::{self, OwnPagePath},
        registration::{
            self, Application, Category, Contact, Entry, LibraryKind, LibraryPlan, PersonKind, PersonPlan,
            Places, Purpose, Status, Terms, TrainerKind,
        },
    },
    kernel::{
        clock::Clock,
        ids::{AccountId, EventId, LibraryId, ParticipantId},
        origin::Origin,
    },
    web::door::DEMO_CODE,
};

/// The accounts by address, and each province's marker of attendance.
pub(super) struct Accounts {
    by_address: HashMap<&'static str, AccountId>,
    /// An account without a password in whose name the office of a province marks.
    pub(super) offices: HashMap<String, AccountId>,
}

impl Accounts {
    pub(super) fn get(&self, address: &str) -> Result<AccountId, Failure> {
        self.by_address.get(address).copied().ok_or_else(|| format!("no demo account {address}").into())
    }
}

/// Makes the accounts with their roles.
pub(super) async fn accounts(seeder: &Seeder<'_>, frame: &Frame) -> Result<Accounts, Failure> {
    let hash = seeder.passwords.hash(PASSWORD.to_owned()).await?;
    let mut tx = seeder.begin(&Scope::system()).await?;
    let mut by_address = HashMap::new();
    for demo in ACCOUNTS {
        let account = NewAccount {
            email: address(demo.address),
            full_name: demo.name.to_owned(),
            phone: String::new(),
            password_hash: Some(hash.clone()),
        };
        let id = identity::create_account(&mut tx, seeder.clock, &account).await?;
        let role = NewRole {
            role: StaffRole::from_code(demo.role.code()).ok_or("a demo role that staff cannot have")?,
            province: ProvinceCode::parse(demo.province),
            event: match demo.role {
                Role::Facilitator => Some(frame.event_of(demo.province)?.id),
                _ => None,
            },
        };
        identity::grant(&mut tx, seeder.clock, id, &role).await?;
        by_address.insert(demo.address, id);
    }
    let mut offices = HashMap::new();
    for event in &frame.events {
        let code = event.host.as_str().to_owned();
        let account = NewAccount {
            email: address(&format!("petugas.{code}")),
            full_name: format!("Petugas {} (contoh)", event.province),
            phone: String::new(),
            password_hash: None,
        };
        offices.insert(code, identity::create_account(&mut tx, seeder.clock, &account).await?);
    }
    tx.commit().await?;
    Ok(Accounts { by_address, offices })
}

/// The people of an event, by the reference of their table.
#[derive(Default)]
pub(super) struct Registered {
    /// Reference and id, in the order of the list.
    pub(super) people: Vec<(String, ParticipantId)>,
    /// The path of a delegation link that nobody has answered by, where there is one.
    pub(super) delegation_link: Option<String>,
}

/// The province whose running event has an open link, and how many wait there for the office.
const OPEN: &str = "91";
const APPLICANTS: usize = 3;

/// Opens the registration of one running event, and lets people apply.
pub(super) async fn open_registration(seeder: &Seeder<'_>, frame: &Frame) -> Result<(), Failure> {
    let event = frame.event_of(OPEN)?;
    let start = Seeder::programme_start()?;
    let terms = Terms {
        opens_at: start - TimeDelta::days(8),
        closes_at: start + TimeDelta::hours(30),
        places: Places { all: 5, by_category: BTreeMap::new() },
    };
    let mut tx = seeder.begin(&Scope::province(event.host.clone(), vec![event.id], vec![])).await?;
    let token = registration::open_registration(&mut tx, seeder.clock, event.id, &terms).await?;
    tx.commit().await?;
    let mut conn = seeder.db.before_scope().await?;
    let link = open_link::resolve(&mut conn, token.as_deref(), None).await?.ok_or("no open link")?;
    drop(conn);
    let libraries = data::libraries.rows()?;
    let villages: Vec<_> = libraries
        .iter()
        .filter(|row| row.text("province_code") == OPEN && row.text("kind") == "village_library")
        .collect();
    let pool = data::persons.rows()?;
    let pool: Vec<_> = pool.iter().filter(|row| row.text("province_code") == OPEN).collect();
    for (n, person) in pool.iter().rev().take(APPLICANTS).enumerate() {
        let application = Application {
            province: event.host.clone(),
            full_name: person.owned("full_name"),
            title_prefix: person.owned("title_prefix"),
            title_suffix: person.owned("title_suffix"),
            sex: person.owned("sex"),
            agency: villages
                .get(n % villages.len().max(1))
                .map_or_else(|| "Perpustakaan Contoh".to_owned(), |row| row.owned("display_name")),
            category: Category::VillageLibrary,
            job_title: "Pengelola perpustakaan (contoh)".into(),
            contact: Contact::default(),
            consents: if n == 0 { Purpose::ALL.to_vec() } else { vec![Purpose::Whatsapp] },
        };
        let id = ParticipantId::new();
        let scope = Scope::open_link(event.id, event.host.clone(), link.link, id);
        let mut tx = seeder.begin(&scope).await?;
        registration::apply(&mut tx, seeder.clock, &link, id, &application, Origin::Synthetic).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Libraries of all provinces, and people of every event but Jambi's.
pub(super) async fn register_all(
    seeder: &Seeder<'_>,
    frame: &Frame,
) -> Result<HashMap<EventId, Registered>, Failure> {
    let library_rows = data::libraries.rows()?;
    let pool = data::persons.rows()?;
    let mut registered = HashMap::new();
    for event in &frame.events {
        let mut of_event = Registered::default();
        for (code, quota) in event.parties.iter().filter(|_| !event.is_self_funded) {
            let hosted = if *code == event.host { vec![event.id] } else { Vec::new() };
            let visiting = if hosted.is_empty() { vec![event.id] } else { Vec::new() };
            let scope = Scope::province(code.clone(), hosted, visiting);
            let of_province = |row: &&Row| row.text("province_code") == code.as_str();
            let persons: Vec<&Row> = pool.iter().filter(of_province).collect();
            let libraries = Libraries {
                rows: library_rows.iter().filter(of_province).collect(),
                ids: &libraries(seeder, &scope, code, &library_rows, &persons).await?,
            };
            let whose = (code, &scope);
            let waiting = if code.as_str() == OPEN { APPLICANTS } else { 0 };
            let coming = event.registered_of(*quota) - waiting;
            let coming: Vec<&Row> = persons.into_iter().take(coming).collect();
            match code.as_str() {
                // Jambi's office registers its people itself; its libraries are invited.
                "15" => {
                    let link = delegations::unanswered(seeder, event, whose, &libraries).await?;
                    of_event.delegation_link = Some(link);
                }
                // In the joint event both provinces' libraries named theirs.
                "31" | "32" => {
                    of_event
                        .people
                        .extend(delegations::answered(seeder, event, whose, &libraries, &coming).await?);
                }
                "33" => {
                    let mut tx = seeder.begin(&scope).await?;
                    of_event.people.extend(jawa_tengah(&mut tx, event, libraries.ids).await?);
                    tx.commit().await?;
                }
                _ => of_event
                    .people
                    .extend(registered_by_office(seeder, event, whose, &libraries, &coming).await?),
            }
        }
        registered.insert(event.id, of_event);
    }
    Ok(registered)
}

/// People whom the office registered, spread over its libraries.
async fn registered_by_office(
    seeder: &Seeder<'_>,
    event: &SeededEvent,
    (code, scope): (&ProvinceCode, &Scope),
    libraries: &Libraries<'_>,
    coming: &[&Row],
) -> Result<Vec<(String, ParticipantId)>, Failure> {
    let clock = Seeder::registration_clock()?;
    let mut tx = seeder.begin(scope).await?;
    let mut people = Vec::new();
    for (n, person) in coming.iter().enumerate() {
        let library = libraries.rows.get(n % libraries.rows.len().max(1)).copied();
        let plan = from_pool(code, person, library, libraries.ids);
        let id = registration::register(&mut tx, &clock, event.id, &plan).await?;
        people.push((person.owned("ref"), id));
    }
    tx.commit().await?;
    Ok(people)
}

/// The province's libraries, by the key of their table.
async fn libraries(
    seeder: &Seeder<'_>,
    scope: &Scope,
    code: &ProvinceCode,
    rows: &[Row],
    persons: &[&Row],
) -> Result<HashMap<String, LibraryId>, Failure> {
    let mut tx = seeder.begin(scope).await?;
    let mut made: HashMap<String, LibraryId> = HashMap::new();
    let mut names: HashMap<String, usize> = HashMap::new();
    // The last of the province's synthetic persons answer for its libraries.
    let mut pics = persons.iter().rev().map(|person| format!("{} (contoh)", person.text("full_name")));
    for row in rows.iter().filter(|row| row.text("province_code") == code.as_str()) {
        // Two villages of one name: the office writes the kecamatan beside it.
        let shown = row.owned("display_name");
        let seen = names.entry(shown.to_lowercase()).or_default();
        *seen += 1;
        let name = if *seen > 1 { format!("{shown} ({})", first_parent(row)) } else { shown };
        let plan = LibraryPlan {
            kind: LibraryKind::from_code(row.text("kind")).unwrap_or(LibraryKind::Other),
            name,
            also_known_as: row.owned("press_name"),
            agency_name: row.owned("agency_name"),
            region_code: row.owned("region_code"),
            unit_word: row.owned("unit_label"),
            partner_since: row.number("partner_since_year").ok(),
            cohorts: row.numbers("cohort_years")?,
            is_champion: row.is("champion"),
            bimtek_completed: row.is("bimtek_completed"),
            pic_name: pics.next().unwrap_or_default(),
            pic_phone: String::new(),
            sim_code: String::new(),
            note: row.owned("note"),
            data_origin: row.origin()?,
            source: row.owned("source"),
        };
        let id = registration::add_library(&mut tx, seeder.clock, code, &plan).await?;
        made.insert(row.owned("key"), id);
    }
    tx.commit().await?;
    Ok(made)
}

fn first_parent(row: &Row) -> String {
    row.text("region_parents").split([',', ';']).next().unwrap_or_default().trim().to_owned()
}

/// A synthetic person of the pool, sent by one of the province's libraries.
fn from_pool(
    code: &ProvinceCode,
    person: &Row,
    library: Option<&Row>,
    libraries: &HashMap<String, LibraryId>,
) -> PersonPlan {
    let mut plan =
        named(PersonPlan::new(code.clone(), PersonKind::Peserta, person.text("full_name")), person);
    plan.category = Some(library.map_or(Category::VillageLibrary, delegations::category));
    plan.library = library.and_then(|row| libraries.get(row.text("key"))).copied();
    plan.data_origin = Origin::Synthetic;
    plan
}

fn named(plan: PersonPlan, row: &Row) -> PersonPlan {
    PersonPlan {
        title_prefix: row.owned("title_prefix"),
        title_suffix: row.owned("title_suffix"),
        honorific: row.owned("honorific"),
        sex: row.owned("sex"),
        ..plan
    }
}

/// Jawa Tengah's people, one by one: a replacement at the door, a walk-in, two of one name.
async fn jawa_tengah(
    tx: &mut crate::db::Tx,
    event: &SeededEvent,
    libraries: &HashMap<String, LibraryId>,
) -> Result<Vec<(String, ParticipantId)>, Failure> {
    let (before, at_the_door) = (Seeder::registration_clock()?, Clock::held(Seeder::programme_start()?));
    let mut made: Vec<(String, ParticipantId)> = Vec::new();
    for row in data::participants_jateng.rows()? {
        let kind = row.code("kind", |kind| {
            Some(match kind {
                "participant" => PersonKind::Peserta,
                "facilitator" => PersonKind::Fasilitator,
                "local_speaker" => PersonKind::Narasumber,
                "committee" => PersonKind::Panitia,
                "consultant" => PersonKind::Konsultan,
                _ => return None,
            })
        })?;
        let mut plan = named(PersonPlan::new(event.host.clone(), kind, row.text("full_name")), &row);
        plan.category = Category::from_code(row.text("category")).filter(|_| kind == PersonKind::Peserta);
        plan.library = libraries.get(row.text("library_key")).copied();
        plan.agency_name = row.owned("agency");
        plan.home_region_code = row.owned("home_region_code");
        plan.delegation_role = row.owned("role_in_delegation");
        plan.job_title = row.owned("job_title");
        plan.trainer_kind = TrainerKind::from_code(row.text("facilitator_kind"));
        plan.contact = Contact { nip: row.owned("nip"), ..Contact::default() };
        plan.status = Status::from_code(row.text("status"))
            .filter(|s| *s != Status::Replaced)
            .unwrap_or(Status::Confirmed);
        plan.entry = Entry::from_code(row.text("entry")).unwrap_or(Entry::Invited);
        plan.note = row.owned("note");
        plan.data_origin = row.origin()?;
        plan.source = row.owned("source");
        let replaced =
            made.iter().find(|(reference, _)| reference == row.text("replaces")).map(|(_, id)| *id);
        let comes_unannounced = matches!(plan.entry, Entry::WalkIn | Entry::Substitute);
        let clock = if comes_unannounced { &at_the_door } else { &before };
        let id = match replaced {
            Some(first) => registration::replace(tx, clock, event.id, first, &plan).await?.0,
            None => registration::register(tx, clock, event.id, &plan).await?,
        };
        made.push((row.owned("ref"), id));
    }
    Ok(made)
}

/// The list that `sejawat demo-logins` prints, with a personal link of Jawa Tengah.
pub(super) async fn logins(
    seeder: &Seeder<'_>,
    frame: &Frame,
    registered: &HashMap<EventId, Registered>,
) -> Result<Vec<DemoLogin>, Failure> {
    let mut logins = Vec::new();
    for demo in ACCOUNTS {
        let event = match demo.role {
            Role::Facilitator => Some(frame.event_of(demo.province)?.title.clone()),
            _ => None,
        };
        logins.push(DemoLogin {
            role: demo.role.label().to_owned(),
            province: frame.province_name(demo.province),
            event,
            email: Some(address(demo.address)),
            password: Some(PASSWORD.to_owned()),
            link: None,
            code: None,
        });
    }
    let event = frame.event_of("33")?;
    let person =
        registered.get(&event.id).and_then(|r| r.people.first()).ok_or("no participant of Jawa Tengah")?.1;
    let mut tx = seeder.begin(&Scope::province(event.host.clone(), vec![event.id], vec![])).await?;
    let code = DEMO_CODE.to_owned();
    let made =
        personal::make_link_with_code(&mut tx, event.id, person, "Data contoh", seeder.clock.now(), code)
            .await?;
    tx.commit().await?;
    logins.push(DemoLogin {
        role: Role::Participant.label().to_owned(),
        province: frame.province_name("33"),
        event: Some(event.title.clone()),
        email: None,
        password: None,
        link: Some(OwnPagePath { token: made.secret }.to_string()),
        code: Some(made.code),
    });
    let jambi = frame.event_of("15")?;
    let link = registered.get(&jambi.id).and_then(|of_event| of_event.delegation_link.clone());
    logins.push(DemoLogin {
        role: Role::Delegate.label().to_owned(),
        province: frame.province_name("15"),
        event: Some(jambi.title.clone()),
        email: None,
        password: None,
        link,
        code: Some(DEMO_CODE.to_owned()),
    });
    Ok(logins)
}
