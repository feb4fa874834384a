//! Two rows that are one: which value wins, what changed by it, and how it is taken back. Knows neither people nor
//! libraries; a row is its columns.

pub mod view;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::web::form::Problems;

/// A row's columns by their names.
pub type Row = Map<String, Value>;

/// What of a row is chosen together: columns that make sense only as one.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in the form.
    pub code: &'static str,
    /// What it is called; empty when it is not asked: the survivor's stays, unless that is empty.
    pub label: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
}

fn column<'r>(row: &'r Row, name: &str) -> &'r Value {
    row.get(name).unwrap_or(&Value::Null)
}

impl Field {
    /// Whether two rows say the same.
    pub fn is_same(&self, one: &Row, other: &Row) -> bool {
        self.columns.iter().all(|name| column(one, name) == column(other, name))
    }

    /// Whether the row says nothing.
    pub fn is_empty(&self, row: &Row) -> bool {
        self.columns.iter().all(|name| match column(row, name) {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        })
    }

    fn of(&self, row: &Row) -> Row {
        self.columns.iter().map(|name| ((*name).to_owned(), column(row, name).clone())).collect()
    }
}

/// One of the two rows: who or what it is, and since when it stands as it does.
#[derive(Clone, Debug)]
pub struct Side {
    /// The row's id.
    pub id: Uuid,
    /// Its columns.
    pub row: Row,
    /// The version it was read at.
    pub version: i32,
    /// Orders the two by their last change.
    pub changed: i64,
}

/// Which of the two a field is usually taken from: the one that says something, else the newer.
pub fn usual<'s>(field: &Field, one: &'s Side, other: &'s Side) -> &'s Side {
    match (field.is_empty(&one.row), field.is_empty(&other.row)) {
        (true, false) => other,
        (false, true) => one,
        _ if other.changed > one.changed => other,
        _ => one,
    }
}

/// The two rows' form: who survives, and for each field that differs which row's value.
#[derive(Clone, Debug, Default)]
pub struct MergeForm {
    /// The row that survives.
    pub keep: String,
    /// The versions that were compared: `<id>:<version>`, twice.
    seen: Vec<String>,
    /// Field and row, for each field that differs.
    picks: Vec<(String, String)>,
}

impl MergeForm {
    /// The form as it was sent.
    pub fn read(sent: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in sent {
            match name.as_str() {
                "keep" => form.keep = value,
                "seen" => form.seen.push(value),
                _ => form.picks.push((name, value)),
            }
        }
        form
    }

    /// The row that is to survive, and the other one.
    pub fn survivor<'s>(&self, [one, other]: [&'s Side; 2]) -> Option<(&'s Side, &'s Side)> {
        match self.keep.parse::<Uuid>().ok()? {
            id if id == one.id => Some((one, other)),
            id if id == other.id => Some((other, one)),
            _ => None,
        }
    }

    /// Whether the rows are as they were when they were compared.
    pub fn is_current(&self, pair: [&Side; 2]) -> bool {
        pair.iter().all(|side| {
            self.seen.iter().any(|seen| {
                seen.split_once(':').is_some_and(|(id, version)| {
                    id.parse() == Ok(side.id) && Problems::version(version) == side.version
                })
            })
        })
    }

    /// Whose value of a field was chosen; the usual one where nothing was.
    pub fn picked<'s>(&self, field: &Field, usual: &'s Side, pair: [&'s Side; 2]) -> &'s Side {
        let picked = self.picks.iter().find(|(code, _)| code == field.code);
        let picked = picked.and_then(|(_, id)| id.parse::<Uuid>().ok());
        pair.into_iter().find(|side| Some(side.id) == picked).unwrap_or(usual)
    }
}

/// The survivor's row with the values that were chosen.
pub fn merged<'s>(
    fields: &[Field],
    survivor: &'s Side,
    other: &'s Side,
    pick: impl Fn(&Field) -> &'s Side,
) -> Row {
    let mut row = survivor.row.clone();
    for field in fields {
        let from = if !field.label.is_empty() {
            pick(field)
        } else if field.is_empty(&survivor.row) {
            other
        } else {
            survivor
        };
        row.extend(field.of(&from.row));
    }
    row
}

/// What one field was, and what it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    before: Row,
    after: Row,
}

/// What changed, by field.
pub type Changes = std::collections::BTreeMap<String, FieldChange>;

/// What of a row changed.
pub fn changes(fields: &[Field], before: &Row, after: &Row) -> Changes {
    fields
        .iter()
        .filter(|field| !field.is_same(before, after))
        .map(|field| {
            (field.code.to_owned(), FieldChange { before: field.of(before), after: field.of(after) })
        })
        .collect()
}

/// Takes changes back from a row, and says which fields stay because somebody has changed them since. Where a later merge
/// built on such a change (`later`, in their order), it will lead back to what was before this one.
pub fn take_back(
    fields: &[Field],
    row: &mut Row,
    changes: &Changes,
    later: &mut [Changes],
) -> Vec<&'static str> {
    let mut kept = Vec::new();
    for field in fields {
        let Some(FieldChange { before, after }) = changes.get(field.code) else { continue };
        let next = later.iter_mut().find_map(|changes| changes.get_mut(field.code));
        match next {
            Some(next) if next.before == *after => next.before.clone_from(before),
            None if field.is_same(row, after) => row.extend(before.clone()),
            _ => kept.push(if field.label.is_empty() { "data lain" } else { field.label }),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const FIELDS: [Field; 3] = [
        Field { code: "name", label: "Nama", columns: &["name"] },
        Field { code: "as", label: "Sebagai", columns: &["kind", "category"] },
        Field { code: "home", label: "", columns: &["home"] },
    ];

    fn row(name: &str, kind: &str, home: &str) -> Row {
        let category = if kind == "peserta" { json!("desa") } else { Value::Null };
        let row = json!({ "name": name, "kind": kind, "category": category, "home": home });
        row.as_object().unwrap().clone()
    }

    fn side(id: u128, row: Row, changed: i64) -> Side {
        Side { id: Uuid::from_u128(id), row, version: 1, changed }
    }

    #[test]
    fn what_says_something_wins_and_else_the_newer() {
        let one = side(1, row("Siti", "", "x"), 1);
        let other = side(2, row("Siti Aminah", "peserta", "y"), 2);
        assert_eq!(usual(&FIELDS[0], &one, &other).id, other.id);
        assert_eq!(usual(&FIELDS[1], &one, &other).id, other.id);
        let result = merged(&FIELDS, &one, &other, |field| usual(field, &one, &other));
        assert_eq!(result, row("Siti Aminah", "peserta", "x"));
    }

    #[test]
    fn what_was_changed_since_stays_and_the_rest_goes_back() {
        let (before, after) = (row("Siti", "panitia", ""), row("Siti Aminah", "peserta", ""));
        let changes = changes(&FIELDS, &before, &after);
        let mut now = row("Siti Aminah, S.Sos.", "peserta", "");
        assert_eq!(take_back(&FIELDS, &mut now, &changes, &mut []), ["Nama"]);
        assert_eq!(now, row("Siti Aminah, S.Sos.", "panitia", ""));
    }

    proptest! {
        /// Several rows merged into one; taken back in any order, the row is what it was.
        #[test]
        fn everything_taken_back_in_any_order_is_the_start(
            rows in prop::collection::vec(("[ab]?", prop::bool::ANY, "[xy]?"), 2..6),
            picks in prop::collection::vec(prop::bool::ANY, 18),
            order in Just((0..5_usize).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let rows: Vec<Row> = rows
                .iter()
                .map(|(name, peserta, home)| row(name, if *peserta { "peserta" } else { "panitia" }, home))
                .collect();
            let start = rows[0].clone();
            let mut now = start.clone();
            let mut done: Vec<Option<Changes>> = Vec::new();
            for (n, other) in rows[1..].iter().enumerate() {
                let (survivor, other) = (side(1, now.clone(), 1), side(2, other.clone(), 2));
                let pick = |field: &Field| {
                    let at = FIELDS.iter().position(|f| f.code == field.code).unwrap();
                    if picks[n * 3 + at] { &other } else { &survivor }
                };
                now = merged(&FIELDS, &survivor, &other, pick);
                done.push(Some(changes(&FIELDS, &survivor.row, &now)));
            }
            for n in order.into_iter().filter(|n| *n < rows.len() - 1) {
                let changes = done[n].take().unwrap();
                let at: Vec<usize> = (n + 1..done.len()).filter(|m| done[*m].is_some()).collect();
                let mut later: Vec<Changes> = at.iter().map(|m| done[*m].clone().unwrap()).collect();
                prop_assert_eq!(take_back(&FIELDS, &mut now, &changes, &mut later), Vec::<&str>::new());
                for (m, changes) in at.into_iter().zip(later) {
                    done[m] = Some(changes);
                }
            }
            prop_assert_eq!(now, start);
        }
    }
}
