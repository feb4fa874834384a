//! The page for many people.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    forms::{QuickForm, ROWS, TypedRow},
    paths::QuickPath,
};
use crate::{
    auth::permission::EditParticipants,
    error::Result,
    features::registration::{
        import::paths::ImportsPath,
        people::{PersonKind, Scene, paths::PeoplePath},
    },
    kernel::text,
    web::{
        AppState, filters,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "registration/quick.html")]
pub(super) struct QuickPage {
    shell: Shell,
    back: String,
    /// Where a block of cells is looked at before it is accepted.
    import: String,
    kind: String,
    province: String,
    rows: Vec<TypedRow>,
    kinds: Vec<Choice>,
    /// Empty unless the office registers for several provinces.
    provinces: Vec<Choice>,
    categories: Vec<Choice>,
    libraries: Vec<String>,
    /// Whether doubles are meant; the tick stays while other things are mended.
    save_anyway: bool,
    /// What is wrong with kind or province; empty when nothing is.
    problem: String,
}

/// What is wrong in one row or several.
struct Cause {
    sentence: String,
    field: &'static str,
    rows: Vec<usize>,
}

impl Cause {
    /// The first row it is about.
    fn first(&self) -> usize {
        self.rows.first().copied().unwrap_or_default()
    }

    /// `Baris 3`, `Baris 3, 4, dan 7`, `Baris 3, 4, 5, dan 20 baris lain`.
    fn said(&self) -> String {
        let mut names: Vec<String> = self.rows.iter().take(6).map(ToString::to_string).collect();
        if self.rows.len() > names.len() {
            names.push(format!("{} baris lain", self.rows.len() - names.len()));
        }
        format!("Baris {}", text::list(&names))
    }
}

impl QuickPage {
    /// The page with these rows.
    pub(super) fn new(
        path: &QuickPath,
        can: &Can<EditParticipants>,
        scene: &Scene,
        form: &QuickForm,
        rows: Vec<TypedRow>,
    ) -> Self {
        let back = PeoplePath { place: path.place.clone(), event: path.event }.to_string();
        Self {
            shell: can.shell().under("Peserta", &back),
            back,
            import: ImportsPath { place: path.place.clone(), event: path.event }.to_string(),
            kind: form.kind.clone(),
            province: if form.province.is_empty() { scene.own.to_string() } else { form.province.clone() },
            rows,
            kinds: PersonKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            provinces: if scene.chooses_province() { scene.province_choices() } else { Vec::new() },
            categories: scene.category_choices(),
            libraries: scene
                .libraries
                .iter()
                .map(crate::features::registration::libraries::Choosable::label)
                .collect(),
            save_anyway: form.save_anyway == "ya",
            problem: String::new(),
        }
    }

    /// The same page with what is wrong above the rows.
    pub(super) fn with_problem(self, sentence: &str) -> Self {
        Self { problem: sentence.to_owned(), ..self }
    }

    /// How many rows have something wrong in them.
    fn wrong_rows(&self) -> usize {
        self.rows.iter().filter(|row| !row.problems.is_empty()).count()
    }

    /// Each sentence once, with the rows it is about.
    fn causes(&self) -> Vec<Cause> {
        let mut causes: Vec<Cause> = Vec::new();
        for row in &self.rows {
            for problem in &row.problems {
                match causes.iter_mut().find(|cause| cause.sentence == problem.sentence) {
                    Some(cause) => cause.rows.push(row.number),
                    None => causes.push(Cause {
                        sentence: problem.sentence.clone(),
                        field: problem.field,
                        rows: vec![row.number],
                    }),
                }
            }
        }
        causes
    }

    /// Whether there are rows whose people may be on the list already.
    fn has_twins(&self) -> bool {
        self.rows.iter().any(|row| !row.twins.is_empty())
    }
}

/// The page with ten blank rows.
pub async fn fill(
    path: QuickPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?;
    drop(tx);
    let form = QuickForm { kind: PersonKind::Peserta.code().into(), ..QuickForm::default() };
    let rows = form.rows(ROWS);
    page(&QuickPage::new(&path, &can, &scene, &form, rows))
}
