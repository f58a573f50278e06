//! Everything that can fill up: how far it moved from the base, how closely it follows the symptoms, when it was full.

use super::axis::Axis;
use super::chance::{Shift, follows_beyond_chance};
use super::client::Symptom;
use super::fullness::{self, Full};
use super::measured::{Measured, Measurement};
use super::movement::{self, CLOSE, MOVED, Values};
use super::red::Side;
use super::resources::{Pair, pairs};
use super::words;
use super::worse::Worse;
use crate::model::diagnosis::{Follows, Fullness, Movement, ResourceUse, SaturationSignal};
use crate::model::missing::{Known, Missing};
use crate::model::series::role::WorseWhen;
use crate::words::{Text, text};

/// More resources than these are not kept: those that moved least.
const MOST: usize = 24;
/// A resource that was full for less of the window than this was busy, not full.
pub(super) const FULL_SHARE: f64 = 0.05;

/// What resources are held against.
pub(super) struct Against<'a> {
    pub(super) base: Known<Side<'a>>,
    pub(super) symptoms: &'a [Symptom],
    pub(super) worse: &'a Worse,
}

/// Looks at every resource and ranks them: what rose together with the symptoms first, and what was full before the rest.
pub(super) fn ranked(own: Side<'_>, against: &Against<'_>) -> Vec<ResourceUse> {
    let base = against.base.as_ref().ok();
    let pairs = pairs(own.metrics, base.map(|side| side.metrics));
    let signals = pairs.iter().flat_map(|pair| &pair.run.measurements);
    let signals = signals.filter(|measurement| measurement.worse != WorseWhen::Neither).count();
    let mut found: Vec<(f64, ResourceUse)> =
        pairs.iter().filter_map(|pair| look(pair, own.axis, against, signals)).collect();
    found.sort_by(|(a, of_a), (b, of_b)| {
        let of_kind = of_a.movement.cmp(&of_b.movement);
        of_kind.then_with(|| b.total_cmp(a)).then_with(|| of_a.title.cmp(&of_b.title))
    });
    found.into_iter().take(MOST).map(|(_, resource)| resource).collect()
}

/// Looks at one resource, as one of so many signals; with what it is ranked by.
pub(super) fn look(
    pair: &Pair<'_>,
    axis: Axis,
    against: &Against<'_>,
    all: usize,
) -> Option<(f64, ResourceUse)> {
    let measured = &pair.run;
    let limit = fullness::limit(measured, axis);
    let base = base_of(pair, against);
    let mut signals: Vec<Looked> = measured
        .measurements
        .iter()
        .filter_map(|measurement| signal(measurement, measured, limit, axis, &base, against.symptoms))
        .collect();
    // What is most telling comes first; of a limit nothing is claimed.
    let telling = |signal: &Looked| match signal.worse {
        WorseWhen::Neither => -1.0,
        _ => signal.rise().map_or(0.0, f64::abs),
    };
    signals.sort_by(|a, b| telling(b).total_cmp(&telling(a)));
    signals.first()?;
    let full = fullness::fullness(measured, axis);
    let base_full = match &full {
        Ok(_) => {
            base.as_ref().map_err(Missing::clone).and_then(|(base, axis)| fullness::fullness(base, *axis))
        }
        Err(_) => Err(NO_COUNTERPART),
    };
    let is_full = full.as_ref().is_ok_and(|full| became_full(full, base_full.as_ref().ok(), axis));
    let movement = movement(&signals, is_full, against.worse, all);
    let by_chance =
        movement == Movement::Rose && signals.iter().any(|signal| seems_together(signal, against.worse));
    let score = signals.iter().map(score).fold(0.0, f64::max) + if is_full { FULL_FIRST } else { 0.0 };
    let fullness = full.map(|full| Fullness {
        limit: full.limit,
        seconds: full.seconds,
        spans: full.spans,
        base_seconds: base_full.map(|base| base.seconds),
    });
    let mut resource = ResourceUse {
        title: pair.title.clone(),
        resource: measured.resource,
        signals: signals.into_iter().map(|looked| looked.signal).collect(),
        fullness,
        movement,
        text: Text::empty(),
    };
    resource.text = text!(
        "resource-did",
        resource = &resource.title,
        behaviour = words::behaviour(&resource, axis.judged_seconds(), by_chance.then_some(all))
    );
    Some((score, resource))
}

/// What is full says more than anything that moved.
const FULL_FIRST: f64 = 1e6;

const NO_COUNTERPART: Missing = Missing::message("saturation-no-counterpart");

/// A signal, and whether more or less of it is the worse.
struct Looked {
    signal: SaturationSignal,
    worse: WorseWhen,
    /// How far it left the base's level; absent without a base.
    shift: Option<Shift>,
}

impl Looked {
    /// By how many spreads of the base a signal became worse.
    fn rise(&self) -> Option<f64> {
        self.signal.moved.as_ref().ok().map(|moved| moved * sign(self.worse))
    }
}

fn signal(
    measurement: &Measurement<'_>,
    measured: &Measured<'_>,
    limit: Option<f64>,
    axis: Axis,
    base: &Known<(&Measured<'_>, Axis)>,
    symptoms: &[Symptom],
) -> Option<Looked> {
    let run = movement::values(&measurement.samples, axis)?;
    let other = base.as_ref().map_err(Missing::clone).and_then(|(base, axis)| {
        let same =
            |other: &&Measurement<'_>| other.name() == measurement.name() && other.part == measurement.part;
        let other = base.measurements.iter().find(same).ok_or(NO_COUNTERPART)?;
        let values: Values = movement::values(&other.samples, *axis).ok_or(NO_COUNTERPART)?;
        Ok((values, axis.course(&other.samples)))
    });
    let moved = other
        .as_ref()
        .map_err(Missing::clone)
        .and_then(|(base, _)| movement::moved(&run, base, measurement, measured.resource, limit));
    let shift = other.as_ref().ok().map(|(base, _)| {
        let floor = movement::floor(measurement, measured.resource, base, limit);
        Shift::of(&run, base, floor, sign(measurement.worse))
    });
    let course = axis.course(&measurement.samples);
    let follows = match measurement.worse {
        WorseWhen::Neither => Vec::new(),
        worse => movement::follows(&course, symptoms, axis, sign(worse)),
    };
    let signal = SaturationSignal {
        name: measurement.name().to_owned(),
        part: measurement.part,
        unit: measurement.signal.unit.clone(),
        per_second: measurement.per_second(),
        run: run.level,
        base: other.as_ref().map(|(base, _)| base.level).map_err(Missing::clone),
        moved,
        follows,
        course,
        base_course: other.ok().map(|(_, course)| course),
    };
    Some(Looked { signal, worse: measurement.worse, shift })
}

/// What the base has of a resource, and its slices.
fn base_of<'p, 'a>(pair: &'p Pair<'a>, against: &Against<'_>) -> Known<(&'p Measured<'a>, Axis)> {
    let side = against.base.as_ref().map_err(Missing::clone)?;
    Ok((pair.base.as_ref().ok_or(NO_COUNTERPART)?, side.axis))
}

/// Whether a resource was full for a good part of the window, and longer than in the base.
fn became_full(full: &Full, base: Option<&Full>, axis: Axis) -> bool {
    let least = (axis.judged_seconds() * FULL_SHARE).max(2.0 * axis.width() as f64);
    full.seconds >= least && base.is_none_or(|base| full.seconds >= 2.0 * base.seconds)
}

/// −1 for what becomes less as a resource fills.
fn sign(worse: WorseWhen) -> f64 {
    if worse == WorseWhen::Lower { -1.0 } else { 1.0 }
}

/// What a resource did, by the signal that moved most. More idle, or a higher limit, is no rise.
fn movement(signals: &[Looked], is_full: bool, worse: &Worse, all: usize) -> Movement {
    let moving = || signals.iter().filter(|signal| signal.worse != WorseWhen::Neither);
    let rose = moving().any(|signal| signal.rise().is_some_and(|rise| rise >= MOVED));
    let together = moving().any(|signal| rose_together(signal, worse, all));
    if worse.any && (is_full || together) {
        return Movement::RoseTogether;
    }
    if signals.iter().all(|signal| signal.signal.moved.is_err()) {
        return Movement::Unknown;
    }
    if rose || is_full {
        return Movement::Rose;
    }
    if moving().any(|signal| signal.rise().is_some_and(|rise| rise <= -MOVED)) {
        Movement::Fell
    } else {
        Movement::Level
    }
}

/// Whether a signal rose while the run became worse: with all endpoints, or following a symptom over time. Without a
/// base it must follow in its steps as well, since load alone moves everything. One of `all` signals does much by chance:
/// what is said to have risen together is beyond that.
fn rose_together(looked: &Looked, worse: &Worse, all: usize) -> bool {
    let follows = &looked.signal.follows;
    let follows_it = || {
        let is_close = |found: &&Follows| found.correlation >= CLOSE;
        follows.iter().filter(is_close).any(|found| follows_beyond_chance(found, follows.len(), all))
    };
    match looked.rise() {
        Some(rise) => {
            let left_its_level = || looked.shift.is_some_and(|shift| shift.is_beyond_chance(all));
            rise >= MOVED && ((worse.shared && left_its_level()) || follows_it())
        }
        None => {
            let steps = |found: &Follows| found.on_differences.is_some_and(|steps| steps >= CLOSE);
            follows.iter().any(steps) && follows_it()
        }
    }
}

/// Whether it would be said to have risen together if it were the only signal.
fn seems_together(looked: &Looked, worse: &Worse) -> bool {
    let is_close = |found: &Follows| found.correlation >= CLOSE;
    let rose = looked.rise().is_some_and(|rise| rise >= MOVED);
    rose && worse.any && (worse.shared || looked.signal.follows.iter().any(is_close))
}

/// By what signals are ranked: how far they rose, and more where they follow closely.
fn score(looked: &Looked) -> f64 {
    /// Beyond this, farther says no more.
    const FAR: f64 = 20.0;
    let closest = looked.signal.follows.first().map_or(0.0, |follows| follows.correlation.max(0.0));
    match looked.rise() {
        Some(rise) => rise.clamp(0.0, FAR) * (0.5 + closest),
        None => closest,
    }
}
