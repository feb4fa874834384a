//! What stands on a slide, as `PresentationML`.

use super::{
    Emu, Kind, Paragraph, Picture, Rect, Slide, Style,
    arrange::{Room, crop},
    base::Base,
    layout::Slot,
    text,
    xml::escape,
};
use std::fmt::Write as _;

pub(super) const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
/// What every tree of shapes begins with.
pub(super) const TREE: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>\
     <a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm>\
     </p:grpSpPr>";

/// The shapes of one slide, with numbers of their own.
struct Shapes<'a> {
    base: &'a Base,
    slide: &'a Slide<'a>,
    /// The relationships of its pictures, one each.
    picture_ids: &'a [String],
    chart_id: &'a str,
    out: String,
    last: u32,
}

/// The slide with this number, from 1.
pub(super) fn slide_xml(
    base: &Base,
    slide: &Slide,
    number: usize,
    picture_ids: &[String],
    chart_id: &str,
) -> String {
    let mut shapes = Shapes { base, slide, picture_ids, chart_id, out: String::new(), last: 1 };
    shapes.add_all(number);
    format!(
        "{}<p:sld {SPACES}><p:cSld><p:spTree>{TREE}{}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>\
         </p:sld>",
        super::package::DECLARATION,
        shapes.out
    )
}

impl Shapes<'_> {
    fn add_all(&mut self, number: usize) {
        let layout = self.base.layout(self.slide.layout);
        let slots = |kind| layout.slots(kind).enumerate();
        for (_, slot) in slots(Kind::Title).take(1) {
            let room = self.room(Kind::Title, 0);
            let (title, size) = text::title(&self.slide.title, &room);
            let size = size.map_or_else(String::new, |size| format!(" sz=\"{size}\""));
            self.text(slot, "Judul", None, &run(&escape(&title), &size));
        }
        for ((at, slot), paragraphs) in slots(Kind::Text).zip(&self.slide.texts) {
            if !paragraphs.is_empty() {
                let room = self.room(Kind::Text, at);
                let text: String = paragraphs.iter().map(paragraph).collect();
                self.text(slot, "Teks", room.is_moved.then_some(room.rect), &text);
            }
        }
        if let (Some((_, slot)), Some(table)) = (slots(Kind::Table).next(), &self.slide.table) {
            let rect = self.room(Kind::Table, 0).rect;
            let (xml, height) = table.xml(rect.width);
            self.frame(slot, "Tabel", Rect { height, ..rect }, "table", &xml);
        }
        if let (Some((_, slot)), Some(_)) = (slots(Kind::Chart).next(), &self.slide.chart) {
            let rect = self.room(Kind::Chart, 0).rect;
            let xml = format!(
                "<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"{}\"/>",
                self.chart_id
            );
            self.frame(slot, "Grafik", rect, "chart", &xml);
        }
        let mut pictures = self.slide.pictures.iter().zip(self.picture_ids);
        let all = self.slide.pictures.len() + self.slide.picture_prompts;
        for (at, slot) in slots(Kind::Picture).take(all) {
            let room = self.room(Kind::Picture, at);
            match pictures.next() {
                Some((picture, id)) => self.picture(slot, room, picture, id),
                None => self.empty(slot, "Foto", room.is_moved.then_some(room.rect)),
            }
        }
        if !self.slide.footer.is_empty() {
            for (_, slot) in slots(Kind::Footer).take(1) {
                let room = self.room(Kind::Footer, 0);
                let line = text::clip(&self.slide.footer, room.sizes[0], room.text.0, 1);
                self.text(slot, "Catatan kaki", None, &run(&escape(&line), ""));
            }
        }
        for (_, slot) in slots(Kind::Number).take(1) {
            let field = format!(
                "<a:p><a:fld id=\"{{5B7D2E0A-6C1F-4E0B-9C55-3A1E0F7D2B64}}\" type=\"slidenum\"><a:rPr lang=\"id-ID\"/><a:t>\
                 {number}</a:t></a:fld></a:p>"
            );
            self.text(slot, "Nomor", None, &field);
        }
    }

    fn room(&self, kind: Kind, at: usize) -> Room {
        self.base.room(self.slide.layout, kind, at, self.slide.with())
    }

    /// `p:cNvPr` of the next shape.
    fn name(&mut self, name: &str, description: &str) -> String {
        self.last += 1;
        let description = match escape(description) {
            none if none.is_empty() => none,
            description => format!(" descr=\"{description}\""),
        };
        format!("<p:cNvPr id=\"{0}\" name=\"{name} {1}\"{description}/>", self.last, self.last - 1)
    }

    fn text(&mut self, slot: &Slot, name: &str, moved: Option<Rect>, paragraphs: &str) {
        let body = format!("<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody>");
        self.shape(slot, name, moved, &body);
    }

    /// A placeholder that shows its prompt.
    fn empty(&mut self, slot: &Slot, name: &str, moved: Option<Rect>) {
        self.shape(slot, name, moved, "");
    }

    fn shape(&mut self, slot: &Slot, name: &str, moved: Option<Rect>, body: &str) {
        let name = self.name(name, "");
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr>{name}<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr>{}</p:nvPr></p:nvSpPr>{}{body}\
             </p:sp>",
            mark(slot),
            properties(moved)
        );
    }

    fn picture(&mut self, slot: &Slot, room: Room, picture: &Picture, id: &str) {
        let name = self.name("Foto", picture.description);
        let (frame, [left, top, right, bottom]) = crop(room.rect, picture.size);
        let moved = (frame != room.rect || room.is_moved).then_some(frame);
        let _ = write!(
            self.out,
            "<p:pic><p:nvPicPr>{name}<p:cNvPicPr><a:picLocks noGrp=\"1\" noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr>{}\
             </p:nvPr></p:nvPicPr><p:blipFill><a:blip r:embed=\"{id}\"/><a:srcRect l=\"{left}\" t=\"{top}\" r=\"{right}\" \
             b=\"{bottom}\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>{}</p:pic>",
            mark(slot),
            properties(moved)
        );
    }

    fn frame(&mut self, slot: &Slot, name: &str, rect: Rect, what: &str, content: &str) {
        let name = self.name(name, "");
        let _ = write!(
            self.out,
            "<p:graphicFrame><p:nvGraphicFramePr>{name}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/>\
             </p:cNvGraphicFramePr><p:nvPr>{}</p:nvPr></p:nvGraphicFramePr><p:xfrm>{}</p:xfrm><a:graphic><a:graphicData \
             uri=\"http://schemas.openxmlformats.org/drawingml/2006/{what}\">{content}</a:graphicData></a:graphic>\
             </p:graphicFrame>",
            mark(slot),
            place(rect)
        );
    }
}

/// `p:ph` as the layout has it.
fn mark(slot: &Slot) -> String {
    let type_name =
        slot.type_name.as_deref().map_or_else(String::new, |name| format!(" type=\"{}\"", escape(name)));
    let index = slot.index.map_or_else(String::new, |index| format!(" idx=\"{index}\""));
    format!("<p:ph{type_name}{index}/>")
}

/// `a:off` and `a:ext`.
pub(super) fn place(Rect { x, y, width, height }: Rect) -> String {
    format!("<a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/>")
}

fn properties(moved: Option<Rect>) -> String {
    moved.map_or_else(
        || "<p:spPr/>".to_owned(),
        |rect| format!("<p:spPr><a:xfrm>{}</a:xfrm></p:spPr>", place(rect)),
    )
}

/// A paragraph of one run, or an empty one.
fn run(text: &str, attributes: &str) -> String {
    if text.is_empty() {
        return "<a:p><a:endParaRPr lang=\"id-ID\"/></a:p>".to_owned();
    }
    format!("<a:p><a:r><a:rPr lang=\"id-ID\"{attributes}/><a:t>{text}</a:t></a:r></a:p>")
}

fn paragraph(paragraph: &Paragraph) -> String {
    const BARE: &str = "<a:pPr marL=\"0\" indent=\"0\"><a:buNone/></a:pPr>";
    const ACCENT: &str = "<a:solidFill><a:schemeClr val=\"accent1\"/></a:solidFill>";
    let (properties, attributes, colour) = match paragraph.style {
        Style::Item => ("", "", ""),
        Style::Second => ("<a:pPr lvl=\"1\"/>", "", ""),
        Style::Plain => (BARE, "", ""),
        Style::Heading => (BARE, " b=\"1\"", ACCENT),
        Style::Quote => (BARE, " i=\"1\"", ""),
    };
    let mut out = format!("<a:p>{properties}");
    for (text, bold) in [(&paragraph.lead, " b=\"1\""), (&paragraph.text, "")] {
        let text = escape(text);
        if !text.is_empty() {
            let _ = write!(
                out,
                "<a:r><a:rPr lang=\"id-ID\"{bold}{attributes}>{colour}</a:rPr><a:t>{text}</a:t></a:r>"
            );
        }
    }
    out.push_str("</a:p>");
    out
}

/// Points as EMU.
pub(super) const fn points(x: Emu, y: Emu, width: Emu, height: Emu) -> Rect {
    let point = super::POINT;
    Rect { x: x * point, y: y * point, width: width * point, height: height * point }
}
