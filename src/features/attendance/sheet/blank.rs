//! A line that was blank when the sheet was printed and has a name written on it.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use sqlx::PgConnection;

use super::{
    actions::{said, write},
    forms::BlankLineForm,
    model::Sign,
    pages::{Ground, gone, page_of},
    paths::{BlankLinePath, SheetPagePath, SheetPath, SheetsPath},
    sql::{self, Line},
};
use crate::{
    auth::permission::MarkAttendance,
    db::Tx,
    error::{Error, Result},
    features::{
        attendance::{door, paths::AttendancePath},
        registration::{self, Unregistered, WalkInOffer},
    },
    kernel::{ids::ParticipantId, names},
    web::{
        AppState, filters,
        flash::Done,
        form::{Form, FormState, Problem},
        guard::Can,
        page::{Choice, Shell, page, rejected},
    },
};

#[derive(Template)]
#[template(path = "attendance/sheet/blank.html")]
struct BlankLinePage {
    shell: Shell,
    session: String,
    code: String,
    line: i32,
    form: FormState<BlankLineForm>,
    /// Who is in the event and not on the sheet.
    people: Vec<Choice>,
    /// What is offered for somebody new; only to those who may add people.
    offer: Option<WalkInOffer>,
    sexes: Vec<Choice>,
    is_double: bool,
    back: String,
}

impl BlankLinePage {
    async fn load(
        conn: &mut PgConnection,
        can: &Can<MarkAttendance>,
        (path, page): (&BlankLinePath, &SheetPagePath),
        session: String,
        form: FormState<BlankLineForm>,
        is_double: bool,
    ) -> Result<Self> {
        let people = sql::not_on(conn, path.event, &path.code).await?;
        let may_add = door::is_open(conn, can).await?;
        let offer = if may_add { Some(WalkInOffer::load(conn, can).await?) } else { None };
        let BlankLinePath { place, event, code, line, .. } = path.clone();
        Ok(Self {
            shell: can
                .shell()
                .under("Kehadiran", AttendancePath { place: place.clone(), event })
                .under("Lembar bertanda tangan", SheetsPath { place: place.clone(), event })
                .under(&code, SheetPath { place, event, code: code.clone() })
                .under(format!("Halaman {}", page.number), page),
            session,
            code,
            line,
            form,
            people: people
                .iter()
                .map(|one| {
                    let name = names::titled(&one.title_prefix, &one.full_name, &one.title_suffix);
                    let label =
                        if one.agency.is_empty() { name } else { format!("{name} · {}", one.agency) };
                    Choice::new(one.id.to_string(), label)
                })
                .collect(),
            offer,
            sexes: vec![Choice::new("L", "Laki-laki"), Choice::new("P", "Perempuan")],
            is_double,
            back: page.to_string(),
        })
    }
}

/// The line as it is, on which page, of which sheet; or where to go instead.
async fn find(
    conn: &mut PgConnection,
    path: &BlankLinePath,
) -> Result<std::result::Result<(Ground, SheetPagePath, Line), Done>> {
    let key = (path.event, path.code.as_str(), path.session);
    let ground = match Ground::load(conn, key).await? {
        Ok(ground) => ground,
        Err(sentence) => {
            let BlankLinePath { place, event, code, session, .. } = path.clone();
            return Ok(Err(gone(&SheetPagePath { place, event, code, session, number: 1 }, sentence)));
        }
    };
    let page = page_of(path, &ground.sheet)?;
    let line = sql::lines(conn, key, (path.line - 1, path.line)).await?.pop().ok_or(Error::NotFound)?;
    if line.person.is_some() {
        let said = format!("Baris {} sudah diisi sebagai {}.", path.line, line.name());
        return Ok(Err(Done::to(&page).refusing(said)));
    }
    Ok(Ok((ground, page, line)))
}

/// Asks whose name stands on the line.
pub async fn form(
    path: BlankLinePath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let (ground, at, _) = match find(&mut tx, &path).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere.into_response()),
    };
    let form = FormState::fresh(BlankLineForm::default());
    page(&BlankLinePage::load(&mut tx, &can, (&path, &at), ground.session.title, form, false).await?)
}

/// Writes somebody on the line, and marks them present.
pub async fn save(
    path: BlankLinePath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    Form(form): Form<BlankLineForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.event, &path.code, path.session).await?;
    let (ground, at, line) = match find(&mut tx, &path).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere.into_response()),
    };
    let person = match whom(&mut tx, &app, &can, &path, &form).await? {
        Ok(person) => person,
        Err((problems, is_double)) => {
            let form = FormState::rejected(form, problems);
            let title = ground.session.title;
            return rejected(
                &BlankLinePage::load(&mut tx, &can, (&path, &at), title, form, is_double).await?,
            );
        }
    };
    let key = (path.event, path.code.as_str(), path.session);
    sql::write(&mut tx, key, &[(line.number, person, Sign::Empty)], (can.actor.account, app.clock.now()))
        .await?;
    // Now that somebody stands there, the line says what is known of them.
    let line = sql::lines(&mut tx, key, (path.line - 1, path.line)).await?.pop().ok_or(Error::NotFound)?;
    let told = write(&mut tx, &app, &can, key, &[(&line, person, Sign::Present)]).await?;
    tx.commit().await?;
    let what = format!("{} di baris {}", line.name(), path.line);
    Ok(Done::to(format!("{at}#baris-{}", path.line)).saying(said(&what, &told)).into_response())
}

/// The person on the line: somebody known, or registered now; or what is wrong, and whether it may be a double.
async fn whom(
    tx: &mut Tx,
    app: &AppState,
    can: &Can<MarkAttendance>,
    path: &BlankLinePath,
    form: &BlankLineForm,
) -> Result<std::result::Result<ParticipantId, (Vec<Problem>, bool)>> {
    let wrong = |field, sentence: String| Ok(Err((vec![Problem { field, sentence }], false)));
    if !form.person.is_empty() {
        let people = sql::not_on(tx, path.event, &path.code).await?;
        return match people.iter().find(|one| Some(one.id) == form.person()) {
            Some(one) => Ok(Ok(one.id)),
            None => wrong("person", "Pilih orang dari daftar, atau kosongkan dan tulis namanya.".into()),
        };
    }
    if !door::is_open(tx, can).await? {
        return wrong("person", "Pilih orang dari daftar; orang baru ditambah oleh kantor provinsi.".into());
    }
    match registration::walk_in(tx, &app.clock, can, &form.walk_in()).await? {
        Ok((person, _)) => Ok(Ok(person)),
        Err(Unregistered::Wrong(problems)) => Ok(Err((problems, false))),
        Err(Unregistered::Double(double)) => {
            let sentence = format!(
                "Mungkin sudah terdaftar: {double}. Pilih namanya di atas, atau centang “Tetap simpan” bila memang orang lain."
            );
            Ok(Err((vec![Problem { field: "full_name", sentence }], true)))
        }
        Err(Unregistered::Taken) => Err(Error::NotFound),
    }
}
