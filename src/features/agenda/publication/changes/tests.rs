//! What is told is everything that differs, and nothing else.

use chrono::{NaiveDate, TimeDelta};
use proptest::{prelude::*, strategy::Strategy};
use uuid::Uuid;

use super::*;
use crate::{
    features::{editions::model::Strategy as Taught, registration::PersonKind},
    kernel::ids::ParticipantId,
};

fn at(minutes: i64) -> DateTime<Utc> {
    let midnight = NaiveDate::from_ymd_opt(2022, 8, 2).unwrap().and_hms_opt(0, 0, 0).unwrap();
    Zone::Wib.instant(midnight) + TimeDelta::minutes(minutes)
}

fn leader(n: u128) -> Leader {
    let name = ["Siti Aminah", "Dr. Ninik, M.Hum.", "Rahmat"][usize::try_from(n % 3).unwrap()];
    let kind = if n.is_multiple_of(2) { PersonKind::Fasilitator } else { PersonKind::Narasumber };
    Leader { id: ParticipantId(Uuid::from_u128(n % 3)), name: name.into(), kind }
}

fn presentation((n, minutes): (usize, i32)) -> Presentation {
    Presentation { library: None, label: ["A", "B", "C", "D"][n].into(), minutes }
}

fn session(id: u128, title: &str, from: i64, to: i64) -> Shown {
    Shown {
        id: SessionId(Uuid::from_u128(id)),
        kind: SessionKind::Opening,
        title: title.into(),
        room: "Aula".into(),
        dress_code: String::new(),
        starts_at: at(from),
        ends_at: at(to),
        goals: vec![1],
        strategies: Vec::new(),
        leaders: vec![leader(0)],
        moderators: Vec::new(),
        presentations: Vec::new(),
    }
}

fn told(before: &[Shown], after: &[Shown]) -> Vec<String> {
    changes(before, after).iter().map(|change| change.sentence(Zone::Wib)).collect()
}

/// What comes of the list when what was told is done to it.
fn applied(before: &[Shown], told: &[Change]) -> Vec<Shown> {
    let mut all: BTreeMap<SessionId, Shown> = before.iter().map(|s| (s.id, s.clone())).collect();
    for change in told {
        let what = change.what.clone();
        if let What::Added(session) = what {
            assert_eq!(all.insert(change.session, *session), None);
            continue;
        }
        if let What::Removed(session) = what {
            assert_eq!(all.remove(&change.session), Some(*session));
            continue;
        }
        let session = all.get_mut(&change.session).unwrap();
        match what {
            What::Title(from, to) => assert_eq!(std::mem::replace(&mut session.title, to), from),
            What::Time(from, to) => {
                assert_eq!((session.starts_at, session.ends_at), from);
                (session.starts_at, session.ends_at) = to;
            }
            What::Room(from, to) => assert_eq!(std::mem::replace(&mut session.room, to), from),
            What::Leaders(from, to) => assert_eq!(std::mem::replace(&mut session.leaders, to), from),
            What::Moderators(from, to) => assert_eq!(std::mem::replace(&mut session.moderators, to), from),
            What::Presentations(from, to) => {
                assert_eq!(std::mem::replace(&mut session.presentations, to), from);
            }
            What::Kind(from, to) => assert_eq!(std::mem::replace(&mut session.kind, to), from),
            What::DressCode(from, to) => assert_eq!(std::mem::replace(&mut session.dress_code, to), from),
            What::Goals(from, to) => assert_eq!(std::mem::replace(&mut session.goals, to), from),
            What::Strategies(from, to) => assert_eq!(std::mem::replace(&mut session.strategies, to), from),
            What::Added(_) | What::Removed(_) => {}
        }
    }
    all.into_values().collect()
}

/// Few values of everything, so that two lists often share some.
fn sessions() -> impl Strategy<Value = Vec<Shown>> {
    let one = (
        (0_u128..6, 0_usize..3, 0_usize..3, 0_usize..2),
        (0_i64..4, 1_i64..3),
        proptest::collection::vec(1_i32..4, 0..3),
        (proptest::collection::vec(0_u128..6, 0..3), proptest::collection::vec(0_u128..6, 0..2)),
        proptest::sample::subsequence(Taught::ALL, 0..3),
        proptest::collection::vec((0_usize..4, 10_i32..12), 0..4),
    )
        .prop_map(
            |((id, word, room, kind), (from, length), goals, (leaders, moderators), strategies, turns)| {
                Shown {
                    kind: [SessionKind::Opening, SessionKind::BreakPrayer][kind],
                    room: ["", "Aula", "Ruang B"][room].into(),
                    dress_code: ["", "Batik", "Seragam"][word].into(),
                    goals,
                    leaders: leaders.into_iter().map(leader).collect(),
                    moderators: moderators.into_iter().map(leader).collect(),
                    strategies,
                    presentations: turns.into_iter().map(presentation).collect(),
                    ..session(
                        id,
                        ["Pembukaan", "Ishoma", "Paparan"][word],
                        from * 700,
                        (from * 700) + length * 30,
                    )
                }
            },
        );
    proptest::collection::vec(one, 0..6).prop_map(|all| {
        let by_id: BTreeMap<SessionId, Shown> = all.into_iter().map(|s| (s.id, s)).collect();
        by_id.into_values().collect()
    })
}

proptest! {
    #[test]
    fn nothing_changed_is_nothing_told(list in sessions()) {
        prop_assert_eq!(changes(&list, &list), vec![]);
    }

    #[test]
    fn everything_that_differs_is_told(before in sessions(), after in sessions()) {
        let told = changes(&before, &after);
        prop_assert_eq!(applied(&before, &told), after);
        for change in &told {
            prop_assert!(change.sentence(Zone::Wit).len() > change.title.len() + 3);
            prop_assert!(!change.remark(Zone::Wit).is_empty());
        }
    }

    #[test]
    fn the_order_in_which_sessions_come_does_not_matter(
        (before, mixed) in sessions().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        (after, stirred) in sessions().prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
    ) {
        prop_assert_eq!(changes(&before, &after), changes(&mixed, &stirred));
    }
}

#[test]
fn a_swap_of_two_sessions_is_told_as_two_moves() {
    let before = [session(1, "Pembukaan", 480, 540), session(2, "Paparan", 540, 600)];
    let after = [session(1, "Pembukaan", 540, 600), session(2, "Paparan", 480, 540)];
    assert_eq!(
        told(&before, &after),
        [
            "Paparan pindah dari 09.00-10.00 ke 08.00-09.00",
            "Pembukaan pindah dari 08.00-09.00 ke 09.00-10.00"
        ]
    );
}

#[test]
fn every_change_has_its_words() {
    let was = session(1, "Pembukaan", 480, 540);
    let say = |is: Shown| told(std::slice::from_ref(&was), &[is]).join("; ");
    let with = |change: fn(&mut Shown)| {
        let mut is = was.clone();
        change(&mut is);
        say(is)
    };
    assert_eq!(with(|s| s.ends_at = at(570)), "Pembukaan selesai pukul 09.30, semula 09.00");
    assert_eq!(with(|s| s.starts_at = at(495)), "Pembukaan mulai pukul 08.15, semula 08.00");
    assert_eq!(
        with(|s| (s.starts_at, s.ends_at) = (at(1920), at(1980))),
        "Pembukaan pindah dari Selasa 2 Agustus 08.00-09.00 ke Rabu 3 Agustus 08.00-09.00"
    );
    assert_eq!(with(|s| s.room = "Ruang B".into()), "Pembukaan pindah ruang dari Aula ke Ruang B");
    assert_eq!(with(|s| s.room.clear()), "Pembukaan tidak lagi bertempat di Aula");
    assert_eq!(with(|s| s.title = "Sambutan".into()), "Sambutan berganti judul, semula “Pembukaan”");
    assert_eq!(with(|s| s.dress_code = "Batik".into()), "Pembukaan, pakaian: Batik");
    assert_eq!(with(|s| s.goals = vec![2, 3]), "Pembukaan melayani tujuan 2 dan 3, semula 1");
    assert_eq!(
        with(|s| s.kind = SessionKind::Testimony),
        "Pembukaan berganti jenis dari Pembukaan menjadi Testimoni"
    );
    assert_eq!(with(|s| s.leaders.push(leader(1))), "Pembukaan dipandu juga oleh Dr. Ninik, M.Hum.");
    assert_eq!(with(|s| s.leaders.clear()), "Pembukaan tidak lagi dipandu oleh Siti Aminah");
    assert_eq!(
        with(|s| s.leaders = vec![leader(2)]),
        "Pembukaan dipandu oleh Rahmat, tidak lagi dipandu oleh Siti Aminah"
    );
    assert_eq!(with(|s| s.moderators.push(leader(2))), "Pembukaan dimoderatori oleh Rahmat");
    // Where readers are not told the names.
    assert_eq!(
        with(|s| s.moderators.extend([2, 4].map(|n| Leader { name: String::new(), ..leader(n) }))),
        "Pembukaan dimoderatori oleh seorang fasilitator"
    );
    let present = |labels: &[&str]| -> Vec<Presentation> {
        labels
            .iter()
            .map(|label| Presentation { library: None, label: (*label).into(), minutes: 15 })
            .collect()
    };
    for (from, to, words) in [
        (&[][..], &["A", "B"][..], "paparan bertambah: A dan B"),
        (&["A", "B", "C"], &["B", "C", "A"], "paparan A dari ke-1 menjadi ke-3"),
        (&["A", "B", "C", "D"], &["D", "C", "B", "A"], "urutan paparan berubah"),
        (&["A", "B"], &["B"], "tidak lagi memuat paparan A"),
        (&["A"], &["B"], "paparan bertambah: B, tidak lagi memuat paparan A"),
    ] {
        let was = Shown { presentations: present(from), ..was.clone() };
        let is = Shown { presentations: present(to), ..was.clone() };
        assert_eq!(told(&[was], &[is]), [format!("Pembukaan, {words}")]);
    }
    let longer = |s: &mut Shown| {
        s.presentations = vec![Presentation { library: None, label: "A".into(), minutes: 20 }];
    };
    let mut other = was.clone();
    longer(&mut other);
    let mut shorter = other.clone();
    shorter.presentations[0].minutes = 10;
    assert_eq!(told(&[other], &[shorter]), ["Pembukaan, lama paparan berubah"]);
    assert_eq!(
        with(|s| s.strategies = vec![Taught::Advocacy, Taught::Publicity]),
        "Pembukaan membahas strategi advokasi dan publikasi"
    );
    assert_eq!(told(&[], std::slice::from_ref(&was)), ["Pembukaan baru, Selasa 2 Agustus 08.00-09.00"]);
    assert_eq!(
        told(std::slice::from_ref(&was), &[]),
        ["Pembukaan dihapus, semula Selasa 2 Agustus 08.00-09.00"]
    );
    let moved = changes(std::slice::from_ref(&was), &[session(1, "Pembukaan", 510, 570)]);
    assert_eq!(moved[0].remark(Zone::Wib), "Pindah dari 08.00-09.00 ke 08.30-09.30");
}

#[test]
fn a_title_that_several_bear_is_told_with_its_time() {
    let lunches = [session(1, "Ishoma", 720, 780), session(2, "Ishoma", 2160, 2220)];
    let mut moved = lunches.clone();
    moved[1].room = "Restoran".into();
    assert_eq!(told(&lunches, &moved), ["Ishoma (Rabu 3 Agustus 12.00) pindah ruang dari Aula ke Restoran"]);
}
