//! The form of an award category.

use serde::{Deserialize, Serialize};

use super::sql::Kept;
use crate::{
    features::editions::model::{AwardCategory, AwardKind, AwardScope, Criterion, RankScheme},
    web::form::{Problem, Problems},
};

/// How many criteria the form has room for.
pub(super) const MOST_CRITERIA: usize = 10;

/// An award category as typed; the lists are of one length.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AwardForm {
    pub name: String,
    pub scope: String,
    pub kind: String,
    pub rank_scheme: String,
    pub criterion: Vec<String>,
    pub weight: Vec<String>,
    pub version: String,
}

/// One criterion as typed.
pub(super) struct TypedCriterion {
    /// From 1.
    pub number: usize,
    pub name: String,
    pub weight: String,
}

impl AwardForm {
    /// The form of a category that does not exist yet.
    pub fn blank() -> Self {
        Self {
            scope: AwardScope::Any.code().into(),
            kind: AwardKind::Best.code().into(),
            rank_scheme: RankScheme::Ordered.code().into(),
            ..Self::default()
        }
    }

    /// The form of a category as it stands.
    pub fn of(kept: &Kept) -> Self {
        let award = &kept.award;
        Self {
            name: award.name.clone(),
            scope: award.scope.code().into(),
            kind: award.kind.code().into(),
            rank_scheme: award.rank_scheme.code().into(),
            criterion: award.criteria.iter().map(|c| c.name.clone()).collect(),
            weight: award.criteria.iter().map(|c| c.weight.to_string()).collect(),
            version: kept.version.to_string(),
        }
    }

    /// The same without the rows that are blank.
    #[must_use]
    pub fn without_blank_rows(mut self) -> Self {
        let (criterion, weight) = self
            .criteria()
            .into_iter()
            .filter(|row| !row.is_blank())
            .map(|row| (row.name.trim().to_owned(), row.weight.trim().to_owned()))
            .unzip();
        (self.criterion, self.weight) = (criterion, weight);
        self
    }

    /// The rows of the form: as typed, and some blank ones as far as there is room.
    pub(super) fn criteria(&self) -> Vec<TypedCriterion> {
        let at = |column: &[String], i: usize| column.get(i).cloned().unwrap_or_default();
        let typed = self.criterion.len().max(self.weight.len());
        (0..typed.max((typed + 3).clamp(5, MOST_CRITERIA)))
            .map(|i| TypedCriterion {
                number: i + 1,
                name: at(&self.criterion, i),
                weight: at(&self.weight, i),
            })
            .collect()
    }

    /// The command, or what is wrong.
    pub fn parse(&self) -> Result<AwardCategory, Vec<Problem>> {
        let mut problems = Problems::new();
        let name = problems.required("name", &self.name, "nama penghargaan", 120);
        if (1..3).contains(&name.chars().count()) {
            problems.add("name", "Nama penghargaan paling sedikit 3 huruf.");
        }
        let scope = problems.choice("scope", &self.scope, "pesertanya", AwardScope::from_code);
        let kind = problems.choice("kind", &self.kind, "dasar penilaian", AwardKind::from_code);
        let rank_scheme =
            problems.choice("rank_scheme", &self.rank_scheme, "susunan juara", RankScheme::from_code);
        let criteria = self.parse_criteria(&mut problems);
        let award = (|| {
            Some(AwardCategory { name, scope: scope?, kind: kind?, rank_scheme: rank_scheme?, criteria })
        })();
        problems.into_result(award)
    }

    /// No criterion at all is fine: what is most active is counted, not judged.
    fn parse_criteria(&self, problems: &mut Problems) -> Vec<Criterion> {
        let rows: Vec<_> = self.criteria().into_iter().filter(|row| !row.is_blank()).collect();
        if rows.len() > MOST_CRITERIA {
            problems.add("criteria", format!("Tulis paling banyak {MOST_CRITERIA} kriteria."));
        }
        let mut criteria = Vec::new();
        for row in rows {
            let name = row.name.split_whitespace().collect::<Vec<_>>().join(" ");
            let weight = row.weight.trim().trim_end_matches('%').trim().parse::<i32>().ok();
            match weight.filter(|weight| (1..=100).contains(weight)) {
                _ if !(2..=120).contains(&name.chars().count()) || name.chars().any(char::is_control) => {
                    problems.add(
                        "criteria",
                        format!("Isi nama kriteria nomor {}, 2 sampai 120 huruf.", row.number),
                    );
                }
                None => problems.add(
                    "criteria",
                    format!("Isi bobot kriteria nomor {} dengan angka 1 sampai 100.", row.number),
                ),
                Some(weight) => criteria.push(Criterion { name, weight }),
            }
        }
        let sum: i32 = criteria.iter().map(|criterion| criterion.weight).sum();
        if problems.is_empty_for("criteria") && !criteria.is_empty() && sum != 100 {
            problems.add("criteria", format!("Jumlah bobot harus 100, sekarang {sum}."));
        }
        criteria
    }
}

impl TypedCriterion {
    fn is_blank(&self) -> bool {
        self.name.trim().is_empty() && self.weight.trim().is_empty()
    }
}
