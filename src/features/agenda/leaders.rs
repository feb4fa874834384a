//! Who can lead or moderate a session, as its form offers them.

use sqlx::PgConnection;

use super::sql::{self, Leader};
use crate::{
    error::Result,
    features::{
        events::{self, Official, model::Phase},
        registration::PersonKind,
    },
    kernel::{ids::EventId, names, text},
    web::page::Choice,
};

/// Everybody who can be chosen, officials with the position that they hold.
pub(super) async fn offered(conn: &mut PgConnection, event: EventId) -> Result<Vec<Choice>> {
    let leaders = sql::possible_leaders(&mut *conn, event).await?;
    let officials = events::officials(conn, event).await?;
    Ok(leaders
        .into_iter()
        .map(|leader| Choice::new(leader.id.to_string(), words(&leader, &officials)))
        .collect())
}

/// `Dr. Joko, M.Si., Plt. Kepala Dinas, mewakili Gubernur (pejabat)`. In which standing an official comes is known of those
/// who open or close; of others, what their row says.
fn words(leader: &Leader, officials: &[Official]) -> String {
    let name = names::titled(&leader.title_prefix, &leader.full_name, &leader.title_suffix);
    let mut said = vec![name];
    if leader.kind == PersonKind::Pejabat {
        let is_same =
            |official: &&Official| text::compact(&official.full_name) == text::compact(&leader.full_name);
        let known = officials.iter().filter(is_same).max_by_key(|official| official.phase == Phase::Actual);
        said.push(known.map_or_else(|| leader.job_title.clone(), Official::standing));
    }
    said.retain(|part| !part.is_empty());
    format!("{} ({})", said.join(", "), leader.kind.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::events::model::{ActingStatus, Ceremony},
        kernel::{ids::ParticipantId, origin::Origin},
    };

    #[test]
    fn officials_are_told_with_their_standing() {
        let leader = Leader {
            id: ParticipantId::new(),
            title_prefix: "Dr.".into(),
            full_name: "Joko  Santoso".into(),
            title_suffix: "M.Si.".into(),
            job_title: "Kepala Dinas".into(),
            kind: PersonKind::Pejabat,
        };
        assert_eq!(words(&leader, &[]), "Dr. Joko  Santoso, M.Si., Kepala Dinas (pejabat)");
        let planned = Official {
            ceremony: Ceremony::Opener,
            phase: Phase::Planned,
            honorific: "Bapak".into(),
            title_prefix: String::new(),
            full_name: "joko santoso".into(),
            title_suffix: String::new(),
            position: "Kepala Dinas".into(),
            acting_status: ActingStatus::Appointed,
            represents: String::new(),
            note: String::new(),
            data_origin: Origin::Real,
            version: 1,
        };
        let actual = Official {
            phase: Phase::Actual,
            acting_status: ActingStatus::Plt,
            represents: "Gubernur".into(),
            ..planned.clone()
        };
        let other = Official { full_name: "Orang Lain".into(), phase: Phase::Actual, ..planned.clone() };
        assert_eq!(
            words(&leader, &[other, actual, planned]),
            "Dr. Joko  Santoso, M.Si., Plt. Kepala Dinas, mewakili Gubernur (pejabat)"
        );
        let guide = Leader { kind: PersonKind::Fasilitator, ..leader };
        assert_eq!(words(&guide, &[]), "Dr. Joko  Santoso, M.Si. (fasilitator)");
    }
}
