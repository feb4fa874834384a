//! Decks as a library would make them, and as nobody would.

use super::achievement::Profile;
use super::*;
use crate::documents::pptx::{Kind, Layout, check::assert_valid, grey, text::height_of};
use proptest::prelude::{Just, ProptestConfig, any, prop, prop_assert, prop_oneof, proptest};
use proptest::strategy::Strategy as _;

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn sukamaju() -> Achievement {
    let photo = |subject, width, height| Photo { jpeg: grey(width, height), caption: text("Kelas"), subject };
    Achievement {
        library: Library {
            name: text("Perpustakaan Desa Sukamaju"),
            regency: text("Kabupaten Batang Hari"),
            province: text("Jambi"),
        },
        event: Event {
            name: text("Peer Learning Meeting Provinsi Jambi"),
            year: Some(2026),
            presenter: text("Siti Aminah"),
        },
        profile: Profile { kind: text("Perpustakaan desa"), partner_since: Some(2021), ..Profile::default() },
        visits: Visits {
            before: text("2020"),
            after: text("2025"),
            counts: vec![VisitCount { what: text("Kunjungan"), before: Some(400), after: Some(1_000) }],
        },
        strategies: [
            Strategy {
                activities: Some(12),
                participants: Some(1_234_567),
                topics: Some(7),
                text: text("Kelas komputer"),
            },
            Strategy { text: text("Pelatihan keripik\nKelas menjahit"), ..Strategy::default() },
            Strategy::default(),
        ],
        support: Support {
            partners: vec![Partner {
                name: text("PKK"),
                agreement: text("MoU 2023"),
                contribution: text("pelatih"),
            }],
            regulations: Vec::new(),
            budgets: vec![Budget { source: text("Dana desa"), year: Some(2024), rupiah: Some(45_000_000) }],
        },
        challenges: vec![Challenge { challenge: text("Internet"), solution: text("Modem") }],
        tips: vec![text("Catat setiap kegiatan.")],
        story: Story {
            before: text("Menjual pisang mentah."),
            change: text("Membuat keripik."),
            ..Story::default()
        },
        plan: vec![Plan { activity: text("Kelas daring"), time: text("2027"), partners: text("PKK") }],
        photos: vec![
            photo(Subject::Library, 640, 480),
            photo(Subject::Strategy(0), 480, 640),
            photo(Subject::Strategy(0), 640, 480),
            photo(Subject::Strategy(0), 640, 360),
            photo(Subject::Other, 500, 500),
        ],
    }
}

fn titles(achievement: &Achievement, with_empty_parts: bool) -> Vec<String> {
    let base = Base::standard().unwrap();
    slides(achievement, &base, with_empty_parts).into_iter().map(|slide| slide.title).collect()
}

fn all_text(slide: &Slide) -> String {
    let texts = slide.texts.iter().flatten().map(|p| format!("{}{}", p.lead, p.text));
    let cells = slide.table.iter().flat_map(|table| table.rows.iter().flatten().cloned());
    texts.chain(cells).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_form_becomes_its_slides_in_order() {
    let achievement = sukamaju();
    assert_eq!(
        titles(&achievement, false),
        [
            "Perpustakaan Desa Sukamaju",
            "Profil perpustakaan",
            "Kunjungan sebelum dan sesudah menjadi mitra",
            "Peningkatan layanan informasi",
            "Pelibatan masyarakat",
            "Mitra, regulasi, dan anggaran",
            "Tantangan dan solusi",
            "Tips untuk perpustakaan lain",
            "Cerita dampak",
            "Rencana ke depan",
            "Galeri foto",
            "Terima kasih",
        ]
    );
    let base = Base::standard().unwrap();
    let all = slides(&achievement, &base, false);
    assert!(all_text(&all[0]).contains("Peer Learning Meeting Provinsi Jambi 2026\nPenyaji: Siti Aminah"));
    assert!(all_text(&all[2]).contains("+150%\nlebih banyak daripada sebelumnya, dari 400 menjadi 1.000"));
    assert_eq!(
        all_text(&all[3]),
        "12\nkegiatan\n1,2 juta\npeserta\n7\ntopik dan keterampilan\nKelas komputer"
    );
    assert_eq!((all[3].layout, all[3].pictures.len()), (Layout::Strategy, 2));
    assert_eq!((all[4].layout, all[4].texts.len()), (Layout::Content, 1));
    assert!(all_text(&all[5]).contains("PKK (MoU 2023): pelatih\nAnggaran\nDana desa 2024: Rp45.000.000"));
    assert_eq!(all[10].pictures.len(), 2);
    assert_valid(&deck(&achievement, &base, false, at()).unwrap());
}

#[test]
fn empty_parts_are_left_out_or_say_what_to_write() {
    let base = Base::standard().unwrap();
    assert_eq!(titles(&Achievement::default(), false), ["", "Terima kasih"]);
    let empty = Achievement::default();
    let all = slides(&empty, &base, true);
    assert_eq!(all.len(), 13);
    let prompts: usize = all.iter().map(|slide| slide.picture_prompts).sum();
    assert_eq!(prompts, 1 + 3 * 2 + 6);
    for slide in &all {
        assert!(all_text(slide).contains('['), "{}", slide.title);
    }
    assert_valid(&deck(&Achievement::default(), &base, true, at()).unwrap());
    assert_valid(&deck(&empty, &base, false, at()).unwrap());
    assert_valid(&deck(&sukamaju(), &base, true, at()).unwrap());
}

#[test]
fn the_same_form_is_the_same_file() {
    let (base, achievement) = (Base::standard().unwrap(), sukamaju());
    let first = deck(&achievement, &base, false, at()).unwrap();
    assert_eq!(first, deck(&achievement, &Base::standard().unwrap(), false, at()).unwrap());
    assert_ne!(first, deck(&achievement, &base, false, DateTime::UNIX_EPOCH).unwrap());
}

#[test]
fn photos_are_shown_once_and_only_if_they_are_photos() {
    let base = Base::standard().unwrap();
    let photo = |n: u16| Photo { jpeg: grey(600 + n, 480), ..Photo::default() };
    let mut achievement = Achievement { photos: (0..13).map(photo).collect(), ..Achievement::default() };
    achievement.photos.push(Photo { jpeg: b"<svg/>".to_vec(), ..Photo::default() });
    let counts: Vec<usize> =
        slides(&achievement, &base, false).iter().map(|slide| slide.pictures.len()).collect();
    assert_eq!(counts, [0, 5, 5, 3, 0]);
    assert_valid(&deck(&achievement, &base, false, at()).unwrap());
    achievement.photos = (0..MOST_PHOTOS + 9).map(|_| photo(0)).collect();
    let all = slides(&achievement, &base, false);
    assert_eq!(all.iter().map(|slide| slide.pictures.len()).sum::<usize>(), MOST_PHOTOS);
    let file = deck(&achievement, &base, false, at()).unwrap();
    let media = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    assert_eq!(media.file_names().filter(|name| name.as_ref().unwrap().contains("/media/")).count(), 1);
}

#[test]
fn long_texts_go_on_without_losing_a_word() {
    let base = Base::standard().unwrap();
    let mut achievement = sukamaju();
    let long = "Warga belajar bersama setiap Sabtu di balai desa. ".repeat(80);
    achievement.strategies[0].text.clone_from(&long);
    achievement.challenges[0].challenge.clone_from(&long);
    achievement.story.before.clone_from(&long);
    achievement.profile.about.clone_from(&long);
    let all = slides(&achievement, &base, false);
    let count = all.iter().map(|slide| all_text(slide).matches("Sabtu").count()).sum::<usize>();
    assert_eq!(count, 4 * 80);
    assert!(all.iter().filter(|slide| slide.title == "Profil perpustakaan (lanjutan)").count() >= 3);
    assert!(all.iter().all(|slide| !slide.title.contains("(lanjutan) (lanjutan)")));
    assert_valid(&deck(&achievement, &base, false, at()).unwrap());
}

/// What people type, and what they paste.
fn typed(most: usize) -> impl proptest::strategy::Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z]{1,12}[ .,]",
        1 => Just(text("😀\u{200f}\u{202e}مرحبا ")),
        1 => Just(text("\u{0}\u{b}<&>\"'\u{ffff}\n")),
        1 => "[W]{1,200}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..most).prop_map(|pieces| pieces.concat().chars().take(4_000).collect())
}

fn forms() -> impl proptest::strategy::Strategy<Value = Achievement> {
    let names = prop::collection::vec(typed(12), 12);
    let texts = prop::collection::vec(typed(250), 8);
    let lists = prop::collection::vec(typed(20), 0..14);
    let numbers = prop::collection::vec(any::<Option<u32>>(), 16);
    let sizes = prop::collection::vec((1_u16..3_000, 1_u16..3_000, 0_usize..5), 0..12);
    (names, texts, lists, numbers, sizes).prop_map(|(names, texts, lists, numbers, sizes)| {
        let strategy = |at: usize| Strategy {
            activities: numbers[at],
            participants: numbers[at + 3],
            topics: numbers[at + 6],
            text: texts[at].clone(),
        };
        let subjects =
            [Subject::Library, Subject::Strategy(0), Subject::Strategy(9), Subject::Story, Subject::Other];
        let count = |(at, what): (usize, &String)| VisitCount {
            what: what.clone(),
            before: numbers[at % 16],
            after: numbers[(at + 5) % 16],
        };
        Achievement {
            library: Library {
                name: names[0].clone(),
                regency: names[1].clone(),
                province: names[2].clone(),
            },
            event: Event { name: names[3].clone(), year: Some(2026), presenter: names[4].clone() },
            profile: Profile { code: names[5].clone(), about: texts[3].clone(), ..Profile::default() },
            visits: Visits {
                before: names[6].clone(),
                after: names[7].clone(),
                counts: lists.iter().enumerate().map(count).collect(),
            },
            strategies: [strategy(0), strategy(1), strategy(2)],
            support: Support {
                partners: lists
                    .iter()
                    .map(|name| Partner { name: name.clone(), ..Partner::default() })
                    .collect(),
                regulations: lists.iter().take(3).cloned().collect(),
                budgets: vec![Budget { rupiah: numbers[9].map(u64::from), ..Budget::default() }],
            },
            challenges: lists
                .iter()
                .map(|text| Challenge { challenge: text.clone(), solution: texts[4].clone() })
                .take(4)
                .collect(),
            tips: lists.clone(),
            story: Story {
                who: names[8].clone(),
                before: texts[5].clone(),
                change: texts[6].clone(),
                quotation: texts[7].clone(),
                ..Story::default()
            },
            plan: lists.iter().map(|text| Plan { activity: text.clone(), ..Plan::default() }).collect(),
            photos: sizes
                .iter()
                .map(|(width, height, subject)| {
                    // Only the header says how large it is.
                    let mut jpeg = grey(8, 8);
                    let ([h1, h0], [w1, w0]) = (height.to_be_bytes(), width.to_be_bytes());
                    jpeg[76..80].copy_from_slice(&[h1, h0, w1, w0]);
                    Photo { jpeg, caption: names[9].clone(), subject: subjects[*subject] }
                })
                .collect(),
        }
    })
}

/// Whatever fits by the widths of letters.
fn overflows(base: &Base, slide: &Slide) -> Vec<String> {
    let mut found = Vec::new();
    for (at, text) in slide.texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let room = base.room(slide.layout, Kind::Text, at, slide.with());
        // Figures have less between them, and captions and covers are cut to their lines.
        let is_measured = matches!(slide.layout, Layout::Content | Layout::ContentPhoto | Layout::TwoColumns)
            || slide.layout == Layout::Strategy && at == 3;
        if is_measured && height_of(text, &room) > room.text.1 {
            found.push(format!("{}: {text:?}", slide.title));
        }
    }
    if let Some(table) = &slide.table {
        let room = base.room(slide.layout, Kind::Table, 0, slide.with());
        if table.height(room.rect.width) > room.rect.height {
            found.push(format!("{}: table", slide.title));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_form_makes_a_valid_deck_in_which_nothing_overflows(form in forms(), with_empty_parts: bool) {
        let base = Base::standard().unwrap();
        for slide in slides(&form, &base, with_empty_parts) {
            let found = overflows(&base, &slide);
            prop_assert!(found.is_empty(), "{found:?}");
        }
        let faults = crate::documents::pptx::check::faults(&deck(&form, &base, with_empty_parts, at()).unwrap());
        prop_assert!(faults.is_empty(), "{faults:?}");
    }
}
