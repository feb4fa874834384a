//! The first segment of a URL says as whom a page is seen: a province's office, one's own duties, or the nation.
//!
//! It is in the URL and not in the login, so that two tabs can be in two provinces.

use std::{convert::Infallible, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where in the application a page stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A province's office, by the slug of its tenant: `jawa-tengah`.
    Office(String),
    /// The duties of a facilitator or consultant, over all events assigned: `tugas`.
    Duties,
    /// Perpusnas, over all provinces: `nasional`.
    National,
}

impl Place {
    /// The segment as it stands in a URL.
    pub fn segment(&self) -> &str {
        match self {
            Place::Office(slug) => slug,
            Place::Duties => "tugas",
            Place::National => "nasional",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.segment())
    }
}

impl FromStr for Place {
    type Err = Infallible;
    fn from_str(segment: &str) -> Result<Self, Infallible> {
        Ok(match segment {
            "tugas" => Place::Duties,
            "nasional" => Place::National,
            slug => Place::Office(slug.to_owned()),
        })
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.segment())
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let segment = String::deserialize(deserializer)?;
        let Ok(place) = segment.parse();
        Ok(place)
    }
}
