//! A browser without a screen: keeps cookies, follows redirects, clicks links by their words, and fills the real
//! HTML forms by their labels.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use http_body_util::BodyExt as _;
use scraper::{ElementRef, Html, Selector};
use tower::ServiceExt as _;

#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
}

/// What came back, after redirects.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: StatusCode,
    pub path: String,
    pub body: String,
}

impl Browser {
    pub fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Opens a page and follows redirects.
    pub async fn open(&mut self, path: impl ToString) -> Page {
        let mut page = self.send("GET", &path.to_string(), None, &[]).await;
        for _ in 0..5 {
            if !page.status.is_redirection() {
                break;
            }
            let to = page.path.clone();
            page = self.send("GET", &to, None, &[]).await;
        }
        page
    }

    /// The same with fields that were gathered.
    pub async fn post_all(&mut self, path: impl ToString, fields: &[(String, String)]) -> Page {
        let fields: Vec<_> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        self.post(path, &fields).await
    }

    /// Posts fields and follows the redirect.
    pub async fn post(&mut self, path: impl ToString, fields: &[(&str, &str)]) -> Page {
        let body = serde_html_form::to_string(fields).unwrap();
        let page = self.send("POST", &path.to_string(), Some(body), &[]).await;
        if page.status.is_redirection() { self.open(page.path.clone()).await } else { page }
    }

    /// One request, no redirects followed; for a redirect, `path` is where it leads.
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Page {
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let has_kind = body.is_none() || headers.iter().any(|(name, _)| *name == "content-type");
        let headers: Vec<_> = headers.iter().copied().chain((!has_kind).then_some(kind)).collect();
        self.exchange(method, path, Body::from(body.unwrap_or_default()), &headers).await.0
    }

    async fn exchange(
        &mut self,
        method: &str,
        path: &str,
        body: Body,
        headers: &[(&str, &str)],
    ) -> (Page, Vec<u8>) {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "sejawat.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let request = request.body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let status = response.status();
        let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let page = Page {
            status,
            path: to.unwrap_or_else(|| path.to_owned()),
            body: String::from_utf8_lossy(&bytes).into_owned(),
        };
        (page, bytes.to_vec())
    }

    /// The head of the answer to a GET.
    pub async fn head(&self, path: &str) -> HeaderMap {
        self.answer("GET", path).await.headers().clone()
    }

    /// The head of the answer to a POST without fields.
    pub async fn head_of_post(&self, path: &str) -> HeaderMap {
        self.answer("POST", path).await.headers().clone()
    }

    async fn answer(&self, method: &str, path: &str) -> Response<Body> {
        let cookies: Vec<_> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "sejawat.test")
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::empty())
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Follows the link with these words.
    pub async fn click(&mut self, page: &Page, words: &str) -> Page {
        let href = page
            .link(words)
            .unwrap_or_else(|| panic!("no link “{words}” on {}:\n{}", page.path, page.text()));
        self.open(href).await
    }

    /// Presses a button that stands in a form of its own, or in a filled form.
    pub async fn press(&mut self, page: &Page, words: &str) -> Page {
        self.submit(page.form(words)).await
    }

    /// Sends a filled form together with a file.
    pub async fn upload(&mut self, form: Form, field: &str, name: &str, bytes: &[u8]) -> Page {
        let mut body = Vec::new();
        for (field, value) in form.fields.iter().filter(|(known, _)| known != field) {
            body.extend(
                format!("--grenze\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        body.extend(
            format!(
                "--grenze\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(bytes);
        body.extend(b"\r\n--grenze--\r\n");
        let headers = [("content-type", "multipart/form-data; boundary=grenze")];
        let (page, _) = self.exchange("POST", &form.action, Body::from(body), &headers).await;
        if page.status.is_redirection() { self.open(page.path.clone()).await } else { page }
    }

    /// Opens a file and keeps it as it is.
    pub async fn fetch(&mut self, path: &str) -> (Page, Vec<u8>) {
        self.exchange("GET", path, Body::empty(), &[]).await
    }

    /// Sends a filled form and keeps what comes back as it is: a file.
    pub async fn download(&mut self, form: Form) -> Vec<u8> {
        let body = serde_html_form::to_string(&form.fields).unwrap();
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let (page, bytes) =
            self.exchange(&form.method.to_uppercase(), &form.action, Body::from(body), &headers).await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.text());
        bytes
    }

    /// Sends a filled form.
    pub async fn submit(&mut self, form: Form) -> Page {
        if form.method == "get" {
            let fields: Vec<_> = form.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let query = serde_html_form::to_string(&fields).unwrap();
            return self.open(format!("{}?{query}", form.action)).await;
        }
        self.post_all(&form.action, &form.fields).await
    }
}

impl Page {
    pub fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// Everything that is to be read, with single spaces.
    pub fn text(&self) -> String {
        let html = self.html();
        let main = html.select(&selector("main")).next().unwrap_or_else(|| html.root_element());
        words_of(main)
    }

    #[track_caller]
    pub fn expect(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}:\n{}", self.path, self.text());
        self
    }

    #[track_caller]
    pub fn expect_text(&self, wanted: &str) -> &Self {
        let text = self.text();
        assert!(text.contains(wanted), "“{wanted}” is not on {}:\n{text}", self.path);
        self
    }

    #[track_caller]
    pub fn expect_no_text(&self, unwanted: &str) -> &Self {
        assert!(!self.body.contains(unwanted), "“{unwanted}” is on {}:\n{}", self.path, self.text());
        self
    }

    /// The sentence beside the field with this label.
    pub fn problem(&self, label: &str) -> Option<String> {
        let html = self.html();
        let id = field_id(&html, label)?;
        let sentence = html.select(&selector(&format!("[id='{id}-problem']"))).next().map(words_of)?;
        Some(sentence.trim_start_matches("Perbaiki: ").to_owned())
    }

    pub fn link(&self, words: &str) -> Option<String> {
        let html = self.html();
        html.select(&selector("a[href]"))
            .find(|link| words_of(*link) == words)
            .and_then(|link| link.attr("href").map(ToOwned::to_owned))
    }

    /// The path of an address of ours that stands in the field with this id, to be copied.
    #[track_caller]
    pub fn copied(&self, id: &str) -> String {
        let html = self.html();
        let field = html.select(&selector(&format!("input[id='{id}']"))).next();
        let url = field.and_then(|field| field.attr("value"));
        let path = url.and_then(|url| url.strip_prefix("http://sejawat.test"));
        path.unwrap_or_else(|| panic!("no address in “{id}” on {}:\n{}", self.path, self.text())).to_owned()
    }

    /// How many elements match.
    pub fn count(&self, css: &str) -> usize {
        self.html().select(&selector(css)).count()
    }

    /// The form that the button with these words sends, with what is in its fields now.
    #[track_caller]
    pub fn form(&self, button: &str) -> Form {
        let html = self.html();
        for form in html.select(&selector("form")) {
            // A button may stand elsewhere on the page and name its form.
            let beside = form.attr("id").map(|id| selector(&format!("button[form='{id}']")));
            let beside: Vec<_> = beside.iter().flat_map(|css| html.select(css)).collect();
            // And one that stands in this form may name another.
            let inside = selector("button");
            let own = form
                .select(&inside)
                .filter(|button| button.attr("form").is_none_or(|named| form.attr("id") == Some(named)));
            let mut buttons = own.collect::<Vec<_>>().into_iter().chain(beside);
            let Some(pressed) = buttons.find(|b| words_of(*b) == button) else {
                continue;
            };
            let mut fields = Vec::new();
            for field in form.select(&selector("input, select, textarea")) {
                let (Some(name), element) = (field.attr("name"), field.value()) else { continue };
                match (element.name(), element.attr("type").unwrap_or("text")) {
                    ("select", _) => {
                        let options: Vec<_> = field.select(&selector("option")).collect();
                        let chosen =
                            options.iter().find(|o| o.attr("selected").is_some()).or(options.first());
                        let value = chosen.and_then(|o| o.attr("value")).unwrap_or_default();
                        fields.push((name.to_owned(), value.to_owned()));
                    }
                    ("textarea", _) => fields.push((name.to_owned(), field.text().collect::<String>())),
                    (_, "checkbox" | "radio") if element.attr("checked").is_none() => {}
                    _ => fields.push((name.to_owned(), element.attr("value").unwrap_or_default().to_owned())),
                }
            }
            if let Some(name) = pressed.attr("name") {
                fields.push((name.to_owned(), pressed.attr("value").unwrap_or_default().to_owned()));
            }
            return Form {
                action: pressed
                    .attr("formaction")
                    .or(form.attr("action"))
                    .filter(|a| !a.is_empty())
                    .unwrap_or(&self.path)
                    .to_owned(),
                method: form.attr("method").unwrap_or("get").to_owned(),
                fields,
                html: form.html(),
            };
        }
        panic!("no button “{button}” on {}:\n{}", self.path, self.text());
    }
}

/// A form of a page, being filled.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    method: String,
    pub fields: Vec<(String, String)>,
    html: String,
}

impl Form {
    /// Types into the field with this label (or picks the option with these words).
    #[track_caller]
    #[must_use]
    pub fn fill(mut self, label: &str, value: &str) -> Self {
        let html = Html::parse_fragment(&self.html);
        let id =
            field_id(&html, label).unwrap_or_else(|| panic!("no field “{label}” in the form: {}", self.html));
        let field =
            html.select(&selector(&format!("[id='{id}']"))).next().expect("a label without its field");
        let name = field.attr("name").expect("a field without a name").to_owned();
        let value = field
            .select(&selector("option"))
            .find(|option| words_of(*option) == value)
            .and_then(|option| option.attr("value"))
            .unwrap_or(value)
            .to_owned();
        // Several fields may share a name; each stands for itself, in the order of the form.
        let nth = html.select(&selector(&format!("[name='{name}']"))).position(|other| other == field);
        match self.fields.iter_mut().filter(|(n, _)| *n == name).nth(nth.unwrap_or_default()) {
            Some((_, typed)) => *typed = value,
            None => self.fields.push((name, value)),
        }
        self
    }

    /// Ticks the box or chooses the radio with this label.
    #[track_caller]
    #[must_use]
    pub fn tick(mut self, label: &str) -> Self {
        let (name, value, kind) = self.tickable(label);
        if kind == "radio" {
            self.fields.retain(|(n, _)| *n != name);
        }
        self.fields.push((name, value));
        self
    }

    /// Takes the tick away.
    #[track_caller]
    #[must_use]
    pub fn untick(mut self, label: &str) -> Self {
        let (name, value, _) = self.tickable(label);
        self.fields.retain(|(n, v)| *n != name || *v != value);
        self
    }

    #[track_caller]
    fn tickable(&self, label: &str) -> (String, String, String) {
        let html = Html::parse_fragment(&self.html);
        let within = html.select(&selector("label")).find(|l| words_of(*l) == label);
        let field = within
            .and_then(|l| l.select(&selector("input")).next())
            .or_else(|| html.select(&selector(&format!("[id='{}']", field_id(&html, label)?))).next())
            .unwrap_or_else(|| panic!("no box “{label}” in the form: {}", self.html));
        (
            field.attr("name").unwrap_or_default().to_owned(),
            field.attr("value").unwrap_or("on").to_owned(),
            field.attr("type").unwrap_or_default().to_owned(),
        )
    }

    /// The same, without fields, leading elsewhere.
    #[must_use]
    pub fn leading(self, method: &str, to: &str) -> Self {
        Self { method: method.into(), action: to.into(), fields: Vec::new(), ..self }
    }

    /// Sets a field by its name: what a forged request does.
    #[must_use]
    pub fn forge(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(n, _)| n != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// The id of the field (or of the group of boxes) with this label.
fn field_id(html: &Html, label: &str) -> Option<String> {
    let is_it = |element: ElementRef<'_>| {
        let words = words_of(element);
        words == label || words.strip_prefix(label).is_some_and(|rest| rest.starts_with(" ("))
    };
    let labelled = html.select(&selector("label[for]")).find(|l| is_it(*l)).and_then(|l| l.attr("for"));
    let grouped = || {
        let group = html
            .select(&selector("fieldset[id]"))
            .find(|group| group.select(&selector("legend")).next().is_some_and(is_it))?;
        group.attr("id")
    };
    labelled.or_else(grouped).map(ToOwned::to_owned)
}

fn words_of(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

#[test]
fn forms_are_filled_by_their_labels() {
    let body = r#"<main><form method="post" action="/simpan">
        <label for="a">Hadir</label><input id="a" type="checkbox" name="hadir" value="ya" checked>
        <label for="b">Guru</label><input id="b" type="radio" name="kerja" value="guru" checked>
        <label for="c">Petani</label><input id="c" type="radio" name="kerja" value="tani">
        <label for="d">Catatan (boleh kosong)</label><textarea id="d" name="catatan">lama</textarea>
        <button>Simpan</button></form></main>"#;
    let page = Page { status: StatusCode::OK, path: "/".into(), body: body.into() };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let as_it_stands = page.form("Simpan");
    assert_eq!(as_it_stands.fields, [pair("hadir", "ya"), pair("kerja", "guru"), pair("catatan", "lama")]);
    let filled = as_it_stands.untick("Hadir").tick("Petani").fill("Catatan", "baru");
    assert_eq!(filled.fields, [pair("catatan", "baru"), pair("kerja", "tani")]);
}
