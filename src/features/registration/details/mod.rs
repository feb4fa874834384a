//! What people themselves say about their own row: corrected details, and whether they will come. The scope is the person's;
//! the database lets it touch these columns of this row only.

mod forms;
mod model;
mod sql;
mod verbs;

pub use forms::DetailsForm;
pub use model::{Answer, Details};
pub use sql::{OwnRow, own_row};
pub use verbs::{answer, change};
