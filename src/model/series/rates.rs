//! What a series tells at each of its samples.

use super::unit::SampleKind;
use super::{Sample, Series};

/// Microseconds in a second.
const MICROS: f64 = 1e6;

impl Series {
    /// A level as it is, a counter as its rise per second since the sample before. A fall is a restart: the new value counts
    /// from zero.
    pub fn rates(&self, kind: SampleKind) -> Vec<Sample> {
        match kind {
            SampleKind::Gauge | SampleKind::Rate => self.samples.clone(),
            SampleKind::Increase { over } => {
                let seconds = over as f64 / MICROS;
                let per_second = |sample: &Sample| Sample { at: sample.at, value: sample.value / seconds };
                self.samples.iter().map(per_second).collect()
            }
            SampleKind::Counter => self
                .samples
                .windows(2)
                .filter_map(|pair| {
                    let seconds = (pair[1].at - pair[0].at) as f64 / MICROS;
                    let (before, after) = (pair[0].value, pair[1].value);
                    let rise = if after < before { after } else { after - before };
                    (seconds > 0.0).then(|| Sample { at: pair[1].at, value: rise / seconds })
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sample, SampleKind, Series};

    fn samples(values: &[(i64, f64)]) -> Vec<Sample> {
        values.iter().map(|&(second, value)| Sample { at: second * 1_000_000, value }).collect()
    }

    #[test]
    fn a_counter_is_its_rise_per_second() {
        let series = Series { samples: samples(&[(0, 10.0), (2, 14.0), (4, 3.0)]), ..Series::default() };
        assert_eq!(series.rates(SampleKind::Counter), samples(&[(2, 2.0), (4, 1.5)]));
        let over = 10_000_000;
        assert_eq!(series.rates(SampleKind::Increase { over }), samples(&[(0, 1.0), (2, 1.4), (4, 0.3)]));
    }
}
