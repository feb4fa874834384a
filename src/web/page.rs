//! Pages: the frame that every page has, and its rendering.

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::flash::Flash;
use crate::{auth::permission::Role, error::Result};

/// What the frame of every page shows around the content.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// Who is signed in.
    pub user: Option<UserBadge>,
    /// `Provinsi Jambi`, `Perpusnas`, `Tugas saya`; empty on public pages.
    pub place: String,
    /// The place's first page.
    pub home: String,
    /// The left rail.
    pub rail: Vec<RailItem>,
    /// The pages above this one.
    pub crumbs: Vec<Crumb>,
    /// The programme's time, in the demo.
    pub clock: Option<String>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// Other places this person may go to.
    pub places: Vec<Crumb>,
}

impl Shell {
    /// The same frame with one more page above this one.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers make the path for this call")]
    pub fn under(mut self, label: impl Into<String>, path: impl ToString) -> Self {
        self.crumbs.push(Crumb { label: label.into(), href: path.to_string() });
        self
    }
}

/// The signed-in person as the frame shows it.
#[derive(Clone, Debug)]
pub struct UserBadge {
    /// Full name.
    pub name: String,
    /// The role that counts here.
    pub role: String,
}

/// A link with a label.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// One entry of the rail, for one person on one page.
#[derive(Clone, Debug)]
pub struct RailItem {
    /// What it says.
    pub label: &'static str,
    /// Where it leads.
    pub href: String,
    /// The icon's file name in `static/icons`, without `.svg`.
    pub icon: &'static str,
    /// Whether it is the page being looked at, or above it.
    pub current: bool,
}

/// Where an entry of the rail belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// A province's office.
    Office,
    /// One event, in an office or in one's duties.
    Event,
    /// Perpusnas.
    National,
}

/// An entry of the rail as its feature declares it.
#[derive(Clone, Debug)]
pub struct RailEntry {
    /// Where it belongs.
    pub area: Area,
    /// What it says.
    pub label: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// The page's path with `{place}` and `{event}` to be filled in.
    pub path: &'static str,
    /// Who may see the page.
    pub roles: &'static [Role],
}

/// One option of a select, radio or check list.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl Choice {
    /// An option.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// The page, with status 200.
pub fn page(template: &impl Template) -> Result<Response> {
    page_with(StatusCode::OK, template)
}

/// The page again with what was typed and a sentence beside each field: status 422.
pub fn rejected(template: &impl Template) -> Result<Response> {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// The page again with another's change beside one's own: status 409.
pub fn stale(template: &impl Template) -> Result<Response> {
    page_with(StatusCode::CONFLICT, template)
}

/// The page with any status.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<Response> {
    let html = template.render()?;
    Ok((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response())
}
