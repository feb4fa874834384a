//! Native bar charts (ISO/IEC 29500-1, 21.2) with the workbook that "Edit data" opens.

use super::{WriteError, xml::escape};
use chrono::{DateTime, NaiveDateTime, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use std::fmt::Write as _;

/// The colours of the theme that series take in turn.
const COLOURS: [&str; 4] = ["accent3", "accent1", "accent2", "accent4"];

/// Bars beside each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// Below each group of bars.
    pub categories: Vec<String>,
    /// The name of each series and its number for each category, if there is one.
    pub series: Vec<(String, Vec<Option<u32>>)>,
    /// For those who cannot see it, and the name of the sheet's first column.
    pub title: String,
}

impl Chart {
    /// The workbook: categories in the first column, series in the others.
    pub(super) fn workbook(&self, made_at: DateTime<Utc>) -> Result<Vec<u8>, WriteError> {
        let mut book = Workbook::new();
        book.set_properties(&DocProperties::new().set_creation_datetime(&excel(made_at.naive_utc())?));
        let sheet = book.add_worksheet().set_name("Data")?;
        sheet.write_string(0, 0, &self.title)?.set_column_width(0, 30)?;
        for (row, category) in (1..).zip(&self.categories) {
            sheet.write_string(row, 0, category)?;
        }
        for (column, (name, numbers)) in (1..).zip(&self.series) {
            sheet.write_string(0, column, name)?;
            for (row, number) in (1..).zip(numbers) {
                if let Some(number) = number {
                    sheet.write_number(row, column, *number)?;
                }
            }
        }
        Ok(book.save_to_buffer()?)
    }

    /// The chart, its workbook being the relationship with this id.
    pub(super) fn xml(&self, workbook: &str) -> String {
        let mut series = String::new();
        for ((at, (name, numbers)), colour) in (0..).zip(&self.series).zip(COLOURS.iter().cycle()) {
            self.series_xml(&mut series, (at, name, numbers), colour);
        }
        let axis_text = text_xml(1_800, "tx1");
        format!(
            "{}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
             xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:date1904 val=\"0\"/>\
             <c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/><c:barChart>\
             <c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>{series}<c:gapWidth val=\"60\"/>\
             <c:overlap val=\"-8\"/><c:axId val=\"111111111\"/><c:axId val=\"222222222\"/></c:barChart><c:catAx>\
             <c:axId val=\"111111111\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>\
             <c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>\
             <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/><c:spPr><a:ln w=\"12700\"><a:solidFill>\
             <a:schemeClr val=\"tx1\"/></a:solidFill></a:ln></c:spPr>{axis_text}<c:crossAx val=\"222222222\"/>\
             <c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/>\
             <c:noMultiLvlLbl val=\"0\"/></c:catAx><c:valAx><c:axId val=\"222222222\"/><c:scaling>\
             <c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"1\"/><c:axPos val=\"l\"/>\
             <c:numFmt formatCode=\"#,##0\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>\
             <c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"111111111\"/>\
             <c:crosses val=\"autoZero\"/><c:crossBetween val=\"between\"/></c:valAx></c:plotArea><c:legend>\
             <c:legendPos val=\"t\"/><c:overlay val=\"0\"/>{axis_text}</c:legend><c:plotVisOnly val=\"1\"/>\
             <c:dispBlanksAs val=\"gap\"/></c:chart>{axis_text}<c:externalData r:id=\"{workbook}\"><c:autoUpdate val=\"0\"/>\
             </c:externalData></c:chartSpace>",
            super::package::DECLARATION
        )
    }

    fn series_xml(&self, out: &mut String, (at, name, numbers): (u8, &str, &[Option<u32>]), colour: &str) {
        // Columns B, C, D and so on: nobody compares more than 25 series.
        let column = char::from(b'B' + at.min(24));
        let count = self.categories.len();
        let last = count + 1;
        let _ = write!(
            out,
            "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:strRef><c:f>Data!${column}$1</c:f><c:strCache>\
             <c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr><a:solidFill>\
             <a:schemeClr val=\"{colour}\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/><c:dLbls>\
             <c:numFmt formatCode=\"#,##0\" sourceLinked=\"0\"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{}\
             <c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/>\
             <c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls><c:cat><c:strRef>\
             <c:f>Data!$A$2:$A${last}</c:f><c:strCache><c:ptCount val=\"{count}\"/>",
            escape(name),
            text_xml(2_000, "tx1")
        );
        for (at, category) in self.categories.iter().enumerate() {
            let _ = write!(out, "<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", escape(category));
        }
        let _ = write!(
            out,
            "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Data!${column}$2:${column}${last}</c:f><c:numCache>\
             <c:formatCode>General</c:formatCode><c:ptCount val=\"{count}\"/>"
        );
        for (at, number) in numbers.iter().take(count).enumerate() {
            if let Some(number) = number {
                let _ = write!(out, "<c:pt idx=\"{at}\"><c:v>{number}</c:v></c:pt>");
            }
        }
        out.push_str("</c:numCache></c:numRef></c:val></c:ser>");
    }
}

fn text_xml(size: u16, colour: &str) -> String {
    format!(
        "<c:txPr><a:bodyPr rot=\"0\" vert=\"horz\"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{size}\"><a:solidFill><a:schemeClr val=\"{colour}\"/>\
         </a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang=\"id-ID\"/></a:p></c:txPr>"
    )
}

fn excel(at: NaiveDateTime) -> Result<ExcelDateTime, WriteError> {
    Ok(ExcelDateTime::from_timestamp(at.and_utc().timestamp())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::pptx::package::Package;

    #[test]
    fn the_workbook_holds_what_the_chart_shows() {
        let chart = Chart {
            categories: vec!["Kunjungan".to_owned(), "=1+1".to_owned()],
            series: vec![("Sebelum".to_owned(), vec![Some(412), None])],
            title: "Kunjungan".to_owned(),
        };
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let book = Package::read(&chart.workbook(at).unwrap()).unwrap();
        let part = |name| String::from_utf8_lossy(book.bytes(name).unwrap()).into_owned();
        assert!(part("xl/worksheets/sheet1.xml").contains("<c r=\"B2\"><v>412</v></c>"));
        assert!(!part("xl/worksheets/sheet1.xml").contains("<f>"));
        assert!(part("xl/sharedStrings.xml").contains("=1+1"));
        assert!(part("docProps/core.xml").contains("2026-09-21T14:13:20Z"));
        let shown = chart.xml("rId1");
        assert!(shown.contains("<c:f>Data!$B$2:$B$3</c:f>") && shown.contains("<c:v>412</c:v>"));
        assert_eq!(shown.matches("<c:pt idx=\"1\">").count(), 1);
    }
}
