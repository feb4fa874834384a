//! Pages of a long list: the page's number is in the URL, beside what the list is filtered by.

use serde::Serialize;

use crate::kernel::text;

/// Where in a list a page stands, and the addresses around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// `1-50 dari 64 peserta`.
    pub summary: String,
    /// The address of the page before; empty on the first.
    pub previous: String,
    /// The address of the page after; empty on the last.
    pub next: String,
    page: i64,
    per_page: i64,
}

impl Paging {
    /// The page that `typed` names of a list with `found` rows; a page beyond the end is the last one. `query` is
    /// what the URL holds besides, with its own `halaman` left out of account.
    pub fn new(
        path: &str,
        query: &impl Serialize,
        typed: &str,
        per_page: i64,
        found: i64,
        noun: &str,
    ) -> Self {
        let per_page = per_page.max(1);
        let last = (found - 1).max(0) / per_page + 1;
        let page = typed.trim().parse::<i64>().unwrap_or(1).clamp(1, last);
        let first = (page - 1) * per_page;
        let summary = match found {
            0 => format!("Tidak ada {noun}"),
            _ if last == 1 => format!("{} {noun}", text::number(found)),
            _ => format!(
                "{}-{} dari {} {noun}",
                text::number(first + 1),
                text::number((first + per_page).min(found)),
                text::number(found)
            ),
        };
        let at = |page: i64| address(path, query, &[("halaman", &page.to_string())]);
        Self {
            summary,
            previous: if page > 1 { at(page - 1) } else { String::new() },
            next: if page < last { at(page + 1) } else { String::new() },
            page,
            per_page,
        }
    }

    /// The same of a list that is there whole, and the rows of the page.
    pub fn cut<T>(
        path: &str,
        query: &impl Serialize,
        typed: &str,
        per_page: usize,
        rows: Vec<T>,
        noun: &str,
    ) -> (Self, Vec<T>) {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let paging = Self::new(path, query, typed, count(per_page), count(rows.len()), noun);
        let before = usize::try_from(paging.offset()).unwrap_or_default();
        (paging, rows.into_iter().skip(before).take(per_page).collect())
    }

    /// How many rows stand before this page.
    pub fn offset(&self) -> i64 {
        (self.page - 1) * self.per_page
    }

    /// Whether the list has more pages than this one.
    pub fn is_needed(&self) -> bool {
        !self.previous.is_empty() || !self.next.is_empty()
    }
}

/// The address of `path` with the query's fields that are not empty, some of them set anew.
pub fn address(path: &str, query: &impl Serialize, set: &[(&str, &str)]) -> String {
    let mut fields: Vec<(String, String)> = match serde_json::to_value(query) {
        Ok(serde_json::Value::Object(fields)) => fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
            .filter(|(name, value)| {
                !value.is_empty() && name != "halaman" && set.iter().all(|(n, _)| n != name)
            })
            .collect(),
        _ => Vec::new(),
    };
    fields.extend(
        set.iter().filter(|(_, value)| !value.is_empty()).map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
    );
    match serde_html_form::to_string(&fields) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Filter {
        cari: &'static str,
        halaman: &'static str,
    }

    #[test]
    fn pages_keep_the_filter_and_stay_within_the_list() {
        let filter = Filter { cari: "siti a", halaman: "2" };
        let paging = Paging::new("/jambi", &filter, "2", 50, 120, "peserta");
        assert_eq!(paging.summary, "51-100 dari 120 peserta");
        assert_eq!(paging.previous, "/jambi?cari=siti+a&halaman=1");
        assert_eq!(paging.next, "/jambi?cari=siti+a&halaman=3");
        assert_eq!(Paging::new("/jambi", &filter, "99", 50, 120, "peserta").offset(), 100);
        assert_eq!(Paging::new("/jambi", &filter, "-1", 50, 0, "peserta").summary, "Tidak ada peserta");
        assert!(!Paging::new("/jambi", &filter, "", 50, 50, "peserta").is_needed());
        let (paging, rows) = Paging::cut("/jambi", &filter, "3", 50, (1..=120).collect(), "peserta");
        assert_eq!(paging, Paging::new("/jambi", &filter, "3", 50, 120, "peserta"));
        assert_eq!(rows, (101..=120).collect::<Vec<_>>());
    }
}
