//! How rules are written. Every string is one of JSON, which YAML reads as it is.

use super::rules::{Group, PrometheusRule, RuleKind, Rules};
use super::text::quoted;
use crate::model::harmless::is_unseen;

impl Rules {
    /// Writes a rules file for Prometheus.
    pub fn to_yaml(&self) -> String {
        let mut out = String::new();
        let remarks = self.remarks.iter().map(|remark| format!("Note: {remark}."));
        for line in self.head.iter().cloned().chain(remarks) {
            comment("", &line, &mut out);
        }
        if self.groups.is_empty() {
            out.push_str("groups: []\n");
            return out;
        }
        out.push_str("groups:\n");
        self.groups.iter().for_each(|group| write_group(group, &mut out));
        out
    }
}

fn comment(indent: &str, text: &str, out: &mut String) {
    let line: String = text.chars().map(|c| if is_unseen(c) { ' ' } else { c }).collect();
    out.push_str(&format!("{indent}# {line}\n"));
}

fn write_group(group: &Group, out: &mut String) {
    out.push('\n');
    group.comments.iter().for_each(|line| comment("  ", line, out));
    out.push_str(&format!("  - name: {}\n    rules:\n", quoted(&group.name)));
    group.rules.iter().for_each(|rule| write_rule(rule, out));
}

fn write_rule(rule: &PrometheusRule, out: &mut String) {
    let kind = match rule.kind {
        RuleKind::Record => "record",
        RuleKind::Alert => "alert",
    };
    out.push_str(&format!("      - {kind}: {}\n", quoted(&rule.name)));
    out.push_str(&format!("        expr: {}\n", quoted(&rule.expr)));
    if let Some(hold) = rule.hold {
        out.push_str(&format!("        for: {hold}\n"));
    }
    for (key, map) in [("labels", &rule.labels), ("annotations", &rule.annotations)] {
        if !map.is_empty() {
            out.push_str(&format!("        {key}:\n"));
        }
        for (name, value) in map {
            out.push_str(&format!("          {name}: {}\n", quoted(value)));
        }
    }
}
