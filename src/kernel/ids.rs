//! One type per kind of identifier, so that a session's id cannot be passed where a person's is wanted.

/// Declares `UUIDv7` newtypes that are the same thing in SQL, in URLs and in JSON.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
                 serde::Serialize, serde::Deserialize, sqlx::Type)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A new identifier; later ones sort after earlier ones.
            pub fn new() -> Self { Self(uuid::Uuid::now_v7()) }
        }
        impl Default for $name { fn default() -> Self { Self::new() } }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
        impl From<uuid::Uuid> for $name { fn from(id: uuid::Uuid) -> Self { Self(id) } }
        impl From<$name> for uuid::Uuid { fn from(id: $name) -> Self { id.0 } }
    )*};
}

ids! {
    /// A person who can sign in.
    AccountId;
    /// A role held by an account in a province, in an event, or nationally.
    GrantId;
    /// One sign-in on one device.
    LoginId;
    /// A one-time link: an invitation or a password reset.
    LinkId;
    /// Who signs a tenant's documents.
    SignerId;
    /// A programme year.
    EditionId;
    /// Material of a session.
    MaterialId;
    /// One session of an edition's agenda template.
    TemplateSessionId;
    /// One award category of an edition.
    AwardCategoryId;
    /// A week in which several provinces hold their event.
    WaveId;
    /// One meeting at one place.
    EventId;
    /// An official who opens or closes an event.
    OfficialId;
    /// A province's, regency's or village's library.
    LibraryId;
    /// A person in one event, of any kind.
    ParticipantId;
    /// Two rows that were made one: two people's, or two libraries'.
    MergeId;
    /// An event's open link, by which people register themselves.
    OpenLinkId;
    /// A library invited to an event.
    DelegationId;
    /// A list of people that came as a spreadsheet.
    ImportId;
    /// Perpusnas's list of the partner libraries of all provinces.
    PartnerListId;
    /// A piece of work that goes on after the answer.
    JobId;
    /// A paper of an event, as it was made once.
    PaperId;
    /// A search of the people list that is kept under a name.
    SavedFilterId;
    /// One item of the agenda.
    SessionId;
    /// One or more sessions that were moved at once.
    ShiftId;
    /// One change of a session's order of presentations.
    ReorderId;
    /// A library's or somebody else's turn to present in a session.
    SlotId;
    /// An agenda pattern of a province's own.
    PatternId;
    /// A room in which an event's sessions are held.
    RoomId;
    /// What a warning about an agenda is about; made of that, so that the same is always the same.
    WarningId;
    /// One mark of attendance, made on the device.
    MarkId;
    /// A photo of a signed sheet, its id made on the phone.
    SheetPhotoId;
    /// What is told of a library in an event.
    AchievementId;
    /// One entry of a session's notulen, made on the device.
    MinuteEntryId;
    /// A remark on a session's notulen.
    MinuteCommentId;
    /// One person's answers to an evaluation, whoever that was; the database draws it at random.
    EvaluationAnswerId;
}
