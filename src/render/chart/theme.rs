//! Colours by meaning, in light and dark.
//!
//! A drawing names classes; style sheets give the classes their colours.

/// How an ink looks.
pub(super) struct Look {
    /// The name of its class, behind `f-` or `s-`.
    pub(super) name: &'static str,
    pub(super) light: &'static str,
    pub(super) dark: &'static str,
    /// How its lines are dashed.
    pub(super) dash: Option<&'static str>,
}

/// Declares the inks, each with its class, its colours in light and dark, and how its lines are dashed.
macro_rules! inks {
    ($($(#[$meta:meta])* $ink:ident: $name:literal, $light:literal, $dark:literal $(, $dash:literal)?;)+) => {
        /// What a colour stands for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::render) enum Ink { $($(#[$meta])* $ink,)+ }

        /// Every ink.
        #[cfg(test)]
        const INKS: &[Ink] = &[$(Ink::$ink,)+];

        /// How the inks look, in their order.
        pub(super) const LOOKS: &[Look] =
            &[$(Look { name: $name, light: $light, dark: $dark, dash: inks!(@dash $($dash)?) },)+];
    };
    (@dash) => { None };
    (@dash $dash:literal) => { Some($dash) };
}

// Orange against blue, and never two hues that only differ in red and green: safe for colour-blind eyes.
inks! {
    /// What is behind everything.
    Paper: "paper", "#ffffff", "#15181c";
    /// Words.
    Text: "text", "#1c2128", "#e6e9ed";
    /// Ticks and less important words.
    Muted: "muted", "#59636e", "#9aa5b1";
    /// Grid lines.
    Grid: "grid", "#e3e7ec", "#2c333b";
    /// An area of no concern.
    Band: "band", "#eff2f5", "#20262d";
    /// Where the baseline's runs lie.
    BaseBand: "base-band", "#dde3ea", "#313943";
    /// The baseline's figures.
    Base: "base", "#8793a1", "#7d8998";
    /// A line of the baseline.
    BaseLine: "base-line", "#8793a1", "#7d8998", "5 4";
    /// The candidate's figures.
    Run: "run", "#1c2128", "#e6e9ed";
    /// For the worse.
    Worse: "worse", "#c2480c", "#f28a4b";
    /// For the better.
    Better: "better", "#1663b8", "#6cb0f5";
    /// Between the two.
    Unsure: "unsure", "#9a6a00", "#e0b040";
    /// An objective.
    Limit: "limit", "#8a3ea8", "#c792e0";
    /// The line of an objective.
    LimitLine: "limit-line", "#8a3ea8", "#c792e0", "2 3";
    /// 4xx that are intended.
    Intended4xx: "intended-4xx", "#9cc3e6", "#4d7ba6";
    /// 4xx that nobody declared.
    Undeclared4xx: "undeclared-4xx", "#e0a400", "#d9ab2b";
    /// 5xx.
    ServerError: "server-error", "#c2480c", "#f28a4b";
    /// The client gave up.
    Timeout: "timeout", "#8a3ea8", "#c792e0";
    /// No answer.
    TransportError: "transport-error", "#3f4852", "#c3cad2";
    /// Unintended errors whose class the source does not tell.
    Unclassed: "unclassed", "#a3492f", "#db8467";
    /// The candidate's median, beside its other percentiles.
    Median: "median", "#3878b4", "#5288bd";
    /// The candidate's p99, beside its other percentiles.
    Extreme: "extreme", "#0d478c", "#8ec5ff";
    /// The fewest requests in a cell of a heat map.
    Heat1: "heat-1", "#d9e8f6", "#1d3044";
    /// More.
    Heat2: "heat-2", "#b3d0ec", "#22466a";
    /// More.
    Heat3: "heat-3", "#85b4df", "#2c6297";
    /// More.
    Heat4: "heat-4", "#5290cc", "#3f83c4";
    /// More.
    Heat5: "heat-5", "#2568a9", "#6fabe3";
    /// The most requests in a cell.
    Heat6: "heat-6", "#0b3d73", "#bcdcf9";
    /// The time of an incident.
    Incident: "incident", "#fde8db", "#3d261a";
}

impl Ink {
    /// How it looks.
    pub(super) fn look(self) -> &'static Look {
        &LOOKS[self as usize]
    }

    /// The ink of a text about what is drawn in this one: fills and dashed lines may be too faint to be read.
    pub(super) fn label(self) -> Self {
        match self {
            Self::LimitLine => Self::Limit,
            Self::Text
            | Self::Run
            | Self::Worse
            | Self::Better
            | Self::Unsure
            | Self::Limit
            | Self::ServerError
            | Self::Timeout
            | Self::TransportError
            | Self::Unclassed
            | Self::Median
            | Self::Extreme => self,
            _ => Self::Muted,
        }
    }
}

/// Where a chart will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Target {
    /// Inside a page that has [`style`].
    Inline,
    /// By itself.
    File,
}

/// Returns the style sheet that gives the inks their colours.
pub(in crate::render) fn style() -> String {
    style_of(&LOOKS.iter().collect::<Vec<_>>())
}

/// Returns the style sheet for some of the inks.
pub(super) fn style_of(looks: &[&Look]) -> String {
    let each = |css: &dyn Fn(&Look) -> String| looks.iter().map(|look| css(look)).collect::<String>();
    let light = each(&|look| format!("--{}:{};", look.name, look.light));
    let dark = each(&|look| format!("--{}:{};", look.name, look.dark));
    let classes = each(&|look| {
        let name = look.name;
        // Cells touch: smoothed edges would let the paper shine through.
        let crisp = if name.starts_with("heat") { ";shape-rendering:crispEdges" } else { "" };
        format!(".f-{name}{{fill:var(--{name}){crisp}}}.s-{name}{{stroke:var(--{name})}}")
    });
    format!(":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{classes}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of `#rrggbb`, after WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let part = |from: usize| {
            let part = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).unwrap()) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 1e-9);
        // WCAG's own example of a grey that just fails on white.
        assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.005);
    }

    #[test]
    fn every_label_can_be_read_in_light_and_dark() {
        for ink in INKS {
            let (label, paper) = (ink.label().look(), Ink::Paper.look());
            for (text, behind) in [(label.light, paper.light), (label.dark, paper.dark)] {
                let contrast = contrast(text, behind);
                assert!(contrast >= 4.5, "{ink:?}: {text} on {behind} has {contrast:.2}");
            }
        }
    }

    #[test]
    fn names_and_objectives_can_be_read_on_what_is_shaded() {
        for ink in [Ink::Text, Ink::Muted, Ink::Limit] {
            for shade in [Ink::Band, Ink::BaseBand, Ink::Incident] {
                let (text, shade) = (ink.look(), shade.look());
                for (text, behind) in [(text.light, shade.light), (text.dark, shade.dark)] {
                    let contrast = contrast(text, behind);
                    assert!(contrast >= 4.5, "{ink:?}: {text} on {behind} has {contrast:.2}");
                }
            }
        }
    }
}
