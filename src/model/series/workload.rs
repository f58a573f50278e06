//! Whose series they are: the same workload under other addresses, other names of pods, another number of replicas.

use std::collections::BTreeMap;

type Labels = BTreeMap<String, String>;

/// Labels that say where something ran, or which build of it, and not what it is.
const PLACE: [&str; 33] = [
    "instance",
    "node",
    "nodename",
    "kubernetes_node",
    "host",
    "hostname",
    "host_name",
    "host_ip",
    "ip",
    "pod_ip",
    "kubernetes_pod_ip",
    "address",
    "addr",
    "machine",
    "uid",
    "pod_uid",
    "k8s_pod_uid",
    "container_id",
    "image",
    "image_id",
    "version",
    "revision",
    "pod_template_hash",
    "controller_revision_hash",
    "replica",
    "prometheus_replica",
    "service_instance_id",
    "exported_instance",
    "pid",
    "process_id",
    "task_id",
    "alloc_id",
    "container_label_com_docker_compose_container_number",
];
/// Labels with the name of a pod.
const POD: [&str; 6] = ["pod", "pod_name", "podname", "kubernetes_pod_name", "k8s_pod_name", "exported_pod"];
/// Labels of the environment that a workload was deployed to.
pub const ENVIRONMENT: [&str; 16] = [
    "namespace",
    "kubernetes_namespace",
    "k8s_namespace_name",
    "exported_namespace",
    "cluster",
    "k8s_cluster",
    "env",
    "environment",
    "stage",
    "region",
    "zone",
    "dc",
    "datacenter",
    "tenant",
    "prometheus",
    "monitor",
];
/// The label that a workload has instead of its pods' names.
pub const WORKLOAD: &str = "workload";

/// Leaves of labels what says which workload it is.
pub fn workload(labels: &Labels) -> Labels {
    let mut lasting = Labels::new();
    for (name, value) in labels {
        if PLACE.contains(&name.as_str()) || is_of_a_container(labels, name, value) {
            continue;
        }
        if POD.contains(&name.as_str()) {
            lasting.insert(WORKLOAD.to_owned(), of_pod(value).to_owned());
        } else {
            lasting.insert(name.clone(), lasting_part(value));
        }
    }
    lasting
}

/// Leaves what is the same in every environment.
pub fn anywhere(workload: &Labels) -> Labels {
    let kept = workload.iter().filter(|(name, _)| !ENVIRONMENT.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Leaves out what only says the same again, in a way that nobody can read.
pub fn readable(labels: &Labels) -> Labels {
    let kept = labels.iter().filter(|(name, value)| !is_of_a_container(labels, name, value));
    let kept =
        kept.filter(|(name, _)| !["uid", "container_id", "image", "image_id"].contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Whether a label is cAdvisor's path or name of a container, which pod and container say better.
fn is_of_a_container(labels: &Labels, name: &str, value: &str) -> bool {
    match name {
        "id" => value.starts_with('/'),
        "name" => {
            value.starts_with("k8s_") || (labels.contains_key("pod") && labels.contains_key("container"))
        }
        _ => false,
    }
}

/// Tells the deployment, the stateful set or the daemon set of a pod by its name.
fn of_pod(pod: &str) -> &str {
    if let Some(deployment) = of_deployment(pod) {
        return deployment;
    }
    match pod.rsplit_once('-') {
        Some((set, ordinal)) if !ordinal.is_empty() && ordinal.bytes().all(|b| b.is_ascii_digit()) => set,
        Some((set, suffix)) if is_suffix(suffix) && is_random(suffix) => set,
        _ => pod,
    }
}

/// `shop-7d9f8c6b5-abcde` is of `shop`: a hash of the template, and a suffix.
fn of_deployment(pod: &str) -> Option<&str> {
    let (rest, suffix) = pod.rsplit_once('-')?;
    let (deployment, hash) = rest.rsplit_once('-')?;
    let is_hash = (6..=10).contains(&hash.len())
        && hash.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && is_random(hash);
    (is_suffix(suffix) && is_hash).then_some(deployment)
}

/// Letters and digits of which Kubernetes makes the random ends of names; no word is made of them.
const DRAWN: &str = "bcdfghjklmnpqrstvwxz2456789";

/// Splits the name of a pod into that of its deployment or set, and a regular expression for how the names of all pods of it go on.
/// What is not drawn as Kubernetes draws it stays a name.
pub fn set_and_ends(pod: &str) -> (&str, &'static str) {
    let set = of_pod(pod);
    let end = &pod[set.len()..];
    if end.len() > 1 && end[1..].bytes().all(|b| b.is_ascii_digit()) {
        return (set, "-[0-9]+");
    }
    let is_drawn = end.chars().all(|c| c == '-' || DRAWN.contains(c));
    match end.matches('-').count() {
        1 if is_drawn => (set, "-[b-df-hj-np-tv-xz24-9]{5}"),
        2 if is_drawn => (set, "-[b-df-hj-np-tv-xz24-9]{6,10}-[b-df-hj-np-tv-xz24-9]{5}"),
        _ => (pod, ""),
    }
}

fn is_suffix(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Names of Kubernetes that are drawn have no vowels; other hashes have digits, which words have not.
fn is_random(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) || !text.bytes().any(|b| b"aeiou".contains(&b))
}

/// Takes addresses, UUIDs, hashes and pods' suffixes out of any other value.
fn lasting_part(value: &str) -> String {
    if is_address(value) {
        return "*".to_owned();
    }
    let value = of_deployment(value).unwrap_or(value);
    let mut kept = String::with_capacity(value.len());
    let mut word = String::new();
    for character in value.chars().chain([' ']) {
        if character.is_ascii_hexdigit() || (character == '-' && !word.is_empty()) {
            word.push(character);
            continue;
        }
        let is_id = word.bytes().filter(u8::is_ascii_hexdigit).count() >= 12
            && word.bytes().any(|b| b.is_ascii_digit());
        kept.push_str(if is_id { "*" } else { &word });
        word.clear();
        kept.push(character);
    }
    kept.pop();
    kept
}

/// `10.1.0.4:8080`, `[::1]:80`.
fn is_address(value: &str) -> bool {
    value.parse::<std::net::SocketAddr>().is_ok() || value.parse::<std::net::IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Labels, of_pod, set_and_ends, workload};

    #[test]
    fn pods_are_of_a_workload() {
        let table = [
            ("shop-7d9f8c6b5-abcde", "shop"),
            ("shop-api-5c4b3a2d1-qrstu", "shop-api"),
            ("shop-5f6bdc9c77-x2v8k", "shop"),
            ("postgres-0", "postgres"),
            ("node-exporter-x7k2p", "node-exporter"),
            ("report-28374650-bcdfg", "report"),
            ("shop-api", "shop-api"),
            ("order-service-queue", "order-service-queue"),
            ("shop-admin-panel-value", "shop-admin-panel-value"),
        ];
        for (pod, expected) in table {
            assert_eq!(of_pod(pod), expected, "{pod}");
        }
    }

    #[test]
    fn pods_of_a_set_end_alike() {
        let drawn = "-[b-df-hj-np-tv-xz24-9]{5}";
        let of_deployment = "-[b-df-hj-np-tv-xz24-9]{6,10}-[b-df-hj-np-tv-xz24-9]{5}";
        let table = [
            ("shop-5f6bdc9c77-x2v8k", ("shop", of_deployment)),
            ("node-exporter-x7k2p", ("node-exporter", drawn)),
            ("postgres-10", ("postgres", "-[0-9]+")),
            // A hash with letters that Kubernetes does not draw, and words.
            ("shop-7d9f8c6b5-abcde", ("shop-7d9f8c6b5-abcde", "")),
            ("shop-worker", ("shop-worker", "")),
            ("a", ("a", "")),
        ];
        for (pod, expected) in table {
            assert_eq!(set_and_ends(pod), expected, "{pod}");
        }
    }

    #[test]
    fn what_a_deployment_gives_anew_is_no_identity() {
        let labels = |pairs: &[(&str, &str)]| -> Labels {
            pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        let same = |a: &[(&str, &str)], b: &[(&str, &str)]| workload(&labels(a)) == workload(&labels(b));
        assert!(same(
            &[("job", "shop"), ("pool", "H"), ("instance", "10.1.0.4:8080")],
            &[("job", "shop"), ("pool", "H"), ("instance", "10.1.7.9:8080")]
        ));
        assert!(same(
            &[
                ("pod", "shop-7d9f8c6b5-abcde"),
                ("container", "app"),
                ("id", "/kubepods/a"),
                ("name", "k8s_a")
            ],
            &[
                ("pod", "shop-5c4b3a2d1-qrstu"),
                ("container", "app"),
                ("id", "/kubepods/b"),
                ("name", "k8s_b")
            ]
        ));
        assert!(same(
            &[("client_id", "orders-1-0b1c2d3e-4f5a-6789-abcd-ef0123456789")],
            &[("client_id", "orders-1-9b1c2d3e-4f5a-6789-abcd-ef0123456780")]
        ));
        assert!(!same(&[("job", "shop"), ("pool", "H")], &[("job", "shop"), ("pool", "G")]));
        assert!(!same(&[("job", "shop")], &[("job", "cart")]));
        assert!(!same(
            &[("pod", "shop-0"), ("container", "app")],
            &[("pod", "shop-0"), ("container", "proxy")]
        ));
        // Pools of the JVM's memory have names.
        assert!(!same(&[("id", "G1 Eden Space")], &[("id", "G1 Old Gen")]));
    }
}
