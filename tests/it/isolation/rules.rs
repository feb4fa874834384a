//! The reviewed lists: which tables hold tenants' rows, and what of them the nation and the program itself may reach.

/// Tables with forced row-level security.
pub const TENANT: &[&str] = &[
    "accounts",
    "achievements",
    "agenda_pattern_sessions",
    "agenda_patterns",
    "agenda_told",
    "agenda_versions",
    "agenda_warnings_ignored",
    "attendance_decisions",
    "attendance_devices",
    "attendance_marks",
    "attendance_sheets",
    "attendance_states",
    "audit_log",
    "badge_tokens",
    "calendar_links",
    "category_quotas",
    "check_in_codes",
    "check_in_failures",
    "consents",
    "delegation_links",
    "delegations",
    "evaluation_answers",
    "evaluation_given",
    "event_officials",
    "event_provinces",
    "event_rooms",
    "events",
    "import_headings",
    "import_rows",
    "imports",
    "jobs",
    "known_devices",
    "libraries",
    "libraries_told_apart",
    "library_merges",
    "lodging_needs",
    "lodging_rooms",
    "lodgings",
    "link_guesses",
    "library_imports",
    "logins",
    "message_texts",
    "minute_comments",
    "minute_entries",
    "office_contacts",
    "one_time_links",
    "papers",
    "open_drafts",
    "open_links",
    "open_tries",
    "participant_details",
    "participant_merges",
    "participants",
    "participants_told_apart",
    "partner_list_parts",
    "partner_lists",
    "personal_devices",
    "personal_failures",
    "personal_links",
    "role_grants",
    "saved_filters",
    "session_leaders",
    "session_materials",
    "session_moves",
    "session_slot_moves",
    "session_slots",
    "sessions",
    "sheet_differences_accepted",
    "sheet_entries",
    "sheet_photos",
    "sign_in_failures",
    "speaker_profiles",
    "tenant_logos",
    "tenant_signers",
    "tenants",
];

/// Tables that hold nobody's data, the same for every tenant.
pub const PUBLIC_REFERENCE: &[&str] = &[
    "_sqlx_migrations",
    "agenda_template_sessions",
    "edition_award_categories",
    "edition_categories",
    "edition_goals",
    "editions",
    "installation",
    "regions",
    "regions_version",
    "waves",
];

/// Rows of an event as a whole, although they name a province: every party reads them all, the host writes them.
pub const OF_THE_EVENT: &[&str] = &["event_provinces", "session_materials", "speaker_profiles"];

/// Rows that name a person and are read by everybody in the event: who leads a session is no secret there.
pub const OF_THE_AGENDA: &[&str] = &["session_leaders", "session_materials", "speaker_profiles"];

/// Rows of a library in an event: everybody who comes from it reads and writes them.
pub const OF_THE_LIBRARY: &[&str] = &["achievements"];

/// What only an event's host writes, although guests have rows in it. The effective states are not among it: they say
/// nothing that the marks do not say, and a guest that merges its own people works them out anew.
pub const HOST_WRITES: &[&str] = &[
    "attendance_decisions",
    "attendance_marks",
    "category_quotas",
    "event_provinces",
    "session_materials",
    "sheet_differences_accepted",
    "sheet_entries",
];

/// Contact and identity: for offices and the person alone.
pub const CONTACT: &[&str] = &[
    "delegation_links",
    "delegations",
    "lodging_needs",
    "lodging_rooms",
    "lodgings",
    "participant_details",
    "personal_links",
];

/// What a facilitator or consultant writes, in the events assigned; of a session, that its attendance is closed; of people,
/// whom the host lets them add at the door; what their phones hold; what they type in of signed sheets; of what is said, what facilitators write down and consultants remark.
pub const ASSIGNMENT_WRITES: &[&str] = &[
    "attendance_devices",
    "attendance_marks",
    "attendance_states",
    "audit_log",
    "check_in_codes",
    "minute_comments",
    "minute_entries",
    "participants",
    "sessions",
    "sheet_differences_accepted",
    "sheet_entries",
    "sheet_photos",
];

/// Offices' files of which the nation reaches those that it gave them: until they are accepted it may take them back.
pub const GIVEN: &[&str] = &["library_imports"];

/// What the nation counts, over all provinces.
pub const NATIONAL_READS: &[&str] = &[
    "attendance_states",
    "category_quotas",
    "event_officials",
    "event_provinces",
    "events",
    "minute_entries",
    "office_contacts",
    "participants",
    "partner_list_parts",
    "partner_lists",
    "sessions",
    "tenants",
];

/// What the nation plans.
pub const NATIONAL_WRITES: &[&str] =
    &["event_officials", "event_provinces", "events", "partner_list_parts", "partner_lists", "tenants"];

/// What the program itself reaches: sign-in, and what it needs to lead people to their place.
pub const SYSTEM: &[&str] = &[
    "accounts",
    "calendar_links",
    "check_in_failures",
    "known_devices",
    "link_guesses",
    "logins",
    "one_time_links",
    "personal_devices",
    "personal_failures",
    "role_grants",
    "sign_in_failures",
];

/// What the program itself works off for those who asked.
pub const SYSTEM_WORKS: &[&str] = &["jobs"];

/// What the program itself forgets when it is old; it reads of it only how old it is.
pub const SYSTEM_FORGETS: &[&str] =
    &["import_rows", "imports", "library_imports", "open_drafts", "partner_lists"];

/// What the program itself reads beyond that; of people it reads the columns that a personal link needs.
pub const SYSTEM_READS: &[&str] = &[
    "agenda_told",
    "agenda_versions",
    "check_in_codes",
    "delegation_links",
    "delegations",
    "event_officials",
    "event_provinces",
    "events",
    "minute_entries",
    "open_links",
    "participant_details",
    "participants",
    "personal_links",
    "session_leaders",
    "session_materials",
    "sessions",
    "speaker_profiles",
    "tenants",
];

/// What a participant writes of their own: the row itself in a few columns, and what says the same of them.
pub const PERSON_WRITES: &[&str] = &[
    "achievements",
    "attendance_marks",
    "attendance_states",
    "consents",
    "participant_details",
    "participants",
    "session_materials",
    "speaker_profiles",
];

/// What somebody adds who registers by an open link: rows of the person they become.
pub const APPLICANT_ADDS: &[&str] =
    &["consents", "open_drafts", "participant_details", "participants", "personal_links"];

/// Which row a column names, and what must be the same in both: `(column, table, shared column)`.
pub fn kind_of(table: &str) -> &'static [(&'static str, &'static str, &'static str)] {
    match table {
        "participants" => &[
            ("library_id", "libraries", "province_code"),
            ("import_id", "imports", "event_id"),
            ("merged_into", "participants", "event_id"),
            ("merged_into", "participants", "province_code"),
            ("delegation_id", "delegations", "event_id"),
            ("delegation_id", "delegations", "province_code"),
        ],
        "delegations" => &[("library_id", "libraries", "province_code")],
        "delegation_links" => {
            &[("delegation_id", "delegations", "event_id"), ("delegation_id", "delegations", "province_code")]
        }
        "import_rows" => &[("import_id", "imports", "event_id"), ("import_id", "imports", "province_code")],
        "papers" => &[("job_id", "jobs", "province_code")],
        "badge_tokens"
        | "consents"
        | "evaluation_given"
        | "lodging_needs"
        | "participant_details"
        | "personal_links" => &[
            ("participant_id", "participants", "event_id"),
            ("participant_id", "participants", "province_code"),
        ],
        "participant_merges" => &[
            ("survivor_id", "participants", "event_id"),
            ("survivor_id", "participants", "province_code"),
            ("merged_id", "participants", "event_id"),
            ("merged_id", "participants", "province_code"),
        ],
        "participants_told_apart" => &[
            ("one_id", "participants", "event_id"),
            ("one_id", "participants", "province_code"),
            ("other_id", "participants", "event_id"),
            ("other_id", "participants", "province_code"),
        ],
        "check_in_failures" => &[("participant_id", "participants", "event_id")],
        "library_merges" => {
            &[("survivor_id", "libraries", "province_code"), ("merged_id", "libraries", "province_code")]
        }
        "libraries_told_apart" => {
            &[("one_id", "libraries", "province_code"), ("other_id", "libraries", "province_code")]
        }
        "lodgings" => &[
            ("participant_id", "participants", "event_id"),
            ("participant_id", "participants", "province_code"),
            ("mate_id", "participants", "event_id"),
        ],
        "agenda_pattern_sessions" => &[("pattern_id", "agenda_patterns", "province_code")],
        _ => kind_of_a_session(table),
    }
}

/// The same for rows of a session.
fn kind_of_a_session(table: &str) -> &'static [(&'static str, &'static str, &'static str)] {
    match table {
        "agenda_warnings_ignored"
        | "check_in_codes"
        | "session_moves"
        | "session_slots"
        | "minute_comments" => &[("session_id", "sessions", "event_id")],
        "session_slot_moves" => {
            &[("session_id", "sessions", "event_id"), ("slot_id", "session_slots", "event_id")]
        }
        "session_leaders" => {
            &[("session_id", "sessions", "event_id"), ("participant_id", "participants", "event_id")]
        }
        "minute_entries" => {
            &[("session_id", "sessions", "event_id"), ("answers", "minute_entries", "session_id")]
        }
        "attendance_marks"
        | "attendance_decisions"
        | "attendance_states"
        | "sheet_entries"
        | "sheet_differences_accepted" => &[
            ("session_id", "sessions", "event_id"),
            ("participant_id", "participants", "event_id"),
            ("participant_id", "participants", "province_code"),
        ],
        _ => &[],
    }
}
