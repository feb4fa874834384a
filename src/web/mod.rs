//! Everything between the network and a feature: who may call a handler, typed routes, forms, pages, headers.

pub mod assets;
pub mod cookies;
pub mod door;
pub mod errors;
pub mod etag;
pub mod file;
pub mod filters;
pub mod flash;
pub mod form;
pub mod guard;
pub mod headers;
pub mod page;
pub mod paging;
pub mod qr;
pub mod routes;
pub mod same_origin;
pub mod state;
pub mod trace;
pub mod upload;
pub mod whatsapp;

pub use state::AppState;
