//! `[prometheus]`: what signals mean and what is asked for, whose keys depend on each other.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::model::series::role::{Part, Resource, Role, RoleKey, Vantage, WorseWhen};
use crate::model::series::unit::{KindKey, SampleKind, SeriesUnit};
use crate::model::series::vocabulary::ShareOf;
use crate::model::settings::{self, PrometheusSettings};

use super::error::Mistake;
use super::names::Names;
use super::value::{Checked, Name, Offset, PositiveDuration};

/// What servers measure: what it means, and what `perfreport fetch` asks for.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Prometheus {
    /// By how much the servers' clock is ahead of the load generator's; "-2s" where it is behind.
    #[cfg_attr(test, schemars(extend("default" = "0s")))]
    clock_offset: Option<Checked<Offset>>,
    /// What signals mean whose names do not say it, tried in order before the well-known names.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<SignalRule>", extend("default" = [])))]
    signals: Vec<Spanned<SignalRule>>,
    /// What `perfreport fetch` asks for instead of its default set.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<Query>", extend("default" = [])))]
    queries: Vec<Spanned<Query>>,
}

/// What signals of a name mean.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SignalRule {
    /// The metric or the name of the file. "*" stands for any text.
    r#match: Checked<Name>,
    /// What they tell of a service.
    role: RoleKey,
    /// Of a saturation: what may be full.
    resource: Option<Resource>,
    /// Of a saturation: what of the resource was measured; without it, what is used.
    part: Option<Part>,
    /// What they count, where the name does not say it.
    unit: Option<SeriesUnit>,
    /// How their numbers follow each other, where the name does not say it.
    kind: Option<KindKey>,
    /// Of an increase: over how long.
    over: Option<Checked<PositiveDuration>>,
    /// Whether more or less of it is the worse, where the role does not say it; "neither": nothing is claimed of it.
    worse: Option<WorseWhen>,
    /// Labels that a series must have; in their values "*" stands for any text.
    #[serde(default)]
    labels: BTreeMap<String, String>,
    /// Of counters: the metrics, one or several together, of which they are a share.
    share_of: Option<Names>,
    /// Of a share: labels over which both are summed up, such as those of processors.
    summed_over: Option<Names>,
    /// Of a share: values of labels whose series count in the whole alone.
    #[serde(default)]
    except: BTreeMap<String, Names>,
    /// Who measures, where the name does not say it; "outgoing": the service as a client of another one.
    vantage: Option<Vantage>,
}

/// A query, and what its answer means.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Query {
    /// What the signal is called.
    name: Checked<Name>,
    /// PromQL.
    query: Checked<Name>,
    /// What it tells of a service, where its name and its query do not say it.
    role: Option<RoleKey>,
    /// Of a saturation: what may be full.
    resource: Option<Resource>,
    /// Of a saturation: what of the resource was measured; without it, what is used.
    part: Option<Part>,
    /// What it counts, where its name and its query do not say it.
    unit: Option<SeriesUnit>,
    /// How its numbers follow each other, where its query does not say it.
    kind: Option<KindKey>,
    /// Of an increase: over how long.
    over: Option<Checked<PositiveDuration>>,
}

impl Prometheus {
    /// Checks what depends on each other.
    pub(super) fn settings(self) -> Result<PrometheusSettings, Mistake> {
        let mut queries: Vec<settings::Query> = Vec::new();
        for query in self.queries {
            let span = query.span();
            let query = query.into_inner().checked(span.clone())?;
            if queries.iter().any(|other| other.name == query.name) {
                return Err(Mistake::new(span, format!("two queries are called `{}`", query.name)));
            }
            queries.push(query);
        }
        let signals = self.signals.into_iter().map(|rule| {
            let span = rule.span();
            rule.into_inner().checked(span)
        });
        Ok(PrometheusSettings {
            signals: signals.collect::<Result<_, _>>()?,
            queries,
            clock_offset: self.clock_offset.map_or(0.0, |offset| offset.0),
        })
    }
}

impl SignalRule {
    fn checked(self, span: Range<usize>) -> Result<settings::SignalRule, Mistake> {
        let share = match self.share_of {
            Some(of) => Some(ShareOf {
                of: of.0,
                summed_over: self.summed_over.map(|labels| labels.0).unwrap_or_default(),
                except: self.except.into_iter().map(|(label, values)| (label, values.0)).collect(),
            }),
            None if self.summed_over.is_some() || !self.except.is_empty() => {
                return Err(Mistake::new(span, "`summed_over` and `except` belong to a share")
                    .hint("say of what: `share_of = \"container_cpu_cfs_periods_total\"`"));
            }
            None => None,
        };
        Ok(settings::SignalRule {
            pattern: self.r#match.0,
            role: role(Some(self.role), self.resource, self.part, &span)?.unwrap_or_default(),
            unit: self.unit,
            kind: kind(self.kind, self.over, span)?,
            worse: self.worse,
            labels: self.labels,
            share,
            vantage: self.vantage,
        })
    }
}

impl Query {
    fn checked(self, span: Range<usize>) -> Result<settings::Query, Mistake> {
        Ok(settings::Query {
            name: self.name.0,
            query: self.query.0,
            role: role(self.role, self.resource, self.part, &span)?,
            unit: self.unit,
            kind: kind(self.kind, self.over, span)?,
        })
    }
}

fn role(
    role: Option<RoleKey>,
    resource: Option<Resource>,
    part: Option<Part>,
    span: &Range<usize>,
) -> Result<Option<Role>, Mistake> {
    let problem = |message: &str, hint: &str| Err(Mistake::new(span.clone(), message).hint(hint));
    match (role, resource) {
        (Some(RoleKey::Saturation), None) => problem(
            "a saturation without `resource`",
            "say what may be full: `resource = \"connection_pool\"`",
        ),
        (key, _) if key != Some(RoleKey::Saturation) && (resource.is_some() || part.is_some()) => {
            problem("`resource` and `part` belong to a saturation", "add `role = \"saturation\"`")
        }
        (key, _) => Ok(key.map(|key| Role::of_keys(key, resource, part))),
    }
}

fn kind(
    kind: Option<KindKey>,
    over: Option<Checked<PositiveDuration>>,
    span: Range<usize>,
) -> Result<Option<SampleKind>, Mistake> {
    match (kind, &over) {
        (Some(KindKey::Increase), None) => {
            return Err(
                Mistake::new(span, "an increase without `over`").hint("say over how long: `over = \"1m\"`")
            );
        }
        (Some(KindKey::Increase), Some(_)) | (_, None) => {}
        (_, Some(_)) => {
            return Err(Mistake::new(span, "`over` belongs to an increase").hint("add `kind = \"increase\"`"));
        }
    }
    let over = over.map(|over| ((over.0 * 1e6).round() as i64).max(1));
    Ok(kind.and_then(|key| SampleKind::of_keys(key, over)))
}
