//! What is asked about a list.

use serde::{Deserialize, Serialize};

/// What its columns mean.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ColumnsForm {
    /// The list as it was seen.
    pub version: String,
    /// Columns, from 0, beside `column`.
    pub column_at: Vec<String>,
    /// What each means.
    pub column: Vec<String>,
}

/// That it is shared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShareForm {
    /// The list as it was seen.
    pub version: String,
}

/// Which of the rows that go nowhere are shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOutFilter {
    /// The page, from 1.
    pub halaman: String,
}
