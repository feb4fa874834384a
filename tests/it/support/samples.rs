//! Which row of the filled world stands for a placeholder of a URL. A feature with a new placeholder adds it to
//! [`of`], and its row to `filled.sql`.

use uuid::Uuid;

/// An event's side in the world: whose rows, in which event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    pub slug: &'static str,
    pub province: &'static str,
    pub event: u128,
    /// The end of the ids of the rows that this side owns; the event's own rows end with the event's.
    pub owner: u128,
}

pub const JAMBI: Side = Side { slug: "jambi", province: "15", event: 0xe15, owner: 0xe15 };
pub const JATENG: Side = Side { slug: "jawa-tengah", province: "33", event: 0xe33, owner: 0xe33 };
pub const HOST: Side = Side { slug: "jawa-barat", province: "32", event: 0xe32, owner: 0xe32 };
pub const GUEST: Side = Side { slug: "dki-jakarta", province: "31", event: 0xe32, owner: 0xe31 };
pub const SIDES: [Side; 4] = [JAMBI, JATENG, HOST, GUEST];

/// What stands in the URL for a placeholder; `place` and `event` are filled in by who asks. For `restored` ids the
/// path tells: what brings a row back wants one that was removed.
pub fn of(placeholder: &str, path: &str, side: Side) -> String {
    let row = |kind: u128, owner: u128| Uuid::from_u128((kind << 12) | owner).to_string();
    match placeholder {
        "session" if path.ends_with("/pulihkan") && !path.contains("/paparan/") => row(0x7, side.event),
        "session" => row(0x5, side.event),
        "code" if path.contains("/lembar/") => format!("{:0>6}", format!("{:X}", side.owner)),
        "code" => "123456".into(),
        "entry" | "comment" | "answer" if path.ends_with("/pulihkan") || path.ends_with("/tampilkan") => {
            row(0x32, side.event)
        }
        "entry" | "comment" | "answer" => row(0x31, side.event),
        "material" if path.ends_with("/pulihkan") => row(0x16, side.owner),
        "material" => row(0x15, side.owner),
        "warning" => row(0x15, side.event),
        "room" if path.ends_with("/pulihkan") => row(0x14, side.event),
        "room" => row(0x13, side.event),
        "batch" => row(0x6, side.event),
        "shift" => row(0x5f, side.event),
        "reorder" => row(0x5e, side.event),
        "slot" => row(0x5b, side.event),
        "pattern" if path.ends_with("/pulihkan") => row(0x5d, side.owner),
        "pattern" => row(0x5c, side.owner),
        "participant" if path.starts_with("/utusan/") => row(0x1f, side.owner),
        "participant" if path.contains("/ganti/urungkan/") => row(0x9, side.owner),
        "participant" => row(0x1, side.owner),
        "other" => row(0x2, side.owner),
        "merge" => row(0x4, side.owner),
        "added" if path.contains("/wakil/") => row(0x9, side.owner),
        "filter" if path.ends_with("/pulihkan") => row(0xd, side.owner),
        "filter" => row(0xc, side.owner),
        "library" if path.ends_with("/pulihkan") => row(0xe, side.owner),
        "library" => row(0xd, side.owner),
        "import" if path.contains("/perpustakaan/") => row(0x1b, side.owner),
        "import" => row(0xb, side.owner),
        "line" => "2".into(),
        "photo" => row(0x13, side.owner),
        "paper" => row(0x11, side.owner),
        "paper_kind" => "daftar-hadir".into(),
        "added" | "signer" => row(0xa, side.owner),
        "grant" => row(0xe, side.owner),
        "login" => row(0x9, side.owner),
        "token" if path.starts_with("/daftar/") => open_token(side),
        "delegation" if path.ends_with("/pulihkan") => row(0x2d, side.owner),
        "delegation" => row(0x1d, side.owner),
        "token" if path.starts_with("/utusan/") => delegation_token(side),
        "token" => token(side),
        "resume" => resume(side),
        "message" => "tautan-pribadi".into(),
        // One that was shared, and a draft.
        "list" if path.ends_with("/tarik-kembali") => Uuid::from_u128(0x9a2).to_string(),
        "list" => Uuid::from_u128(0x9a1).to_string(),
        "edition" => Uuid::from_u128(0xed0).to_string(),
        "template_session" if path.ends_with("/pulihkan") => Uuid::from_u128(0x7e2).to_string(),
        "template_session" => Uuid::from_u128(0x7e1).to_string(),
        "award" if path.ends_with("/pulihkan") => Uuid::from_u128(0xa12).to_string(),
        "award" => Uuid::from_u128(0xa11).to_string(),
        "wave" => Uuid::from_u128(0xa04).to_string(),
        "act" => "tunda".into(),
        "official" => "pembuka-rencana".into(),
        "province" => side.slug.to_owned(),
        "version" => "0".into(),
        "number" => "1".into(),
        "to" => "terkonfirmasi".into(),
        "*file" => "app.css".into(),
        _ => panic!(
            "the placeholder {{{placeholder}}} of {path} has no sample: add it to `of` in tests/it/support/samples.rs, \
             and its row to tests/it/support/filled.sql"
        ),
    }
}

/// The secret of the personal link of the side's participant.
pub fn token(side: Side) -> String {
    format!("{:064x}", side.owner)
}

/// The open link of the side's event.
pub fn open_token(side: Side) -> String {
    let slug = if side == GUEST { HOST.slug } else { side.slug };
    let letters = slug.chars().filter(|c| *c != '-').chain(std::iter::repeat('a'));
    letters.take(12).collect()
}

/// The secret of the draft that somebody has begun by the open link of the side's event.
pub fn resume(side: Side) -> String {
    match side.event {
        0xe15 => "j",
        0xe33 => "t",
        _ => "b",
    }
    .repeat(20)
}

/// The secret of the link of the library that the side invited.
pub fn delegation_token(side: Side) -> String {
    format!("{:0>64}", format!("d{:x}", side.owner))
}

/// Whether a placeholder names a row of one side, so that another side's must not be found.
pub fn is_owned(placeholder: &str) -> bool {
    !matches!(
        placeholder,
        "place"
            | "event"
            | "province"
            | "act"
            | "official"
            | "to"
            | "edition"
            | "list"
            | "template_session"
            | "award"
            | "wave"
            | "version"
            | "warning"
            | "number"
            | "line"
            | "paper_kind"
            | "message"
            | "*file"
    )
}
