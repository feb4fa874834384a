//! What is done to a province's libraries.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::LibraryForm,
    model::{LibraryKind, LibraryPlan},
    pages::EditPage,
    paths::{LibrariesPath, LibraryPath, NewLibraryPath, RemoveLibraryPath, RestoreLibraryPath},
    sql::{self, NAME_KEY},
};
use crate::{
    audit::{Change, Hand},
    auth::permission::EditLibraries,
    db::{Tx, constraint, scope::ProvinceCode},
    error::{Error, Result},
    kernel::{clock::Clock, ids::LibraryId, text},
    regions,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problem, Problems},
        guard::Can,
        page::{page, rejected, stale},
    },
};

const SAME_NAME: &str =
    "Perpustakaan dengan nama ini sudah ada di wilayah yang sama. Buka yang sudah ada, atau bedakan namanya.";
const NO_SUCH_REGION: &str = "Wilayah ini tidak ada dalam daftar resmi. Cari lagi, lalu pilih dari daftar.";

/// Adds a library to a province. The scope must be that province's; a name that is taken is an error here, and a
/// sentence in the form.
pub async fn add_library(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    plan: &LibraryPlan,
) -> Result<LibraryId> {
    let id = LibraryId::new();
    let hand = Hand::of(tx, clock);
    sql::insert(tx, province, id, plan, &hand).await?;
    Change::new(clock, "library.add", id).after(plan).record(tx).await?;
    Ok(id)
}

fn problem(field: &'static str, sentence: &str) -> Vec<Problem> {
    vec![Problem { field, sentence: sentence.to_owned() }]
}

/// What was typed as a command, its region looked up.
async fn checked(tx: &mut Tx, form: &LibraryForm) -> Result<Result<LibraryPlan, Vec<Problem>>> {
    let plan = match form.parse() {
        Ok(plan) => plan,
        Err(problems) => return Ok(Err(problems)),
    };
    if !plan.region_code.is_empty() && regions::by_code(tx, &plan.region_code).await?.is_none() {
        return Ok(Err(problem("region_code", NO_SUCH_REGION)));
    }
    Ok(Ok(plan))
}

/// Adds a library, or looks regions up when that button was pressed.
pub async fn create(
    path: NewLibraryPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
    Form(form): Form<LibraryForm>,
) -> Result<Response> {
    let province = can.office()?.province.clone();
    let mut tx = app.db.begin(&can.scope).await?;
    if form.next == "search" {
        return page(&EditPage::load(&mut tx, &can, None, FormState::fresh(form)).await?);
    }
    let plan = match checked(&mut tx, &form).await? {
        Ok(plan) => plan,
        Err(problems) => {
            return rejected(
                &EditPage::load(&mut tx, &can, None, FormState::rejected(form, problems)).await?,
            );
        }
    };
    match add_library(&mut tx, &app.clock, &province, &plan).await {
        Ok(_) => tx.commit().await?,
        Err(error) if breaks_name(&error) => {
            return name_taken(&app, &can, None, form).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Done::to(LibrariesPath { place: path.place })
        .saying(format!("{} ditambahkan.", plan.name))
        .into_response())
}

fn breaks_name(error: &Error) -> bool {
    match error {
        Error::Internal(cause) => {
            cause.downcast_ref::<sqlx::Error>().and_then(constraint::broken) == Some(NAME_KEY)
        }
        _ => false,
    }
}

/// The transaction is spent by the broken rule: the page is drawn in another one.
async fn name_taken(
    app: &AppState,
    can: &Can<EditLibraries>,
    library: Option<LibraryId>,
    form: LibraryForm,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let form = FormState::rejected(form, problem("name", SAME_NAME));
    rejected(&EditPage::load(&mut tx, can, library, form).await?)
}

/// Changes a library, unless somebody else did meanwhile.
pub async fn update(
    path: LibraryPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
    Form(form): Form<LibraryForm>,
) -> Result<Response> {
    let office = can.office()?;
    let (province, library) = (&office.province, path.library);
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, province, library).await?;
    if form.next == "search" {
        return page(&EditPage::load(&mut tx, &can, Some(library), FormState::fresh(form)).await?);
    }
    let plan = match checked(&mut tx, &form).await? {
        Ok(plan) => plan,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EditPage::load(&mut tx, &can, Some(library), form).await?);
        }
    };
    let hand = Hand::of(&tx, &app.clock);
    let version = Problems::version(&form.version);
    let updated = sql::update(&mut tx, province, library, version, &before.name, &plan, &hand).await;
    let Some(updated) = constraint::unless_broken(updated, NAME_KEY)? else {
        return name_taken(&app, &can, Some(library), form).await;
    };
    if !updated {
        let theirs = sql::find(&mut tx, province, library).await?;
        let at = theirs.changed_at.unwrap_or_default();
        let by = format!("{}, {}", theirs.changed_by, text::moment(office.zone.local(at), office.zone));
        let region = regions::by_code(&mut tx, &theirs.region_code).await?.map(|region| region.label());
        let form = FormState::stale(form, &LibraryForm::of(&theirs), by).naming(|field, code| match field {
            "kind" => LibraryKind::from_code(code).map(|kind| kind.label().to_owned()),
            "region_code" => region.clone(),
            "is_champion" | "bimtek_completed" => Some(if code == "ya" { "ya" } else { "tidak" }.into()),
            _ => None,
        });
        return stale(&EditPage::load(&mut tx, &can, Some(library), form).await?);
    }
    Change::new(&app.clock, "library.update", library)
        .before(&LibraryForm::of(&before))
        .after(&plan)
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Done::to(LibrariesPath { place: path.place })
        .saying(format!("{} disimpan.", plan.name))
        .into_response())
}

/// Removes a library; the next page offers to bring it back. People registered for it keep its name.
pub async fn remove(
    path: RemoveLibraryPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let hand = Hand::of(&tx, &app.clock);
    let name = sql::remove(&mut tx, province, path.library, &hand).await?.ok_or(Error::NotFound)?;
    Change::new(&app.clock, "library.remove", path.library).record(&mut tx).await?;
    tx.commit().await?;
    let RemoveLibraryPath { place, library } = path;
    Ok(Done::to(LibrariesPath { place: place.clone() })
        .saying(format!("{name} dihapus."))
        .undo(RestoreLibraryPath { place, library }))
}

/// Brings a removed library back, unless its name has been given to another one meanwhile.
pub async fn restore(
    path: RestoreLibraryPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let hand = Hand::of(&tx, &app.clock);
    let back = LibrariesPath { place: path.place };
    let restored = sql::restore(&mut tx, province, path.library, &hand).await;
    let Some(restored) = constraint::unless_broken(restored, NAME_KEY)? else {
        return Ok(Done::to(back).refusing(
            "Belum dipulihkan: namanya kini dipakai perpustakaan lain di wilayah yang sama. Ubah dulu nama itu.",
        ));
    };
    let name = restored.ok_or(Error::NotFound)?;
    Change::new(&app.clock, "library.restore", path.library).record(&mut tx).await?;
    tx.commit().await?;
    Ok(Done::to(back).saying(format!("{name} dikembalikan.")))
}
