//! What the cells of a form offer: choices and notes.

use super::write::{MOST_LETTERS, Page, WriteError};
use rust_xlsxwriter::{DataValidation, Formula, Worksheet};

/// What a list of choices or a note holds at most.
const MOST_SHORT: usize = 255;

/// Adds choices and notes to the columns; long lists get a hidden sheet of their own.
pub(super) fn write_choices(
    sheet: &mut Worksheet,
    page: &Page<'_>,
    name: &str,
    rows: std::ops::RangeInclusive<u32>,
) -> Result<Option<Worksheet>, WriteError> {
    let lists_name = if name.eq_ignore_ascii_case("Pilihan") { "Pilihan (2)" } else { "Pilihan" };
    let mut lists = Worksheet::new();
    let mut next_list = 0_u16;
    for (index, column) in (0..).zip(page.columns) {
        let mut rule = DataValidation::new();
        if column.choices.is_empty() && column.note.is_empty() {
            continue;
        }
        if let Some(last) = last_index(column.choices.len()) {
            // A comma or a quotation mark would end a choice.
            let all = column.choices.join(",");
            let is_short =
                all.chars().count() <= MOST_SHORT && !column.choices.iter().any(|c| c.contains([',', '"']));
            if is_short {
                rule = rule.allow_list_strings(column.choices)?;
            } else {
                for (row, choice) in (0..).zip(column.choices) {
                    lists.write_string(row, next_list, clip(choice, MOST_LETTERS))?;
                }
                let letter = rust_xlsxwriter::utility::column_number_to_name(next_list);
                let area = format!("='{lists_name}'!${letter}$1:${letter}${}", u32::from(last) + 1);
                rule = rule.allow_list_formula(Formula::new(area));
                next_list += 1;
            }
            rule = rule.set_error_title("Tidak ada dalam daftar")?;
            rule = rule.set_error_message("Pilih salah satu isian dari daftar yang tersedia.")?;
        } else {
            rule = rule.allow_any_value();
        }
        if !column.note.is_empty() {
            rule = rule.set_input_message(clip(column.note, MOST_SHORT))?;
        }
        sheet.add_data_validation(*rows.start(), index, *rows.end(), index, &rule)?;
    }
    if next_list == 0 {
        return Ok(None);
    }
    lists.set_name(lists_name)?;
    lists.set_hidden(true);
    Ok(Some(lists))
}

/// The last of so many, or `None` if there are none or too many for a sheet.
pub(super) fn last_index(count: usize) -> Option<u16> {
    count.checked_sub(1).and_then(|last| u16::try_from(last).ok())
}

/// Cuts a text where a spreadsheet would refuse it; it counts in UTF-16.
pub(super) fn clip(text: &str, most: usize) -> String {
    let mut left = most;
    text.chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left = left.saturating_sub(c.len_utf16());
            fits
        })
        .collect()
}
