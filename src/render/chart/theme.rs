//! Colours by meaning, in light and dark.
//!
//! plotters knows fixed colours only. Each [`Ink`] is drawn in a placeholder colour, which becomes
//! a class afterwards; style sheets give the class its colour.

use std::fmt::Write as _;

use plotters::style::RGBColor;

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Ink {
    /// What is behind everything.
    Paper,
    /// Words.
    Text,
    /// Ticks and less important words.
    Muted,
    /// Grid lines.
    Grid,
    /// An area of no concern.
    Band,
    /// The baseline's figures.
    Base,
    /// A line of the baseline.
    BaseLine,
    /// The candidate's figures.
    Run,
    /// For the worse.
    Worse,
    /// For the better.
    Better,
    /// Between the two.
    Unsure,
    /// An objective.
    Limit,
    /// The line of an objective.
    LimitLine,
    /// 4xx that are intended.
    Intended4xx,
    /// 4xx that nobody declared.
    Undeclared4xx,
    /// 5xx.
    ServerError,
    /// The client gave up.
    Timeout,
    /// No answer.
    TransportError,
    /// Unintended errors whose class the source does not tell.
    Unclassed,
    /// The candidate's median, beside its other percentiles.
    Median,
    /// The candidate's p99, beside its other percentiles.
    Extreme,
    /// The fewest requests in a cell of a heat map.
    Heat1,
    /// More.
    Heat2,
    /// More.
    Heat3,
    /// More.
    Heat4,
    /// More.
    Heat5,
    /// The most requests in a cell.
    Heat6,
    /// The time of an incident.
    Incident,
}

/// How an ink looks.
pub(super) struct Look {
    pub(super) ink: Ink,
    pub(super) name: &'static str,
    pub(super) light: &'static str,
    pub(super) dark: &'static str,
    pub(super) dash: Option<&'static str>,
}

const fn look(ink: Ink, name: &'static str, light: &'static str, dark: &'static str) -> Look {
    Look { ink, name, light, dark, dash: None }
}

const fn dashed(
    ink: Ink,
    name: &'static str,
    light: &'static str,
    dark: &'static str,
    dash: &'static str,
) -> Look {
    Look { ink, name, light, dark, dash: Some(dash) }
}

/// Orange against blue, and never two hues that only differ in red and green: safe for colour-blind eyes.
pub(super) const LOOKS: [Look; 28] = [
    look(Ink::Paper, "paper", "#ffffff", "#15181c"),
    look(Ink::Text, "text", "#1c2128", "#e6e9ed"),
    look(Ink::Muted, "muted", "#59636e", "#9aa5b1"),
    look(Ink::Grid, "grid", "#e3e7ec", "#2c333b"),
    look(Ink::Band, "band", "#eff2f5", "#20262d"),
    look(Ink::Base, "base", "#8793a1", "#7d8998"),
    dashed(Ink::BaseLine, "base-line", "#8793a1", "#7d8998", "5 4"),
    look(Ink::Run, "run", "#1c2128", "#e6e9ed"),
    look(Ink::Worse, "worse", "#c2480c", "#f28a4b"),
    look(Ink::Better, "better", "#1663b8", "#6cb0f5"),
    look(Ink::Unsure, "unsure", "#9a6a00", "#e0b040"),
    look(Ink::Limit, "limit", "#8a3ea8", "#c792e0"),
    dashed(Ink::LimitLine, "limit-line", "#8a3ea8", "#c792e0", "2 3"),
    look(Ink::Intended4xx, "intended-4xx", "#9cc3e6", "#4d7ba6"),
    look(Ink::Undeclared4xx, "undeclared-4xx", "#e0a400", "#d9ab2b"),
    look(Ink::ServerError, "server-error", "#c2480c", "#f28a4b"),
    look(Ink::Timeout, "timeout", "#8a3ea8", "#c792e0"),
    look(Ink::TransportError, "transport-error", "#3f4852", "#c3cad2"),
    look(Ink::Unclassed, "unclassed", "#a3492f", "#db8467"),
    look(Ink::Median, "median", "#5c99d3", "#4d80b3"),
    look(Ink::Extreme, "extreme", "#1663b8", "#6cb0f5"),
    look(Ink::Heat1, "heat-1", "#d9e8f6", "#1d3044"),
    look(Ink::Heat2, "heat-2", "#b3d0ec", "#22466a"),
    look(Ink::Heat3, "heat-3", "#85b4df", "#2c6297"),
    look(Ink::Heat4, "heat-4", "#5290cc", "#3f83c4"),
    look(Ink::Heat5, "heat-5", "#2568a9", "#6fabe3"),
    look(Ink::Heat6, "heat-6", "#0b3d73", "#bcdcf9"),
    look(Ink::Incident, "incident", "#fde8db", "#3d261a"),
];

impl Ink {
    /// The colour it is drawn in until the SVG is written.
    pub(super) fn placeholder(self) -> RGBColor {
        RGBColor(1, 2, self as u8)
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
    let variables = |dark: bool| {
        looks.iter().fold(String::new(), |mut out, look| {
            let colour = if dark { look.dark } else { look.light };
            let _ = write!(out, "--{}:{colour};", look.name);
            out
        })
    };
    let mut out = format!(
        ":root{{{}}}@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}",
        variables(false),
        variables(true)
    );
    for look in looks {
        let name = look.name;
        // Cells touch: smoothed edges would let the paper shine through.
        let crisp = if name.starts_with("heat") { ";shape-rendering:crispEdges" } else { "" };
        let _ = write!(out, ".f-{name}{{fill:var(--{name}){crisp}}}.s-{name}{{stroke:var(--{name})}}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_has_its_own_look_and_placeholder() {
        for (index, look) in LOOKS.iter().enumerate() {
            assert_eq!(look.ink as usize, index, "{} is out of order", look.name);
        }
    }
}
