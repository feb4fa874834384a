//! Every route for every person, in one's own place and in others', generated from the route table; and the matrix
//! of roles and permissions as a snapshot, which a reviewer reads first.

use std::{collections::BTreeSet, fmt::Write as _};

use sejawat::{
    app,
    auth::permission::{self, Role},
    web::routes::RouteInfo,
};

use tokio::task::JoinSet;

use crate::support::{
    World,
    browser::{Browser, Page},
    samples::{self, GUEST, HOST, JAMBI, JATENG, SIDES, Side},
    world::Who,
};

#[test]
fn the_matrix_of_roles_and_permissions() {
    let mut text = format!("{:<26}", "");
    for role in Role::ALL {
        let _ = write!(text, "{:<14}", format!("{role:?}").replace("Province", "").replace("National", ""));
    }
    for (name, roles) in permission::ALL {
        let _ = write!(text, "\n{name:<26}");
        for role in Role::ALL {
            let _ = write!(text, "{:<14}", if roles.contains(&role) { "yes" } else { "-" });
        }
    }
    insta::assert_snapshot!(text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_routes_and_who_may_call_them() {
    let mut lines: Vec<String> = app::route_table()
        .iter()
        .map(|route| {
            format!("{:<70} {:<5} {}", route.path, route.method, route.permission.unwrap_or(route.guard))
        })
        .collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn every_permission_has_a_holder_and_its_own_name() {
    let names: BTreeSet<_> = permission::ALL.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), permission::ALL.len(), "two permissions of one name");
    for (name, roles) in permission::ALL {
        assert!(!roles.is_empty(), "nobody holds {name}");
    }
}

/// Where somebody stands who asks: the URL's first segment, and the side whose rows are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stand {
    place: &'static str,
    side: Side,
}

impl Stand {
    /// Every place with every event that there is to ask for.
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for place in ["jambi", "jawa-tengah", "jawa-barat", "dki-jakarta", "tugas", "nasional"] {
            for side in [JAMBI, JATENG, HOST] {
                // The guest's office asks for its own people in the joint event.
                let side = if side == HOST && place == GUEST.slug { GUEST } else { side };
                all.push(Self { place, side });
            }
        }
        all
    }

    /// Whether it is worth asking from here: both place and event of somebody else are asked for by somebody else.
    fn concerns(self, who: Who) -> bool {
        match given(who) {
            (Role::NationalCoordinator, _) => self.place == "nasional" || self.side == JAMBI,
            (Role::Facilitator | Role::Consultant, Some(home)) => {
                self.place == "tugas" || self.side.event == home.event
            }
            (_, Some(home)) => self.place == home.slug || self.side.event == home.event,
            (_, None) => true,
        }
    }

    /// The route's URL from here.
    fn url(self, route: &RouteInfo) -> String {
        let office = SIDES.into_iter().find(|side| side.slug == self.place);
        match office {
            Some(office) if !route.path.contains("{event}") => self.url_for(route, office),
            _ => self.url_for(route, self.side),
        }
    }

    /// The route's URL from here, but with the rows of another side.
    fn url_for(self, route: &RouteInfo, rows: Side) -> String {
        let mut url = route.path.to_owned();
        for name in placeholders(route.path) {
            let value = match name {
                "place" => self.place.to_owned(),
                "event" => uuid::Uuid::from_u128(self.side.event).to_string(),
                name => samples::of(name, route.path, rows),
            };
            url = url.replace(&format!("{{{name}}}"), &value);
        }
        url
    }
}

fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

/// The role that a person was given, and on which side.
fn given(who: Who) -> (Role, Option<Side>) {
    use Role::{Consultant, Facilitator, NationalCoordinator, ProvinceAdmin, ProvinceOperator};
    match who {
        Who::Coordinator => (NationalCoordinator, None),
        Who::JambiAdmin => (ProvinceAdmin, Some(JAMBI)),
        Who::JambiOperator => (ProvinceOperator, Some(JAMBI)),
        Who::JambiFacilitator => (Facilitator, Some(JAMBI)),
        Who::JambiConsultant => (Consultant, Some(JAMBI)),
        Who::JatengAdmin => (ProvinceAdmin, Some(JATENG)),
        Who::JatengOperator => (ProvinceOperator, Some(JATENG)),
        Who::JatengFacilitator => (Facilitator, Some(JATENG)),
        Who::HostAdmin => (ProvinceAdmin, Some(HOST)),
        Who::GuestAdmin => (ProvinceAdmin, Some(GUEST)),
        Who::GuestOperator => (ProvinceOperator, Some(GUEST)),
    }
}

/// What a person is at a stand, written down here once more and by other means than the program's. Empty: the place
/// does not exist for this person.
fn roles(who: Who, stand: Stand, with_event: bool) -> Vec<Role> {
    use Role::{Consultant, Facilitator, NationalCoordinator, ProvinceAdmin, ProvinceOperator};
    let (role, home) = given(who);
    let in_event = |home: Side| !with_event || home.event == stand.side.event;
    match (role, home) {
        (NationalCoordinator, _) if stand.place == "nasional" => vec![role],
        (ProvinceAdmin | ProvinceOperator, Some(home)) if stand.place == home.slug && in_event(home) => {
            vec![if with_event && home == GUEST { role.as_guest() } else { role }]
        }
        (Facilitator | Consultant, Some(home)) if stand.place == "tugas" && in_event(home) => vec![role],
        _ => Vec::new(),
    }
}

async fn ask(browser: &mut Browser, route: &RouteInfo, url: &str) -> Page {
    let body = (route.method == "POST").then(String::new);
    browser.send(route.method, url, body, &[]).await
}

fn routes_of(method: &str) -> Vec<RouteInfo> {
    app::route_table().into_iter().filter(|route| route.method == method).collect()
}

#[tokio::test]
async fn without_signing_in_there_is_the_sign_in_page() {
    let world = World::filled().await;
    let mut visitor = world.visitor();
    let stand = Stand { place: "jambi", side: JAMBI };
    let mut broken = Vec::new();
    for route in app::route_table() {
        let page = ask(&mut visitor, &route, &stand.url(&route)).await;
        let fine = match (route.guard, route.method) {
            ("can" | "signed_in", "GET") => {
                page.status.as_u16() == 303 && page.path.starts_with("/masuk?lanjut=")
            }
            ("can" | "signed_in" | "caller", _) => page.status.as_u16() == 401,
            _ => !matches!(page.status.as_u16(), 403 | 500..),
        };
        if !fine {
            broken.push(format!("{} {} -> {} {}", route.method, route.path, page.status, page.path));
        }
    }
    assert!(broken.is_empty(), "signed out:\n{}", broken.join("\n"));
}

#[tokio::test]
async fn pages_open_for_those_who_may_and_for_nobody_else() {
    matrix("GET").await;
}

#[tokio::test]
async fn deeds_are_done_by_those_who_may_and_by_nobody_else() {
    matrix("POST").await;
}

/// Whether this URL of `route` is answered by `other`, which says its first segment in letters.
fn goes_before(other: &RouteInfo, route: &RouteInfo, url: &str) -> bool {
    let (asked, pattern): (Vec<_>, Vec<_>) = (url.split('/').collect(), other.path.split('/').collect());
    other.method == route.method
        && other.path != route.path
        && !pattern[1].starts_with('{')
        && asked.len() == pattern.len()
        && asked.iter().zip(pattern).all(|(word, wanted)| wanted.starts_with('{') || *word == wanted)
}

/// A question of the matrix.
struct Question {
    who: Who,
    route: RouteInfo,
    url: String,
    held: Vec<Role>,
    may: bool,
}

impl Question {
    /// What is wrong with an answer.
    fn wrong(&self, status: u16) -> Option<String> {
        let Question { who, route, url, held, may } = self;
        let fine = match (held.is_empty(), may) {
            (true, _) => status == 404,
            (false, false) => status == 403,
            (false, true) => !matches!(status, 401 | 403 | 404 | 500..),
        };
        (!fine).then(|| format!("{} {url} as {who:?} ({held:?}) -> {status}", route.method))
    }
}

/// Every route, asked for by everybody from everywhere.
fn questions(method: &str) -> Vec<Question> {
    let routes = routes_of(method);
    let mut questions = Vec::new();
    for who in Who::ALL {
        for route in routes.iter().filter(|route| route.guard == "can") {
            let mut asked = BTreeSet::new();
            for stand in Stand::all().into_iter().filter(|stand| stand.concerns(who)) {
                let url = stand.url(route);
                let first = url.split('/').nth(1).unwrap_or_default();
                // A literal path, such as /tugas, goes before one with a placeholder.
                let other = routes.iter().any(|other| goes_before(other, route, &url));
                if first != stand.place || other || !asked.insert(url.clone()) {
                    continue;
                }
                let held = roles(who, stand, route.path.contains("{event}"));
                let may = held.iter().any(|role| route.roles.contains(role));
                questions.push(Question { who, route: route.clone(), url, held, may });
            }
        }
    }
    questions
}

/// Asks all of them: first what must be refused, which changes nothing; then what may be done.
async fn matrix(method: &str) {
    let world = World::filled().await;
    let mut browsers: Vec<(Who, Browser)> = Vec::new();
    for who in Who::ALL {
        browsers.push((who, world.browser(who).await));
    }
    let mut broken = Vec::new();
    let mut again = JoinSet::new();
    let (allowed, refused): (Vec<_>, Vec<_>) = questions(method).into_iter().partition(|q| q.may);
    for question in refused.into_iter().chain(allowed) {
        let (_, browser) = browsers.iter_mut().find(|(owner, _)| *owner == question.who).unwrap();
        let status = ask(browser, &question.route, &question.url).await.status.as_u16();
        if question.may && matches!(status, 401 | 403 | 404) && method == "POST" {
            // An earlier deed may have taken the row away, or the role: once more in a world of its own, a few at a time.
            if again.len() == 4 {
                broken.extend(again.join_next().await.unwrap().unwrap());
            }
            again.spawn(async move {
                let fresh = World::filled().await;
                let mut browser = fresh.browser(question.who).await;
                let status = ask(&mut browser, &question.route, &question.url).await.status.as_u16();
                question.wrong(status)
            });
        } else {
            broken.extend(question.wrong(status));
        }
    }
    broken.extend(again.join_all().await.into_iter().flatten());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn anothers_row_is_not_found_in_ones_own_place() {
    let world = World::filled().await;
    let mut broken = Vec::new();
    for (who, side) in [(Who::JambiAdmin, JAMBI), (Who::JatengAdmin, JATENG), (Who::HostAdmin, HOST)] {
        let mut browser = world.browser(who).await;
        for route in app::route_table() {
            let rows = placeholders(route.path).into_iter().any(samples::is_owned);
            if !rows || !route.roles.contains(&Role::ProvinceAdmin) {
                continue;
            }
            let stand = Stand { place: side.slug, side };
            for other in SIDES.into_iter().filter(|other| other.event != side.event) {
                let url = stand.url_for(&route, other);
                let status = ask(&mut browser, &route, &url).await.status.as_u16();
                // A form may be refused for what is in it before its row is looked for.
                if status != 404 && !(route.method == "POST" && matches!(status, 400 | 422)) {
                    broken.push(format!("{} {url} as {who:?} -> {status}", route.method));
                }
            }
        }
    }
    assert!(broken.is_empty(), "another's row:\n{}", broken.join("\n"));
}

#[tokio::test]
async fn another_site_cannot_make_anybody_do_anything() {
    let world = World::filled().await;
    let mut admin = world.browser(Who::JambiAdmin).await;
    let stand = Stand { place: "jambi", side: JAMBI };
    let before = world.everything().await;
    for route in routes_of("POST") {
        for headers in [
            [("sec-fetch-site", "cross-site"), ("origin", "https://evil.id")],
            [("sec-fetch-site", "same-site"), ("origin", "https://evil.sejawat.test")],
        ] {
            let page = admin.send("POST", &stand.url(&route), Some(String::new()), &headers).await;
            assert_eq!(page.status.as_u16(), 403, "{} {headers:?}", route.path);
        }
        let page = admin
            .send("POST", &stand.url(&route), Some(String::new()), &[("origin", "https://evil.id")])
            .await;
        assert_eq!(page.status.as_u16(), 403, "{} by an older browser", route.path);
    }
    assert_eq!(world.everything().await, before);
    assert!(admin.cookie("sejawat_masuk").is_some());
}

#[tokio::test]
async fn a_personal_link_opens_for_the_phone_that_knows_it() {
    let world = World::filled().await;
    let routes: Vec<_> = app::route_table().into_iter().filter(|route| route.guard == "by_link").collect();
    assert!(!routes.is_empty());
    let mut stranger = world.visitor();
    let mut phone = world.visitor();
    phone.set_cookie("sejawat_perangkat", "ponsel");
    for (nth, route) in routes.into_iter().enumerate() {
        // Whoever tries many links is stopped, so each route is tried on a device of its own.
        let mut guesser = world.visitor();
        guesser.set_cookie("sejawat_perangkat", &format!("ponsel-{nth}"));
        let stand = Stand { place: "", side: JAMBI };
        let page = ask(&mut phone, &route, &stand.url(&route)).await;
        assert!(!matches!(page.status.as_u16(), 401 | 403 | 404 | 500..), "{} {}", route.path, page.status);
        let seen = ask(&mut stranger, &route, &stand.url(&route)).await;
        seen.expect_no_text("Peserta 15").expect_no_text("Dinas 15");
        for wrong in ["0".repeat(64), "1".repeat(63), "x".into()] {
            let url = route.path.replace("{token}", &wrong);
            ask(&mut guesser, &route, &url).await.expect(404);
        }
    }
    phone.open(format!("/saya/{}", samples::token(JAMBI))).await.expect(200).expect_text("Peserta 15");
}

#[tokio::test]
async fn a_delegation_link_opens_for_the_phone_that_knows_it() {
    let world = World::filled().await;
    let routes: Vec<_> =
        app::route_table().into_iter().filter(|route| route.guard == "by_delegation").collect();
    assert!(routes.len() > 5);
    let mut stranger = world.visitor();
    let mut phone = world.visitor();
    phone.set_cookie("sejawat_perangkat", "ponsel");
    let stand = Stand { place: "", side: JAMBI };
    for route in &routes {
        let url = stand.url(route);
        let before = world.everything().await;
        // Nobody's names for a browser that is not known, and nothing is done for it but a guess that is counted.
        let seen = ask(&mut stranger, route, &url).await;
        assert!(matches!(seen.status.as_u16(), 200 | 303 | 422), "{} {}", route.path, seen.status);
        for secret in ["Utusan 15", "Dinas 15", "Dinas Perpustakaan 15", "PIC 15"] {
            seen.expect_no_text(secret);
        }
        assert_eq!(world.everything().await, before, "{}", route.path);
        let page = ask(&mut phone, route, &url).await;
        assert!(!matches!(page.status.as_u16(), 401 | 403 | 404 | 500..), "{} {}", route.path, page.status);
        for wrong in ["0".repeat(64), "1".repeat(63), "x".into()] {
            let url = url.replace(&samples::delegation_token(JAMBI), &wrong);
            ask(&mut phone, route, &url).await.expect(404);
        }
    }
    // A person of another library is nobody here.
    for side in [JATENG, HOST, GUEST] {
        for route in routes.iter().filter(|route| route.path.contains("{participant}")) {
            let other = samples::of("participant", route.path, side);
            let url = stand.url(route).replace(&samples::of("participant", route.path, JAMBI), &other);
            let body = (route.method == "POST").then(|| "full_name=Orang+Lain&sex=L".to_owned());
            phone.send(route.method, &url, body, &[]).await.expect(404);
        }
    }
    let own = format!("/utusan/{}", samples::delegation_token(JAMBI));
    phone.open(own).await.expect(200).expect_text("Dinas Perpustakaan 15");
}

#[tokio::test]
async fn looking_changes_nothing() {
    let world = World::filled().await;
    let mut browsers = Vec::new();
    for who in Who::ALL {
        browsers.push(world.browser(who).await);
    }
    let before = world.everything().await;
    for browser in &mut browsers {
        for route in routes_of("GET") {
            let mut asked = BTreeSet::new();
            for stand in Stand::all() {
                let url = stand.url(&route);
                if asked.insert(url.clone()) {
                    ask(browser, &route, &url).await;
                }
            }
        }
    }
    assert_eq!(world.everything().await, before);
}
