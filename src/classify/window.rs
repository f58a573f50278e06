//! Which scenarios are judged.

/// Tells whether a scenario is judged: one that is `configured`, or, where none is, one not named like a warm-up.
pub(super) fn judges(configured: &[String], scenario: &str) -> bool {
    if configured.is_empty() { !is_warm_up(scenario) } else { configured.iter().any(|name| name == scenario) }
}

/// Tells whether a name says warm-up, in any spelling: `warmup`, `warm-up`, `my_WarmUp_phase`, `cache warming`.
fn is_warm_up(name: &str) -> bool {
    let letters: String =
        name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect();
    // "warming" only as a word of its own: "swarming" is load, not warm-up.
    letters.contains("warmup")
        || letters.contains("warmingup")
        || name.split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("warming"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_like_warm_up_are_left_out() {
        for name in [
            "warmup",
            "warm-up",
            "warm_up",
            "WarmUp",
            "my_warmup_phase",
            "Warm Up 2",
            "warming",
            "cache_warming",
            "warming-up",
        ] {
            assert!(!judges(&[], name), "{name}");
        }
        for name in ["measure", "default", "warm_cache", "swarming", "lukewarm", "", "war_mutp"] {
            assert!(judges(&[], name), "{name}");
        }
    }

    #[test]
    fn a_configured_list_is_taken_at_its_word() {
        let configured = ["warmup".to_owned(), "peak".to_owned()];
        assert!(judges(&configured, "warmup"));
        assert!(judges(&configured, "peak"));
        assert!(!judges(&configured, "measure"));
        assert!(!judges(&configured, "Peak"));
    }
}
