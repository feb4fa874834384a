//! URLs of signing in and of one's own account.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{GrantId, LoginId},
        place::Place,
    },
};

/// The front door: leads to where the person works.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/")]
pub struct HomePath;

/// Signing in.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/masuk")]
pub struct SignInPath;

/// Signing out.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/keluar")]
pub struct SignOutPath;

/// One's own account.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/akun")]
pub struct AccountPath;

/// One's own name.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/akun/nama")]
pub struct OwnNamePath;

/// One's own password.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/akun/kata-sandi")]
pub struct OwnPasswordPath;

/// End of one sign-in of one's own.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/akun/masuk/{login}/akhiri", rejection(Error))]
pub struct EndLoginPath {
    /// Which sign-in.
    pub login: LoginId,
}

/// End of all one's other sign-ins.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/akun/masuk/akhiri-yang-lain")]
pub struct EndOtherLoginsPath;

/// An invitation, opened by whoever holds the link.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/undangan/{token}", rejection(Error))]
pub struct InvitationPath {
    /// The link's secret.
    pub token: String,
}

/// A password reset, opened by whoever holds the link.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/setel-sandi/{token}", rejection(Error))]
pub struct ResetPath {
    /// The link's secret.
    pub token: String,
}

/// The people of an office, or of Perpusnas.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/staf", rejection(Error))]
pub struct StaffPath {
    /// Whose office.
    pub place: Place,
}

/// Inviting somebody.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/staf/undang", rejection(Error))]
pub struct InvitePath {
    /// Whose office.
    pub place: Place,
}

/// A new link for an invitation that waits.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/staf/{grant}/undangan", rejection(Error))]
pub struct RenewInvitationPath {
    /// Whose office.
    pub place: Place,
    /// Which role, held by whom.
    pub grant: GrantId,
}

/// End of a role, or of an invitation.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/staf/{grant}/akhiri", rejection(Error))]
pub struct EndGrantPath {
    /// Whose office.
    pub place: Place,
    /// Which role, held by whom.
    pub grant: GrantId,
}

/// Return of an ended role.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/staf/{grant}/pulihkan", rejection(Error))]
pub struct RestoreGrantPath {
    /// Whose office.
    pub place: Place,
    /// Which role, held by whom.
    pub grant: GrantId,
}

/// A link to set a new password.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/staf/{grant}/tautan-sandi", rejection(Error))]
pub struct ResetLinkPath {
    /// Whose office.
    pub place: Place,
    /// Which role, held by whom.
    pub grant: GrantId,
}

/// The same for Perpusnas: the people of an office, or of Perpusnas.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/staf")]
pub struct NationalStaffPath;

/// The same for Perpusnas: inviting somebody.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/staf/undang")]
pub struct NationalInvitePath;

/// The same for Perpusnas: a new link for an invitation that waits.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/staf/{grant}/undangan", rejection(Error))]
pub struct NationalRenewInvitationPath {
    /// Which role, held by whom.
    pub grant: GrantId,
}

/// The same for Perpusnas: end of a role, or of an invitation.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/staf/{grant}/akhiri", rejection(Error))]
pub struct NationalEndGrantPath {
    /// Which role, held by whom.
    pub grant: GrantId,
}

/// The same for Perpusnas: return of an ended role.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/staf/{grant}/pulihkan", rejection(Error))]
pub struct NationalRestoreGrantPath {
    /// Which role, held by whom.
    pub grant: GrantId,
}

/// The same for Perpusnas: a link to set a new password.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/nasional/staf/{grant}/tautan-sandi", rejection(Error))]
pub struct NationalResetLinkPath {
    /// Which role, held by whom.
    pub grant: GrantId,
}
