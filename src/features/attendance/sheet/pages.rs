//! The pages of signed sheets: which were printed, one of them, and a page of it while it is typed in.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    forms::CodeForm,
    model::{Sign, read_code},
    paths::{
        BlankLinePath, PhotoPath, RemovePhotoPath, SheetPagePath, SheetPath, SheetsPath, SmallPhotoPath,
    },
    sql::{self, Line, PhotoRow, Progress, Sheet, SheetRow},
};
use crate::{
    auth::{
        actor::EventHead,
        permission::{MakePapers, MarkAttendance, Permission, RemoveSheetPhotos},
    },
    error::{Error, Result},
    features::{
        agenda::{self, Session},
        attendance::{
            model,
            paths::{AttendancePath, ClosePath},
        },
    },
    kernel::{
        ids::{EventId, SessionId, SheetPhotoId},
        place::Place,
        text,
    },
    web::{
        AppState, filters,
        flash::Done,
        form::{FormState, Problem, Query},
        guard::Can,
        page::{Shell, page, rejected},
    },
};

#[derive(Template)]
#[template(path = "attendance/sheet/list.html")]
struct SheetsPage {
    shell: Shell,
    /// Whose photos may wait on this device.
    marker: String,
    form: FormState<CodeForm>,
    sheets: Vec<SheetLine>,
    /// Where sheets are printed; only for those who may.
    print: Option<String>,
}

/// A sheet that was printed.
struct SheetLine {
    code: String,
    href: String,
    what: String,
    day: String,
    printed: String,
    /// Whose people stand on it, where that is not the host's.
    whose: String,
    entered: String,
    class: &'static str,
}

impl SheetLine {
    fn new(place: &Place, event: &EventHead, row: SheetRow) -> Self {
        let people = i64::from(row.people);
        let entered = match (row.session, row.entered) {
            (_, 0) => "Belum diisi".to_owned(),
            (Some(_), n) => format!("{} dari {} baris diisi", n.min(people), people),
            (None, n) => format!("{n} baris diisi, {} sesi", row.sessions),
        };
        let is_done = row.session.is_some() && row.entered >= people && people > 0;
        let title = if row.session.is_some() { row.title } else { "Sepanjang hari".into() };
        Self {
            href: SheetPath { place: place.clone(), event: event.id, code: row.code.clone() }.to_string(),
            code: row.code,
            what: if row.is_removed { format!("{title} (sesi sudah dihapus)") } else { title },
            day: text::long_date(row.day),
            printed: text::moment(event.zone.local(row.printed_at), event.zone),
            whose: if row.guest.is_empty() { String::new() } else { format!("Utusan {}", row.guest) },
            entered,
            class: match (row.entered, is_done) {
                (0, _) => "neutral",
                (_, true) => "done",
                (_, false) => "way",
            },
        }
    }
}

/// The sheets that were printed; with a code, the sheet that has it.
pub async fn sheets(
    path: SheetsPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    Query(form): Query<CodeForm>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let mut problems = Vec::new();
    if !form.kode.trim().is_empty() {
        match by_code(&mut tx, &path, &form.kode).await? {
            Ok(to) => return Ok(Done::to(to).into_response()),
            Err(sentence) => problems.push(Problem { field: "kode", sentence: sentence.into() }),
        }
    }
    let printed = sql::printed(&mut tx, path.event).await?;
    drop(tx);
    let SheetsPath { place, event: id } = path;
    let is_wrong = !problems.is_empty();
    let shown = SheetsPage {
        shell: can.shell().under("Kehadiran", AttendancePath { place: place.clone(), event: id }),
        marker: can.actor.account.to_string(),
        form: FormState::rejected(form, problems),
        sheets: printed.into_iter().map(|row| SheetLine::new(&place, event, row)).collect(),
        print: can
            .may::<MakePapers>()
            .then(|| format!("/{place}/kegiatan/{id}/dokumen/siapkan/daftar-hadir")),
    };
    if is_wrong { rejected(&shown) } else { page(&shown) }
}

/// Where a code leads, or why nowhere.
async fn by_code(
    conn: &mut PgConnection,
    path: &SheetsPath,
    typed: &str,
) -> Result<std::result::Result<String, &'static str>> {
    let Some((code, number)) = read_code(typed) else {
        return Ok(Err("Kode lembar terdiri dari enam huruf dan angka, di kanan bawah setiap halaman."));
    };
    let SheetsPath { place, event } = path.clone();
    Ok(match sql::find(conn, event, &code).await {
        Ok(Sheet { session: Some(session), page_ends, .. })
            if number.is_some_and(|number| number <= page_ends.len()) =>
        {
            let number = number.unwrap_or(1);
            Ok(SheetPagePath { place, event, code, session, number }.to_string())
        }
        Ok(_) => Ok(SheetPath { place, event, code }.to_string()),
        Err(sqlx::Error::RowNotFound) => {
            Err("Tidak ada lembar kegiatan ini dengan kode itu. Periksa lagi, atau pilih dari daftar.")
        }
        Err(error) => return Err(error.into()),
    })
}

#[derive(Template)]
#[template(path = "attendance/sheet/sheet.html")]
struct SheetPage {
    shell: Shell,
    /// Whose photos may wait on this device.
    marker: String,
    code: String,
    what: String,
    printed: String,
    people: i32,
    /// What goes on next: its label and where.
    next: Option<(String, String)>,
    sessions: Vec<SessionPart>,
    is_removed: bool,
}

/// A session of a sheet with its pages.
struct SessionPart {
    title: String,
    when: String,
    moved: String,
    is_closed: bool,
    close: String,
    pages: Vec<PagePart>,
}

struct PagePart {
    number: usize,
    href: String,
    entered: String,
    class: &'static str,
    is_open: bool,
}

/// When a session is, as a line.
fn when(event: &EventHead, session: &Session) -> String {
    let local = |at| event.zone.local(at);
    format!(
        "{}, {}-{} {}",
        text::long_date(local(session.starts_at).date()),
        text::time(local(session.starts_at).time()),
        text::time(local(session.ends_at).time()),
        event.zone
    )
}

/// That a session is on another day than its sheet says; may be empty.
fn moved(event: &EventHead, sheet: &Sheet, session: &Session) -> String {
    if event.zone.date(session.starts_at) == sheet.day {
        return String::new();
    }
    format!("Lembar ini dicetak untuk {}; sesinya dipindah sesudah itu.", text::long_date(sheet.day))
}

/// One sheet: its sessions, and how far each page is entered.
pub async fn sheet(
    path: SheetPath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let sheet = sql::find(&mut tx, path.event, &path.code).await?;
    let progress = sql::progress(&mut tx, path.event, &path.code).await?;
    let mut sessions = agenda::list_for_event(&mut tx, path.event).await?;
    drop(tx);
    sessions.retain(|session| match sheet.session {
        Some(only) => session.id == only,
        None => {
            session.takes_attendance
                && (event.zone.date(session.starts_at) == sheet.day
                    || progress.iter().any(|entered| entered.session == session.id))
        }
    });
    let parts: Vec<_> =
        sessions.iter().map(|session| part(&path, event, (&sheet, session), &progress)).collect();
    let next = parts.iter().filter(|part| !part.is_closed).find_map(|part| {
        let open = part.pages.iter().find(|page| page.is_open)?;
        let pages = if part.pages.len() > 1 { format!(", halaman {}", open.number) } else { String::new() };
        Some((format!("Isi {}{pages}", part.title), open.href.clone()))
    });
    let SheetPath { place, event: id, code } = path;
    page(&SheetPage {
        shell: can
            .shell()
            .under("Kehadiran", AttendancePath { place: place.clone(), event: id })
            .under("Lembar bertanda tangan", SheetsPath { place, event: id }),
        marker: can.actor.account.to_string(),
        code,
        what: match (sheet.session, sessions.first()) {
            (Some(_), Some(session)) => format!("{}, {}", session.title, when(event, session)),
            _ => text::long_date(sheet.day),
        },
        printed: text::moment(event.zone.local(sheet.printed_at), event.zone),
        people: sheet.people,
        is_removed: sheet.session.is_some() && sessions.is_empty(),
        next,
        sessions: parts,
    })
}

fn part(
    path: &SheetPath,
    event: &EventHead,
    (sheet, session): (&Sheet, &Session),
    progress: &[Progress],
) -> SessionPart {
    let SheetPath { place, event: id, code } = path;
    let pages = (1..=sheet.page_ends.len()).filter_map(|number| {
        let (after, last) = sheet.page(number)?;
        let people = i64::from((last.min(sheet.people) - after).max(0));
        let of = |one: &&Progress| one.session == session.id && usize::try_from(one.page) == Ok(number);
        let entered = progress.iter().find(of).map_or(0, |one| one.entered);
        let (place, code) = (place.clone(), code.clone());
        Some(PagePart {
            number,
            href: SheetPagePath { place, event: *id, code, session: session.id, number }.to_string(),
            entered: match people {
                0 => "hanya baris kosong".into(),
                people => format!("{} dari {people} baris diisi", entered.min(people)),
            },
            class: if entered == 0 {
                "neutral"
            } else if entered >= people {
                "done"
            } else {
                "way"
            },
            is_open: entered < people,
        })
    });
    SessionPart {
        title: session.title.clone(),
        when: when(event, session),
        moved: moved(event, sheet, session),
        is_closed: session.locked_at.is_some(),
        close: ClosePath { place: place.clone(), event: *id, session: session.id }.to_string(),
        pages: pages.collect(),
    }
}

/// A sheet and the session that is entered from it.
pub(super) struct Ground {
    pub sheet: Sheet,
    pub session: Session,
}

impl Ground {
    /// Both, or the sentence that says why the session is not there any more.
    pub async fn load(
        conn: &mut PgConnection,
        (event, code, session): (EventId, &str, SessionId),
    ) -> Result<std::result::Result<Self, &'static str>> {
        let sheet = sql::find(conn, event, code).await?;
        if sheet.session.is_some_and(|only| only != session) {
            return Err(Error::NotFound);
        }
        match agenda::find(conn, event, session).await {
            Ok(session) if session.takes_attendance || sheet.session.is_some() => {
                Ok(Ok(Self { sheet, session }))
            }
            Ok(_) => Err(Error::NotFound),
            Err(sqlx::Error::RowNotFound) if sql::was_removed(conn, event, session).await? => Ok(Err(
                "Sesi ini sudah dihapus dari agenda. Yang sudah diisi tetap tersimpan; pulihkan sesinya lewat Agenda untuk melanjutkan.",
            )),
            Err(error) => Err(error.into()),
        }
    }
}

/// How a page is filled in before anybody chooses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FillQuery {
    /// `semua`: everybody has signed.
    pub isi: String,
}

#[derive(Template)]
#[template(path = "attendance/sheet/entry.html")]
pub(super) struct EntryPage {
    shell: Shell,
    title: String,
    when: String,
    code: String,
    number: usize,
    pages: usize,
    notices: Vec<String>,
    lines: Vec<LineShown>,
    /// Somebody else has written something else meanwhile.
    is_asking: bool,
    /// Whether the lines stand filled in and are not stored yet.
    is_filled: bool,
    fill: String,
    plain: String,
    back: String,
    /// Where a photo of the page is sent, under which id.
    take: String,
    photo_id: String,
    marker: String,
    photos: Vec<PhotoShown>,
}

/// A photo of the page.
struct PhotoShown {
    href: String,
    small: String,
    said: String,
    /// Where it is removed; only for those who may.
    remove: Option<String>,
}

impl PhotoShown {
    fn new<P: Permission>(can: &Can<P>, path: &SheetPagePath, row: &PhotoRow) -> Result<Self> {
        let zone = can.event()?.zone;
        let SheetPagePath { place, event, code, .. } = path.clone();
        let by = row.by.clone().unwrap_or_default();
        let when = text::moment(zone.local(row.received_at), zone);
        let photo = row.id;
        let remove = RemovePhotoPath { place: place.clone(), event, code: code.clone(), photo };
        Ok(Self {
            small: SmallPhotoPath { place: place.clone(), event, code: code.clone(), photo }.to_string(),
            href: PhotoPath { place, event, code, photo }.to_string(),
            said: if by.is_empty() { when } else { format!("{by}, {when}") },
            remove: can.may::<RemoveSheetPhotos>().then(|| remove.to_string()),
        })
    }
}

/// A line as it is typed in.
struct LineShown {
    number: i32,
    name: String,
    agency: String,
    notes: Vec<String>,
    asked: String,
    was: &'static str,
    chosen: Option<Sign>,
    /// Nobody stands on it yet, and it was printed so.
    is_blank: bool,
    is_gone: bool,
}

impl LineShown {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is(&self, sign: &Sign) -> bool {
        self.chosen == Some(*sign)
    }

    fn new(sheet: &Sheet, line: &Line) -> Self {
        let is_printed = line.number <= sheet.people;
        let mut notes = Vec::new();
        if line.is_merged() && line.counts_for.is_some() {
            notes.push("Datanya sudah digabungkan; tercatat atas nama ini.".to_owned());
        }
        match line.status.as_deref() {
            Some("replaced") => notes.push("Sudah digantikan sesudah lembar dicetak.".into()),
            Some("cancelled") => notes.push("Dibatalkan sesudah lembar dicetak.".into()),
            Some("declined") => notes.push("Tidak jadi ikut sesudah lembar dicetak.".into()),
            _ => {}
        }
        if let Some(state) = line.state.filter(|state| *state != model::State::Cleared) {
            notes.push(format!("Tercatat: {}", state.label().to_lowercase()));
        }
        if !is_printed && line.person.is_some() {
            notes.push("Ditulis di baris kosong".into());
        }
        Self {
            number: line.number,
            name: line.name(),
            agency: line.agency.clone().unwrap_or_default(),
            notes,
            asked: String::new(),
            was: line.sign.map(Sign::code).unwrap_or_default(),
            chosen: line.sign.or(line.elsewhere),
            is_blank: !is_printed && line.person.is_none(),
            is_gone: is_printed && line.counts_for.is_none(),
        }
    }
}

impl EntryPage {
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn signs(&self) -> Vec<Sign> {
        Sign::ALL.to_vec()
    }

    /// The page as it stands; `asked` are lines that somebody else has written meanwhile, with what was sent.
    pub fn new<P: Permission>(
        can: &Can<P>,
        path: &SheetPagePath,
        ground: &Ground,
        (lines, photos): (&[Line], &[PhotoRow]),
        asked: &[(i32, Sign)],
    ) -> Result<Self> {
        let event = can.event()?;
        let Ground { sheet, session } = ground;
        let mut shown: Vec<_> = lines.iter().map(|line| LineShown::new(sheet, line)).collect();
        for line in &mut shown {
            let Some((_, sent)) = asked.iter().find(|(number, _)| *number == line.number) else { continue };
            let theirs = lines.iter().find(|known| known.number == line.number);
            line.asked = format!(
                "{} baru saja mengisi “{}”, Anda “{}”. Lihat lagi kertasnya, lalu simpan.",
                theirs.and_then(|known| known.entered_by.clone()).unwrap_or_else(|| "Orang lain".into()),
                theirs.and_then(|known| known.sign).map_or("belum diisi", Sign::label).to_lowercase(),
                sent.label().to_lowercase()
            );
            line.chosen = Some(*sent);
        }
        let mut notices = Vec::new();
        let moved = moved(event, sheet, session);
        if !moved.is_empty() {
            notices.push(moved);
        }
        if session.locked_at.is_some() {
            notices.push(
                "Daftar hadir sesi ini sudah ditutup: yang Anda simpan menjadi usulan dan menunggu admin."
                    .into(),
            );
        }
        let is_copied = lines.iter().any(|line| line.sign.is_none() && line.elsewhere.is_some());
        if is_copied && asked.is_empty() {
            notices.push("Isian disalin dari sesi lain pada lembar yang sama. Periksa, lalu simpan.".into());
        }
        let back = SheetPath { place: path.place.clone(), event: path.event, code: path.code.clone() };
        Ok(Self {
            shell: can
                .shell()
                .under("Kehadiran", AttendancePath { place: path.place.clone(), event: path.event })
                .under("Lembar bertanda tangan", SheetsPath { place: path.place.clone(), event: path.event })
                .under(&path.code, &back),
            title: session.title.clone(),
            when: when(event, session),
            code: path.code.clone(),
            number: path.number,
            pages: sheet.page_ends.len(),
            notices,
            lines: shown,
            is_asking: !asked.is_empty(),
            is_filled: false,
            fill: format!("{path}?isi=semua"),
            plain: path.to_string(),
            back: back.to_string(),
            take: format!("{path}/foto"),
            photo_id: SheetPhotoId::new().to_string(),
            marker: can.actor.account.to_string(),
            photos: photos.iter().map(|row| PhotoShown::new(can, path, row)).collect::<Result<_>>()?,
        })
    }

    /// Everybody has signed; nothing of it is stored yet.
    fn filled(mut self) -> Self {
        for line in self.lines.iter_mut().filter(|line| !line.is_blank && !line.is_gone) {
            line.chosen = Some(Sign::Present);
        }
        self.is_filled = true;
        self
    }
}

/// A page of a sheet, to be typed in.
pub async fn entry(
    path: SheetPagePath,
    can: Can<MarkAttendance>,
    State(app): State<AppState>,
    Query(query): Query<FillQuery>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let key = (path.event, path.code.as_str(), path.session);
    let ground = match Ground::load(&mut tx, key).await? {
        Ok(ground) => ground,
        Err(sentence) => return Ok(gone(&path, sentence).into_response()),
    };
    let range = ground.sheet.page(path.number).ok_or(Error::NotFound)?;
    let lines = sql::lines(&mut tx, key, range).await?;
    let photos = sql::photos(&mut tx, path.event, &path.code, path.number).await?;
    drop(tx);
    let shown = EntryPage::new(&can, &path, &ground, (&lines, &photos), &[])?;
    page(&if query.isi == "semua" { shown.filled() } else { shown })
}

/// Back to the sheet with the sentence that says why its session is not there.
pub(super) fn gone(path: &SheetPagePath, sentence: &'static str) -> Done {
    let SheetPagePath { place, event, code, .. } = path.clone();
    Done::to(SheetPath { place, event, code }).refusing(sentence)
}

/// The page on which a blank line stands.
pub(super) fn page_of(path: &BlankLinePath, sheet: &Sheet) -> Result<SheetPagePath> {
    let BlankLinePath { place, event, code, session, line } = path.clone();
    let number = sheet.page_of(line).filter(|_| line > sheet.people).ok_or(Error::NotFound)?;
    Ok(SheetPagePath { place, event, code, session, number })
}
