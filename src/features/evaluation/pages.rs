//! A participant's form, and what the host sees of the answers.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use sqlx::PgConnection;

use super::{
    forms::EvaluationForm,
    model::{BEST, LEAST, Question, Spread, Window},
    paths::{EvaluatePath, HidePath, ResultsPath, ShowPath},
    sql, verbs,
};
use crate::{
    auth::{
        permission::{HideEvaluations, ViewEvaluations},
        personal::own_page,
    },
    error::{Error, Result},
    kernel::{ids::EvaluationAnswerId, text},
    web::{
        AppState,
        door::EventLine,
        filters,
        form::FormState,
        guard::{ByLink, Can},
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "evaluation/own.html")]
pub(super) struct OwnPage {
    shell: Shell,
    event: EventLine,
    window: Window,
    has_given: bool,
    form: FormState<EvaluationForm>,
    questions: Vec<(Question, String)>,
    values: Vec<Choice>,
    here: String,
    back: String,
    /// Since when, or until when, it can be filled in.
    words: String,
}

impl OwnPage {
    /// The page with this form on it.
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        me: &ByLink,
        token: &str,
        form: FormState<EvaluationForm>,
    ) -> Result<Self> {
        let standing = sql::standing(conn, me.link.event, me.link.person).await?;
        if !standing.is_asked {
            return Err(Error::NotFound);
        }
        let window = verbs::window(&app.clock, &me.link);
        let typed = |question: Question| {
            match question {
                Question::Material => &form.values.material,
                Question::Facilitators => &form.values.facilitators,
                Question::Time => &form.values.time,
                Question::Venue => &form.values.venue,
                Question::Usefulness => &form.values.usefulness,
            }
            .clone()
        };
        Ok(Self {
            shell: me.shell.clone(),
            event: EventLine::from(&me.link.about),
            has_given: standing.has_given,
            questions: Question::ALL.iter().map(|question| (*question, typed(*question))).collect(),
            values: (1..=BEST).map(|value| Choice::new(value.to_string(), value.to_string())).collect(),
            here: EvaluatePath { token: token.to_owned() }.to_string(),
            back: own_page(token),
            words: match window {
                Window::Open(day) | Window::Over(day) => {
                    format!("Evaluasi ini dapat diisi sampai {}.", text::date(day))
                }
                Window::Early => {
                    let first = text::date(me.link.about.starts_on);
                    format!("Evaluasi dapat diisi mulai hari pertama acara, {first}.")
                }
            },
            window,
            form,
        })
    }

    /// Whether answers are taken.
    fn is_open(&self) -> bool {
        matches!(self.window, Window::Open(_))
    }

    /// Whether it is too early for answers.
    fn is_early(&self) -> bool {
        self.window == Window::Early
    }
}

/// The form, by a participant's link. A browser that has not shown the code is led to the door.
pub async fn own(path: EvaluatePath, me: ByLink, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else {
        return Ok(Redirect::to(&own_page(&path.token)).into_response());
    };
    let mut tx = app.db.begin(scope).await?;
    let form = FormState::fresh(EvaluationForm::default());
    page(&OwnPage::load(&mut tx, &app, &me, &path.token, form).await?)
}

#[derive(Template)]
#[template(path = "evaluation/results.html")]
struct ResultsPage {
    shell: Shell,
    event: String,
    when: String,
    asked: i64,
    told: i64,
    least: i64,
    /// Why nothing is shown yet.
    too_few: String,
    /// Since when and until when it is open.
    window: String,
    questions: Vec<(Question, Spread)>,
    texts: Vec<TextLine>,
    hidden: Vec<TextLine>,
}

struct TextLine {
    body: String,
    /// Where it is hidden, or shown again; `None` for those who may not.
    toggle: Option<String>,
}

/// What was answered.
pub async fn results(
    path: ResultsPath,
    can: Can<ViewEvaluations>,
    State(app): State<AppState>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let counts = sql::counts(&mut tx, event.id).await?;
    let totals = sql::totals(&mut tx, event.id).await?;
    let texts = sql::texts(&mut tx, event.id).await?;
    drop(tx);
    let today = event.zone.date(app.clock.programme_now());
    let window = match Window::on(today, event.programme_starts_on, event.programme_ends_on) {
        Window::Early => format!("Dibuka mulai {}.", text::date(event.programme_starts_on)),
        Window::Open(day) => format!("Dibuka sampai {}.", text::date(day)),
        Window::Over(day) => format!("Ditutup {}.", text::date(day)),
    };
    let spread = |question: Question| {
        let mine = totals.iter().filter(|total| total.question == question.code());
        Spread::of(mine.map(|total| (total.value, total.answers)))
    };
    let may_hide = can.may::<HideEvaluations>();
    let toggle = |answer: EvaluationAnswerId, hidden: bool| {
        let (place, event) = (path.place.clone(), event.id);
        if hidden {
            ShowPath { place, event, answer }.to_string()
        } else {
            HidePath { place, event, answer }.to_string()
        }
    };
    let (hidden, texts): (Vec<_>, Vec<_>) = texts.into_iter().partition(|text| text.hidden);
    let line = |text: sql::Text| TextLine {
        toggle: may_hide.then(|| toggle(text.id, text.hidden)),
        body: text.body,
    };
    page(&ResultsPage {
        shell: can.shell(),
        event: event.title.clone(),
        when: text::date_range(event.programme_starts_on, event.programme_ends_on),
        asked: counts.asked,
        told: counts.told,
        least: LEAST,
        too_few: format!("Hasil tampil mulai {LEAST} jawaban, supaya tidak ada jawaban yang dapat dikenali."),
        window,
        questions: Question::ALL.iter().map(|question| (*question, spread(*question))).collect(),
        texts: texts.into_iter().map(line).collect(),
        hidden: if may_hide { hidden.into_iter().map(line).collect() } else { Vec::new() },
    })
}
