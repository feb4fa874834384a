//! Saving many people at once.

use std::collections::HashMap;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{MOST_ROWS, QuickForm, ROWS, TypedRow, parse},
    pages::QuickPage,
    paths::QuickPath,
};
use crate::{
    auth::permission::EditParticipants,
    error::Result,
    features::registration::people::{Counts, PersonPlan, Probe, Scene, paths::PeoplePath, register, twins},
    kernel::text::compact,
    web::{
        AppState,
        flash::Done,
        form::Form,
        guard::Can,
        page::{page, rejected},
    },
};

/// Saves every row that is not blank, or none.
pub async fn save(
    path: QuickPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<QuickForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?;
    let draw = |rows: Vec<TypedRow>| QuickPage::new(&path, &can, &scene, &form, rows);
    if ["more", "stay"].contains(&form.next.as_str()) {
        return page(&draw(form.rows(if form.next == "more" { ROWS } else { 0 })));
    }
    let mut rows = form.rows(0);
    if let Some(cleared) = form.cleared() {
        rows.iter_mut().filter(|row| row.number == cleared).for_each(TypedRow::clear);
        return page(&draw(rows));
    }
    let frame = match form.frame(&scene) {
        Ok(frame) => frame,
        Err(sentence) => return rejected(&draw(rows).with_problem(sentence)),
    };
    let people = rows.iter().filter(|row| !row.is_blank()).count();
    if people > MOST_ROWS {
        let sentence = format!(
            "Sekali simpan paling banyak {MOST_ROWS} orang, sekarang {people}. Kosongkan sebagian barisnya, simpan, lalu isi sisanya."
        );
        return rejected(&draw(rows).with_problem(&sentence));
    }
    let plans = parse(&mut rows, &frame, &scene);
    if rows.iter().any(|row| !row.problems.is_empty()) {
        return rejected(&draw(rows));
    }
    if plans.is_empty() {
        return rejected(
            &draw(rows).with_problem("Semua baris masih kosong. Isi paling sedikit satu orang."),
        );
    }
    if form.save_anyway != "ya" {
        let probes: Vec<Probe> = plans.iter().map(|(_, plan)| probe(plan)).collect();
        for twin in twins(&mut tx, path.event, &frame.province, &probes).await? {
            let number =
                usize::try_from(twin.of - 1).ok().and_then(|i| plans.get(i)).map(|(number, _)| *number);
            if let Some(row) = rows.iter_mut().find(|row| Some(row.number) == number) {
                row.twins.push(twin.sentence());
            }
        }
        compare_rows(&mut rows, &plans);
        if rows.iter().any(|row| !row.twins.is_empty()) {
            return rejected(&draw(rows));
        }
    }
    for (_, plan) in &plans {
        register(&mut tx, &app.clock, path.event, plan).await?;
    }
    let over = Counts::load(&mut tx, path.event, &scene).await?.over();
    tx.commit().await?;
    let outside =
        plans.iter().filter(|(_, plan)| plan.library.is_none() && !scene.libraries.is_empty()).count();
    let outside = match outside {
        0 => String::new(),
        people => format!(" {people} orang memakai nama instansi di luar daftar perpustakaan."),
    };
    let sentence = format!("{} orang terdaftar.{over}{outside}", plans.len());
    Ok(Done::to(PeoplePath { place: path.place, event: path.event })
        .saying(sentence)
        .warning_if(!over.is_empty())
        .into_response())
}

fn probe(plan: &PersonPlan) -> Probe {
    Probe { name: plan.full_name.clone(), contact: plan.contact.clone(), except: None }
}

/// Rows of the same page that may be the same person.
fn compare_rows(rows: &mut [TypedRow], plans: &[(usize, PersonPlan)]) {
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut phones: HashMap<&str, usize> = HashMap::new();
    for (number, plan) in plans {
        let same_name = *names.entry(compact(&plan.full_name)).or_insert(*number);
        let phone = plan.contact.phone.as_str();
        let same_phone = if phone.is_empty() { *number } else { *phones.entry(phone).or_insert(*number) };
        let Some(row) = rows.iter_mut().find(|row| row.number == *number) else { continue };
        if same_name != *number {
            row.twins.push(format!("nama sama dengan baris {same_name}"));
        }
        if same_phone != *number {
            row.twins.push(format!("nomor telepon sama dengan baris {same_phone}"));
        }
    }
}
