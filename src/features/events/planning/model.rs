//! The plan of an edition and what is still wrong with it: every province exactly once, so many to a wave.

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use crate::{
    features::{
        editions::{Edition, Wave},
        events::model::Dates,
    },
    kernel::{
        ids::{EventId, WaveId},
        text,
    },
};

/// A province of the edition's reference day.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Kemendagri's code.
    pub code: String,
    /// `Jawa Tengah`.
    pub name: String,
    /// Whether its office takes part in Sejawat.
    pub has_office: bool,
}

/// An event of the plan.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its id.
    pub event: EventId,
    /// Its wave.
    pub wave: WaveId,
    /// Its days.
    pub dates: Dates,
    /// Codes and names of its provinces, the host first.
    pub provinces: Vec<(String, String)>,
}

/// One check of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Whether it is met.
    pub is_met: bool,
    /// What was found.
    pub sentence: String,
}

fn check(is_met: bool, sentence: impl Into<String>) -> Check {
    Check { is_met, sentence: sentence.into() }
}

/// The provinces that no event of the plan has yet.
pub fn unplaced<'a>(candidates: &'a [Candidate], plan: &[Planned]) -> Vec<&'a Candidate> {
    let placed = |code: &str| plan.iter().any(|event| event.provinces.iter().any(|(c, _)| c == code));
    candidates.iter().filter(|candidate| !placed(&candidate.code)).collect()
}

/// Where provinces without a wave would stand as in another edition: the wave of the same number, together with those
/// they met with there, the host first. Codes of provinces whose offices take part.
pub fn as_in(
    unplaced: &[&Candidate],
    waves: &[Wave],
    (their_waves, their_plan): (&[Wave], &[Planned]),
) -> Vec<(Wave, Vec<String>)> {
    let number = |event: &Planned| their_waves.iter().find(|wave| wave.id == event.wave).map(|w| w.number);
    let is_free =
        |code: &str| unplaced.iter().any(|candidate| candidate.code == code && candidate.has_office);
    their_plan
        .iter()
        .filter_map(|event| {
            let wave = waves.iter().find(|wave| Some(wave.number) == number(event))?;
            let codes: Vec<String> =
                event.provinces.iter().map(|(code, _)| code.clone()).filter(|code| is_free(code)).collect();
            (!codes.is_empty()).then(|| (wave.clone(), codes))
        })
        .collect()
}

/// `34 provinsi di 33 lokasi`: provinces and venues are counted apart.
pub fn counted(plan: &[&Planned]) -> String {
    let provinces: usize = plan.iter().map(|event| event.provinces.len()).sum();
    format!("{provinces} provinsi di {} lokasi", plan.len())
}

/// Everything that the plan is checked for.
pub fn checks(edition: &Edition, candidates: &[Candidate], waves: &[Wave], plan: &[Planned]) -> Vec<Check> {
    let mut out = vec![everybody_once(candidates, plan)];
    let strangers: Vec<String> = plan
        .iter()
        .flat_map(|event| &event.provinces)
        .filter(|(code, _)| !candidates.iter().any(|candidate| candidate.code == *code))
        .map(|(_, name)| name.clone())
        .collect();
    if !strangers.is_empty() {
        let day = text::date(edition.regions_as_of);
        out.push(check(false, format!("Belum menjadi provinsi pada {day}: {}.", strangers.join(", "))));
    }
    if usize::try_from(edition.target_provinces) != Ok(candidates.len()) {
        let day = text::date(edition.regions_as_of);
        let sentence = format!(
            "Sasaran edisi {} provinsi, sedangkan pada {day} ada {}. Samakan lewat Ubah edisi.",
            edition.target_provinces,
            candidates.len()
        );
        out.push(check(false, sentence));
    }
    let expected = usize::try_from(edition.wave_count).unwrap_or_default();
    let planned = format!("{} gelombang dari {expected} yang direncanakan.", waves.len());
    out.push(check(waves.len() == expected, planned));
    let range = format!("{} sampai {}", edition.wave_min_provinces, edition.wave_max_provinces);
    let allowed = edition.wave_min_provinces..=edition.wave_max_provinces;
    for wave in waves {
        let events = plan.iter().filter(|event| event.wave == wave.id);
        let provinces: usize = events.map(|event| event.provinces.len()).sum();
        let fits = i32::try_from(provinces).is_ok_and(|provinces| allowed.contains(&provinces));
        let rule = if fits { String::new() } else { format!(", seharusnya {range}") };
        out.push(check(fits, format!("Gelombang {}: {provinces} provinsi{rule}.", wave.number)));
    }
    for (earlier, later) in waves.iter().zip(waves.iter().skip(1)) {
        if later.starts_on <= earlier.ends_on {
            let sentence = format!("Gelombang {} dan {} bertumpuk tanggalnya.", earlier.number, later.number);
            out.push(check(false, sentence));
        }
    }
    for event in plan {
        let Some(wave) = waves.iter().find(|wave| wave.id == event.wave) else { continue };
        if event.dates.programme_starts_on < wave.starts_on || event.dates.programme_ends_on > wave.ends_on {
            let names: Vec<&str> = event.provinces.iter().map(|(_, name)| name.as_str()).collect();
            let days = text::date_range(event.dates.programme_starts_on, event.dates.programme_ends_on);
            let sentence =
                format!("{}: acara {days} di luar gelombang {}.", names.join(" dan "), wave.number);
            out.push(check(false, sentence));
        }
    }
    out
}

fn everybody_once(candidates: &[Candidate], plan: &[Planned]) -> Check {
    let missing: Vec<&str> = unplaced(candidates, plan).iter().map(|c| c.name.as_str()).collect();
    let all = candidates.len();
    if missing.is_empty() {
        check(all > 0, format!("Semua {all} provinsi ditempatkan, masing-masing sekali."))
    } else {
        check(
            false,
            format!("{} dari {all} provinsi belum ditempatkan: {}.", missing.len(), missing.join(", ")),
        )
    }
}

/// The title that the plan gives to an event of these provinces.
pub fn title(edition: &Edition, provinces: &[(String, String)]) -> String {
    let names: Vec<&str> = provinces.iter().map(|(_, name)| name.as_str()).collect();
    format!("{} Provinsi {} Tahun {}", edition.meeting_label, text::list(&names), edition.year)
}

/// What is wrong with the days of a wave, as field and sentence.
pub fn wrong_days(year: i32, starts_on: NaiveDate, ends_on: NaiveDate) -> Option<(&'static str, String)> {
    if starts_on.year() != year {
        Some(("starts_on", format!("Gelombang harus dalam tahun edisi, {year}.")))
    } else if ends_on < starts_on {
        Some((
            "ends_on",
            format!("Hari terakhir tidak boleh sebelum hari pertama, {}.", text::date(starts_on)),
        ))
    } else if ends_on.year() != year {
        Some(("ends_on", format!("Gelombang harus dalam tahun edisi, {year}.")))
    } else if ends_on - starts_on > TimeDelta::days(Dates::MOST_DAYS) {
        Some(("ends_on", "Gelombang paling lama 31 hari; periksa bulannya.".into()))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{features::editions::model::Level, kernel::ids::EditionId};

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, m, d).unwrap()
    }

    fn edition() -> Edition {
        Edition {
            id: EditionId::new(),
            year: 2022,
            level: Level::Province,
            name: "PLM 2022".into(),
            meeting_label: "PLM".into(),
            trainer_label: "Master Trainer".into(),
            regions_as_of: day(1, 1),
            target_provinces: 34,
            target_regencies: 136,
            target_villages: 96,
            wave_count: 5,
            wave_min_provinces: 6,
            wave_max_provinces: 7,
            version: 1,
            changed_by: String::new(),
            changed_at: None,
        }
    }

    fn province(n: usize) -> (String, String) {
        (format!("{n:02}"), format!("Provinsi {n}"))
    }

    /// 34 provinces in five waves: 7, 7, 7, 7, 6; the last province is a guest of the one before.
    fn whole_plan() -> (Vec<Candidate>, Vec<Wave>, Vec<Planned>) {
        let candidates = (0..34)
            .map(|n| Candidate { code: province(n).0, name: province(n).1, has_office: true })
            .collect();
        let waves: Vec<Wave> = (0..5u32)
            .map(|n| Wave {
                id: WaveId::new(),
                number: i32::try_from(n).unwrap() + 1,
                starts_on: day(7, 4 + n * 5),
                ends_on: day(7, 7 + n * 5),
                version: 1,
            })
            .collect();
        let mut plan: Vec<Planned> = (0..33)
            .map(|n| {
                let wave = &waves[n / 7];
                let dates = Dates::within_wave(wave.starts_on, wave.ends_on);
                Planned { event: EventId::new(), wave: wave.id, dates, provinces: vec![province(n)] }
            })
            .collect();
        plan[32].provinces.push(province(33));
        (candidates, waves, plan)
    }

    #[test]
    fn thirty_four_provinces_meet_at_thirty_three_venues() {
        let (candidates, waves, plan) = whole_plan();
        let found = checks(&edition(), &candidates, &waves, &plan);
        assert!(found.iter().all(|check| check.is_met), "{found:?}");
        assert_eq!(counted(&plan.iter().collect::<Vec<_>>()), "34 provinsi di 33 lokasi");
    }

    #[test]
    fn whichever_event_is_taken_out_its_provinces_are_named() {
        let (candidates, waves, plan) = whole_plan();
        for gone in 0..plan.len() {
            let mut less = plan.clone();
            let event = less.remove(gone);
            let found = checks(&edition(), &candidates, &waves, &less);
            let first = &found[0];
            assert!(!first.is_met);
            for (_, name) in &event.provinces {
                assert!(first.sentence.contains(name.as_str()), "{first:?}");
            }
            assert!(first.sentence.starts_with(&format!("{} dari 34", event.provinces.len())));
        }
    }

    #[test]
    fn a_province_moved_from_any_wave_to_any_other_unbalances_what_it_must() {
        let (candidates, waves, plan) = whole_plan();
        for moved in 0..32 {
            for to in &waves {
                let mut other = plan.clone();
                other[moved].wave = to.id;
                let counts = waves.iter().map(|wave| {
                    other.iter().filter(|e| e.wave == wave.id).map(|e| e.provinces.len()).sum::<usize>()
                });
                let wrong = counts.filter(|n| !(6..=7).contains(n)).count();
                let found = checks(&edition(), &candidates, &waves, &other);
                let told = found.iter().filter(|c| !c.is_met && c.sentence.contains("seharusnya 6 sampai 7"));
                assert_eq!(told.count(), wrong);
                let outside = found.iter().any(|c| !c.is_met && c.sentence.contains("di luar gelombang"));
                assert_eq!(outside, plan[moved].wave != to.id);
            }
        }
    }

    #[test]
    fn whoever_has_no_wave_stands_as_in_another_edition_whatever_was_placed_before() {
        let (candidates, waves, theirs) = whole_plan();
        let next: Vec<Wave> = waves.iter().map(|w| Wave { id: WaveId::new(), ..w.clone() }).collect();
        for placed in 0..theirs.len() {
            let own = [Planned { wave: next[0].id, ..theirs[placed].clone() }];
            let found = as_in(&unplaced(&candidates, &own), &next, (&waves, &theirs));
            assert_eq!(found.len(), theirs.len() - 1);
            for ((wave, codes), event) in found.iter().zip(theirs.iter().filter(|e| e.event != own[0].event))
            {
                let theirs: Vec<_> = event.provinces.iter().map(|(code, _)| code.clone()).collect();
                assert_eq!(codes, &theirs);
                assert_eq!(wave.number, waves.iter().find(|w| w.id == event.wave).unwrap().number);
            }
        }
        let fewer = as_in(&unplaced(&candidates, &[]), &next[..4], (&waves, &theirs));
        assert!(fewer.iter().all(|(wave, _)| wave.number <= 4), "a wave that is not there takes nobody");
        let shut: Vec<_> = candidates.into_iter().map(|c| Candidate { has_office: false, ..c }).collect();
        assert!(as_in(&unplaced(&shut, &[]), &next, (&waves, &theirs)).is_empty());
    }

    #[test]
    fn titles_and_days_follow_the_edition() {
        assert_eq!(title(&edition(), &[province(1)]), "PLM Provinsi Provinsi 1 Tahun 2022");
        assert_eq!(
            title(&edition(), &[province(1), province(2)]),
            "PLM Provinsi Provinsi 1 dan Provinsi 2 Tahun 2022"
        );
        assert_eq!(wrong_days(2022, day(8, 1), day(8, 4)), None);
        assert_eq!(wrong_days(2023, day(8, 1), day(8, 4)).unwrap().0, "starts_on");
        assert_eq!(wrong_days(2022, day(8, 4), day(8, 1)).unwrap().0, "ends_on");
        assert_eq!(wrong_days(2022, day(6, 1), day(8, 1)).unwrap().0, "ends_on");
    }
}
