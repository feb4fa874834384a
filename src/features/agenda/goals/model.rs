//! How long something is served.

/// `1 jam 45 menit`.
pub(super) fn duration(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} menit"),
        (hours, 0) => format!("{hours} jam"),
        (hours, minutes) => format!("{hours} jam {minutes} menit"),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_told_in_hours_and_minutes() {
        assert_eq!(duration(45), "45 menit");
        assert_eq!(duration(120), "2 jam");
        assert_eq!(duration(105), "1 jam 45 menit");
    }
}
