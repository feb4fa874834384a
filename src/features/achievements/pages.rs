//! The form of a library's achievements, on its people's own page and in the office, and the office's list.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use sqlx::PgConnection;

use super::{
    deck,
    forms::AchievementForm,
    model::{Achievement, Library, Part},
    paths::{
        AchievementPath, AchievementsPath, DeckPath, KeepAchievementPath, OwnAchievementPath, OwnDeckPath,
    },
    sql,
};
use crate::{
    auth::{
        permission::{EditAchievements, ViewAchievements},
        personal::own_page,
    },
    error::{Error, Result},
    features::registration::people::paths::PeoplePath,
    kernel::{text, zone::Zone},
    web::{
        AppState,
        door::EventLine,
        file, filters,
        form::FormState,
        guard::{ByLink, Can},
        page::{Shell, page},
    },
};

/// What the form's page shows of the form: the parts, and who wrote last.
pub(super) struct Standing {
    parts: Vec<Part>,
    saved: String,
}

impl Standing {
    fn of(found: Option<&Achievement>, zone: Zone) -> Self {
        Self {
            parts: found.map(|found| found.told.0.clone()).unwrap_or_default().parts(),
            saved: found.map_or_else(String::new, |found| {
                let at = text::moment(zone.local(found.changed_at), zone);
                format!("Terakhir disimpan {at} oleh {}.", found.changed_by)
            }),
        }
    }

    fn told(&self) -> usize {
        self.parts.iter().filter(|part| part.is_told).count()
    }
}

#[derive(Template)]
#[template(path = "achievements/own.html")]
pub(super) struct OwnPage {
    shell: Shell,
    event: EventLine,
    library: String,
    standing: Standing,
    form: FormState<AchievementForm>,
    here: String,
    keep: String,
    deck: String,
    back: String,
}

impl OwnPage {
    /// The page; with `form`, as it was sent.
    pub(super) async fn load(
        conn: &mut PgConnection,
        me: &ByLink,
        token: &str,
        library: &Library,
        form: Option<FormState<AchievementForm>>,
    ) -> Result<Self> {
        let found = sql::find(conn, me.link.event, library.id).await?;
        Ok(Self {
            shell: me.shell.clone().under("Halaman saya", own_page(token)),
            event: EventLine::from(&me.link.about),
            library: library.name.clone(),
            standing: Standing::of(found.as_ref(), me.link.about.zone),
            form: form.unwrap_or_else(|| FormState::fresh(AchievementForm::of(found.as_ref()))),
            here: OwnAchievementPath { token: token.to_owned() }.to_string(),
            keep: KeepAchievementPath { token: token.to_owned() }.to_string(),
            deck: OwnDeckPath { token: token.to_owned() }.to_string(),
            back: own_page(token),
        })
    }
}

/// The library of whoever holds the link. Who comes from none, or does not come, has nothing to tell here.
pub(super) async fn own_library(conn: &mut PgConnection, me: &ByLink) -> Result<Library> {
    sql::library_of(conn, me.link.event, me.link.person).await?.ok_or(Error::NotFound)
}

/// The form, by a participant's link. A browser that has not shown the code is led to the door.
pub async fn own(path: OwnAchievementPath, me: ByLink, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else {
        return Ok(Redirect::to(&own_page(&path.token)).into_response());
    };
    let mut tx = app.db.begin(scope).await?;
    let library = own_library(&mut tx, &me).await?;
    page(&OwnPage::load(&mut tx, &me, &path.token, &library, None).await?)
}

#[derive(Template)]
#[template(path = "achievements/office.html")]
pub(super) struct OfficePage {
    shell: Shell,
    library: String,
    standing: Standing,
    form: FormState<AchievementForm>,
    may_edit: bool,
    deck: String,
    here: String,
    back: String,
}

impl OfficePage {
    /// The page; with `form`, as it was sent.
    pub(super) async fn load<P: crate::auth::permission::Permission>(
        conn: &mut PgConnection,
        can: &Can<P>,
        path: &AchievementPath,
        form: Option<FormState<AchievementForm>>,
    ) -> Result<Self> {
        let library = sql::library(conn, path.event, path.library).await?;
        let found = sql::find(conn, path.event, path.library).await?;
        let back = AchievementsPath { place: path.place.clone(), event: path.event }.to_string();
        Ok(Self {
            shell: can.shell().under("Capaian", &back),
            library: library.name,
            standing: Standing::of(found.as_ref(), can.event()?.zone),
            form: form.unwrap_or_else(|| FormState::fresh(AchievementForm::of(found.as_ref()))),
            may_edit: can.may::<EditAchievements>(),
            deck: DeckPath { place: path.place.clone(), event: path.event, library: path.library }
                .to_string(),
            here: path.to_string(),
            back,
        })
    }
}

/// What one library has done; who may, helps to tell it.
pub async fn office(
    path: AchievementPath,
    can: Can<ViewAchievements>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&OfficePage::load(&mut tx, &can, &path, None).await?)
}

/// The deck of what is told. With nothing told yet it is the base format, with hints of what to write.
async fn made(app: &AppState, name: String, event: String, found: Option<Achievement>) -> Result<Response> {
    let (told, now) = (found.map(|found| found.told.0).unwrap_or_default(), app.clock.programme_now());
    let bytes = tokio::task::spawn_blocking(move || {
        let is_empty = told.parts().iter().all(|part| !part.is_told);
        deck::on_standard(&deck::of_told(&name, &event, &told), is_empty, now)
    })
    .await
    .map_err(|error| Error::Internal(error.into()))?
    .map_err(|error| Error::Internal(error.into()))?;
    Ok(file::presentation("capaian.pptx", bytes))
}

/// The deck of one's own library.
pub async fn own_deck(path: OwnDeckPath, me: ByLink, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else {
        return Ok(Redirect::to(&own_page(&path.token)).into_response());
    };
    let mut tx = app.db.begin(scope).await?;
    let library = own_library(&mut tx, &me).await?;
    let found = sql::find(&mut tx, me.link.event, library.id).await?;
    drop(tx);
    made(&app, library.name, me.link.about.title, found).await
}

/// The deck of a library, for the office.
pub async fn office_deck(
    path: DeckPath,
    can: Can<ViewAchievements>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let library = sql::library(&mut tx, path.event, path.library).await?;
    let found = sql::find(&mut tx, path.event, path.library).await?;
    drop(tx);
    made(&app, library.name, can.event()?.title.clone(), found).await
}

#[derive(Template)]
#[template(path = "achievements/list.html")]
struct ListPage {
    shell: Shell,
    lines: Vec<Line>,
    people: String,
}

struct Line {
    name: String,
    href: String,
    about: String,
    progress: String,
    class: &'static str,
}

impl ListPage {
    /// How many libraries have told everything, and how many anything.
    fn summary(&self) -> String {
        let of = |class| self.lines.iter().filter(|line| line.class == class).count();
        format!(
            "{} dari {} perpustakaan sudah lengkap, {} sedang mengisi, {} belum mulai.",
            of("done"),
            self.lines.len(),
            of("way"),
            of("neutral")
        )
    }
}

/// The libraries of the event, and how far each has come.
pub async fn list(
    path: AchievementsPath,
    can: Can<ViewAchievements>,
    State(app): State<AppState>,
) -> Result<Response> {
    let zone = can.event()?.zone;
    let mut tx = app.db.begin(&can.scope).await?;
    let lines = sql::list(&mut tx, path.event).await?;
    drop(tx);
    let AchievementsPath { place, event } = path;
    let line = |line: sql::Line| {
        let parts = line.told.map(|told| told.0).unwrap_or_default().parts();
        let told = parts.iter().filter(|part| part.is_told).count();
        let mut about = vec![format!("{} orang", line.people)];
        if !line.guest.is_empty() {
            about.insert(0, format!("Utusan {}", line.guest));
        }
        if let (Some(by), Some(at)) = (line.changed_by, line.changed_at) {
            about.push(format!("disimpan {} oleh {by}", text::moment(zone.local(at), zone)));
        }
        Line {
            name: line.name,
            href: AchievementPath { place: place.clone(), event, library: line.library }.to_string(),
            about: about.join(" · "),
            progress: match told {
                0 => "Belum diisi".into(),
                told => format!("{told} dari {} bagian", parts.len()),
            },
            class: match told {
                0 => "neutral",
                told if told == parts.len() => "done",
                _ => "way",
            },
        }
    };
    page(&ListPage {
        shell: can.shell(),
        lines: lines.into_iter().map(line).collect(),
        people: PeoplePath { place: place.clone(), event }.to_string(),
    })
}
