//! What the pages of an event's people have in common: its provinces, categories and libraries, and its counts.

use sqlx::PgConnection;

use super::{
    model::{Category, PersonKind},
    sql::{self, EventProvince, Person},
};
use crate::{
    auth::permission::{Permission, Role},
    db::scope::ProvinceCode,
    error::Result,
    features::registration::libraries::{self, Choosable},
    kernel::ids::{EventId, LibraryId},
    web::{guard::Can, page::Choice},
};

/// Who looks at which event's people.
pub(in crate::features::registration) struct Scene {
    /// The office that looks; the host for those who are assigned.
    pub own: ProvinceCode,
    is_guest: bool,
    /// The event's provinces, the host first.
    pub provinces: Vec<EventProvince>,
    /// The office's libraries, where they were asked for.
    pub libraries: Vec<Choosable>,
    /// The library that the person has already, the person's province, and the name it had.
    pub kept: Option<(LibraryId, ProvinceCode, String)>,
    labels: Vec<(Category, String)>,
}

impl Scene {
    /// The scene for one reader.
    pub async fn load<P: Permission>(conn: &mut PgConnection, can: &Can<P>) -> Result<Self> {
        let event = can.event()?;
        let own = can.scope.province_code().unwrap_or(&event.host).clone();
        Ok(Self {
            own,
            is_guest: matches!(can.role, Role::GuestAdmin | Role::GuestOperator),
            provinces: sql::provinces(conn, event.id).await?,
            libraries: Vec::new(),
            kept: None,
            labels: sql::category_labels(conn, event.edition).await?,
        })
    }

    /// The same with the office's libraries.
    pub async fn with_libraries(self, conn: &mut PgConnection) -> Result<Self> {
        let libraries = libraries::choosable(conn, &self.own).await?;
        Ok(Self { libraries, ..self })
    }

    /// The same for the form of a person who has a library already, which may stay.
    pub(super) fn keeping(self, person: &Person) -> Self {
        let kept =
            person.library.map(|library| (library, person.province.clone(), person.agency_name.clone()));
        Self { kept, ..self }
    }

    /// ` sebagai Desa Champion`: a category that followed from the library is seen this way. Nothing for who has none.
    pub fn said_as(&self, category: Option<Category>) -> String {
        category.map_or_else(String::new, |category| format!(" sebagai {}", self.category_label(category)))
    }

    /// Whether there are people of several provinces to be seen.
    pub fn sees_all_provinces(&self) -> bool {
        !self.is_guest && self.provinces.len() > 1
    }

    /// Whether the form asks whose person it is.
    pub fn chooses_province(&self) -> bool {
        self.sees_all_provinces()
    }

    /// The provinces whose counts the reader sees.
    pub fn counted(&self) -> impl Iterator<Item = &EventProvince> {
        self.provinces.iter().filter(|province| !self.is_guest || province.code == self.own)
    }

    /// `Jawa Barat`.
    pub fn province_name(&self, code: &ProvinceCode) -> String {
        self.provinces.iter().find(|p| p.code == *code).map(|p| p.name.clone()).unwrap_or_default()
    }

    /// The edition's word for a category.
    pub fn category_label(&self, category: Category) -> String {
        self.labels
            .iter()
            .find(|(known, _)| *known == category)
            .map_or_else(|| category.label().to_owned(), |(_, label)| label.clone())
    }

    /// The categories in the edition's words.
    pub fn category_choices(&self) -> Vec<Choice> {
        Category::ALL.iter().map(|c| Choice::new(c.code(), self.category_label(*c))).collect()
    }

    /// The event's provinces.
    pub fn province_choices(&self) -> Vec<Choice> {
        self.provinces.iter().map(|p| Choice::new(p.code.as_str(), p.name.clone())).collect()
    }

    /// The libraries to choose from; one that the person has already comes first when it is none of them.
    pub fn library_choices(&self) -> Vec<Choice> {
        let kept = self
            .kept
            .iter()
            .filter(|(id, ..)| self.libraries.iter().all(|library| library.id != *id))
            .map(|(id, _, name)| Choice::new(id.to_string(), name.clone()));
        kept.chain(self.libraries.iter().map(|l| Choice::new(l.id.to_string(), l.label()))).collect()
    }
}

/// How many hold a place, and how many places there are.
pub(in crate::features::registration) struct Counts {
    /// All peserta.
    pub peserta: Count,
    /// Peserta by category.
    pub categories: Vec<Count>,
    /// Peserta by province, where the reader sees several.
    pub provinces: Vec<Count>,
    /// Other kinds that there are.
    pub others: Vec<Count>,
}

/// One count.
#[derive(Clone, Debug, Default)]
pub(in crate::features::registration) struct Count {
    /// What is counted.
    pub label: String,
    /// Its code in the list's filter.
    pub code: &'static str,
    /// How many there are.
    pub people: i64,
    /// How many places there are; 0 when nobody has said.
    pub places: i64,
}

impl Count {
    /// `16 dari 18`, or `16` when there is no quota.
    pub fn words(&self) -> String {
        if self.places > 0 {
            format!("{} dari {}", self.people, self.places)
        } else {
            self.people.to_string()
        }
    }

    /// Whether there are more people than places.
    pub fn is_over(&self) -> bool {
        self.places > 0 && self.people > self.places
    }
}

impl Counts {
    /// The event's counts as far as the reader sees them.
    pub async fn load(conn: &mut PgConnection, event: EventId, scene: &Scene) -> Result<Self> {
        let tally = sql::tally(conn, event).await?;
        let quotas = sql::quotas(conn, event).await?;
        let is_counted = |code: &ProvinceCode| scene.counted().any(|province| province.code == *code);
        let peserta = |keep: &dyn Fn(&sql::Tally) -> bool| -> i64 {
            tally.iter().filter(|t| t.kind == PersonKind::Peserta && keep(t)).map(|t| t.people).sum()
        };
        let categories = Category::ALL
            .iter()
            .map(|category| Count {
                label: scene.category_label(*category),
                code: category.code(),
                people: peserta(&|t| t.category == Some(*category)),
                places: quotas
                    .iter()
                    .filter(|(province, c, _)| c == category && is_counted(province))
                    .map(|(.., places)| i64::from(*places))
                    .sum(),
            })
            .collect();
        let provinces: Vec<Count> = scene
            .counted()
            .map(|province| Count {
                label: province.name.clone(),
                code: "",
                people: peserta(&|t| t.province == province.code),
                places: i64::from(province.quota),
            })
            .collect();
        let others = PersonKind::ALL
            .iter()
            .filter(|kind| **kind != PersonKind::Peserta)
            .map(|kind| Count {
                label: kind.label().to_owned(),
                code: kind.code(),
                people: tally.iter().filter(|t| t.kind == *kind).map(|t| t.people).sum(),
                places: 0,
            })
            .filter(|count| count.people > 0)
            .collect();
        Ok(Self {
            peserta: Count {
                label: "Peserta".into(),
                code: PersonKind::Peserta.code(),
                people: peserta(&|_| true),
                places: provinces.iter().map(|p| p.places).sum(),
            },
            categories,
            provinces: if provinces.len() > 1 { provinces } else { Vec::new() },
            others,
        })
    }

    /// What is over its quota, as a sentence after saving; empty when nothing is.
    pub fn over(&self) -> String {
        let over: Vec<String> = std::iter::once(&self.peserta)
            .chain(&self.provinces)
            .chain(&self.categories)
            .filter(|count| count.is_over())
            .map(|count| format!("{} {}", count.label, count.words()))
            .collect();
        if over.is_empty() { String::new() } else { format!(" Melebihi kuota: {}.", over.join(", ")) }
    }
}
