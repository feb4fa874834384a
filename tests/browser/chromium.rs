//! Chromium and its driver: found on the machine, started for one test, and gone with it.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Once},
    thread,
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};

/// Starts the driver and ends it, with the browsers it has started, when our end of the pipe closes: when the test
/// has ended, and also when it was killed. Everything is in one process group, which this shell leads.
const LEASH: &str = r#""$@" </dev/null & read -r _; kill -s KILL -- -$$"#;

/// A browser with an empty profile.
pub struct Chromium {
    pub web: WebDriver,
    driver: Child,
    profile: Arc<TempDir>,
    besides: Vec<String>,
}

impl Chromium {
    /// Starts one. Where there is none, says so and gives `None`; with `CI` set that is a failure.
    pub async fn start() -> Option<Self> {
        Self::told(Vec::new()).await
    }

    /// The same with more that it is told at its start.
    pub async fn told(besides: Vec<String>) -> Option<Self> {
        let profile = tempfile::Builder::new().prefix("sejawat-browser-").tempdir().unwrap();
        Self::with(Arc::new(profile), besides).await
    }

    /// Kills it, as an empty battery does, and starts it again with what it has kept.
    pub async fn restart(&mut self) {
        let profile = Arc::clone(&self.profile);
        drop(self.driver.stdin.take());
        let _ = self.driver.wait();
        // Each browser locks its profile, and the lock of one that was killed stays behind.
        for lock in ["SingletonLock", "SingletonCookie", "SingletonSocket"] {
            let _ = fs::remove_file(profile.path().join(lock));
        }
        let besides = self.besides.clone();
        *self = Self::with(profile, besides).await.expect("it was there before");
    }

    async fn with(profile: Arc<TempDir>, besides: Vec<String>) -> Option<Self> {
        let Some((driver, browser)) =
            find("chromedriver").zip(find("chromium").or_else(|| find("google-chrome")))
        else {
            missing();
            return None;
        };
        let mut driver = Command::new("/bin/sh")
            .args(["-c", LEASH, "sh"])
            .arg(driver)
            .arg("--port=0")
            .env("LANGUAGE", "id")
            // What Chromium leaves behind when it is killed goes with the profile.
            .env("TMPDIR", profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let port = BufReader::new(driver.stdout.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_once("started successfully on port ")
                    .map(|(_, port)| port.trim_matches('.').to_owned())
            })
            .expect("chromedriver ended before it listened");
        let mut args = vec![
            "--headless=new".to_owned(),
            "--disable-gpu".into(),
            "--disable-dev-shm-usage".into(),
            "--no-first-run".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--lang=id".into(),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        args.extend(besides.iter().cloned());
        if rustix::process::getuid().is_root() {
            args.push("--no-sandbox".into());
        }
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": browser, "args": args },
            "goog:loggingPrefs": { "browser": "ALL" },
            "unhandledPromptBehavior": "ignore",
        });
        let wanted = Capabilities::from(wanted.as_object().unwrap().clone());
        let web = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await.unwrap();
        // The driver's end is the session's end; it is not asked for again.
        web.clone().leak().unwrap();
        web.set_script_timeout(Duration::from_mins(1)).await.unwrap();
        Some(Self { web, driver, profile, besides })
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        drop(self.driver.stdin.take());
        let _ = self.driver.wait();
        if Arc::strong_count(&self.profile) > 1 {
            return;
        }
        // The last of the browser may still be writing as it goes.
        for _ in 0..40 {
            if fs::remove_dir_all(self.profile.path()).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(25));
        }
    }
}

fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn missing() {
    static ONCE: Once = Once::new();
    let text = "the browser journeys need Chromium and its driver (Debian: chromium, chromium-driver), and they are not \
        on this machine";
    assert!(env::var_os("CI").is_none(), "{text}");
    // Straight to the terminal: what a passing test prints is not shown.
    ONCE.call_once(|| {
        let _ =
            writeln!(std::io::stderr(), "\n!!! NOT TESTED: {text}. The journeys pass without having run.\n");
    });
}
