//! Own details, and answers.

use serde::Serialize;

use crate::features::registration::people::{Contact, Status};

crate::codes! {
    /// What a person says about coming.
    pub enum Answer {
        /// Will come.
        Coming = "coming", "Saya akan hadir";
        /// Will not come.
        NotComing = "not_coming", "Saya berhalangan";
        /// Takes back what was said.
        Open = "", "Belum pasti";
    }
}

impl Answer {
    /// Where somebody stands after saying this; `None` when it is not theirs to say now. What the office has decided, only
    /// the office changes.
    pub fn leads_to(self, status: Status, before: Answer) -> Option<Status> {
        let is_own = match status {
            Status::Invited | Status::Registered | Status::Confirmed => true,
            Status::Declined => before == Answer::NotComing,
            _ => false,
        };
        is_own.then_some(match self {
            Answer::Coming => Status::Confirmed,
            Answer::NotComing => Status::Declined,
            Answer::Open => Status::Registered,
        })
    }
}

/// Own details, to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Details {
    /// The name without titles.
    pub full_name: String,
    /// Titles before it.
    pub title_prefix: String,
    /// Titles after it.
    pub title_suffix: String,
    /// `L`, `P` or not said yet.
    pub sex: String,
    /// The agency; a chosen library's name stays the office's.
    pub agency_name: String,
    /// The post at home.
    pub job_title: String,
    /// How to reach the person, and the NIP.
    pub contact: Contact,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever a person says and takes back, nobody approves themselves, and what the office refused stays so.
        #[test]
        fn nobody_answers_themselves_onto_the_list(start in proptest::sample::select(Status::ALL), said in proptest::collection::vec(proptest::sample::select(Answer::ALL), 0..6)) {
            let (mut status, mut before) = (start, Answer::Open);
            for answer in said {
                if let Some(to) = answer.leads_to(status, before) {
                    (status, before) = (to, answer);
                }
            }
            let is_open = matches!(start, Status::Invited | Status::Registered | Status::Confirmed);
            prop_assert!(is_open || status == start, "{start:?} became {status:?}");
            prop_assert!(!is_open || matches!(status, Status::Invited | Status::Registered | Status::Confirmed | Status::Declined));
            prop_assert_eq!(Answer::Open.leads_to(status, before).is_some(), is_open);
        }
    }
}
