//! The libraries of a province: offices of the province and its kabupaten and kota, and village libraries.

mod actions;
pub mod doubles;
mod forms;
mod model;
mod pages;
pub mod paths;
mod sql;

pub use actions::add_library;
pub use forms::LibraryFilter;
pub(super) use forms::LibraryForm;
pub use model::{LibraryKind, LibraryPlan};
pub(super) use model::{UNIT_WORDS, is_of_office, is_of_others};
pub use sql::{Choosable, choosable, name_of};
pub(super) use sql::{NAME_KEY, Wanted, cohorts};

use crate::{
    kernel::text,
    web::{page::Area, routes::Routes},
};

/// What a name means that somebody typed instead of choosing.
#[derive(Debug)]
pub enum Named<'l> {
    /// This library.
    One(&'l Choosable),
    /// One of several of that name.
    Several,
    /// None of them; perhaps this one was meant.
    Nobody(Option<&'l Choosable>),
}

/// The library with this name, label or other name, however capitals, gaps and points are written.
pub fn named<'l>(libraries: &'l [Choosable], typed: &str) -> Named<'l> {
    let wanted = text::compact(typed);
    if wanted.is_empty() {
        return Named::Nobody(None);
    }
    if let Some(exact) = libraries.iter().find(|library| text::compact(&library.label()) == wanted) {
        return Named::One(exact);
    }
    let bears = |library: &&Choosable| {
        [&library.name, &library.also_known_as].iter().any(|name| text::compact(name) == wanted)
    };
    let found: Vec<&Choosable> = libraries.iter().filter(bears).collect();
    match found.as_slice() {
        [one] => Named::One(one),
        [] => {
            let likeness = |library: &Choosable| {
                text::likeness(&library.name, typed).max(text::likeness(&library.also_known_as, typed))
            };
            let best = libraries.iter().map(|library| (library, likeness(library)));
            let best = best.max_by(|one, other| one.1.total_cmp(&other.1));
            Named::Nobody(best.filter(|(_, likeness)| *likeness >= 0.6).map(|(library, _)| library))
        }
        _ => Named::Several,
    }
}

/// Said of a name that several libraries bear.
pub const SEVERAL: &str = "Ada beberapa perpustakaan bernama ini. Pilih satu yang menyebut wilayahnya.";

/// Asked about a name that is almost a library's.
pub fn did_you_mean(library: &Choosable) -> String {
    format!(
        "Tidak ada dalam daftar. Maksud Anda “{}”? Tulis nama itu, atau pilih kategorinya bila memang instansi lain.",
        library.label()
    )
}

/// The routes of a province's libraries.
pub fn routes() -> Routes {
    Routes::new()
        .page(pages::list)
        .rail(Area::Office, "Perpustakaan", "perpustakaan")
        .page(pages::create)
        .action(actions::create)
        .page(pages::edit)
        .action(actions::update)
        .action(actions::remove)
        .action(actions::restore)
        .page(pages::region_choices)
        .merge(doubles::routes())
}
