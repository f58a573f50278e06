//! What the servers measured, inside a snapshot: a bundle, packed, since samples repeat themselves.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::model::missing::Missing;
use crate::model::series::role::{Role, Vantage};
use crate::model::series::unit::SampleKind;
use crate::model::series::{ServerMetrics, Signal};
use crate::wire::histogram::HistogramError;
use crate::wire::prometheus::{self, BundledSignal, Contents};

/// Why a run cannot be written to a snapshot, or read from one.
#[derive(Debug, thiserror::Error)]
pub(super) enum SnapshotError {
    /// A histogram.
    #[error(transparent)]
    Histogram(#[from] HistogramError),
    /// What the servers measured.
    #[error("prometheus: {0}")]
    Servers(String),
}

/// Bytes that a bundle may have when unpacked: more is no snapshot of ours.
const MOST: u64 = 1 << 30;

/// Packs what tells something of the servers: gzip, in base64.
pub(super) fn pack(metrics: &ServerMetrics) -> Result<String, SnapshotError> {
    let failed = |reason: &dyn std::fmt::Display| SnapshotError::Servers(reason.to_string());
    let tells = |signal: &&Signal| signal.vantage == Vantage::Server && signal.role != Role::Other;
    let kept =
        ServerMetrics { signals: metrics.signals.iter().filter(tells).cloned().collect(), notes: Vec::new() };
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    prometheus::write(&kept, &mut packer).map_err(|error| failed(&error))?;
    packer.flush().map_err(|error| failed(&error))?;
    Ok(STANDARD.encode(packer.finish().map_err(|error| failed(&error))?))
}

/// Unpacks it again.
pub(super) fn unpack(text: &str) -> Result<ServerMetrics, SnapshotError> {
    let packed = STANDARD.decode(text).map_err(|error| SnapshotError::Servers(error.to_string()))?;
    let contents = prometheus::read(GzDecoder::new(packed.as_slice()).take(MOST))
        .map_err(|refusal| SnapshotError::Servers(refusal.to_string()))?;
    let Contents::Bundle(signals) = contents else {
        return Err(SnapshotError::Servers("an answer where a bundle was expected".to_owned()));
    };
    Ok(ServerMetrics { signals: signals.into_iter().map(signal).collect(), notes: Vec::new() })
}

/// What was written says everything but the metric, which each series repeats.
fn signal(bundled: BundledSignal) -> Signal {
    let BundledSignal { name, query, role, unit, kind, quantile, vantage, answer } = bundled;
    Signal {
        metric: answer.series.first().and_then(|series| series.metric.clone()),
        source: name.clone(),
        name,
        query,
        role: role.unwrap_or_default(),
        vantage: vantage.unwrap_or_default(),
        unit: unit.ok_or(NOT_KNOWN),
        kind: kind.unwrap_or(SampleKind::Gauge),
        quantile,
        series: answer.series.into_iter().map(|named| named.series).collect(),
        remarks: answer.remarks,
    }
}

const NOT_KNOWN: Missing = Missing::constant("it was not known when the run was recorded");

#[cfg(test)]
mod tests {
    use super::{pack, unpack};
    use crate::model::missing::Missing;
    use crate::model::series::role::{Part, Resource, Role, Vantage};
    use crate::model::series::unit::{SampleKind, SeriesUnit};
    use crate::model::series::{Remarks, Sample, Series, ServerMetrics, Signal};

    fn metrics() -> ServerMetrics {
        let series = Series {
            labels: [("pool".to_owned(), "a".to_owned())].into(),
            samples: vec![Sample { at: 1_500_000, value: 4.25 }, Sample { at: 3_500_000, value: 5.0 }],
            histograms: Vec::new(),
        };
        let signal = Signal {
            name: "active".to_owned(),
            metric: Some("pool_active".to_owned()),
            query: Some("pool_active".to_owned()),
            role: Role::Saturation { resource: Resource::ConnectionPool, part: Part::Used },
            vantage: Vantage::Server,
            unit: Ok(SeriesUnit::Count),
            kind: SampleKind::Gauge,
            quantile: None,
            series: vec![series],
            remarks: Remarks::default(),
            source: "active".to_owned(),
        };
        let unknown = Signal { role: Role::Other, unit: Err(Missing::because("?")), ..signal.clone() };
        ServerMetrics { signals: vec![signal, unknown], notes: Vec::new() }
    }

    #[test]
    fn what_tells_something_comes_back() {
        let metrics = metrics();
        assert_eq!(unpack(&pack(&metrics).unwrap()).unwrap().signals, metrics.signals[..1]);
    }

    #[test]
    fn what_is_no_bundle_is_said() {
        assert!(unpack("no base64!").unwrap_err().to_string().starts_with("prometheus: "));
        assert!(unpack("bm8gZ3ppcA==").unwrap_err().to_string().starts_with("prometheus: "));
    }
}
