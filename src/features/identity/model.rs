//! Roles that staff hold, one-time links, and how devices are named.

use chrono::{DateTime, TimeDelta, Utc};

crate::codes! {
    /// A role that an account can hold (participants come by personal link and have none).
    pub enum StaffRole {
        /// Perpusnas: plans editions and waves.
        NationalCoordinator = "national_coordinator", "Koordinator nasional";
        /// Answers for a province's office.
        ProvinceAdmin = "province_admin", "Admin provinsi";
        /// Works in a province's office.
        ProvinceOperator = "province_operator", "Operator provinsi";
        /// Guides sessions of one event.
        Facilitator = "facilitator", "Fasilitator";
        /// Accompanies a province.
        Consultant = "consultant", "Konsultan program";
    }
}

crate::codes! {
    /// What a one-time link is for.
    pub enum Purpose {
        /// To take on a role.
        Invitation = "invitation", "Undangan";
        /// To set a new password.
        PasswordReset = "password_reset", "Setel ulang kata sandi";
    }
}

/// How long a link lasts that is sent.
pub const LINK_LASTS: TimeDelta = TimeDelta::days(7);
/// How long a link lasts that is shown as a QR code to somebody standing there.
pub const QR_LASTS: TimeDelta = TimeDelta::minutes(10);

/// Where a role stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GrantState {
    /// It counts.
    Active,
    /// Waits until the person takes it on; `true` while a link is open.
    Invited(bool),
    /// It counts no more, or the invitation was withdrawn.
    Ended,
}

impl GrantState {
    /// Reads the state from the row's times.
    pub fn of(
        accepted: Option<DateTime<Utc>>,
        ends: Option<DateTime<Utc>>,
        revoked: Option<DateTime<Utc>>,
        link_expires: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Self {
        if revoked.is_some() || ends.is_some_and(|at| at <= now) {
            GrantState::Ended
        } else if accepted.is_some() {
            GrantState::Active
        } else {
            GrantState::Invited(link_expires.is_some_and(|at| at > now))
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            GrantState::Active => "Aktif",
            GrantState::Invited(true) => "Diundang",
            GrantState::Invited(false) => "Diundang, tautan tidak berlaku lagi",
            GrantState::Ended => "Berakhir",
        }
    }

    /// The badge's meaning.
    pub const fn meaning(self) -> &'static str {
        match self {
            GrantState::Active => "done",
            GrantState::Invited(true) => "way",
            GrantState::Invited(false) => "late",
            GrantState::Ended => "neutral",
        }
    }
}

/// Where a one-time link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It can be used.
    Open,
    /// It has been used.
    Used,
    /// It was withdrawn, or a newer one replaced it.
    Revoked,
    /// Its time is over.
    Expired,
}

impl LinkState {
    /// Reads the state from the row's times.
    pub fn of(
        used: Option<DateTime<Utc>>,
        revoked: Option<DateTime<Utc>>,
        expires: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        if used.is_some() {
            LinkState::Used
        } else if revoked.is_some() {
            LinkState::Revoked
        } else if expires <= now {
            LinkState::Expired
        } else {
            LinkState::Open
        }
    }
}

/// An address that its owner recognises and others do not: `s•••@contoh.id`.
pub fn masked_email(email: &str) -> String {
    match email.split_once('@') {
        Some((who, domain)) => {
            format!("{}•••@{domain}", who.chars().next().map(String::from).unwrap_or_default())
        }
        None => "•••".into(),
    }
}

/// A sign-in's device as people call it: `Chrome di Android`.
pub fn device_in_words(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 8] = [
        ("SamsungBrowser", "Samsung Internet"),
        ("OPR/", "Opera"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("CrOS", "Chromebook"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let named = |list: &[(&str, &'static str)]| {
        list.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} di {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("Peramban di {system}"),
        (None, None) => "Perangkat yang tidak dikenal".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_named_as_people_name_them() {
        let words = [
            (
                "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 Mobile Safari/537.36",
                "Chrome di Android",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0 Safari/537.36 Edg/116.0",
                "Edge di Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Version/16.6 Mobile/15E148 Safari/604.1",
                "Safari di iPhone",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/117.0", "Firefox di Linux"),
            ("curl/8", "Perangkat yang tidak dikenal"),
        ];
        for (agent, expected) in words {
            assert_eq!(device_in_words(agent), expected);
        }
    }

    #[test]
    fn an_address_is_masked_for_strangers() {
        assert_eq!(masked_email("siti.aminah@contoh.id"), "s•••@contoh.id");
        assert_eq!(masked_email("rusak"), "•••");
    }

    #[test]
    fn a_link_is_closed_by_use_before_time() {
        let at = |minutes| DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minutes);
        assert_eq!(LinkState::of(None, None, at(10), at(9)), LinkState::Open);
        assert_eq!(LinkState::of(None, None, at(10), at(10)), LinkState::Expired);
        assert_eq!(LinkState::of(Some(at(1)), Some(at(2)), at(10), at(20)), LinkState::Used);
        assert_eq!(LinkState::of(None, Some(at(2)), at(10), at(20)), LinkState::Revoked);
        assert_eq!(GrantState::of(None, None, None, Some(at(10)), at(9)), GrantState::Invited(true));
        assert_eq!(GrantState::of(None, None, None, Some(at(10)), at(10)), GrantState::Invited(false));
        assert_eq!(GrantState::of(Some(at(1)), Some(at(5)), None, None, at(5)), GrantState::Ended);
    }
}
