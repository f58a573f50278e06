//! Where the requests lay: time by latency band.

use crate::model::quantity::Count;
use crate::render::chart::theme::Ink;
use crate::render::chart::time::heat::{Cell, Heat, HeatLevel};
use crate::render::chart::time::panel::{Content, Panel};
use crate::render::chart::time::scale::Scale;

use super::clock::Track;
use crate::words::say;

/// Makes the heat map; absent where there are no bands to speak of.
pub(crate) fn panel(run: &Track<'_>) -> Option<Panel> {
    let upper = &run.timeline.bands;
    let (Some(&first), Some(&second), Some(&last)) = (upper.first(), upper.get(1), upper.last()) else {
        return None;
    };
    let ascending = first > 0.0 && upper.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    let lowest = first * first / second;
    let most = run.timeline.moments.iter().flat_map(|moment| &moment.bands).copied().max()?;
    if !ascending || most == 0 {
        return None;
    }
    let lower = std::iter::once(lowest).chain(upper.iter().copied());
    let bands: Vec<(f64, f64)> = lower.zip(upper.iter().copied()).collect();
    let mut cells: Vec<Cell> = Vec::new();
    for band in 0..bands.len() {
        let mut open: Option<Cell> = None;
        for moment in &run.timeline.moments {
            let (from, to) = run.span(moment);
            let count = moment.bands.get(band).copied().unwrap_or(0);
            let Some(level) = HeatLevel::of(count, most) else { continue };
            match &mut open {
                Some(cell) if cell.level == level && (from - cell.to).abs() < 1e-6 => cell.to = to,
                _ => cells.extend(open.replace(Cell { from, to, band, level })),
            }
        }
        cells.extend(open);
    }
    let scale = Scale::log_between(lowest, last);
    Some(Panel {
        title: scale.titled(say!("chart-latency")),
        height: 216,
        legend: legend(most),
        content: Content::Heat(Heat { scale, bands, cells }),
    })
}

/// The counts that each colour stands for; the last says of what.
fn legend(most: u64) -> Vec<(Ink, String)> {
    let least: Vec<(HeatLevel, u64)> =
        HeatLevel::all().filter_map(|level| Some((level, least(level, most)?))).collect();
    let mut entries: Vec<(Ink, String)> = Vec::new();
    for (index, &(level, from)) in least.iter().enumerate() {
        let to = least.get(index + 1).map_or(most, |next| next.1 - 1);
        let text =
            if from == to { Count(from).to_string() } else { format!("{}–{}", Count(from), Count(to)) };
        entries.push((level.ink(), text));
    }
    if let Some((_, text)) = entries.last_mut() {
        *text = say!("panel-heat-cell", range = text.as_str());
    }
    entries
}

/// The smallest count of a level; absent where the level has none.
fn least(level: HeatLevel, most: u64) -> Option<u64> {
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = u64::midpoint(low, high);
        if HeatLevel::of(middle, most) >= Some(level) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    (HeatLevel::of(low, most) == Some(level)).then_some(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legend_names_every_count_once() {
        let texts = |most| legend(most).into_iter().map(|entry| entry.1).collect::<Vec<_>>();
        assert_eq!(texts(100), ["1–2", "3–4", "5–9", "10–21", "22–46", "47–100 requests in a cell"]);
        assert_eq!(texts(1), ["1 requests in a cell"]);
        assert_eq!(texts(3), ["1", "2", "3 requests in a cell"]);
    }
}
