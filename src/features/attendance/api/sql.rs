//! Statements of the interface.

use std::fmt;

use sqlx::PgConnection;

use super::model::{RosterPerson, RosterSession, RosterState};
use crate::kernel::{
    ids::{EventId, SessionId},
    zone::Zone,
};

/// The oldest transaction that was open when something was read, in one server's own count.
pub(super) struct Cursor {
    server: i64,
    oldest: String,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{}", self.server, self.oldest)
    }
}

impl Cursor {
    /// The transaction that an earlier cursor stands for; `None` when it is of another server, as after a restoration, or
    /// no cursor at all: then everything is read.
    pub(super) fn reaches_back_to<'a>(&self, earlier: &'a str) -> Option<&'a str> {
        let (server, oldest) = earlier.split_once('-')?;
        let number: u64 = oldest.parse().ok()?;
        let now: u64 = self.oldest.parse().ok()?;
        (server == format!("{:x}", self.server) && number <= now).then_some(oldest)
    }
}

pub(super) async fn cursor(conn: &mut PgConnection) -> sqlx::Result<Cursor> {
    sqlx::query_as!(
        Cursor,
        r#"select (select system_identifier from pg_control_system()) as "server!",
                  pg_snapshot_xmin(pg_current_snapshot())::text as "oldest!""#
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn sessions(
    conn: &mut PgConnection,
    event: EventId,
    zone: Zone,
    since: Option<&str>,
) -> sqlx::Result<Vec<RosterSession>> {
    sqlx::query!(
        r#"select id as "id: SessionId", title, room, starts_at, ends_at, locked_at is not null as "locked!",
                  removed_at is not null or not takes_attendance as "removed!"
             from sessions
            where event_id = $1 and ($2::text is null and removed_at is null and takes_attendance or changed_in >= $2::text::xid8)
            order by starts_at, id limit 1000"#,
        event.0,
        since
    )
    .map(|row| RosterSession {
        id: row.id,
        title: row.title,
        room: row.room,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        zone,
        locked: row.locked,
        removed: row.removed,
    })
    .fetch_all(conn)
    .await
}

pub(super) async fn participants(
    conn: &mut PgConnection,
    event: EventId,
    since: Option<&str>,
) -> sqlx::Result<Vec<RosterPerson>> {
    sqlx::query_as!(
        RosterPerson,
        r#"select p.id as "id: _",
                  concat_ws(', ', concat_ws(' ', nullif(p.title_prefix, ''), p.full_name), nullif(p.title_suffix, '')) as "name!",
                  p.agency_name as library, coalesce(p.category, '') as "category!", coalesce(b.token, '') as "badge!", p.kind,
                  case p.status when 'replaced' then 'Digantikan orang lain' when 'cancelled' then 'Dibatalkan' when 'declined' then 'Tidak hadir'
                       when 'merged' then 'Digabungkan dengan data lain' when 'awaiting_approval' then 'Menunggu persetujuan' else '' end as "gone!"
             from participants p
             left join badge_tokens b on b.event_id = p.event_id and b.participant_id = p.id
            where p.event_id = $1 and p.kind <> 'pejabat'
              and ($2::text is null and (p.status in ('invited', 'registered', 'confirmed')
                     or exists (select from attendance_states a
                                 where a.event_id = $1 and a.participant_id = p.id and a.state <> 'cleared' and p.merged_into is null))
                   or p.changed_in >= $2::text::xid8 or b.changed_in >= $2::text::xid8)
            order by array_position(array['peserta', 'narasumber', 'fasilitator', 'konsultan', 'panitia'], p.kind), lower(p.full_name), p.id
            limit 10000"#,
        event.0,
        since
    )
    .fetch_all(conn)
    .await
}

/// States that changed; of people who changed all of them, since a merger takes states away as well.
pub(super) async fn states(
    conn: &mut PgConnection,
    event: EventId,
    since: Option<&str>,
) -> sqlx::Result<Vec<RosterState>> {
    sqlx::query_as!(
        RosterState,
        r#"select a.session_id as "session_id!: _", a.participant_id as "participant_id!: _", a.state as "state!", a.note as "note!",
                  nullif(a.mark_id, '00000000-0000-0000-0000-000000000000') as "mark_id: _", a.effective_at as "marked_at!",
                  coalesce(n.name, '') as "marked_by!", a.conflict as "conflict!"
             from (select session_id, participant_id, state, note, mark_id, effective_at, marker, conflict
                     from attendance_states where event_id = $1 and ($2::text is null or changed_in >= $2::text::xid8)
                   union
                   select s.id, p.id, coalesce(a.state, 'cleared'), coalesce(a.note, ''), a.mark_id, coalesce(a.effective_at, s.starts_at),
                          a.marker, coalesce(a.conflict, false)
                     from participants p
                     join sessions s on s.event_id = $1 and s.takes_attendance
                     left join attendance_states a on a.event_id = $1 and a.session_id = s.id and a.participant_id = p.id
                    where p.event_id = $1 and p.changed_in >= $2::text::xid8) a
             left join (select marker, marker_name(marker) as name
                          from (select distinct marker from attendance_states where event_id = $1) m) n on n.marker = a.marker
            order by a.session_id, a.participant_id
            limit 200000"#,
        event.0,
        since
    )
    .fetch_all(conn)
    .await
}
