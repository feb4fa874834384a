//! The only place that asks the machine for the time.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Tells two times: the real one, and the programme's.
///
/// They are the same but in the demo, where the programme stands in August 2022. Sign-in, expiry and the times
/// of attendance marks use the real time; "today's sessions" and deadlines use the programme's.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    /// Added to the real time to get the programme's; `None` outside the demo.
    programme_offset: Option<TimeDelta>,
}

#[derive(Clone, Debug)]
enum Source {
    Machine,
    Held(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// The machine's clock.
    pub fn machine() -> Self {
        Self { source: Source::Machine, programme_offset: None }
    }

    /// A clock that stands still until it is moved, for tests.
    pub fn held(at: DateTime<Utc>) -> Self {
        Self { source: Source::Held(Arc::new(Mutex::new(at))), programme_offset: None }
    }

    /// The same clock with a programme time that was `programme` when the real time was `real`.
    #[must_use]
    pub fn with_programme(self, real: DateTime<Utc>, programme: DateTime<Utc>) -> Self {
        Self { programme_offset: Some(programme - real), ..self }
    }

    /// The real time.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.source {
            #[expect(clippy::disallowed_methods, reason = "the one place where the machine is asked")]
            Source::Machine => Utc::now(),
            Source::Held(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The programme's time: what "today" means for agendas, waves and deadlines.
    pub fn programme_now(&self) -> DateTime<Utc> {
        self.now() + self.programme_offset.unwrap_or_else(TimeDelta::zero)
    }

    /// Whether the programme's time differs from the real one; every page then names it.
    pub fn is_demo(&self) -> bool {
        self.programme_offset.is_some()
    }

    /// Moves a held clock on; the machine's clock cannot be moved.
    pub fn advance(&self, by: TimeDelta) {
        if let Source::Held(at) = &self.source {
            *at.lock().unwrap_or_else(PoisonError::into_inner) += by;
        }
    }
}
