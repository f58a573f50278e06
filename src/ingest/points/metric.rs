//! What a point measures.

/// What the value of a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Metric<'a> {
    /// How long a request took: one point for each.
    Duration,
    /// How long a gRPC call took: one point for each.
    Call,
    /// Virtual users.
    Users,
    /// Virtual users that were allocated.
    MaxUsers,
    /// Iterations that were completed.
    Iterations,
    /// Iterations that could not be started.
    DroppedIterations,
    /// A check that passed, or failed with 0.
    Checks,
    /// Bytes sent.
    DataSent,
    /// Bytes received.
    DataReceived,
    /// Anything else, by its name.
    Other(&'a [u8]),
}
