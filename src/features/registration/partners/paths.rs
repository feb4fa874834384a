//! The URLs of the national list of partners.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{error::Error, kernel::ids::PartnerListId};

/// Choosing a file, and the lists that were sent.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/mitra")]
pub struct PartnerListsPath;

/// A spreadsheet with the right columns and no library in it.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/mitra/templat.xlsx")]
pub struct PartnerTemplatePath;

/// One list: whose its rows are, or what became of it; by POST, what its columns mean.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/mitra/{list}", rejection(Error))]
pub struct PartnerListPath {
    /// Which list.
    pub list: PartnerListId,
}

/// Giving each office its part.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/mitra/{list}/bagikan", rejection(Error))]
pub struct SharePartnersPath {
    /// Which list.
    pub list: PartnerListId,
}

/// Taking back what no office has accepted.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/mitra/{list}/tarik-kembali", rejection(Error))]
pub struct WithdrawPartnersPath {
    /// Which list.
    pub list: PartnerListId,
}

/// Forgetting a list that was not shared.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/mitra/{list}/buang", rejection(Error))]
pub struct ForgetPartnersPath {
    /// Which list.
    pub list: PartnerListId,
}
