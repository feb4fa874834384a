//! One tab, as a person has it: opens, reads, presses and types by the words on the screen.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::{Key, TypingData, WebElement, WindowHandle};

use crate::{
    chromium::Chromium,
    site::Site,
    support::world::{JAMBI, Who},
};

/// How often something that should come is looked for, and how long one waits between looks.
const LOOKS: u32 = 300;
const BETWEEN: Duration = Duration::from_millis(50);

/// Finds what is to be pressed by its words, as far as it is shown.
const BY_WORDS: &str = "const [css, words] = arguments;
    const said = (e) => (e.getAttribute('aria-label') ?? e.textContent).replace(/\\s+/g, ' ').trim();
    return [...document.querySelectorAll(css)].find((e) => said(e) === words && e.getClientRects().length > 0) ?? null;";

/// Finds a field by its label.
const BY_LABEL: &str = "const said = (e) => e.textContent.replace(/\\s+/g, ' ').trim();
    const it = (e) => said(e) === arguments[0] || said(e).startsWith(arguments[0] + ' (');
    const label = [...document.querySelectorAll('label')].find(it);
    return label ? (label.control ?? null) : null;";

/// A choice of a field by its words.
const OPTION: &str =
    "return [...arguments[0].options].find((option) => option.textContent.trim() === arguments[1]) ?? null";

/// A person's mark on a card of the roll call.
const BY_PERSON: &str = "const [name, css] = arguments;
    const named = [...document.querySelectorAll('.person')].find((p) => p.querySelector('.person-name').textContent.trim() === name);
    return named?.querySelector(css) ?? null;";

/// A tab of a browser of its own.
pub struct Tab {
    pub chromium: Chromium,
    pub base: String,
}

impl Tab {
    /// A new browser; `None` where there is no Chromium.
    pub async fn new(site: &Site) -> Option<Self> {
        Self::through(&site.base).await
    }

    /// The same on another address, such as a link that can be cut.
    pub async fn through(base: &str) -> Option<Self> {
        Some(Self { chromium: Chromium::start().await?, base: base.to_owned() })
    }

    /// The same with a camera that shows this film.
    pub async fn with_camera(base: &str, film: &std::path::Path) -> Option<Self> {
        let args = [
            "--use-fake-device-for-media-stream".to_owned(),
            "--use-fake-ui-for-media-stream".to_owned(),
            format!("--use-file-for-fake-video-capture={}", film.display()),
        ];
        Self::told(base, args.to_vec()).await
    }

    /// The same with a browser that is told more at its start.
    pub async fn told(base: &str, args: Vec<String>) -> Option<Self> {
        Some(Self { chromium: Chromium::told(args).await?, base: base.to_owned() })
    }

    /// A command to the browser's developer tools.
    pub async fn tools(&self, command: &str, with: Value) -> Value {
        self.chromium.web.cdp().send_raw(command, with).await.unwrap()
    }

    /// The size of the screen.
    pub async fn size(&self, width: u32, height: u32) {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.tools("Emulation.setDeviceMetricsOverride", screen).await;
        // On a telephone they lie over the page; here they would take their width from it.
        self.tools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
    }

    /// A small telephone.
    pub async fn phone(&self) {
        self.size(360, 800).await;
    }

    /// `light` or `dark`; nothing moves, so that nothing is looked at half-way.
    pub async fn scheme(&self, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.tools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// From now on pages come without script.
    pub async fn without_script(&self) {
        self.tools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    }

    /// Signs this person in, without the page for it; `None` signs out.
    pub async fn be(&self, site: &Site, who: Option<Who>) {
        self.tools("Network.clearBrowserCookies", json!({})).await;
        if let Some(who) = who {
            let signed_in = site.world.browser(who).await;
            self.cookie("sejawat_masuk", signed_in.cookie("sejawat_masuk").unwrap()).await;
        }
    }

    pub async fn cookie(&self, name: &str, value: &str) {
        self.tools("Network.setCookie", json!({ "name": name, "value": value, "url": self.base })).await;
    }

    /// One more window of the same browser, which comes to the front; says which window was there before.
    pub async fn another_window(&self) -> WindowHandle {
        let before = self.chromium.web.window().await.unwrap();
        let window = self.chromium.web.new_tab().await.unwrap();
        self.to_window(window).await;
        before
    }

    /// Closes the window and goes on in a new one.
    pub async fn close_and_open(&self, path: &str) {
        self.afresh().await;
        self.open(path).await;
    }

    /// Closes the window; what follows is in a new, empty one.
    pub async fn afresh(&self) {
        let old = self.another_window().await;
        let new = self.chromium.web.window().await.unwrap();
        self.to_window(old).await;
        self.chromium.web.close_window().await.unwrap();
        self.to_window(new).await;
    }

    pub async fn to_window(&self, window: WindowHandle) {
        self.chromium.web.switch_to_window(window).await.unwrap();
    }

    pub async fn open(&self, path: &str) {
        self.chromium.web.goto(format!("{}{path}", self.base)).await.unwrap();
    }

    /// Opens a page of Jambi's event, as the office or as a facilitator sees it.
    pub async fn open_event(&self, place: &str, rest: &str) {
        self.open(&format!("/{place}/kegiatan/{}{rest}", JAMBI.0)).await;
    }

    /// What a script says. Works without the page's scripts, too.
    pub async fn ask(&self, script: &str, with: Vec<Value>) -> Value {
        self.chromium.web.execute(script, with).await.unwrap().json().clone()
    }

    async fn element(&self, script: &str, with: Vec<Value>) -> Option<WebElement> {
        // A page that is just being replaced may take the answer with it.
        let found = self.chromium.web.execute(script, with).await.ok()?;
        if found.json().is_null() { None } else { found.element().ok() }
    }

    async fn wait_for(&self, script: &str, with: Vec<Value>, what: &str) -> WebElement {
        for _ in 0..LOOKS {
            if let Some(found) = self.element(script, with.clone()).await {
                return found;
            }
            tokio::time::sleep(BETWEEN).await;
        }
        panic!("no {what} on {}:\n{}", self.path().await, self.text().await)
    }

    /// Follows the link with these words.
    pub async fn follow(&self, words: &str) {
        let link =
            self.wait_for(BY_WORDS, vec![json!("a[href]"), json!(words)], &format!("link “{words}”")).await;
        link.click().await.unwrap();
    }

    /// Presses the button with these words.
    pub async fn press(&self, words: &str) {
        let button =
            self.wait_for(BY_WORDS, vec![json!("button"), json!(words)], &format!("button “{words}”")).await;
        button.click().await.unwrap();
    }

    /// Taps what matches and has these words (any words when there are none), as a thumb does: what is under a bar is first
    /// moved up.
    pub async fn tap(&self, css: &str, words: &str) {
        let script = BY_WORDS.replace("said(e) === words", "(words === '' || said(e) === words)");
        let found =
            self.wait_for(&script, vec![json!(css), json!(words)], &format!("“{words}” ({css})")).await;
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        self.chromium.web.execute(middle, vec![found.to_json().unwrap()]).await.unwrap();
        found.click().await.unwrap();
    }

    /// Types into the field with this label, or picks the option with these words.
    pub async fn fill(&self, label: &str, value: &str) {
        let field = self.wait_for(BY_LABEL, vec![json!(label)], &format!("field “{label}”")).await;
        if field.tag_name().await.unwrap() == "select" {
            let with = vec![field.to_json().unwrap(), json!(value)];
            let option = self.wait_for(OPTION, with, &format!("“{value}” in “{label}”")).await;
            return option.click().await.unwrap();
        }
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Taps a person's letter in the roll call.
    pub async fn mark(&self, person: &str, letter: &str) {
        let value = match letter {
            "H" => "present",
            "T" => "late",
            "I" => "excused",
            "S" => "sick",
            _ => "absent",
        };
        let css = format!("button.mark[value={value}]");
        let button =
            self.wait_for(BY_PERSON, vec![json!(person), json!(css)], &format!("{letter} of {person}")).await;
        // As a thumb does: what is under the bar below is first moved up.
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        self.chromium.web.execute(middle, vec![button.to_json().unwrap()]).await.unwrap();
        button.click().await.unwrap();
    }

    /// The word that stands beside a person in the roll call.
    async fn state_of(&self, person: &str) -> Option<String> {
        let script = BY_PERSON.replace("?? null;", "?.textContent.trim();");
        // A page that is just being replaced may take the answer with it.
        let word = self.chromium.web.execute(script, vec![json!(person), json!(".status")]).await.ok()?;
        word.json().as_str().map(ToOwned::to_owned)
    }

    /// Everything that is to be read.
    pub async fn text(&self) -> String {
        let read = "return (document.querySelector('main') ?? document.body).innerText.replace(/\\s+/g, ' ')";
        self.chromium.web.execute(read, vec![]).await.map_or_else(
            |error| format!("(nothing can be read: {error})"),
            |text| text.json().as_str().unwrap_or_default().to_owned(),
        )
    }

    /// The page's path.
    pub async fn path(&self) -> String {
        self.chromium
            .web
            .current_url()
            .await
            .map_or_else(|_| "(no page)".to_owned(), |url| url.path().to_owned())
    }

    /// Waits until this is to be read.
    pub async fn expect(&self, wanted: &str) {
        for _ in 0..LOOKS {
            if self.text().await.contains(wanted) {
                return;
            }
            tokio::time::sleep(BETWEEN).await;
        }
        panic!("“{wanted}” does not come on {}:\n{}", self.path().await, self.text().await)
    }

    /// Waits until a script says yes.
    pub async fn until(&self, script: &str) {
        for _ in 0..LOOKS {
            if self
                .chromium
                .web
                .execute(script, vec![])
                .await
                .is_ok_and(|answer| *answer.json() == json!(true))
            {
                return;
            }
            tokio::time::sleep(BETWEEN).await;
        }
        panic!("never true: {script}\n{}", self.text().await)
    }

    /// Waits until this stands beside a person.
    pub async fn expect_state(&self, person: &str, wanted: &str) {
        for _ in 0..LOOKS {
            if self.state_of(person).await.as_deref() == Some(wanted) {
                return;
            }
            tokio::time::sleep(BETWEEN).await;
        }
        panic!("{person} does not become {wanted}: {}", self.text().await)
    }

    /// Presses keys, as on a keyboard.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        let keys: TypingData = keys.into();
        if keys.as_vec() == TypingData::from(Key::Enter).as_vec() {
            return self.enter().await;
        }
        self.chromium.web.action_chain().send_keys(keys).perform().await.unwrap();
    }

    /// Presses Enter, the key and its character as one: the driver sends them apart, and where the key leads to another page
    /// the character would arrive there, and send a form that begins with the focus in it.
    async fn enter(&self) {
        self.enter_with(0).await;
    }

    /// The same with the control key held.
    pub async fn ctrl_enter(&self) {
        self.enter_with(2).await;
    }

    async fn enter_with(&self, modifiers: u8) {
        let key =
            json!({ "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "modifiers": modifiers });
        for (kind, text) in [("keyDown", Some("\r")), ("keyUp", None)] {
            let mut event = key.clone();
            event["type"] = kind.into();
            if let Some(text) = text {
                event["text"] = text.into();
            }
            self.tools("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Goes on with the tabulator until what has the focus says this; every stop on the way must be seen.
    pub async fn tab_to(&self, words: &str) {
        self.tab_within(words, 80).await;
    }

    /// The same on a long page.
    pub async fn tab_far(&self, words: &str) {
        self.tab_within(words, 400).await;
    }

    async fn tab_within(&self, words: &str, stops: u32) {
        for _ in 0..stops {
            let focus = self.focus().await;
            // Between the last stop and the first, the page itself has it.
            let seen = focus.seen || focus.tag == "BODY";
            assert!(seen, "the focus on “{}” of {} is not to be seen", focus.words, self.path().await);
            if focus.words == words || focus.words.starts_with(&format!("{words} (")) {
                return;
            }
            self.keys(Key::Tab).await;
        }
        panic!("the tabulator does not lead to “{words}” on {}", self.path().await)
    }

    /// What has the focus, and whether that is to be seen.
    pub async fn focus(&self) -> Focus {
        let focus = self
            .ask(
                "const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
                 const words = e.labels?.length ? e.labels[0].textContent : (e.getAttribute('aria-label') ?? e.textContent);
                 const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
                 const inside = box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
                 return [words.replace(/\\s+/g, ' ').trim(), ring && inside, e.id, e.tagName];",
                vec![],
            )
            .await;
        let text = |n: usize| focus[n].as_str().unwrap_or_default().to_owned();
        Focus { words: text(0), seen: focus[1] == json!(true), id: text(2), tag: text(3) }
    }

    /// What the browser has complained about since it was last asked.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.chromium.web.get_log("browser").await.unwrap();
        log.into_iter().filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect()
    }
}

/// What has the focus.
pub struct Focus {
    pub words: String,
    pub seen: bool,
    pub id: String,
    pub tag: String,
}
