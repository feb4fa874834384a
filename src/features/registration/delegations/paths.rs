//! URLs of an event's invited libraries.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{DelegationId, EventId},
        place::Place,
    },
};

/// The invited libraries.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan", rejection(Error))]
pub struct DelegationsPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// Libraries to be invited.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan/baru", rejection(Error))]
pub struct InvitePath {
    /// As whom it is done.
    pub place: Place,
    /// To which event.
    pub event: EventId,
}

/// Links for several libraries.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan/tautan", rejection(Error))]
pub struct LinksPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// Libraries that have not answered, one after another; by POST, that messages were sent.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan/ingatkan", rejection(Error))]
pub struct RemindPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

/// One invitation, to be changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan/data/{delegation}", rejection(Error))]
pub struct DelegationPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which invitation.
    pub delegation: DelegationId,
}

/// An invitation, withdrawn.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan/data/{delegation}/tarik", rejection(Error))]
pub struct WithdrawPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which invitation.
    pub delegation: DelegationId,
}

/// A withdrawn invitation, brought back.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan/data/{delegation}/pulihkan", rejection(Error))]
pub struct RestorePath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Which invitation.
    pub delegation: DelegationId,
}

/// A library's link, made anew.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan/data/{delegation}/tautan", rejection(Error))]
pub struct LinkPath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Whose link.
    pub delegation: DelegationId,
}

/// The end of a library's link.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/undangan/data/{delegation}/tautan/cabut", rejection(Error))]
pub struct RevokePath {
    /// As whom it is done.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
    /// Whose link.
    pub delegation: DelegationId,
}
