//! The applicant's pages: the form's three steps, why nobody can register, and going on elsewhere.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::{
    forms::{ApplyForm, STEPS, step},
    model::{Shut, Taken, places, shut},
    paths::{ApplyPath, FillPath, KeepPath, ResumePath},
    sql,
    verbs::page_secret,
};
use crate::{
    auth::{
        open_link::{OpenLink, RESUME_LETTERS},
        personal, token,
    },
    error::Result,
    features::registration::{
        consents::{NOTICE, Purpose},
        people::{Category, category_labels},
    },
    kernel::{names, text},
    web::{
        AppState,
        door::EventLine,
        filters,
        form::{FormState, Query},
        guard::ByOpenLink,
        page::{Choice, Shell, page},
        whatsapp,
    },
};

#[derive(Template)]
#[template(path = "registration/apply.html")]
pub(super) struct StepPage {
    shell: Shell,
    event: EventLine,
    office: String,
    closes: String,
    step: u8,
    form: FormState<ApplyForm>,
    action: String,
    keep: String,
    /// The step before; empty on the first.
    previous: String,
    /// Where it goes on in another browser, and the message that brings it.
    resume: String,
    whatsapp: String,
    /// Whether something is kept already.
    is_kept: bool,
    sexes: Vec<Choice>,
    provinces: Vec<Choice>,
    categories: Vec<Choice>,
    full: String,
    libraries: Vec<String>,
    notice: &'static str,
    purposes: &'static [Purpose],
    /// What was typed, to be read once more before it is sent.
    answers: Vec<(&'static str, String)>,
}

/// What the three steps are called.
const TITLES: [&str; STEPS as usize] = ["Diri Anda", "Asal Anda", "Periksa dan kirim"];

/// A step that is being filled in.
pub(super) struct Filling<'a> {
    pub step: u8,
    pub secret: &'a str,
    pub is_kept: bool,
    pub taken: &'a Taken,
}

impl StepPage {
    /// The page of a step.
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        me: &ByOpenLink,
        filling: Filling<'_>,
        form: FormState<ApplyForm>,
    ) -> Result<Self> {
        let Filling { step, secret, is_kept, taken } = filling;
        let link = &me.link;
        let labels = if step == 1 { Vec::new() } else { category_labels(conn, link.edition).await? };
        let label = |category: Category| {
            labels
                .iter()
                .find(|(known, _)| *known == category)
                .map_or_else(|| category.label().to_owned(), |(_, l)| l.clone())
        };
        let places = places(link);
        let (open, full): (Vec<Category>, Vec<Category>) =
            Category::ALL.iter().partition(|category| places.has_room(taken, **category));
        let libraries = if step == 2 { sql::libraries(conn, &link.host).await? } else { Vec::new() };
        let full: Vec<String> = full.into_iter().map(label).collect();
        let (token, resume) = (link.token.clone(), secret.to_owned());
        let resume_url = format!("{}{}", app.base_url, ResumePath { resume: resume.clone() });
        let own_phone = names::phone(&form.values.phone).unwrap_or_default();
        let message = format!("Lanjutkan pendaftaran saya untuk {}: {resume_url}", link.about.title);
        Ok(Self {
            shell: me.shell.clone(),
            event: EventLine::from(&link.about),
            office: link.office.clone(),
            closes: text::moment(link.about.zone.local(link.closes_at), link.about.zone),
            action: FillPath { token: token.clone(), resume: resume.clone() }.to_string(),
            keep: KeepPath { token: token.clone(), resume }.to_string(),
            previous: if step > 1 {
                format!("{}?langkah={}", ApplyPath { token }, step - 1)
            } else {
                String::new()
            },
            whatsapp: whatsapp::link(app, &own_phone, &message),
            resume: resume_url,
            is_kept,
            sexes: vec![Choice::new("L", "Laki-laki"), Choice::new("P", "Perempuan")],
            provinces: if link.provinces.len() > 1 {
                link.provinces.iter().map(|(code, name)| Choice::new(code.as_str(), name.clone())).collect()
            } else {
                Vec::new()
            },
            categories: open.into_iter().map(|c| Choice::new(c.code(), label(c))).collect(),
            full: if full.is_empty() {
                String::new()
            } else {
                format!("Sudah penuh: {}.", text::list(&full))
            },
            libraries: libraries.into_iter().map(|(_, name)| name).collect(),
            notice: NOTICE,
            purposes: Purpose::ALL,
            answers: if step == STEPS { answers(&form.values, link, &label) } else { Vec::new() },
            step,
            form,
        })
    }

    fn is_ticked(&self, purpose: &str) -> bool {
        self.form.values.consent.iter().any(|code| code == purpose)
    }

    fn title(&self) -> &'static str {
        TITLES.get(usize::from(self.step) - 1).copied().unwrap_or_default()
    }
}

/// What was typed in the steps before.
fn answers(
    form: &ApplyForm,
    link: &OpenLink,
    label: &dyn Fn(Category) -> String,
) -> Vec<(&'static str, String)> {
    let mut answers = vec![
        ("Nama lengkap", form.full_name.clone()),
        (
            "Jenis kelamin",
            match form.sex.as_str() {
                "L" => "Laki-laki".into(),
                "P" => "Perempuan".into(),
                _ => String::new(),
            },
        ),
        (
            "Telepon",
            names::phone(&form.phone).map_or_else(|_| form.phone.clone(), |p| names::phone_for_people(&p)),
        ),
        ("Surel", form.email.clone()),
    ];
    if link.provinces.len() > 1 {
        let name = link.provinces.iter().find(|(code, _)| code.as_str() == form.province);
        answers.push(("Provinsi", name.map(|(_, name)| name.clone()).unwrap_or_default()));
    }
    answers.push(("Perpustakaan atau instansi", form.agency.clone()));
    answers.push(("Hadir sebagai", Category::from_code(&form.category).map(label).unwrap_or_default()));
    answers.push(("Jabatan", form.job_title.clone()));
    answers
}

#[derive(Template)]
#[template(path = "registration/apply_shut.html")]
pub(super) struct ShutPage {
    shell: Shell,
    event: EventLine,
    heading: &'static str,
    sentence: String,
    office: String,
    office_phone: String,
    office_dial: String,
}

impl ShutPage {
    /// Why nobody can register.
    pub(super) fn new(shell: &Shell, link: &OpenLink, why: Shut) -> Self {
        let moment = |at| text::moment(link.about.zone.local(at), link.about.zone);
        let (heading, sentence) = match why {
            Shut::Revoked => ("Tautan ini sudah ditarik", "Dinas telah menggantinya dengan tautan lain. Mintalah tautan yang baru kepada dinas.".into()),
            Shut::Cancelled => ("Kegiatan dibatalkan", "Kegiatan ini tidak jadi diselenggarakan, jadi pendaftaran tidak diperlukan lagi.".into()),
            Shut::Postponed => ("Kegiatan ditunda", "Kegiatan ini ditunda dan belum bertanggal baru. Pendaftaran dibuka lagi sesudah tanggalnya pasti.".into()),
            Shut::Ended => ("Kegiatan sudah selesai", "Kegiatan ini sudah ditutup, jadi tidak ada pendaftaran lagi.".into()),
            Shut::Closed => ("Pendaftaran sudah ditutup", "Dinas sudah menutup pendaftaran. Bila Anda tetap perlu hadir, hubungi dinas.".into()),
            Shut::NotYet => ("Pendaftaran belum dibuka", format!("Pendaftaran dibuka {}. Simpan tautan ini dan buka lagi pada waktunya.", moment(link.opens_at))),
            Shut::Over => ("Pendaftaran sudah ditutup", format!("Pendaftaran ditutup pada {}. Bila Anda tetap perlu hadir, hubungi dinas.", moment(link.closes_at))),
            Shut::Full => ("Semua tempat sudah terisi", "Tempat untuk pendaftaran terbuka sudah habis. Hubungi dinas bila Anda tetap ingin hadir; mungkin ada yang batal.".into()),
        };
        Self {
            shell: shell.clone(),
            event: EventLine::from(&link.about),
            heading,
            sentence,
            office: link.office.clone(),
            office_dial: link.office_phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            office_phone: link.office_phone.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "registration/apply_sent.html")]
struct SentPage {
    shell: Shell,
    event: EventLine,
    own_page: String,
    again: String,
}

/// The page of somebody's own that their draft's secret leads to.
pub(super) fn own_page(secret: &str) -> String {
    personal::own_page(page_secret(secret))
}

/// Which step is shown, and whether it is for somebody else than this browser's draft.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplyQuery {
    /// The step.
    pub langkah: String,
    /// Not empty when somebody else is to be registered.
    pub baru: String,
}

/// The form, at the step where this browser left it.
pub async fn begin(
    path: ApplyPath,
    me: ByOpenLink,
    State(app): State<AppState>,
    Query(query): Query<ApplyQuery>,
) -> Result<Response> {
    let draft = me.link.draft.filter(|_| query.baru.is_empty());
    let begun = me.secret.as_deref().zip(draft);
    if let Some((secret, draft)) = begun
        && draft.is_sent
    {
        let again = format!("{path}?baru=ya");
        let event = EventLine::from(&me.link.about);
        return page(&SentPage { shell: me.shell, event, own_page: own_page(secret), again });
    }
    let mut tx = app.db.begin(&me.scope).await?;
    let taken = sql::taken(&mut tx, me.link.event).await?;
    if let Some(why) = shut(&me.link, &taken, app.clock.programme_now()) {
        return page(&ShutPage::new(&me.shell, &me.link, why));
    }
    let kept = match begun {
        Some((secret, draft)) => {
            sql::draft(&mut tx, me.link.event, draft.id).await?.map(|d| (secret, d.fields.0))
        }
        None => None,
    };
    let (secret, is_kept, form) = match kept {
        Some((secret, fields)) => (secret.to_owned(), true, fields),
        None => (token::short(RESUME_LETTERS)?, false, ApplyForm::default()),
    };
    let first_open = if form.is_blank() { 1 } else { form.first_open(&me.link) };
    let step = step(&query.langkah).unwrap_or(first_open).min(first_open);
    let filling = Filling { step, secret: &secret, is_kept, taken: &taken };
    page(&StepPage::load(&mut tx, &app, &me, filling, FormState::fresh(form)).await?)
}

#[derive(Template)]
#[template(path = "registration/resume.html")]
struct ResumePage {
    shell: Shell,
    event: EventLine,
    is_sent: bool,
}

/// The door of a resume link: a messenger that previews it learns of the event only.
pub async fn resume(_: ResumePath, me: ByOpenLink, State(_): State<AppState>) -> Result<Response> {
    let event = EventLine::from(&me.link.about);
    let is_sent = me.link.draft.is_some_and(|draft| draft.is_sent);
    page(&ResumePage { shell: me.shell, event, is_sent })
}
