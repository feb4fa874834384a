//! The theme of the built-in base: deep teal and a warm second colour on white, near-black text, Calibri.

use super::package::DECLARATION;
use std::fmt::Write as _;

/// The colours in the order of `CT_ColorScheme` (ISO/IEC 29500-1, 20.1.6.2).
const COLOURS: [(&str, &str); 12] = [
    ("dk1", "1B2426"),
    ("lt1", "FFFFFF"),
    ("dk2", "0F5C63"),
    ("lt2", "EAF2F1"),
    ("accent1", "0F5C63"),
    ("accent2", "D9822B"),
    ("accent3", "8FAFB0"),
    ("accent4", "7A3E2A"),
    ("accent5", "3B7A57"),
    ("accent6", "5B6770"),
    ("hlink", "0B6E99"),
    ("folHlink", "6B4C8A"),
];

/// The part; its effects are plain, since a projector shows none.
pub(super) fn theme_xml() -> String {
    const FILL: &str = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    const EFFECT: &str = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    let mut colours = String::new();
    for (name, value) in COLOURS {
        let _ = write!(colours, "<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>");
    }
    let mut lines = String::new();
    for width in [9_525, 19_050, 28_575] {
        let _ = write!(
            lines,
            "<a:ln w=\"{width}\" cap=\"flat\" cmpd=\"sng\" algn=\"ctr\">{FILL}<a:prstDash val=\"solid\"/></a:ln>"
        );
    }
    let font = "<a:latin typeface=\"Calibri\" panose=\"020F0502020204030204\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/>";
    format!(
        "{DECLARATION}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Sejawat\">\
         <a:themeElements><a:clrScheme name=\"Sejawat\">{colours}</a:clrScheme><a:fontScheme name=\"Sejawat\"><a:majorFont>\
         {font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name=\"Sejawat\"><a:fillStyleLst>\
         {FILL}{FILL}{FILL}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{EFFECT}{EFFECT}{EFFECT}\
         </a:effectStyleLst><a:bgFillStyleLst>{FILL}{FILL}{FILL}</a:bgFillStyleLst></a:fmtScheme></a:themeElements>\
         <a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )
}
