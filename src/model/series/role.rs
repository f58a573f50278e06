//! What a signal tells of a service: the four golden signals (Beyer et al., *Site Reliability Engineering*, chapter 6).

use serde::{Deserialize, Serialize};

use crate::words::{Text, text};

/// One of the golden signals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// How much is asked of it.
    Traffic,
    /// How much of that fails.
    Errors,
    /// How long it takes.
    Latency,
    /// How full it is.
    Saturation {
        /// What may be full.
        resource: Resource,
        /// What of it was measured.
        part: Part,
    },
    /// Something else, or nobody knows.
    #[default]
    Other,
}

/// A golden signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoleKey {
    /// How much is asked of a service.
    Traffic,
    /// How much of that fails.
    Errors,
    /// How long it takes.
    Latency,
    /// How full it is.
    Saturation,
    /// Something else.
    Other,
}

impl Role {
    /// Takes a role apart: its key, and of a saturation what may be full and what of it was measured.
    pub fn keys(self) -> (RoleKey, Option<Resource>, Option<Part>) {
        match self {
            Self::Traffic => (RoleKey::Traffic, None, None),
            Self::Errors => (RoleKey::Errors, None, None),
            Self::Latency => (RoleKey::Latency, None, None),
            Self::Saturation { resource, part } => (RoleKey::Saturation, Some(resource), Some(part)),
            Self::Other => (RoleKey::Other, None, None),
        }
    }

    /// Whether more or less of it is the worse, where nothing else says so.
    pub fn worse(self) -> WorseWhen {
        match self {
            Self::Errors | Self::Latency => WorseWhen::Higher,
            Self::Saturation { part, .. } => part.worse(),
            Self::Traffic | Self::Other => WorseWhen::Neither,
        }
    }

    /// Puts a role together. What is written by hand need not say what of a resource is full.
    pub fn of_keys(key: RoleKey, resource: Option<Resource>, part: Option<Part>) -> Self {
        match key {
            RoleKey::Traffic => Self::Traffic,
            RoleKey::Errors => Self::Errors,
            RoleKey::Latency => Self::Latency,
            RoleKey::Saturation => Self::Saturation {
                resource: resource.unwrap_or(Resource::Other),
                part: part.unwrap_or(Part::Used),
            },
            RoleKey::Other => Self::Other,
        }
    }
}

/// What may be full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "ResourceKey", rename_all = "snake_case")]
pub enum Resource {
    /// Connections to a database or another service.
    ConnectionPool,
    /// Threads, or other workers, that requests wait for.
    ThreadPool,
    /// Messages or requests that wait to be worked on.
    Queue,
    /// Pauses of the garbage collector.
    GarbageCollection,
    /// Memory of a process, a container or a host.
    Memory,
    /// Processors.
    Cpu,
    /// Threads, goroutines and tasks that exist.
    Threads,
    /// Open files and sockets.
    Files,
    /// Disks.
    Disk,
    /// Network links.
    Network,
    /// Anything else.
    Other,
}

/// What of a resource was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "PartKey", rename_all = "snake_case")]
pub enum Part {
    /// What is in use: active connections, used memory, busy processors, messages in a queue.
    Used,
    /// What waits for it.
    Pending,
    /// What is free.
    Idle,
    /// The most there can be.
    Limit,
    /// What there is now, in use or not: the connections of a pool, the threads of an executor, a heap. It may still
    /// grow, so it is no limit.
    Size,
    /// Waits that were given up, and what was refused or taken away: timeouts, overflows, evictions, kills.
    Timeouts,
    /// Time spent with it: pauses, waits for a connection, throttling.
    Time,
}

impl Part {
    /// Its name, as part of a resource: what a queue uses is queued.
    pub fn text_in(self, resource: Resource) -> Text {
        match (resource, self) {
            (Resource::Queue, Self::Used) => text!("signal-queued"),
            _ => self.text(),
        }
    }

    /// What it is called: `in use`, `waiting`.
    pub fn text(self) -> Text {
        match self {
            Self::Used => text!("part-used"),
            Self::Pending => text!("part-pending"),
            Self::Idle => text!("part-idle"),
            Self::Limit => text!("part-limit"),
            Self::Size => text!("part-size"),
            Self::Timeouts => text!("part-timeouts"),
            Self::Time => text!("part-time"),
        }
    }

    /// What of it is the worse, where nothing else says so.
    pub fn worse(self) -> WorseWhen {
        match self {
            Self::Used | Self::Pending | Self::Timeouts | Self::Time => WorseWhen::Higher,
            Self::Idle => WorseWhen::Lower,
            Self::Limit | Self::Size => WorseWhen::Neither,
        }
    }
}

/// Whether more or less of something is the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "WorseKey", rename_all = "snake_case")]
pub enum WorseWhen {
    /// More.
    Higher,
    /// Less.
    Lower,
    /// Neither: nothing is claimed of it, however far it moved.
    Neither,
}

/// Who measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "VantageKey", rename_all = "snake_case")]
pub enum Vantage {
    /// The service, its runtime or its host.
    #[default]
    Server,
    /// The load generator, such as k6 by remote write: the client's view of the same requests.
    LoadGenerator,
    /// The service as a client of another one: its calls, not the requests that it answers.
    Outgoing,
}
