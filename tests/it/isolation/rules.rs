//! The reviewed lists: which tables hold tenants' rows, and what of them the nation and the program itself may reach.

/// Tables with forced row-level security.
pub const TENANT: &[&str] = &[
    "accounts",
    "attendance_decisions",
    "attendance_marks",
    "attendance_states",
    "audit_log",
    "category_quotas",
    "delegation_links",
    "delegations",
    "event_officials",
    "event_provinces",
    "events",
    "import_headings",
    "import_rows",
    "imports",
    "known_devices",
    "libraries",
    "library_imports",
    "logins",
    "office_contacts",
    "one_time_links",
    "participant_details",
    "participants",
    "personal_devices",
    "personal_failures",
    "personal_links",
    "role_grants",
    "session_leaders",
    "sessions",
    "sign_in_failures",
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
pub const OF_THE_EVENT: &[&str] = &["event_provinces"];

/// Rows that name a person and are read by everybody in the event: who leads a session is no secret there.
pub const OF_THE_AGENDA: &[&str] = &["session_leaders"];

/// What only an event's host writes, although guests have rows in it.
pub const HOST_WRITES: &[&str] =
    &["attendance_decisions", "attendance_marks", "attendance_states", "category_quotas", "event_provinces"];

/// Contact and identity: for offices and the person alone.
pub const CONTACT: &[&str] = &["delegation_links", "delegations", "participant_details", "personal_links"];

/// What a facilitator or consultant writes, in the events assigned; of a session, that its attendance is closed.
pub const ASSIGNMENT_WRITES: &[&str] = &["attendance_marks", "attendance_states", "audit_log", "sessions"];

/// What the nation counts, over all provinces.
pub const NATIONAL_READS: &[&str] = &[
    "attendance_states",
    "category_quotas",
    "event_officials",
    "event_provinces",
    "events",
    "office_contacts",
    "participants",
    "sessions",
    "tenants",
];

/// What the nation plans.
pub const NATIONAL_WRITES: &[&str] = &["event_officials", "event_provinces", "events", "tenants"];

/// What the program itself reaches: sign-in, and what it needs to lead people to their place.
pub const SYSTEM: &[&str] = &[
    "accounts",
    "known_devices",
    "logins",
    "one_time_links",
    "personal_devices",
    "personal_failures",
    "role_grants",
    "sign_in_failures",
];

/// What the program itself reads beyond that; of people it reads the columns that a personal link needs.
pub const SYSTEM_READS: &[&str] = &[
    "delegation_links",
    "delegations",
    "event_provinces",
    "events",
    "participant_details",
    "participants",
    "personal_links",
    "tenants",
];

/// Which row a column names, and what must be the same in both: `(column, table, shared column)`.
pub fn kind_of(table: &str) -> &'static [(&'static str, &'static str, &'static str)] {
    match table {
        "participants" => &[
            ("library_id", "libraries", "province_code"),
            ("import_id", "imports", "event_id"),
            ("delegation_id", "delegations", "event_id"),
            ("delegation_id", "delegations", "province_code"),
        ],
        "delegations" => &[("library_id", "libraries", "province_code")],
        "delegation_links" => {
            &[("delegation_id", "delegations", "event_id"), ("delegation_id", "delegations", "province_code")]
        }
        "import_rows" => &[("import_id", "imports", "event_id"), ("import_id", "imports", "province_code")],
        "participant_details" | "personal_links" => &[
            ("participant_id", "participants", "event_id"),
            ("participant_id", "participants", "province_code"),
        ],
        "session_leaders" => {
            &[("session_id", "sessions", "event_id"), ("participant_id", "participants", "event_id")]
        }
        "attendance_marks" | "attendance_decisions" | "attendance_states" => &[
            ("session_id", "sessions", "event_id"),
            ("participant_id", "participants", "event_id"),
            ("participant_id", "participants", "province_code"),
        ],
        _ => &[],
    }
}
