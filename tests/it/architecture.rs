//! The house stays as it is described: who may use whom, where SQL stands, what a template may not hold. Each test
//! says which line broke it.

mod source;

use std::collections::{BTreeMap, BTreeSet};

use self::source::{File, files, read, stem};

/// Left knows nothing of right. Names of one row stand beside each other and do not know each other either.
const LAYERS: &[&[&str]] = &[
    &["kernel"],
    &["error", "config"],
    &["db"],
    &["auth", "audit", "regions", "documents", "files", "jobs", "mail", "progress"],
    &["web"],
    &["features"],
    &["demo"],
    &["app"],
    &["program"],
];

/// Uses against the order that are meant. The start-up of a database loads the regions.
const MEANT: &[(&str, &str)] = &[("src/db/setup.rs", "regions")];

/// The files of a feature, in the order in which they may know each other.
const WITHIN: &[&[&str]] = &[&["paths"], &["model"], &["forms", "sql"], &["pages", "actions", "jobs"]];

/// Layouts and macros that stand ready for the features that will want them.
const FURNITURE: &[&str] =
    &["layout/phone.html", "layout/print.html", "ui/badge.html", "ui/copy.html", "ui/paging.html"];

fn place_in(order: &[&[&str]], name: &str) -> Option<usize> {
    order.iter().position(|row| row.contains(&name))
}

#[track_caller]
fn none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}\n{}\n", broken.join("\n"));
}

fn sources() -> Vec<File> {
    files("src", "rs").into_iter().filter(|file| file.path != "src/build.rs").collect()
}

#[test]
fn layers_know_only_what_is_left_of_them() {
    let mut broken = Vec::new();
    for file in sources() {
        let module = file.path.split('/').nth(1).unwrap_or_default().trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            continue;
        }
        let Some(own) = place_in(LAYERS, module) else {
            broken.push(format!("{}: {module} has no place in LAYERS of this test", file.path));
            continue;
        };
        for used in file.uses() {
            let Some(name) = used.path.strip_prefix("crate::").and_then(|rest| rest.split("::").next())
            else {
                continue;
            };
            let Some(theirs) = place_in(LAYERS, name) else { continue };
            let beside = theirs == own && name != module;
            if (theirs > own || beside) && !MEANT.contains(&(file.path.as_str(), name)) {
                broken.push(format!("{}:{}: {module} may not know {}", file.path, used.line, used.path));
            }
        }
    }
    none(
        &broken,
        "kernel <- db <- auth <- web <- features <- app <- program <- main; audit and regions beside auth:",
    );
}

#[test]
fn features_know_only_features_above_them_and_only_by_the_front_door() {
    let list = read("src/features/mod.rs");
    let order: Vec<&str> =
        list.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let place = |name: &str| order.iter().position(|feature| *feature == name);
    let mut broken = Vec::new();
    for file in sources() {
        let mut parts = file.path.split('/').skip(1);
        if parts.next() != Some("features") {
            continue;
        }
        let module = parts.next().unwrap_or_default().trim_end_matches(".rs");
        if module == "mod" {
            continue;
        }
        let Some(own) = place(module) else {
            broken.push(format!("{}: {module} is missing in the list of src/features/mod.rs", file.path));
            continue;
        };
        for used in file.uses() {
            let Some(rest) = used.path.strip_prefix("crate::features::") else { continue };
            let mut steps = rest.split("::");
            let (theirs, door) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
            if theirs == module {
                continue;
            }
            if place(theirs).is_none_or(|theirs| theirs > own) {
                broken.push(format!(
                    "{}:{}: {theirs} is not above {module} in src/features/mod.rs",
                    file.path, used.line
                ));
            } else if matches!(door, "actions" | "forms" | "pages" | "sql" | "jobs") {
                broken.push(format!(
                    "{}:{}: use what {theirs}/mod.rs offers, not {door}",
                    file.path, used.line
                ));
            }
        }
        if file.text.contains("super::super::") {
            broken.push(format!(
                "{}: name another feature from the crate's root, not by super::super",
                file.path
            ));
        }
    }
    none(&broken, "a feature uses only what the features above it in the list offer in their mod.rs:");
}

#[test]
fn within_a_feature_models_know_nothing_and_statements_know_no_pages() {
    let mut broken = Vec::new();
    for file in sources().into_iter().filter(|file| file.path.starts_with("src/features/")) {
        let Some(own) = place_in(WITHIN, &stem(&file.path)) else { continue };
        for used in file.uses() {
            let Some(name) = used.path.strip_prefix("super::").and_then(|rest| rest.split("::").next())
            else {
                continue;
            };
            if place_in(WITHIN, name).is_some_and(|theirs| theirs > own) {
                broken.push(format!("{}:{}: may not know {}", file.path, used.line, used.path));
            }
        }
    }
    none(&broken, "paths, model <- forms, sql <- pages, actions, jobs:");
}

#[test]
fn statements_stand_in_sql_files() {
    let mut broken = Vec::new();
    for file in sources() {
        if stem(&file.path) == "sql" || file.path.starts_with("src/db/") {
            continue;
        }
        for call in [
            "query!(",
            "query_as!(",
            "query_scalar!(",
            "query_file!(",
            "query(",
            "query_as(",
            "query_scalar(",
            "raw_sql(",
            "copy_in_raw(",
            "QueryBuilder",
        ] {
            for line in file.lines_with(call) {
                let called = file.code.lines().nth(line - 1).unwrap_or_default();
                // Reading the query of a URL is something else.
                if !called.contains(".query(") && !called.contains("fn ") {
                    broken.push(format!("{}:{line}: {}", file.path, called.trim()));
                }
            }
        }
    }
    none(&broken, "statements stand in files named sql.rs (and in db):");
}

#[test]
fn scopes_are_made_by_guards_and_by_the_program_itself() {
    let doors = [
        "src/db/scope.rs",
        "src/web/guard/mod.rs",
        "src/web/guard/links.rs",
        "src/web/guard/caller.rs",
        "src/program.rs",
    ];
    let mut broken = Vec::new();
    for file in sources() {
        let may = doors.contains(&file.path.as_str())
            || ["src/demo/", "src/jobs/"].iter().any(|folder| file.path.starts_with(folder));
        if may {
            continue;
        }
        let kinds = [
            "province",
            "assignment",
            "person",
            "delegation",
            "open_link",
            "national",
            "public",
            "system",
            "new",
        ];
        for kind in kinds {
            for line in file.lines_with(&format!("Scope::{kind}(")) {
                broken.push(format!("{}:{line}: Scope::{kind}", file.path));
            }
        }
    }
    none(&broken, "only web/guard, the program, jobs and the demo make scopes; take the guard's:");
}

/// The one function that adds to a transaction's settings: a province's own new event.
const ADOPTS: [&str; 2] = [
    "perform set_config('app.events', (coalesce(app_events(), '{}') || p_event)::text, true),",
    "set_config('app.hosted', (coalesce(app_hosted(), '{}') || p_event)::text, true);",
];

#[test]
fn roles_and_settings_are_taken_in_one_place() {
    let mut broken = Vec::new();
    for file in sources().into_iter().chain(files("src", "sql")).chain(files("migrations", "sql")) {
        if file.path == "src/db/scope.rs" {
            continue;
        }
        for (number, line) in file.uncommented.lines().enumerate() {
            let line = line.to_lowercase();
            if ADOPTS.contains(&line.trim()) {
                continue;
            }
            for words in [
                "set role",
                "set local role",
                "set session role",
                "reset role",
                "set_config",
                "session authorization",
            ] {
                if line.contains(words) {
                    broken.push(format!("{}:{}: {words}", file.path, number + 1));
                }
            }
        }
    }
    none(&broken, "a transaction's role and settings come from db/scope.rs alone:");
}

#[test]
fn the_machine_is_asked_for_the_time_in_one_place() {
    let mut broken = Vec::new();
    for file in sources().into_iter().filter(|file| file.path != "src/kernel/clock.rs") {
        for call in ["Utc::now", "Local::now", "SystemTime::now", "OffsetDateTime::now"] {
            broken.extend(file.lines_with(call).map(|line| format!("{}:{line}: {call}", file.path)));
        }
    }
    for file in
        files("src", "sql").into_iter().chain(sources().into_iter().filter(|f| stem(&f.path) == "sql"))
    {
        for (number, line) in file.uncommented.lines().enumerate() {
            if ["now()", "current_date", "current_timestamp", "clock_timestamp"]
                .iter()
                .any(|n| line.contains(n))
            {
                broken.push(format!("{}:{}: pass the time as an argument", file.path, number + 1));
            }
        }
    }
    none(&broken, "the time comes from kernel::clock::Clock:");
}

#[test]
fn urls_are_types() {
    let mut broken = Vec::new();
    for file in sources() {
        for used in file.uses() {
            if matches!(used.path.as_str(), "axum::extract::Path" | "axum::extract::path::Path") {
                broken.push(format!("{}:{}: use a TypedPath", file.path, used.line));
            }
        }
    }
    none(&broken, "a URL's parts come from a typed path:");
}

#[test]
fn templates_hold_no_inline_style_or_script() {
    let mut broken = Vec::new();
    for file in files("templates", "html") {
        for (number, line) in file.text.lines().enumerate() {
            for wrong in inline(line) {
                broken.push(format!("{}:{}: {wrong}", file.path, number + 1));
            }
        }
    }
    none(&broken, "the content security policy refuses inline style and script:");
}

/// What of this line a browser would refuse.
fn inline(line: &str) -> Vec<String> {
    let lower = line.to_lowercase();
    let mut wrong: Vec<String> = ["<style", " style=", "javascript:"]
        .into_iter()
        .filter(|word| lower.contains(word))
        .map(ToOwned::to_owned)
        .collect();
    for (at, _) in lower.match_indices(" on") {
        let name: String = lower[at + 1..].chars().take_while(char::is_ascii_alphabetic).collect();
        let quoted = ["=\"", "='"].iter().any(|q| lower[at + 1 + name.len()..].starts_with(q));
        if quoted {
            wrong.push(name);
        }
    }
    for (at, _) in lower.match_indices("<script") {
        let (tag, rest) = lower[at..].split_once('>').unwrap_or_default();
        if !tag.contains(" src=") || !rest.starts_with("</script>") {
            wrong.push("<script> with something in it".into());
        }
    }
    wrong
}

#[test]
fn the_search_for_inline_script_finds_it() {
    for bad in [
        "<p style=\"x\">",
        "<style>",
        "<a onclick=\"f()\">",
        "<script>f()</script>",
        "<script src=\"a\">f()</script>",
        "<a href=\"javascript:f()\">",
    ] {
        assert!(!inline(bad).is_empty(), "{bad}");
    }
    for good in ["<script type=\"module\" src=\"{{ a }}\"></script>", "<p class=\"on\">Simpan on=off</p>"] {
        assert_eq!(inline(good), Vec::<String>::new(), "{good}");
    }
}

#[test]
fn every_template_is_used_and_every_one_used_is_there() {
    let templates: BTreeSet<String> = ["html", "txt", "typ", "svg"]
        .iter()
        .flat_map(|kind| files("templates", kind))
        .filter(|file| !file.path.contains("/fonts/"))
        .map(|file| file.path.trim_start_matches("templates/").to_owned())
        .collect();
    let mut named = BTreeSet::new();
    for file in sources() {
        named.extend(quoted_after(&file.uncommented, "path = "));
        named.extend(
            quoted_after(&file.uncommented, "template!(").iter().map(|name| format!("documents/{name}.typ")),
        );
        let parts = quoted_after(&file.uncommented, "include_str!(");
        named.extend(
            parts.iter().filter_map(|path| path.split_once("templates/").map(|(_, name)| name.to_owned())),
        );
    }
    for file in files("templates", "html") {
        for word in ["extends ", "include ", "import "] {
            named.extend(quoted_after(&file.text, word));
        }
    }
    let unused: Vec<_> =
        templates.difference(&named).filter(|name| !FURNITURE.contains(&name.as_str())).cloned().collect();
    none(&unused, "templates that nothing uses:");
}

/// The strings that stand right behind `word`.
fn quoted_after(text: &str, word: &str) -> Vec<String> {
    text.match_indices(word)
        .filter_map(|(at, _)| text[at + word.len()..].strip_prefix('"')?.split_once('"'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn every_icon_named_is_there() {
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for file in files("templates", "html") {
        for (at, _) in file.text.match_indices("\"|icon") {
            if let Some((_, name)) = file.text[..at].rsplit_once('"') {
                named.insert(name.to_owned(), file.path.clone());
            }
        }
    }
    for entry in sejawat::app::routes().into_parts().1 {
        named.insert(entry.icon.to_owned(), format!("the rail entry “{}”", entry.label));
    }
    let missing: Vec<String> = named
        .iter()
        .filter(|(name, _)| sejawat::web::assets::icon(name).is_none())
        .map(|(name, by)| format!("static/icons/{name}.svg, named by {by}"))
        .collect();
    none(&missing, "icons that are missing:");
}

#[test]
fn every_migration_says_what_it_is_for() {
    let mut broken = Vec::new();
    let mut numbers = BTreeSet::new();
    for file in files("migrations", "sql") {
        if !file.text.starts_with("-- ") {
            broken.push(format!("{}: begin with a comment that says what it is for", file.path));
        }
        let name = file.path.trim_start_matches("migrations/");
        let number: Option<u32> = name.get(..5).and_then(|n| n.strip_suffix('_')?.parse().ok());
        if !number.is_some_and(|number| numbers.insert(number)) {
            broken.push(format!("{}: begin with a number of four digits of its own", file.path));
        }
    }
    none(&broken, "migrations:");
}

#[test]
fn every_setting_is_documented() {
    let (readme, example) = (read("README.md"), read(".env.example"));
    let config = read("src/config.rs");
    let settings: BTreeSet<&str> = config
        .split("given(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .chain(["RUST_LOG"])
        .collect();
    assert!(settings.len() > 5, "{settings:?}");
    let missing: Vec<String> = settings
        .into_iter()
        .filter(|name| {
            !readme.contains(&format!("| `{name}` |")) || !example.contains(&format!("\n#{name}="))
        })
        .map(ToOwned::to_owned)
        .collect();
    none(&missing, "settings that README.md or .env.example does not name:");
}

#[test]
fn the_house_holds_only_what_belongs_in_it() {
    let mut broken = Vec::new();
    for entry in std::fs::read_dir(source::root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let belongs = name.starts_with('.')
            || [
                "Cargo.toml",
                "Cargo.lock",
                "src",
                "migrations",
                "templates",
                "static",
                "tests",
                "README.md",
                "target",
            ]
            .contains(&name.as_str());
        if !belongs {
            broken.push(name);
        }
    }
    none(&broken, "nothing else stands at the top:");
    assert!(read("README.md").contains("## "));
}
