//! Base files of others: what is kept of them, and what is refused.

use super::{
    About, Base, Kind, Layout, Paragraph, Slide, Style, With, check, package::Package, standard, write,
};
use chrono::DateTime;
use std::io::{Cursor, Read as _, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

fn about() -> About<'static> {
    About { title: "Uji", author: "Uji", made_at: DateTime::UNIX_EPOCH }
}

/// The standard base with its parts changed; new ones are added to it.
fn changed(change: impl Fn(&str, String) -> String, added: &[(&str, &str)]) -> Vec<u8> {
    let file = standard::file().unwrap();
    let mut old = ZipArchive::new(Cursor::new(&file[..])).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut entry = old.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        new.start_file(&name, SimpleFileOptions::default()).unwrap();
        new.write_all(change(&name, text).as_bytes()).unwrap();
    }
    for (name, text) in added {
        new.start_file(*name, SimpleFileOptions::default()).unwrap();
        new.write_all(text.as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

fn refusal(change: impl Fn(&str, String) -> String) -> String {
    Base::read(&changed(change, &[])).unwrap_err().0
}

#[test]
fn the_standard_base_is_a_presentation_of_its_own() {
    let base = Base::standard().unwrap();
    check::assert_valid(&write(&base, &[], &about()).unwrap());
    for layout in Layout::ALL {
        check::assert_valid(&write(&base, &[Slide::new(layout, "Judul")], &about()).unwrap());
    }
}

#[test]
fn a_replaced_base_keeps_its_look_and_loses_its_slides() {
    let slide = "<p:sld xmlns:p='urn:p'/>";
    let types = "<Override PartName=\"/ppt/slides/slide1.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.slide+xml\"/></Types>";
    let rel = "<Relationship Id=\"slide1\" Target=\"slides/slide1.xml\" \
         Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide\"/></Relationships>";
    let file = changed(
        |name, text| match name {
            "[Content_Types].xml" => text.replace("</Types>", types),
            "ppt/_rels/presentation.xml.rels" => text.replace("</Relationships>", rel),
            "ppt/presentation.xml" => text.replace(
                "<p:sldSz",
                "<p:sldIdLst><p:sldId id=\"300\" r:id=\"slide1\"/></p:sldIdLst><p:sldSz",
            ),
            "ppt/theme/theme1.xml" => text.replace("0F5C63", "112233"),
            name if name.starts_with("ppt/slideLayouts/slideLayout2.") => {
                text.replace("idx=\"1\"", "idx=\"77\"").replace("type=\"body\"", "type=\"obj\"")
            }
            _ => text,
        },
        &[("ppt/slides/slide1.xml", slide)],
    );
    let base = Base::read(&file).unwrap();
    let text = vec![vec![Paragraph::new(Style::Item, "Isi")]];
    let slides = [Slide { texts: text, ..Slide::new(Layout::Content, "Judul") }];
    let deck = write(&base, &slides, &about()).unwrap();
    check::assert_valid(&deck);
    let (before, after) = (Package::read(&file).unwrap(), Package::read(&deck).unwrap());
    for name in before
        .names()
        .filter(|name| name.contains("slideMaster") || name.contains("slideLayout") || name.contains("theme"))
    {
        assert_eq!(before.bytes(name), after.bytes(name), "{name}");
    }
    let slide = String::from_utf8_lossy(after.bytes("ppt/slides/slide1.xml").unwrap()).into_owned();
    assert!(slide.contains("<p:ph type=\"obj\" idx=\"77\"/>") && slide.contains("<a:t>Isi</a:t>"));
    assert_eq!(after.names().filter(|name| name.starts_with("ppt/slides/slide")).count(), 1);
}

#[test]
fn what_a_base_lacks_is_said_by_name() {
    let said = refusal(|_, text| text.replace("name=\"Tabel\"", "name=\"Tabel kami\""));
    assert!(said.contains("tata letak \"Tabel\" tidak ada") && !said.contains("Sampul"), "{said}");
    let said = refusal(|_, text| text.replace("type=\"pic\" idx=\"22\"", "type=\"media\" idx=\"22\""));
    assert!(said.contains("\"Strategi\" memerlukan 2 tempat gambar"), "{said}");
    assert!(said.contains("\"Foto\" memerlukan 6 tempat gambar"), "{said}");
}

#[test]
fn what_a_base_may_not_bring_is_refused() {
    let with = |from: &'static str, to: &'static str| refusal(move |_, text| text.replace(from, to));
    assert!(
        with("presentationml.presentation.main+xml", "x.presentation.macroEnabled.main+xml")
            .contains("makro")
    );
    let strict = with(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
        "http://purl.oclc.org/ooxml/",
    );
    assert!(strict.contains("Strict"), "{strict}");
    let master = |rel: &'static str| {
        refusal(move |name, text| match name {
            "ppt/slideMasters/_rels/slideMaster1.xml.rels" => text.replace("</Relationships>", rel),
            _ => text,
        })
    };
    let outside = "<Relationship Id=\"x\" Type=\"http://x/image\" Target=\"http://x.example/a.png\" \
         TargetMode=\"External\"/></Relationships>";
    assert!(master(outside).contains("dari luar"));
    let slide =
        "<Relationship Id=\"x\" Type=\"http://x/slide\" Target=\"../presentation.xml\"/></Relationships>";
    assert!(master(slide).contains("slide lain"));
    let object = "<Relationship Id=\"x\" Type=\"http://x/oleObject\" Target=\"a.bin\"/></Relationships>";
    assert!(master(object).contains("objek tertanam"));
    let missing =
        "<Relationship Id=\"x\" Type=\"http://x/image\" Target=\"../../../a.png\"/></Relationships>";
    assert!(master(missing).contains("rusak"));
    assert!(Base::read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap_err().0.contains("kata sandi"));
    assert!(Base::read(b"PK").unwrap_err().0.contains("rusak"));
    let huge = refusal(|_, text| text.replace("<a:off x=\"508000\"", "<a:off x=\"99999999999999999\""));
    assert!(huge.contains("memerlukan"), "{huge}");
}

#[test]
fn broken_bases_are_refused_and_never_more_than_that() {
    let file = standard::file().unwrap();
    let mut state = 11_u32;
    let mut random = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from(state >> 8).unwrap() % below
    };
    for _ in 0..60 {
        let mut broken = file[..file.len() - random(40)].to_vec();
        for _ in 0..4 {
            let at = random(broken.len());
            broken[at] = u8::try_from(random(256)).unwrap();
        }
        let _ = Base::read(&broken);
    }
    // Behind the checksums of the archive.
    for _ in 0..60 {
        let (at, letter) = (random(4_000), char::from(b"<>/\"'=&x09-"[random(11)]));
        let part = ["presentation.xml", "slideMaster1.xml", "slideLayout5.xml", ".rels", "Types"][random(5)];
        let broken = changed(
            |name, mut text| {
                let at = at % text.len();
                if name.contains(part) && text.is_char_boundary(at) {
                    text.insert(at, letter);
                }
                text
            },
            &[],
        );
        if let Ok(base) = Base::read(&broken) {
            let _ = write(&base, &[Slide::new(Layout::Strategy, "Judul")], &about());
        }
    }
}

#[test]
fn figures_are_told_from_text_by_their_size() {
    let file = changed(|_, text| text.replace("idx=\"14\"", "idx=\"2\""), &[]);
    let of = |base: &Base, at| {
        base.room(Layout::Strategy, Kind::Text, at, With { texts: 0b1111, pictures: 2 }).rect
    };
    let (base, standard) = (Base::read(&file).unwrap(), Base::standard().unwrap());
    assert!((0..4).all(|at| of(&base, at) == of(&standard, at)));
    assert!(of(&base, 3).width > of(&base, 0).width);
}

#[test]
fn room_is_left_to_what_is_there() {
    let base = Base::standard().unwrap();
    let text = |layout, at, texts, pictures| base.room(layout, Kind::Text, at, With { texts, pictures });
    let (alone, beside) = (text(Layout::Strategy, 3, 0b1111, 0), text(Layout::Strategy, 3, 0b1111, 1));
    assert!(alone.is_moved && alone.rect.width > beside.rect.width * 3 / 2 && !beside.is_moved);
    let picture = |pictures| base.room(Layout::Photos, Kind::Picture, 0, With { texts: 0, pictures }).rect;
    assert!(picture(1).width > picture(2).width && picture(2).width > picture(6).width);
    let column = |texts| text(Layout::TwoColumns, 1, texts, 0).rect;
    assert!(column(0b10).width > column(0b11).width * 3 / 2 && column(0b10).x < column(0b11).x);
}
