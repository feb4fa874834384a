//! What every handler can reach.

use std::{ops::Deref, sync::Arc};

use super::page::RailEntry;
use crate::{auth::password::Passwords, db::Db, jobs::Bell, kernel::clock::Clock};

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// The parts of [`AppState`].
pub struct Parts {
    /// The door to the data.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Makes and checks passwords.
    pub passwords: Passwords,
    /// The address people type, without a trailing slash: `https://plm.example.go.id`.
    pub base_url: String,
    /// Wakes the worker.
    pub bell: Bell,
    /// The features' entries of the left rail, in order.
    pub rail: Vec<RailEntry>,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for AppState {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
