//! The one table that says which role may do what. A permission is a type; a handler that takes
//! `Can<EditAgenda>` cannot be called by anybody else. The whole matrix is a reviewed snapshot in the tests.

use serde::{Deserialize, Serialize};

/// A role as it counts in one place: the same person may be an admin of one province and a guest elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Perpusnas: plans editions and waves, watches the board.
    NationalCoordinator,
    /// Answers for a province's office.
    ProvinceAdmin,
    /// Works in a province's office.
    ProvinceOperator,
    /// Admin of a province that takes part in another province's joint event.
    GuestAdmin,
    /// Operator of a province that takes part in another province's joint event.
    GuestOperator,
    /// Guides sessions of one event and marks attendance.
    Facilitator,
    /// Accompanies the provinces assigned: reads and comments.
    Consultant,
    /// Takes part in one event, by personal link.
    Participant,
    /// Names the people of an invited library, by its delegation link.
    Delegate,
}

impl Role {
    /// Every role, in the order of the matrix.
    pub const ALL: [Role; 9] = [
        Role::NationalCoordinator,
        Role::ProvinceAdmin,
        Role::ProvinceOperator,
        Role::GuestAdmin,
        Role::GuestOperator,
        Role::Facilitator,
        Role::Consultant,
        Role::Participant,
        Role::Delegate,
    ];

    /// The role's name on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Role::NationalCoordinator => "Koordinator nasional",
            Role::ProvinceAdmin => "Admin provinsi",
            Role::ProvinceOperator => "Operator provinsi",
            Role::GuestAdmin => "Admin provinsi tamu",
            Role::GuestOperator => "Operator provinsi tamu",
            Role::Facilitator => "Fasilitator",
            Role::Consultant => "Konsultan program",
            Role::Participant => "Peserta",
            Role::Delegate => "Penanggung jawab perpustakaan",
        }
    }

    /// The role's name in the database; guests are admins and operators elsewhere.
    pub const fn code(self) -> &'static str {
        match self {
            Role::NationalCoordinator => "national_coordinator",
            Role::ProvinceAdmin | Role::GuestAdmin => "province_admin",
            Role::ProvinceOperator | Role::GuestOperator => "province_operator",
            Role::Facilitator => "facilitator",
            Role::Consultant => "consultant",
            Role::Participant => "participant",
            Role::Delegate => "delegate",
        }
    }

    /// What an admin or operator is in an event that another province hosts.
    #[must_use]
    pub const fn as_guest(self) -> Self {
        match self {
            Role::ProvinceAdmin => Role::GuestAdmin,
            Role::ProvinceOperator => Role::GuestOperator,
            other => other,
        }
    }
}

/// Something that may be done, as a type. Implemented by the table below and nowhere else.
pub trait Permission: Send + Sync + 'static {
    /// The permission's name: `agenda.edit`.
    const NAME: &'static str;
    /// Who holds it.
    const ROLES: &'static [Role];
}

/// The permissions whose work reaches sign-in tables, which belong to no tenant.
pub trait ReachesAccounts: Permission {}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident $text:literal: $($role:ident)+;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;
            impl Permission for $name {
                const NAME: &'static str = $text;
                const ROLES: &'static [Role] = &[$(Role::$role),+];
            }
        )+
        /// The whole table, in the order it is written: name and holders.
        pub const ALL: &[(&str, &[Role])] = &[$(($text, $name::ROLES)),+];
    };
}

permissions! {
    /// Read the national board and a province's card.
    ViewBoard "board.view": NationalCoordinator;
    /// Make and change editions and waves, and say which province belongs to which.
    PlanEdition "edition.plan": NationalCoordinator;
    /// Make events inside a wave, and change any event's frame.
    PlanEvents "event.plan": NationalCoordinator;
    /// Give every office its part of the national list of partner libraries, and take back what waits.
    SharePartners "partner.share": NationalCoordinator;
    /// Invite coordinators, provinces' admins and consultants.
    ManageNationalStaff "staff.manage_national": NationalCoordinator;

    /// Enter a province's office.
    ViewOffice "office.view": ProvinceAdmin ProvinceOperator;
    /// Change the agency's name, letterhead and signers.
    EditTenant "tenant.edit": ProvinceAdmin;
    /// Invite people of the office and facilitators, end their roles, reset their passwords.
    ManageStaff "staff.manage": ProvinceAdmin;
    /// Read the province's libraries.
    ViewLibraries "library.view": ProvinceAdmin ProvinceOperator;
    /// Add and change the province's libraries.
    EditLibraries "library.edit": ProvinceAdmin ProvinceOperator;

    /// See an event's summary.
    ViewEvent "event.view": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator Facilitator Consultant;
    /// Draft a self-funded event.
    DraftEvent "event.draft": ProvinceAdmin ProvinceOperator;
    /// Change an event's venue, dates, officials and state.
    EditEvent "event.edit": ProvinceAdmin;

    /// Read the agenda.
    ViewAgenda "agenda.view": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator Facilitator Consultant;
    /// Change the agenda.
    EditAgenda "agenda.edit": ProvinceAdmin ProvinceOperator;

    /// Read names and agencies of an event's people.
    ViewParticipants "participant.view": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator Facilitator Consultant;
    /// Register, change and cancel people; a guest only its own.
    EditParticipants "participant.edit": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator;
    /// Have papers made: lists, sheets to sign on, badges; a guest of its own people.
    MakePapers "paper.make": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator;
    /// Write down who comes when, sleeps where and needs what; a guest only of its own.
    ManageLodging "lodging.manage": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator;
    /// Open, close and renew the link by which people register themselves.
    ManageOpenLink "open_link.manage": ProvinceAdmin ProvinceOperator;
    /// Invite libraries with places, make their links, remind them; a guest only its own.
    InviteLibraries "delegation.invite": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator;
    /// Set how many places each category has.
    EditQuotas "quota.edit": ProvinceAdmin ProvinceOperator;

    /// Read who was present.
    ViewAttendance "attendance.view": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator Facilitator Consultant;
    /// Mark who is present.
    MarkAttendance "attendance.mark": ProvinceAdmin ProvinceOperator Facilitator;
    /// Add somebody who comes unannounced or instead of somebody, and mark them; a facilitator where the host allows it.
    AddWalkIn "attendance.add_walk_in": ProvinceAdmin ProvinceOperator Facilitator;
    /// Take a photo of a signed sheet away.
    RemoveSheetPhotos "attendance.remove_photo": ProvinceAdmin ProvinceOperator;
    /// Close a session, and settle what two people marked differently.
    SettleAttendance "attendance.settle": ProvinceAdmin;

    /// Read what was said in the sessions.
    ViewMinutes "minutes.view": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator Facilitator Consultant;
    /// Write down what is said in a session, and what goes to the Stakeholder Meeting.
    WriteMinutes "minutes.write": ProvinceAdmin ProvinceOperator Facilitator;
    /// Remark on a session's notulen.
    CommentMinutes "minutes.comment": ProvinceAdmin ProvinceOperator Facilitator Consultant;

    /// Read what participants thought of the event, without their names.
    ViewEvaluations "evaluation.view": ProvinceAdmin ProvinceOperator;
    /// Keep a text that hurts somebody from being shown.
    HideEvaluations "evaluation.hide": ProvinceAdmin;

    /// Read what libraries have done.
    ViewAchievements "achievement.view": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator Facilitator Consultant;
    /// Help a library to tell what it has done.
    EditAchievements "achievement.edit": ProvinceAdmin ProvinceOperator GuestAdmin GuestOperator;

    /// A participant's own page.
    ViewOwnPage "own_page.view": Participant;
    /// Name the people of one's own library, or say that it cannot come.
    NameDelegates "delegation.name": Delegate;
}

impl ReachesAccounts for ManageStaff {}
impl ReachesAccounts for ManageNationalStaff {}
