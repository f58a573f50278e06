//! A run laid over its finest slices, what stands out in it, and how much of it that took.

use super::WARM_UP;
use super::loss::{self, Clock, Loss};
use super::series::{Series, Waits, middle};
use super::windows::{Search, Window, over_from, still};
use crate::model::fine_slices::FineSlices;
use crate::model::run::Run;
use crate::model::settings::OutcomeSettings;
use crate::model::slices::Slots;
use crate::stats::hac::MIN_SLICES;

/// A run of single responses, laid over its finest slices.
pub(in crate::judge) struct Searched<'a> {
    pub(super) run: &'a Run,
    pub(super) timeline: FineSlices,
    pub(super) endpoints: Vec<Option<Series>>,
    pub(super) whole: Series,
    pub(super) search: Search,
    /// Windows of errors, of each endpoint and, last, of the whole run.
    pub(super) errors: Vec<Vec<Window>>,
}

impl<'a> Searched<'a> {
    /// Lays a run over its slices; absent where it holds no single responses, or too few slices.
    pub(in crate::judge) fn of(run: &'a Run, settings: &OutcomeSettings) -> Option<Self> {
        let timeline = FineSlices::of(run).filter(|timeline| timeline.axis.len() >= MIN_SLICES)?;
        let of = |traffic| {
            Series::of(traffic, &timeline, |outcome| settings.undeclared_4xx.counts_as_bad(outcome))
        };
        let endpoints: Vec<Option<Series>> = run.endpoints.iter().map(|e| of(&e.traffic)).collect();
        let whole = of(&run.whole)?.with_far_of(&endpoints);
        let search = Search::of(endpoints.iter().flatten().chain([&whole]));
        let all = endpoints.iter().map(Option::as_ref).chain([Some(&whole)]);
        let errors = all.map(|series| series.map_or_else(Vec::new, |series| search.errors(series))).collect();
        Some(Self { run, timeline, endpoints, whole, search, errors })
    }

    /// Takes away what a warm-up is: see [`warm_up_note`].
    fn without_warm_up(&self, mut windows: Vec<Window>) -> Vec<Window> {
        windows.retain(|window| window.first > 0 || window.end * WARM_UP > self.timeline.axis.len());
        windows
    }

    /// The windows in which the whole run was slow by far, or stood still.
    pub(super) fn far_of_whole(&self) -> Vec<Window> {
        let mut windows = self.search.far(&self.whole);
        windows.extend(still(&self.whole, self.timeline.axis.width(), self.over(), self.usual_users()));
        windows
    }

    pub(super) fn series_of(&self, endpoint: Option<usize>) -> Option<&Series> {
        match endpoint {
            Some(index) => self.endpoints[index].as_ref(),
            None => Some(&self.whole),
        }
    }

    /// The windows of errors of an endpoint, or of the whole run.
    pub(super) fn errors_of(&self, endpoint: Option<usize>) -> &[Window] {
        self.errors.get(endpoint.unwrap_or(self.endpoints.len())).map_or(&[], Vec::as_slice)
    }

    /// How long the run was judged, in seconds.
    pub(super) fn seconds(&self) -> f64 {
        let of_slices = || self.timeline.axis.len() as f64 * self.timeline.axis.width() as f64;
        let span = self.run.judged_span.as_ref().map(|(from, until)| (until - from) as f64 / 1e6);
        span.ok().filter(|seconds| *seconds > 0.0).unwrap_or_else(of_slices)
    }

    /// Virtual users in each slice, 0 where they are not known.
    fn users(&self) -> Vec<f64> {
        let mut out = vec![0.0; self.timeline.axis.len()];
        for (start, users) in self.run.users.iter().flat_map(Slots::iter) {
            let Some((first, last)) = users.seconds else { continue };
            let mean = users.sum as f64 / (last - first + 1).max(1) as f64;
            let width = self.run.users.as_ref().map_or(1, Slots::width);
            let mut second = start;
            while second < start + width {
                if let Some(position) = self.timeline.axis.position(second) {
                    out[position] = mean.max(out[position]);
                }
                second += self.timeline.axis.width();
            }
        }
        out
    }

    /// How many virtual users there usually are; absent where that is not known.
    fn usual_users(&self) -> Option<f64> {
        let known: Vec<f64> = self.users().into_iter().filter(|users| *users > 0.0).collect();
        (!known.is_empty()).then(|| middle(known))
    }

    /// The slice from which on the test was over.
    fn over(&self) -> usize {
        over_from(&self.whole.errors.total)
    }

    /// What failed in windows of errors: requests of each endpoint in its own windows and in those of the whole run, and the
    /// time that users lost with them.
    pub(super) fn failed(&self) -> Loss {
        let of_whole = self.errors_of(None);
        let all: Vec<Window> = self.errors.iter().flatten().cloned().collect();
        let mut requests = 0.0;
        for (index, series) in self.endpoints.iter().enumerate() {
            let windows = [self.errors_of(Some(index)), of_whole].concat();
            requests += series.as_ref().map_or(0.0, |series| loss::failed(series, &windows));
        }
        if self.endpoints.is_empty() {
            requests = loss::failed(&self.whole, of_whole);
        }
        let good: Vec<f64> =
            self.whole.errors.total.iter().zip(&self.whole.errors.bad).map(|(all, bad)| all - bad).collect();
        let loss = self.loss(&self.whole, &all, &self.users(), &self.whole.failed_waits, &good);
        Loss { requests, ..loss }
    }

    /// What was slow by far, of the whole run or of one endpoint.
    pub(super) fn slow(&self, endpoint: Option<usize>) -> Option<Loss> {
        let series = self.series_of(endpoint)?;
        // How many users wait for one endpoint is not known.
        let (windows, users) = match endpoint {
            None => (self.far_of_whole(), self.users()),
            Some(_) => (self.search.far(series), Vec::new()),
        };
        let windows = self.without_warm_up(windows);
        let others: Vec<f64> =
            series.errors.total.iter().zip(&series.far.bad).map(|(all, far)| (all - far).max(0.0)).collect();
        Some(self.loss(series, &windows, &users, &series.far_waits, &others))
    }

    fn loss(
        &self,
        series: &Series,
        windows: &[Window],
        users: &[f64],
        waits: &[Waits],
        others: &[f64],
    ) -> Loss {
        let over = (self.over(), self.usual_users().map(|users| users / 2.0));
        let clock = Clock { timeline: &self.timeline, users, in_flight: series.in_flight, over };
        clock.loss(windows, waits, others)
    }
}
