//! The papers of an event: what can be made, what was made, and one while it is being made.

use std::time::Duration;

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    choices::{SheetOf, Signing},
    forms::{ALL_SESSIONS, Offer, PaperForm},
    model::{BadgeSize, Letterhead, Order, PaperKind, RundownOf},
    paths::{FilePath, PaperPath, PapersPath, PreparePath},
    sql::{self, Kept},
};
use crate::{
    auth::{
        actor::{EventHead, Office},
        permission::MakePapers,
    },
    db::Tx,
    error::{Error, Result},
    features::{
        agenda, events,
        registration::PersonKind,
        tenants::{self, model::Paper},
    },
    kernel::{ids::EventId, place::Place, text, zone::Zone},
    web::{
        AppState, file, filters,
        form::FormState,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "papers/list.html")]
struct ListPage {
    shell: Shell,
    kinds: Vec<KindLine>,
    papers: Vec<PaperLine>,
}

struct KindLine {
    label: &'static str,
    purpose: &'static str,
    href: String,
}

/// A paper that was asked for.
struct PaperLine {
    label: &'static str,
    choices: String,
    when: String,
    by: String,
    href: String,
    again: String,
    progress: Progress,
    size: String,
}

/// Where a paper stands.
#[derive(Clone, Copy)]
enum Progress {
    Waiting,
    Ready,
    Failed,
}

impl Progress {
    const fn meaning(self) -> &'static str {
        match self {
            Progress::Waiting => "way",
            Progress::Ready => "done",
            Progress::Failed => "refused",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Progress::Waiting => "Sedang dibuat",
            Progress::Ready => "Siap",
            Progress::Failed => "Gagal dibuat",
        }
    }
}

impl PaperLine {
    fn new(made: &Kept, place: &Place, event: EventId, zone: Zone) -> Self {
        let progress = match (made.pages, made.has_failed) {
            (Some(_), _) => Progress::Ready,
            (None, true) => Progress::Failed,
            (None, false) => Progress::Waiting,
        };
        let kinds: Vec<&str> = made.choices.kinds.iter().map(|kind| kind.label()).collect();
        let kinds =
            if kinds.len() == PersonKind::ALL.len() { "Semua orang".into() } else { text::list(&kinds) };
        let choices = if made.kind.is_of_people() { kinds } else { made.choices.rundown_of.label().into() };
        let size = match (made.people, made.pages) {
            (Some(_), Some(pages)) if !made.kind.is_of_people() => format!("{pages} halaman"),
            (Some(people), Some(pages)) => format!("{people} orang, {pages} halaman"),
            _ => String::new(),
        };
        let paper_kind = made.kind.slug().to_owned();
        Self {
            label: made.kind.label(),
            choices: format!("{choices} · {}", made.choices.paper.code()),
            when: text::moment(zone.local(made.asked_at), zone),
            by: made.made_by.clone(),
            href: PaperPath { place: place.clone(), event, paper: made.id }.to_string(),
            again: PreparePath { place: place.clone(), event, paper_kind }.to_string(),
            progress,
            size,
        }
    }
}

/// What can be printed, and what was.
pub async fn list(path: PapersPath, can: Can<MakePapers>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let made = sql::latest(&mut tx, path.event).await?;
    drop(tx);
    let zone = can.event()?.zone;
    let PapersPath { place, event } = path;
    let prepare =
        |kind: PaperKind| PreparePath { place: place.clone(), event, paper_kind: kind.slug().into() };
    page(&ListPage {
        shell: can.shell(),
        kinds: PaperKind::ALL
            .iter()
            .map(|kind| KindLine {
                label: kind.label(),
                purpose: kind.purpose(),
                href: prepare(*kind).to_string(),
            })
            .collect(),
        papers: made.iter().map(|made| PaperLine::new(made, &place, event, zone)).collect(),
    })
}

#[derive(Template)]
#[template(path = "papers/prepare.html")]
pub(super) struct PreparePage {
    shell: Shell,
    kind: PaperKind,
    form: FormState<PaperForm>,
    offer: Offer,
    back: String,
}

impl PreparePage {
    /// What can be chosen in this event by this office.
    pub async fn offer(tx: &mut Tx, can: &Can<MakePapers>) -> Result<Offer> {
        let (event, office) = (can.event()?, can.office()?);
        let tenant = tenants::find(tx, &office.province).await?;
        let signers = tenants::signers(tx, &office.province).await?;
        let sessions = agenda::list_for_event(tx, event.id).await?;
        let parties = events::parties(tx, event.id).await?;
        let provinces = if event.host == office.province && parties.len() > 1 {
            parties.iter().map(|party| Choice::new(party.province.clone(), party.name.clone())).collect()
        } else {
            Vec::new()
        };
        let mut sheets = Vec::new();
        for day in
            event.programme_starts_on.iter_days().take_while(|day| *day <= event.programme_ends_on).take(31)
        {
            sheets.push(Choice::new(
                SheetOf::Day(day).value(),
                format!("{} (sepanjang hari)", text::long_date(day)),
            ));
            let of_day =
                sessions.iter().filter(|s| s.takes_attendance && event.zone.date(s.starts_at) == day);
            sheets.extend(of_day.map(|session| {
                let starts = text::time(event.zone.local(session.starts_at).time());
                Choice::new(SheetOf::Session(session.id).value(), format!("{starts} {}", session.title))
            }));
        }
        let attended = sessions.iter().filter(|session| session.takes_attendance).map(|session| {
            let starts = event.zone.local(session.starts_at);
            let when = format!("{} {}", text::date(starts.date()), text::time(starts.time()));
            let open = if session.locked_at.is_none() { " (sementara: belum ditutup)" } else { "" };
            Choice::new(SheetOf::Session(session.id).value(), format!("{when} {}{open}", session.title))
        });
        let whole = Choice::new(ALL_SESSIONS, "Seluruh kegiatan (semua sesi)");
        Ok(Offer {
            provinces,
            sessions: std::iter::once(whole).chain(attended).collect(),
            signers: signers
                .iter()
                .map(|signer| {
                    let plan = signer.plan();
                    Choice::new(signer.id.to_string(), format!("{}, {}", plan.titled(), plan.full_position()))
                })
                .collect(),
            sheets,
            paper: tenant.paper,
            rundowns: rundowns(tx, event, office).await?,
            counts: sql::counts(tx, event.id).await?,
        })
    }

    /// The page of one kind of paper.
    pub fn new(can: &Can<MakePapers>, kind: PaperKind, form: FormState<PaperForm>, offer: Offer) -> Self {
        let event = can.actor.event.as_ref().map(|event| event.id).unwrap_or_default();
        let back = PapersPath { place: can.place.clone(), event }.to_string();
        Self { shell: can.shell().under("Dokumen", &back), kind, form, offer, back }
    }

    fn signers(&self) -> Vec<Choice> {
        let by_hand = [
            Choice::new(Signing::Blank.value(), "Baris kosong, diisi tangan"),
            Choice::new(Signing::Nobody.value(), "Tanpa tanda tangan"),
        ];
        self.offer.signers.iter().cloned().chain(by_hand).collect()
    }

    /// The kinds, with how many people there are of each.
    fn kinds(&self) -> Vec<Choice> {
        let counted = |kind: &PersonKind| {
            format!("{} ({})", kind.label(), text::number(self.offer.people(&[*kind], None)))
        };
        PersonKind::ALL.iter().map(|kind| Choice::new(kind.code(), counted(kind))).collect()
    }

    fn is(&self, slug: &str) -> bool {
        self.kind.slug() == slug
    }
}

/// Which agendas an office may print: a guest what readers see, the host its draft besides; that first, before anything is
/// published.
async fn rundowns(tx: &mut Tx, event: &EventHead, office: &Office) -> Result<Vec<Choice>> {
    let of = |of: &RundownOf| Choice::new(of.code(), of.label());
    if event.host != office.province {
        return Ok(vec![of(&RundownOf::Published)]);
    }
    let mut all: Vec<Choice> = RundownOf::ALL.iter().map(of).collect();
    if agenda::publication::current(tx, event.id).await?.is_none() {
        all.reverse();
    }
    Ok(all)
}

/// What the form's lists offer, the same in every event.
#[expect(clippy::unused_self, reason = "a template calls methods of its page")]
impl PreparePage {
    fn orders(&self) -> Vec<Choice> {
        Order::ALL.iter().map(|order| Choice::new(order.code(), order.label())).collect()
    }

    fn papers(&self) -> Vec<Choice> {
        Paper::ALL.iter().map(|paper| Choice::new(paper.code(), paper.label())).collect()
    }

    fn letterheads(&self) -> Vec<Choice> {
        Letterhead::ALL.iter().map(|letterhead| Choice::new(letterhead.code(), letterhead.label())).collect()
    }

    fn badge_sizes(&self) -> Vec<Choice> {
        BadgeSize::ALL.iter().map(|size| Choice::new(size.code(), size.label())).collect()
    }
}

/// The choices of one kind of paper; those made last stand there already.
pub async fn prepare(
    path: PreparePath,
    can: Can<MakePapers>,
    State(app): State<AppState>,
) -> Result<Response> {
    let kind = PaperKind::from_slug(&path.paper_kind).ok_or(Error::NotFound)?;
    let mut tx = app.db.begin(&can.scope).await?;
    let offer = PreparePage::offer(&mut tx, &can).await?;
    let last = sql::last_choices(&mut tx, path.event, &can.office()?.province, kind).await?;
    drop(tx);
    let form = match &last {
        Some(choices) => PaperForm::again(kind, choices, &offer),
        None => PaperForm::usual(kind, &offer),
    };
    page(&PreparePage::new(&can, kind, FormState::fresh(form), offer))
}

#[derive(Template)]
#[template(path = "papers/wait.html")]
struct WaitPage {
    shell: Shell,
    label: &'static str,
    step: i32,
    steps: i32,
    has_failed: bool,
    again: String,
    back: String,
}

impl WaitPage {
    const fn said(&self) -> &'static str {
        match self.step {
            0 => "Menunggu giliran.",
            1 => "Membaca data.",
            2 => "Menyusun halaman.",
            _ => "Menyimpan berkas PDF.",
        }
    }
}

/// How often a request looks for a paper that is almost there, and for one that nobody has begun yet; and how long it
/// waits in between.
const LOOKS: usize = 12;
const LOOKS_BEFORE_BEGUN: usize = 6;
const PAUSE: Duration = Duration::from_millis(100);

/// Leads to the paper when it is there; until then, says how far it is. Most are there at once.
pub async fn wait(path: PaperPath, can: Can<MakePapers>, State(app): State<AppState>) -> Result<Response> {
    let mut made = look(&app, &can, &path).await?;
    for looked in 1..LOOKS {
        let is_worth_it = made.steps > 0 || looked < LOOKS_BEFORE_BEGUN;
        if made.pages.is_some() || made.has_failed || !is_worth_it {
            break;
        }
        tokio::time::sleep(PAUSE).await;
        made = look(&app, &can, &path).await?;
    }
    let PaperPath { place, event, paper } = path;
    if made.pages.is_some() {
        return Ok(Redirect::to(&FilePath { place, event, paper }.to_string()).into_response());
    }
    let back = PapersPath { place: place.clone(), event }.to_string();
    let paper_kind = made.kind.slug().to_owned();
    page(&WaitPage {
        shell: can.shell().under("Dokumen", &back),
        label: made.kind.label(),
        step: made.step,
        steps: made.steps,
        has_failed: made.has_failed,
        again: PreparePath { place, event, paper_kind }.to_string(),
        back,
    })
}

async fn look(app: &AppState, can: &Can<MakePapers>, path: &PaperPath) -> Result<Kept> {
    let mut tx = app.db.begin(&can.scope).await?;
    Ok(sql::find(&mut tx, path.event, path.paper).await?)
}

/// The paper itself; one that is not there yet is waited for.
pub async fn file(path: FilePath, can: Can<MakePapers>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let found = sql::file(&mut tx, path.event, path.paper).await?;
    drop(tx);
    let FilePath { place, event, paper } = path;
    Ok(match found {
        Some((kind, file)) => file::pdf(&format!("{}-{place}.pdf", kind.slug()), file),
        None => Redirect::to(&PaperPath { place, event, paper }.to_string()).into_response(),
    })
}
