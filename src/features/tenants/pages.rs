//! The office's front page, its settings and its signers.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::TimeDelta;
use sqlx::PgConnection;

use super::{
    forms::{SettingsForm, SignerForm},
    model::{ActingStatus, Paper, Standing, letter_number},
    paths::{NewSignerPath, OfficePath, RemoveSignerPath, SettingsPath, SignerPath},
    sql::{self, OfficeEvent, Tenant},
};
use crate::{
    auth::permission::{EditTenant, ViewOffice},
    error::Result,
    kernel::{ids::SignerId, names, origin::Origin, place::Place, text},
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

/// How many events the front page shows at most.
const EVENTS_SHOWN: u16 = 60;

#[derive(Template)]
#[template(path = "tenants/office.html")]
struct OfficePage {
    shell: Shell,
    official_name: String,
    is_sample: bool,
    todo: Vec<Todo>,
    ahead: Vec<Card>,
    behind: Vec<Card>,
    /// The list of all events, when older ones are not shown here.
    all: Option<String>,
}

/// Something that is missing.
struct Todo {
    sentence: String,
    href: String,
    label: &'static str,
}

struct Card {
    title: String,
    href: String,
    dates: String,
    venue: String,
    standing: String,
    meaning: &'static str,
    is_draft: bool,
    /// Why it was put off or called off.
    reason: String,
    /// Whose event it is, when the province is a guest.
    host: Option<String>,
}

/// How long before an event its gaps become tasks; next year's plan is none yet.
const NEAR: TimeDelta = TimeDelta::days(60);

/// What is next and what is missing, and the province's events.
pub async fn office(path: OfficePath, can: Can<ViewOffice>, State(app): State<AppState>) -> Result<Response> {
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let tenant = sql::find(&mut tx, province).await?;
    let signers = sql::signers(&mut tx, province).await?;
    let mut events = sql::events(&mut tx, province, i64::from(EVENTS_SHOWN) + 1).await?;
    drop(tx);

    let has_older = events.len() > usize::from(EVENTS_SHOWN);
    events.truncate(usize::from(EVENTS_SHOWN));
    let now = app.clock.programme_now();
    let standing = |event: &OfficeEvent| {
        Standing::of(&event.status, event.starts_on, event.ends_on, event.zone.date(now))
    };
    let mut todo = Vec::new();
    if can.may::<EditTenant>() {
        todo.extend(missing_settings(&path.place, &tenant, signers.is_empty()));
    }
    let (mut ahead, behind): (Vec<_>, Vec<_>) = events
        .into_iter()
        .map(|event| (standing(&event), event))
        .partition(|(standing, _)| standing.is_ahead());
    ahead.sort_by_key(|(standing, event)| (*standing, event.starts_on));
    let is_near = |event: &OfficeEvent| event.programme_starts_on - event.zone.date(now) <= NEAR;
    todo.extend(
        ahead
            .iter()
            .filter(|(_, event)| event.is_host && is_near(event))
            .flat_map(|(_, e)| missing_in(&path.place, e)),
    );
    todo.extend(behind.iter().filter(|(standing, e)| e.is_host && *standing == Standing::Over).map(
        |(_, e)| Todo {
            sentence: format!("{} sudah lewat dan belum ditutup.", e.title),
            href: event_href(&path.place, e),
            label: "Buka kegiatan",
        },
    ));

    let mut shell = can.shell();
    shell.crumbs.clear();
    page(&OfficePage {
        shell,
        official_name: tenant.official_name,
        is_sample: tenant.data_origin == Origin::Synthetic,
        todo,
        ahead: ahead.iter().map(|(standing, event)| card(&path.place, *standing, event)).collect(),
        behind: behind.iter().map(|(standing, event)| card(&path.place, *standing, event)).collect(),
        all: has_older.then(|| format!("/{}/kegiatan", path.place)),
    })
}

/// The event's own page belongs to a later feature, so its URL is written out here.
fn event_href(place: &Place, event: &OfficeEvent) -> String {
    format!("/{place}/kegiatan/{}", event.id)
}

fn missing_settings(place: &Place, tenant: &Tenant, no_signer: bool) -> Vec<Todo> {
    let mut todo = Vec::new();
    let lacking = match (tenant.address.is_empty(), tenant.city.is_empty()) {
        (true, true) => "alamat dan kota",
        (true, false) => "alamat",
        (false, true) => "kota",
        (false, false) => "",
    };
    if !lacking.is_empty() {
        todo.push(Todo {
            sentence: format!("Kop surat belum lengkap: {lacking} belum diisi."),
            href: SettingsPath { place: place.clone() }.to_string(),
            label: "Lengkapi kop surat",
        });
    }
    if tenant.contact.full_name.is_empty() || tenant.contact.phone.is_empty() {
        todo.push(Todo {
            sentence: "Perpusnas belum tahu siapa yang dapat dihubungi di kantor Anda.".into(),
            href: format!("{}#field-contact_name", SettingsPath { place: place.clone() }),
            label: "Isi narahubung",
        });
    }
    if no_signer {
        todo.push(Todo {
            sentence: "Belum ada penanda tangan untuk surat dan sertifikat.".into(),
            href: NewSignerPath { place: place.clone() }.to_string(),
            label: "Tambah penanda tangan",
        });
    }
    todo
}

fn missing_in(place: &Place, event: &OfficeEvent) -> Vec<Todo> {
    let mut missing: Vec<String> = Vec::new();
    if event.registered < i64::from(event.quota) {
        missing.push(format!("peserta terdaftar {} dari {}", event.registered, event.quota));
    }
    if event.sessions == 0 {
        missing.push("agendanya masih kosong".into());
    }
    if event.venue.is_empty() {
        missing.push("tempatnya belum ditetapkan".into());
    }
    if event.quota == 0 {
        missing.push("kuotanya belum diisi".into());
    }
    if event.status == "draft" {
        missing.push("masih berupa konsep, belum terbit".into());
    }
    missing
        .into_iter()
        .map(|what| Todo {
            sentence: format!("{}: {what}.", event.title),
            href: event_href(place, event),
            label: "Buka kegiatan",
        })
        .collect()
}

fn card(place: &Place, standing: Standing, event: &OfficeEvent) -> Card {
    let venue = match (event.venue.as_str(), event.city.as_str()) {
        ("", "") => "Tempat belum ditetapkan".to_owned(),
        ("", city) => format!("{city}, tempat belum ditetapkan"),
        (venue, "") => venue.to_owned(),
        (venue, city) => format!("{venue}, {city}"),
    };
    Card {
        title: event.title.clone(),
        href: event_href(place, event),
        dates: text::date_range(event.programme_starts_on, event.programme_ends_on),
        venue,
        standing: standing.words(),
        meaning: standing.meaning(),
        is_draft: event.status == "draft",
        reason: match standing {
            Standing::Postponed | Standing::Cancelled => event.status_reason.clone(),
            _ => String::new(),
        },
        host: (!event.is_host).then(|| event.host_name.clone()),
    }
}

#[derive(Template)]
#[template(path = "tenants/settings.html")]
pub(super) struct SettingsPage {
    shell: Shell,
    form: FormState<SettingsForm>,
    /// The letterhead as saved.
    head: Letterhead,
    papers: Vec<Choice>,
    number_example: String,
    signers: Vec<SignerRow>,
    new_signer: String,
}

/// The kop: what stands on top of every paper.
#[derive(Clone, Debug)]
pub struct Letterhead {
    /// `Pemerintah Provinsi Jambi`; empty for Perpusnas.
    pub authority: String,
    /// The agency's official name.
    pub name: String,
    /// Street and city; may be empty.
    pub address: String,
    /// Telephone, e-mail and website; may be empty.
    pub contact: String,
    /// `A4`.
    pub paper: &'static str,
    /// Whether the paper is folio.
    pub is_f4: bool,
}

struct SignerRow {
    name: String,
    position: String,
    nip: String,
    edit: String,
    remove: String,
}

impl SettingsPage {
    /// The page with the form in this state; letterhead and signers as they stand.
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        can: &Can<EditTenant>,
        form: FormState<SettingsForm>,
    ) -> Result<Self> {
        let office = can.office()?;
        let tenant = sql::find(conn, &office.province).await?;
        let signers = sql::signers(conn, &office.province).await?;
        let today = office.zone.date(app.clock.programme_now());
        let place = &can.place;
        let number_example = match tenant.letter_number_pattern.as_str() {
            "" => String::new(),
            pattern => letter_number(pattern, 12, today),
        };
        Ok(Self {
            shell: can.shell(),
            form,
            head: letterhead(&tenant),
            papers: Paper::ALL.iter().map(|paper| Choice::new(paper.code(), paper.label())).collect(),
            number_example,
            signers: signers
                .iter()
                .map(|signer| SignerRow {
                    name: signer.plan().titled(),
                    position: signer.plan().full_position(),
                    nip: names::nip_for_people(&signer.nip),
                    edit: SignerPath { place: place.clone(), signer: signer.id }.to_string(),
                    remove: RemoveSignerPath { place: place.clone(), signer: signer.id }.to_string(),
                })
                .collect(),
            new_signer: NewSignerPath { place: place.clone() }.to_string(),
        })
    }
}

/// The kop of an agency as it stands.
pub fn letterhead(tenant: &Tenant) -> Letterhead {
    let mut contact = Vec::new();
    for (label, value) in [("Telepon", &tenant.phone), ("Surel", &tenant.email), ("Situs", &tenant.website)] {
        if !value.is_empty() {
            contact.push(format!("{label}: {value}"));
        }
    }
    let place = [tenant.address.replace('\n', ", "), tenant.city.clone()];
    Letterhead {
        authority: match tenant.province.as_str() {
            "00" => String::new(),
            _ => format!("Pemerintah Provinsi {}", tenant.province_name),
        },
        name: tenant.official_name.clone(),
        address: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        contact: contact.join(" · "),
        paper: tenant.paper.code(),
        is_f4: tenant.paper == Paper::F4,
    }
}

/// The agency's settings, with its letterhead and its signers.
pub async fn settings(
    _: SettingsPath,
    can: Can<EditTenant>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let tenant = sql::find(&mut tx, &can.office()?.province).await?;
    let form = FormState::fresh(SettingsForm::of(&tenant));
    page(&SettingsPage::load(&mut tx, &app, &can, form).await?)
}

#[derive(Template)]
#[template(path = "tenants/signer.html")]
pub(super) struct SignerPage {
    shell: Shell,
    form: FormState<SignerForm>,
    is_new: bool,
    acting: Vec<Choice>,
    back: String,
}

impl SignerPage {
    /// The page of the signer form; `signer` is `None` for a new one.
    pub(super) fn new(can: &Can<EditTenant>, signer: Option<SignerId>, form: FormState<SignerForm>) -> Self {
        let back = SettingsPath { place: can.place.clone() }.to_string();
        Self {
            shell: can.shell().under("Pengaturan", &back),
            form,
            is_new: signer.is_none(),
            acting: ActingStatus::ALL.iter().map(|s| Choice::new(s.code(), s.label())).collect(),
            back,
        }
    }
}

/// The form of a new signer.
pub async fn new_signer(_: NewSignerPath, can: Can<EditTenant>) -> Result<Response> {
    page(&SignerPage::new(&can, None, FormState::fresh(SignerForm::blank())))
}

/// The form of a signer as it stands.
pub async fn signer(path: SignerPath, can: Can<EditTenant>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let signer = sql::signer(&mut tx, &can.office()?.province, path.signer).await?;
    page(&SignerPage::new(&can, Some(signer.id), FormState::fresh(SignerForm::of(&signer))))
}
