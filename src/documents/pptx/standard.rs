//! The built-in base file: a presentation with one master and no slides.

use super::{
    Layout, WriteError,
    package::{DECLARATION, Part, Relationship, pack},
    shapes::{SPACES, TREE, place, points},
    standard_layouts::{FOOT, FOOT_RIGHT, FOOTER, Placeholder, layout_xml},
    theme::theme_xml,
    write::{part, rels},
};
use std::fmt::Write as _;

/// Numbers of masters and layouts begin here (`ST_SlideMasterId`) and differ among all of them.
const FIRST_ID: usize = 2_147_483_648;
const TYPES: &str = "application/vnd.openxmlformats-officedocument.presentationml";
const MASTER: &str = "ppt/slideMasters/slideMaster1.xml";
const THEME: &str = "ppt/theme/theme1.xml";
const MAIN: &str = "ppt/presentation.xml";
const TABLE_STYLES: &str = "ppt/tableStyles.xml";

/// The file.
pub(super) fn file() -> Result<Vec<u8>, WriteError> {
    let typed =
        |name: &str, kind: &str, xml: String| part(name, &format!("{TYPES}.{kind}+xml"), xml.into_bytes());
    let theme_type = "application/vnd.openxmlformats-officedocument.theme+xml";
    let mut parts = vec![
        rels("", &[Relationship::to("rId1", "officeDocument", MAIN)]),
        rels(
            MAIN,
            &[
                Relationship::to("rId1", "slideMaster", MASTER),
                Relationship::to("rId2", "theme", THEME),
                Relationship::to("rId3", "tableStyles", TABLE_STYLES),
            ],
        ),
        typed(MAIN, "presentation.main", presentation_xml()),
        part(THEME, theme_type, theme_xml().into_bytes()),
        typed(TABLE_STYLES, "tableStyles", table_styles_xml()),
    ];
    let mut of_master = Vec::new();
    for (at, layout) in Layout::ALL.into_iter().enumerate() {
        let name = format!("ppt/slideLayouts/slideLayout{}.xml", at + 1);
        parts.push(typed(&name, "slideLayout", layout_xml(layout)));
        parts.push(rels(&name, &[Relationship::to("rId1", "slideMaster", MASTER)]));
        of_master.push(Relationship::to(format!("rId{}", at + 1), "slideLayout", name));
    }
    of_master.push(Relationship::to(format!("rId{}", Layout::ALL.len() + 1), "theme", THEME));
    parts.push(typed(MASTER, "slideMaster", master_xml()));
    parts.push(rels(MASTER, &of_master));
    pack(&order(parts))
}

/// Parts in the order of their names.
fn order(mut parts: Vec<Part<'static>>) -> Vec<Part<'static>> {
    parts.sort_by(|one, other| one.name.cmp(&other.name));
    parts
}

fn presentation_xml() -> String {
    format!(
        "{DECLARATION}<p:presentation {SPACES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"{FIRST_ID}\" \
         r:id=\"rId1\"/></p:sldMasterIdLst><p:sldSz cx=\"12192000\" cy=\"6858000\"/><p:notesSz cx=\"6858000\" \
         cy=\"9144000\"/><p:defaultTextStyle><a:lvl1pPr marL=\"0\" algn=\"l\" defTabSz=\"914400\"><a:defRPr sz=\"1800\" \
         kern=\"1200\">{}</a:defRPr></a:lvl1pPr></p:defaultTextStyle></p:presentation>",
        font("mn", "tx1")
    )
}

fn table_styles_xml() -> String {
    format!(
        "{DECLARATION}<a:tblStyleLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         def=\"{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}\"/>"
    )
}

fn master_xml() -> String {
    let bar = place(points(0, 34, 14, 60));
    let shapes: String = [
        Placeholder {
            type_name: "title",
            name: "Judul",
            rect: points(40, 22, 880, 84),
            prompt: "Ketik judul",
            body: "lIns=\"0\" anchor=\"ctr\"",
            ..Placeholder::default()
        },
        Placeholder {
            type_name: "body",
            index: 1,
            name: "Isi",
            rect: points(40, 116, 880, 380),
            prompt: "Ketik isi",
            body: "lIns=\"0\"",
            ..Placeholder::default()
        },
        Placeholder {
            type_name: "ftr",
            index: 3,
            name: "Catatan kaki",
            rect: points(40, 504, 720, 24),
            prompt: FOOTER,
            style: FOOT,
            body: "lIns=\"0\" anchor=\"ctr\"",
            ..Placeholder::default()
        },
        Placeholder {
            type_name: "sldNum",
            index: 4,
            name: "Nomor",
            rect: points(820, 504, 100, 24),
            style: FOOT_RIGHT,
            body: "rIns=\"0\" anchor=\"ctr\"",
            ..Placeholder::default()
        },
    ]
    .iter()
    .zip(3..)
    .map(|(placeholder, id)| placeholder.xml(id, false))
    .collect();
    let mut layouts = String::new();
    for at in 1..=Layout::ALL.len() {
        let _ = write!(layouts, "<p:sldLayoutId id=\"{}\" r:id=\"rId{at}\"/>", FIRST_ID + at);
    }
    format!(
        "{DECLARATION}<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill>\
         <a:effectLst/></p:bgPr></p:bg><p:spTree>{TREE}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"Aksen\"/><p:cNvSpPr/><p:nvPr \
         userDrawn=\"1\"/></p:nvSpPr><p:spPr><a:xfrm>{bar}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>\
         <a:solidFill><a:schemeClr val=\"accent2\"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>{shapes}\
         </p:spTree></p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" \
         accent2=\"accent2\" accent3=\"accent3\" accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" \
         folHlink=\"folHlink\"/><p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst><p:txStyles>{}</p:txStyles></p:sldMaster>",
        text_styles()
    )
}

/// Colour and font of the theme.
fn font(family: &str, colour: &str) -> String {
    format!(
        "<a:solidFill><a:schemeClr val=\"{colour}\"/></a:solidFill><a:latin typeface=\"+{family}-lt\"/><a:ea \
         typeface=\"+{family}-ea\"/><a:cs typeface=\"+{family}-cs\"/>"
    )
}

fn text_styles() -> String {
    let mut body = String::new();
    for level in 1..=9 {
        let (size, mark, before) = if level == 1 { (2_000, "•", 800) } else { (1_800, "–", 300) };
        let left = 254_000 * level;
        let _ = write!(
            body,
            "<a:lvl{level}pPr marL=\"{left}\" indent=\"-254000\" algn=\"l\" defTabSz=\"914400\" rtl=\"0\" eaLnBrk=\"1\" \
             latinLnBrk=\"0\" hangingPunct=\"1\"><a:lnSpc><a:spcPct val=\"100000\"/></a:lnSpc><a:spcBef><a:spcPts \
             val=\"{before}\"/></a:spcBef><a:buClr><a:schemeClr val=\"accent2\"/></a:buClr><a:buFont typeface=\"Arial\"/>\
             <a:buChar char=\"{mark}\"/><a:defRPr sz=\"{size}\" kern=\"1200\">{}</a:defRPr></a:lvl{level}pPr>",
            font("mn", "tx1")
        );
    }
    format!(
        "<p:titleStyle><a:lvl1pPr algn=\"l\" defTabSz=\"914400\" rtl=\"0\" eaLnBrk=\"1\" latinLnBrk=\"0\" \
         hangingPunct=\"1\"><a:lnSpc><a:spcPct val=\"100000\"/></a:lnSpc><a:spcBef><a:spcPct val=\"0\"/></a:spcBef><a:buNone/>\
         <a:defRPr sz=\"3000\" b=\"1\" kern=\"1200\">{}</a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>{body}\
         </p:bodyStyle><p:otherStyle><a:lvl1pPr marL=\"0\" algn=\"l\" defTabSz=\"914400\"><a:defRPr sz=\"1800\" \
         kern=\"1200\">{}</a:defRPr></a:lvl1pPr></p:otherStyle>",
        font("mj", "tx2"),
        font("mn", "tx1")
    )
}
