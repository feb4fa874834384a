//! The page of an invited library, and the form of one of its people.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use sqlx::PgConnection;

use super::{
    forms::{DeclineForm, NamedForm},
    model::ROLES,
    paths::{DeclinePath, FinishPath, NamePath, NamedPath, NamingPath, ReopenPath, TakeBackPath},
    sql::{self, Invitation, Person},
};
use crate::{
    auth::token::Secret,
    error::{Error, Result},
    features::registration::{delegations::Answer, people::Status},
    kernel::{
        ids::{DelegationId, ParticipantId},
        names, text,
    },
    web::{
        AppState,
        door::{self, EventLine},
        filters,
        flash::Done,
        form::FormState,
        guard::ByDelegation,
        page::{Choice, Shell, page},
    },
};

/// What the door says.
pub(super) const DOOR: door::Words = door::Words {
    lead: "Halaman ini milik perpustakaan yang diundang. Untuk membukanya pada perangkat ini, ketik 4 angka terakhir nomor telepon penanggung jawabnya, atau kode dari dinas.",
    button: "Buka halaman perpustakaan",
};

#[derive(Template)]
#[template(path = "registration/naming.html")]
pub(super) struct OwnPage {
    shell: Shell,
    event: EventLine,
    library: String,
    places: i32,
    taken: i64,
    closes: String,
    answer: Answer,
    answered: String,
    reason: String,
    office: String,
    office_phone: String,
    /// The number as a dialler wants it.
    office_dial: String,
    people: Vec<Line>,
    /// Under which key the browser keeps what is typed.
    draft: DelegationId,
    here: String,
    name: String,
    finish: String,
    decline: String,
    reopen: String,
    form: FormState<NamedForm>,
    /// A refused sentence about not coming opens that part of the page.
    declining: FormState<DeclineForm>,
    sexes: Vec<Choice>,
    roles: [&'static str; 4],
}

/// Somebody who was named.
struct Line {
    id: ParticipantId,
    name: String,
    sub: String,
    /// Said of somebody whom the office has changed; empty for the PIC's own.
    standing: &'static str,
    edit: String,
    take_back: String,
}

impl Line {
    fn of(token: &Secret, person: &Person) -> Self {
        let phone = names::phone_for_people(&person.phone);
        let parts = [person.delegation_role.as_str(), person.job_title.as_str(), phone.as_str()];
        // What the office has put in is not told on.
        let told = if person.can_change() { &parts[..] } else { &parts[..2] };
        let sub: Vec<&str> = told.iter().copied().filter(|part| !part.is_empty()).collect();
        let standing = match person.status {
            _ if person.can_change() => "",
            Status::Cancelled => "Dibatalkan oleh dinas",
            Status::Declined => "Berhalangan, dicatat oleh dinas",
            Status::Replaced => "Digantikan orang lain oleh dinas",
            Status::Confirmed => "Dikonfirmasi oleh dinas",
            _ => "Diubah oleh dinas",
        };
        Self {
            id: person.id,
            name: person.titled(),
            sub: sub.join(" · "),
            standing,
            edit: NamedPath { token: token.clone(), participant: person.id }.to_string(),
            take_back: TakeBackPath { token: token.clone(), participant: person.id }.to_string(),
        }
    }

    fn can_change(&self) -> bool {
        self.standing.is_empty()
    }
}

/// Laki-laki and perempuan.
fn sexes() -> Vec<Choice> {
    vec![Choice::new("L", "Laki-laki"), Choice::new("P", "Perempuan")]
}

fn dial(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

impl OwnPage {
    /// The page as it stands, with a form that came back.
    pub(super) async fn load(
        conn: &mut PgConnection,
        token: &Secret,
        me: &ByDelegation,
        form: Option<FormState<NamedForm>>,
        declining: Option<FormState<DeclineForm>>,
    ) -> Result<Self> {
        let key = (me.link.event, me.link.delegation);
        let invitation: Invitation = sql::invitation(conn, key).await?;
        let people = sql::people(conn, key, None).await?;
        let held = sql::taken(conn, key).await?;
        let zone = me.link.about.zone;
        let token = || token.clone();
        Ok(Self {
            shell: me.shell.clone(),
            event: EventLine::from(&me.link.about),
            library: invitation.library_name,
            places: invitation.places,
            taken: held,
            closes: text::long_date(invitation.closes_on),
            answer: invitation.answer,
            answered: invitation.answered_at.map(|at| text::moment(zone.local(at), zone)).unwrap_or_default(),
            reason: invitation.answer_reason,
            office_dial: dial(&invitation.office_phone),
            office: invitation.office,
            office_phone: invitation.office_phone,
            people: people
                .iter()
                .filter(|person| !person.is_taken_back())
                .map(|person| Line::of(&token(), person))
                .collect(),
            draft: me.link.delegation,
            here: NamingPath { token: token() }.to_string(),
            name: NamePath { token: token() }.to_string(),
            finish: FinishPath { token: token() }.to_string(),
            decline: DeclinePath { token: token() }.to_string(),
            reopen: ReopenPath { token: token() }.to_string(),
            form: form.unwrap_or_else(|| FormState::fresh(NamedForm::blank())),
            declining: declining.unwrap_or_else(|| FormState::fresh(DeclineForm::default())),
            sexes: sexes(),
            roles: ROLES,
        })
    }

    fn is_declined(&self) -> bool {
        self.answer == Answer::Declined
    }

    fn is_done(&self) -> bool {
        self.answer == Answer::Done
    }

    fn is_full(&self) -> bool {
        self.taken >= i64::from(self.places)
    }

    /// Whether the form for one more person is shown: also when what it brought could not be saved.
    fn can_name(&self) -> bool {
        !self.is_declined() && (!self.is_full() || self.form.has_problems())
    }
}

/// The library's page; on a new browser, its door.
pub async fn own(path: NamingPath, me: ByDelegation, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else {
        return door::closed(&app, me.shell, &me.link.about, DOOR);
    };
    let mut tx = app.db.begin(scope).await?;
    page(&OwnPage::load(&mut tx, &path.token, &me, None, None).await?)
}

#[derive(Template)]
#[template(path = "registration/named.html")]
pub(super) struct EditPage {
    shell: Shell,
    event: EventLine,
    library: String,
    name: String,
    draft: String,
    here: String,
    back: String,
    form: FormState<NamedForm>,
    sexes: Vec<Choice>,
    roles: [&'static str; 4],
}

impl EditPage {
    /// The form of a person; nothing when the office has changed them since.
    pub(super) async fn load(
        conn: &mut PgConnection,
        path: &NamedPath,
        me: &ByDelegation,
        form: FormState<NamedForm>,
    ) -> Result<Option<Self>> {
        let person = Self::person(conn, path, me).await?;
        if !person.can_change() {
            return Ok(None);
        }
        let back = NamingPath { token: path.token.clone() }.to_string();
        Ok(Some(Self {
            shell: me.shell.clone().under("Kembali ke daftar nama", &back),
            event: EventLine::from(&me.link.about),
            library: me.link.library.clone(),
            name: person.titled(),
            draft: format!("{}.{}", me.link.delegation, person.id),
            here: path.to_string(),
            back,
            form,
            sexes: sexes(),
            roles: ROLES,
        }))
    }

    async fn person(conn: &mut PgConnection, path: &NamedPath, me: &ByDelegation) -> Result<Person> {
        let key = (me.link.event, me.link.delegation);
        let person = sql::people(conn, key, Some(path.participant)).await?.into_iter().next();
        person.filter(|person| !person.is_taken_back()).ok_or(Error::NotFound)
    }
}

/// The form of a person who was named.
pub async fn edit(path: NamedPath, me: ByDelegation, State(app): State<AppState>) -> Result<Response> {
    let home = NamingPath { token: path.token.clone() };
    let Some(scope) = &me.scope else { return Ok(Done::to(home).into_response()) };
    let mut tx = app.db.begin(scope).await?;
    let person = EditPage::person(&mut tx, &path, &me).await?;
    match EditPage::load(&mut tx, &path, &me, FormState::fresh(NamedForm::of(&person))).await? {
        Some(shown) => page(&shown),
        None => Ok(Done::to(home).into_response()),
    }
}
