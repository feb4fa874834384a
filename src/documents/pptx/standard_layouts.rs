//! The layouts of the built-in base. Positions are in points on a slide of 960 by 540.

use super::{
    Layout, Rect,
    package::DECLARATION,
    shapes::{SPACES, TREE, place, points},
    xml::escape,
};
use std::fmt::Write as _;

/// A placeholder of the master or of a layout.
#[derive(Default)]
pub(super) struct Placeholder {
    pub(super) type_name: &'static str,
    /// 0 where there is only one of its type.
    pub(super) index: u32,
    pub(super) name: &'static str,
    /// Nothing where the master has it.
    pub(super) rect: Rect,
    /// What it says while it is empty.
    pub(super) prompt: &'static str,
    /// `a:lvl1pPr` and so on.
    pub(super) style: &'static str,
    /// Attributes of `a:bodyPr`.
    pub(super) body: &'static str,
    /// On the second light colour.
    pub(super) is_filled: bool,
}

const LIGHT: &str = "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:buNone/><a:defRPr sz=\"4400\" b=\"1\"><a:solidFill>\
     <a:schemeClr val=\"bg1\"/></a:solidFill></a:defRPr></a:lvl1pPr>";
const LIGHT_TEXT: &str = "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:buNone/><a:defRPr sz=\"2400\"><a:solidFill>\
     <a:schemeClr val=\"bg1\"/></a:solidFill></a:defRPr></a:lvl1pPr>";
const LIGHT_SMALL: &str = "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:spcBef><a:spcPts val=\"400\"/></a:spcBef><a:buNone/>\
     <a:defRPr sz=\"1800\"><a:solidFill><a:schemeClr val=\"bg1\"/></a:solidFill></a:defRPr></a:lvl1pPr>";
const FIGURE: &str = "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:lnSpc><a:spcPct val=\"90000\"/></a:lnSpc><a:spcBef>\
     <a:spcPts val=\"0\"/></a:spcBef><a:buNone/><a:defRPr sz=\"4000\" b=\"1\"><a:solidFill><a:schemeClr val=\"accent1\"/>\
     </a:solidFill></a:defRPr></a:lvl1pPr><a:lvl2pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:lnSpc><a:spcPct val=\"90000\"/>\
     </a:lnSpc><a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:buNone/><a:defRPr sz=\"1800\"/></a:lvl2pPr>";
const CAPTION: &str = "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:buNone/>\
     <a:defRPr sz=\"1400\"/></a:lvl1pPr>";
const PICTURE: &str =
    "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"ctr\"><a:buNone/><a:defRPr sz=\"1400\"/></a:lvl1pPr>";
/// `LibreOffice` shows footers in the style of the layout only where that has some text.
pub(super) const FOOTER: &str = "Nama perpustakaan";
pub(super) const FOOT: &str = "<a:lvl1pPr algn=\"l\"><a:defRPr sz=\"1200\"><a:solidFill><a:schemeClr val=\"accent6\"/>\
     </a:solidFill><a:latin typeface=\"+mn-lt\"/></a:defRPr></a:lvl1pPr>";
pub(super) const FOOT_RIGHT: &str = "<a:lvl1pPr algn=\"r\"><a:defRPr sz=\"1200\"><a:solidFill><a:schemeClr val=\"accent6\"/>\
     </a:solidFill><a:latin typeface=\"+mn-lt\"/></a:defRPr></a:lvl1pPr>";
const LARGE: &str = "<a:lvl1pPr><a:spcBef><a:spcPts val=\"1000\"/></a:spcBef><a:defRPr sz=\"2400\"/></a:lvl1pPr><a:lvl2pPr>\
     <a:defRPr sz=\"2000\"/></a:lvl2pPr>";
const FIGURE_LARGE: &str = "<a:lvl1pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:lnSpc><a:spcPct val=\"90000\"/></a:lnSpc>\
     <a:spcBef><a:spcPts val=\"0\"/></a:spcBef><a:buNone/><a:defRPr sz=\"5400\" b=\"1\"><a:solidFill><a:schemeClr \
     val=\"accent1\"/></a:solidFill></a:defRPr></a:lvl1pPr><a:lvl2pPr marL=\"0\" indent=\"0\" algn=\"l\"><a:spcBef><a:spcPts \
     val=\"0\"/></a:spcBef><a:buNone/><a:defRPr sz=\"2000\"/></a:lvl2pPr>";
const CARD: &str = "lIns=\"152400\" tIns=\"63500\" rIns=\"101600\" bIns=\"63500\"";

impl Placeholder {
    fn title(prompt: &'static str) -> Self {
        Self { type_name: "title", name: "Judul", prompt, ..Self::default() }
    }

    fn text(index: u32, name: &'static str, rect: Rect, prompt: &'static str) -> Self {
        Self { type_name: "body", index, name, rect, prompt, ..Self::default() }
    }

    fn figure(index: u32, rect: Rect) -> Self {
        let body = "lIns=\"127000\" tIns=\"76200\" rIns=\"76200\" bIns=\"25400\"";
        Self { style: FIGURE, body, is_filled: true, ..Self::text(index, "Angka", rect, "Angka") }
    }

    fn picture(index: u32, rect: Rect) -> Self {
        Self {
            type_name: "pic",
            index,
            name: "Foto",
            rect,
            prompt: "Klik ikon untuk memasang foto",
            style: PICTURE,
            is_filled: true,
            ..Self::default()
        }
    }

    pub(super) fn xml(&self, id: u32, is_prompt: bool) -> String {
        let Self { type_name, name, style, body, .. } = self;
        let index = if self.index == 0 { String::new() } else { format!(" idx=\"{}\"", self.index) };
        let custom = if is_prompt && !self.prompt.is_empty() && self.type_name != "ftr" {
            " hasCustomPrompt=\"1\""
        } else {
            ""
        };
        let fill = if self.is_filled { "<a:solidFill><a:schemeClr val=\"bg2\"/></a:solidFill>" } else { "" };
        let shape = if self.rect == Rect::default() {
            String::new()
        } else {
            format!(
                "<a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>{fill}",
                place(self.rect)
            )
        };
        let text = match *type_name {
            "sldNum" => "<a:fld id=\"{5B7D2E0A-6C1F-4E0B-9C55-3A1E0F7D2B64}\" type=\"slidenum\"><a:rPr lang=\"id-ID\"/>\
                         <a:t>‹#›</a:t></a:fld>"
                .to_owned(),
            _ if self.prompt.is_empty() => "<a:endParaRPr lang=\"id-ID\"/>".to_owned(),
            _ => format!("<a:r><a:rPr lang=\"id-ID\"/><a:t>{}</a:t></a:r>", escape(self.prompt)),
        };
        format!(
            "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name} {}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>\
             <p:ph type=\"{type_name}\"{index}{custom}/></p:nvPr></p:nvSpPr><p:spPr>{shape}</p:spPr><p:txBody><a:bodyPr {body}>\
             <a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p></p:txBody></p:sp>",
            id - 1
        )
    }
}

/// The part of a layout.
pub(super) fn layout_xml(layout: Layout) -> String {
    let is_dark = matches!(layout, Layout::Cover | Layout::Closing);
    let mut shapes = String::new();
    let (background, hidden) = if is_dark {
        for (id, name, rect, colour) in [
            (
                2,
                "Dasar",
                points(0, 414, 960, 126),
                "<a:schemeClr val=\"tx2\"><a:lumMod val=\"70000\"/></a:schemeClr>",
            ),
            (3, "Aksen", points(64, 128, 8, 250), "<a:schemeClr val=\"accent2\"/>"),
        ] {
            let _ = write!(
                shapes,
                "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr/><p:nvPr userDrawn=\"1\"/></p:nvSpPr><p:spPr>\
                 <a:xfrm>{}</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:solidFill>{colour}</a:solidFill>\
                 <a:ln><a:noFill/></a:ln></p:spPr></p:sp>",
                place(rect)
            );
        }
        let fill = "<p:bg><p:bgPr><a:solidFill><a:schemeClr val=\"tx2\"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>";
        (fill, " showMasterSp=\"0\"")
    } else {
        ("", "")
    };
    let mut all = placeholders(layout);
    if !is_dark {
        all.push(Placeholder {
            type_name: "ftr",
            index: 40,
            name: "Catatan kaki",
            prompt: FOOTER,
            style: FOOT,
            ..Placeholder::default()
        });
        all.push(Placeholder {
            type_name: "sldNum",
            index: 41,
            name: "Nomor",
            style: FOOT_RIGHT,
            ..Placeholder::default()
        });
    }
    shapes.extend((4..).zip(&all).map(|(id, placeholder)| placeholder.xml(id, true)));
    format!(
        "{DECLARATION}<p:sldLayout {SPACES}{hidden} preserve=\"1\" userDrawn=\"1\"><p:cSld name=\"{}\">{background}<p:spTree>\
         {TREE}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
        layout.name()
    )
}

fn placeholders(layout: Layout) -> Vec<Placeholder> {
    let body = points(40, 116, 880, 380);
    let text = |rect| Placeholder { style: LARGE, ..Placeholder::text(1, "Isi", rect, "Ketik isi") };
    let title = Placeholder::title("Ketik judul");
    match layout {
        Layout::Cover => cover(),
        Layout::Content => vec![title, text(body)],
        Layout::ContentPhoto => {
            vec![title, text(points(40, 116, 540, 380)), Placeholder::picture(21, points(604, 116, 316, 380))]
        }
        Layout::Chart => vec![
            title,
            Placeholder {
                type_name: "chart",
                index: 1,
                name: "Grafik",
                rect: points(40, 116, 600, 380),
                prompt: "Klik ikon untuk memasang grafik",
                style: PICTURE,
                ..Placeholder::default()
            },
            Placeholder {
                style: FIGURE_LARGE,
                body: "lIns=\"203200\" tIns=\"76200\" rIns=\"127000\" bIns=\"76200\" anchor=\"ctr\"",
                ..Placeholder::figure(10, points(664, 116, 256, 380))
            },
        ],
        Layout::Strategy => vec![
            Placeholder::title("Nama strategi"),
            Placeholder::figure(11, points(40, 116, 176, 104)),
            Placeholder::figure(12, points(232, 116, 176, 104)),
            Placeholder::figure(13, points(424, 116, 176, 104)),
            Placeholder::text(14, "Isi", points(40, 232, 560, 264), "Ketik kegiatan dan hasilnya"),
            Placeholder::picture(21, points(620, 116, 300, 184)),
            Placeholder::picture(22, points(620, 312, 300, 184)),
        ],
        Layout::TwoColumns => {
            let column = |index, x| Placeholder {
                body: CARD,
                is_filled: true,
                ..Placeholder::text(index, "Kolom", points(x, 116, 432, 380), "Ketik isi kolom")
            };
            vec![title, column(1, 40), column(2, 488)]
        }
        Layout::Photos => photo_page(),
        Layout::Table => vec![
            title,
            Placeholder {
                type_name: "tbl",
                index: 1,
                name: "Tabel",
                rect: body,
                prompt: "Klik ikon untuk memasang tabel",
                style: PICTURE,
                ..Placeholder::default()
            },
        ],
        Layout::Closing => vec![
            dark_title("title", "Terima kasih"),
            Placeholder {
                style: LIGHT_TEXT,
                ..Placeholder::text(1, "Isi", points(92, 256, 808, 128), "Ketik kalimat penutup")
            },
        ],
    }
}

fn dark_title(type_name: &'static str, prompt: &'static str) -> Placeholder {
    Placeholder {
        type_name,
        rect: points(92, 122, 808, 130),
        style: LIGHT,
        body: "anchor=\"b\"",
        ..Placeholder::title(prompt)
    }
}

fn cover() -> Vec<Placeholder> {
    vec![
        dark_title("ctrTitle", "Nama perpustakaan"),
        Placeholder {
            type_name: "subTitle",
            style: LIGHT_TEXT,
            ..Placeholder::text(1, "Tempat", points(92, 256, 808, 128), "Kabupaten/kota dan provinsi")
        },
        Placeholder {
            style: LIGHT_SMALL,
            body: "anchor=\"ctr\"",
            ..Placeholder::text(10, "Acara", points(92, 418, 808, 118), "Acara, tahun, dan penyaji")
        },
    ]
}

fn photo_page() -> Vec<Placeholder> {
    let cells = [(40, 116), (339, 116), (638, 116), (40, 312), (339, 312), (638, 312)];
    let mut all = vec![Placeholder::title("Ketik judul")];
    for (index, (x, y)) in (21..).zip(cells) {
        all.push(Placeholder::picture(index, points(x, y, 282, 146)));
    }
    for (index, (x, y)) in (31..).zip(cells) {
        all.push(Placeholder {
            style: CAPTION,
            body: "lIns=\"0\" tIns=\"25400\" rIns=\"0\" bIns=\"0\"",
            ..Placeholder::text(index, "Keterangan", points(x, y + 146, 282, 38), "Keterangan foto")
        });
    }
    all
}
