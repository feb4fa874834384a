//! The roll call in a hall where the line fails.

use crate::{
    link::{Link, State},
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

const SITI: &str = "Siti Aminah";
const NOT_SAVED: &str = "belum tersimpan";

/// A facilitator's telephone at the roll call of the opening, on a line that can fail.
async fn hall() -> Option<(Site, Link, Tab)> {
    let site = Site::running(World::new().await).await;
    site.register(3).await;
    site.take_template().await;
    let link = Link::to(&site.base).await;
    let tab = Tab::through(&link.base).await?;
    tab.phone().await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.open_event("tugas", "/kehadiran").await;
    tab.follow("Pembukaan").await;
    tab.expect_state(SITI, "Belum").await;
    tab.ask("window.same = true", vec![]).await;
    Some((site, link, tab))
}

#[tokio::test]
async fn without_a_line_a_tap_says_that_it_is_not_saved() {
    let Some((site, link, tab)) = hall().await else { return };
    link.becomes(State::Cut);
    tab.mark(SITI, "H").await;
    tab.expect(NOT_SAVED).await;
    tab.expect_state(SITI, "Belum").await;
    assert_eq!(site.world.count("select count(*) from attendance_marks").await, 0);

    link.becomes(State::Good);
    tab.mark(SITI, "H").await;
    tab.expect("Semua tanda tersimpan").await;
    tab.expect_state(SITI, "Hadir").await;
    tab.until("return window.same === true").await;
    assert_eq!(
        site.world.count("select count(*) from attendance_states where state = 'present'").await,
        1,
        "stored once the line is back"
    );
}

#[tokio::test]
async fn an_answer_lost_on_the_way_and_a_second_tap_end_in_one_state() {
    let Some((site, link, tab)) = hall().await else { return };
    link.becomes(State::LosesAnswers);
    tab.mark(SITI, "H").await;
    tab.expect(NOT_SAVED).await;
    assert_eq!(
        site.world.count("select count(*) from attendance_states where state = 'present'").await,
        1,
        "the mark did arrive"
    );

    link.becomes(State::Good);
    tab.mark(SITI, "H").await;
    tab.expect("Semua tanda tersimpan").await;
    tab.expect_state(SITI, "Hadir").await;
    assert_eq!(site.world.count("select count(*) from attendance_states").await, 1);
    assert_eq!(
        site.world.count("select count(*) from attendance_states where state = 'present'").await,
        1,
        "the second tap did not take the first one back"
    );
    tab.ask("location.reload()", vec![]).await;
    tab.until("return window.same === undefined && document.readyState === 'complete'").await;
    tab.expect_state(SITI, "Hadir").await;
}
