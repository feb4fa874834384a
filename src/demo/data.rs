//! The tables of `data/`, read into rows by column name.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};

use crate::{
    db::scope::ProvinceCode,
    error::Failure,
    kernel::{origin::Origin, zone::Zone},
};

/// One table of the demo, as it lies in the repository.
pub(super) struct Table {
    name: &'static str,
    text: &'static str,
}

macro_rules! tables {
    ($($name:ident)+) => {$(
        #[expect(non_upper_case_globals, reason = "named after its file")]
        pub(super) const $name: Table =
            Table { name: stringify!($name), text: include_str!(concat!("data/", stringify!($name), ".tsv")) };
    )+};
}
tables!(tenants waves events self_funded officials libraries participants_jateng persons agenda_template agenda_template_shm goals
        categories award_categories attendance_jateng minutes_papua);

/// One line of a table.
pub(super) struct Row {
    table: &'static str,
    line: usize,
    fields: HashMap<String, String>,
}

impl Table {
    /// All lines. The files are part of the program, so a line that does not fit is a defect and named.
    pub(super) fn rows(&self) -> Result<Vec<Row>, Failure> {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(self.text.as_bytes());
        let headers = reader.headers()?.clone();
        reader
            .records()
            .enumerate()
            .map(|(line, record)| {
                let record = record?;
                let fields =
                    headers.iter().zip(record.iter()).map(|(h, v)| (h.to_owned(), v.to_owned())).collect();
                Ok(Row { table: self.name, line: line + 2, fields })
            })
            .collect()
    }
}

impl Row {
    /// The text of a column.
    pub(super) fn text(&self, column: &str) -> &str {
        self.fields.get(column).map(String::as_str).unwrap_or_default()
    }

    /// The text of a column that must not be empty.
    pub(super) fn owned(&self, column: &str) -> String {
        self.text(column).to_owned()
    }

    fn wrong(&self, column: &str) -> Failure {
        format!(
            "demo data {}.tsv, line {}: column {column} is \"{}\"",
            self.table,
            self.line,
            self.text(column)
        )
        .into()
    }

    pub(super) fn number(&self, column: &str) -> Result<i32, Failure> {
        self.text(column).parse().map_err(|_| self.wrong(column))
    }

    pub(super) fn date(&self, column: &str) -> Result<NaiveDate, Failure> {
        self.text(column).parse().map_err(|_| self.wrong(column))
    }

    pub(super) fn time(&self, column: &str) -> Result<NaiveTime, Failure> {
        NaiveTime::parse_from_str(self.text(column), "%H:%M").map_err(|_| self.wrong(column))
    }

    pub(super) fn is(&self, column: &str) -> bool {
        self.text(column) == "true"
    }

    pub(super) fn province(&self, column: &str) -> Result<ProvinceCode, Failure> {
        ProvinceCode::parse(self.text(column)).ok_or_else(|| self.wrong(column))
    }

    pub(super) fn zone(&self, column: &str) -> Result<Zone, Failure> {
        Zone::from_letters(self.text(column)).ok_or_else(|| self.wrong(column))
    }

    /// A closed list, through its own reader.
    pub(super) fn code<T>(&self, column: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Failure> {
        read(self.text(column)).ok_or_else(|| self.wrong(column))
    }

    /// Numbers separated by semicolons.
    pub(super) fn numbers(&self, column: &str) -> Result<Vec<i32>, Failure> {
        let parts = self.text(column).split(';').filter(|part| !part.is_empty());
        parts.map(|part| part.trim().parse().map_err(|_| self.wrong(column))).collect()
    }

    /// Texts separated by semicolons.
    pub(super) fn list(&self, column: &str) -> Vec<String> {
        self.text(column).split(';').map(str::trim).filter(|p| !p.is_empty()).map(ToOwned::to_owned).collect()
    }

    pub(super) fn origin(&self) -> Result<Origin, Failure> {
        self.code("origin", Origin::from_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_province_of_2022_stands_once_in_33_events() {
        let rows = events.rows().unwrap();
        let mut codes: Vec<_> = rows.iter().map(|row| row.owned("host_province")).collect();
        codes.extend(rows.iter().map(|row| row.owned("guest_province")).filter(|code| !code.is_empty()));
        codes.sort();
        let mut expected: Vec<_> = tenants
            .rows()
            .unwrap()
            .iter()
            .filter(|row| row.is("in_2022"))
            .map(|row| row.owned("code"))
            .collect();
        expected.sort();
        assert_eq!((rows.len(), codes), (33, expected));
    }
}
