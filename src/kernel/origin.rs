//! Where a fact comes from. The demo mixes reported facts with made-up ones and says which is which.

use std::collections::BTreeMap;

crate::codes! {
    /// How far a row, or one of its fields, can be relied on.
    pub enum Origin {
        /// Entered by the people it is about, or reported by a named source.
        Real = "real", "Data nyata";
        /// Worked out from a reported fact.
        Derived = "derived", "Disimpulkan dari sumber";
        /// Made up for the demo.
        Synthetic = "synthetic", "Data contoh";
    }
}

/// The fields of a row whose origin differs from the row's own: `{"venue": "synthetic"}`.
pub type FieldOrigins = BTreeMap<String, Origin>;

/// Whether this field of a row is made up.
pub fn is_sample(row: Origin, fields: &FieldOrigins, field: &str) -> bool {
    fields.get(field).copied().unwrap_or(row) == Origin::Synthetic
}
