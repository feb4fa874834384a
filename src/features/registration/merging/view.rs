//! What the pages of suspected and compared pairs show, of people and of libraries alike.

use super::{Field, Row, Side};

/// Two rows beside each other, as the page shows them.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The two: what stands above each column.
    pub sides: Vec<ComparedSide>,
    /// The fields that differ.
    pub rows: Vec<ComparedField>,
    /// Label and value of the fields that are the same.
    pub same: Vec<(&'static str, String)>,
    /// What the form sends back of the versions that were compared.
    pub seen: Vec<String>,
}

/// One column of the page.
#[derive(Clone, Debug, Default)]
pub struct ComparedSide {
    /// The row's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Facts that nobody chooses: when it was made, how many marks.
    pub facts: Vec<String>,
    /// Whether this one is to survive.
    pub is_kept: bool,
}

/// One field that differs.
#[derive(Clone, Debug)]
pub struct ComparedField {
    /// Its name in the form.
    pub code: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The values: of which row, in words, and whether it is taken.
    pub values: Vec<(String, String, bool)>,
}

impl Compared {
    /// The fields of two rows; `shown` puts a field of a row into words.
    pub fn of<'s>(
        fields: &[Field],
        pair: [&'s Side; 2],
        pick: impl Fn(&Field) -> &'s Side,
        shown: impl Fn(&Field, &Row) -> String,
    ) -> Self {
        let [one, other] = pair;
        let mut compared = Self {
            seen: pair.iter().map(|side| format!("{}:{}", side.id, side.version)).collect(),
            ..Self::default()
        };
        for field in fields.iter().filter(|field| !field.label.is_empty()) {
            if field.is_same(&one.row, &other.row) {
                let words = shown(field, &one.row);
                if !words.is_empty() {
                    compared.same.push((field.label, words));
                }
                continue;
            }
            let taken = pick(field).id;
            let values = pair.iter().map(|side| {
                let words = shown(field, &side.row);
                let words = if words.is_empty() { "(kosong)".to_owned() } else { words };
                (side.id.to_string(), words, side.id == taken)
            });
            compared.rows.push(ComparedField {
                code: field.code,
                label: field.label,
                values: values.collect(),
            });
        }
        compared
    }
}

/// A pair that may be one.
#[derive(Clone, Debug)]
pub struct SuspectedPair {
    /// The two.
    pub members: [Member; 2],
    /// The reason, in words.
    pub why: String,
    /// Where the two are compared.
    pub compare: String,
    /// Where it is said that they are two.
    pub apart: String,
}

/// One of a pair.
#[derive(Clone, Debug)]
pub struct Member {
    /// What it is called.
    pub name: String,
    /// What else tells it apart.
    pub sub: String,
    /// Its own page.
    pub href: String,
}

/// A pair that was decided about.
#[derive(Clone, Debug)]
pub struct DecidedPair {
    /// The survivor, or one of the two.
    pub name: String,
    /// The other.
    pub other: String,
    /// What else tells the first apart.
    pub sub: String,
    /// Whether they were merged; else they are two.
    pub is_merged: bool,
    /// Who decided.
    pub by: String,
    /// When.
    pub when: String,
    /// Where the decision is taken back.
    pub action: String,
}
