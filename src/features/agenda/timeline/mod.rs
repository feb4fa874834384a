//! One day of the agenda as a timeline: hours down, rooms side by side. It is a second view of the agenda's page, with the
//! same links and the same ways to move a session.

mod model;
mod pages;

pub(super) use pages::Timeline;
