use super::{AllServices, Labels, Strangers, Test, Told};
use crate::model::endpoint::EndpointId;

fn labels(text: &str) -> Labels {
    let pairs = text.split_whitespace().map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Requests of a route per second, before and during the test.
fn told(rates: &[(&str, [f64; 2])]) -> Told {
    Told { rates: rates.iter().map(|&(text, rates)| (labels(text), rates)).collect(), ..Told::default() }
}

fn test(endpoints: &[&str]) -> Test {
    Test { endpoints: endpoints.iter().map(|name| EndpointId::named(*name)).collect(), from: 0, until: 60 }
}

fn strangers(told: &Told) -> Result<Vec<String>, AllServices> {
    told.strangers(&test(&["GET /api/orders", "GET /api/cart/:id"])).map(Strangers::names)
}

const SHOP: [(&str, [f64; 2]); 2] = [
    ("job=shop instance=a:1 method=GET uri=/api/orders", [0.0, 90.0]),
    ("job=shop instance=b:1 method=GET uri=/api/cart/{id}", [0.0, 10.0]),
];

/// The shop, and another service.
fn with(other: &[(&str, [f64; 2])]) -> Told {
    told(&[&SHOP[..], other].concat())
}

#[test]
fn a_service_whose_requests_went_on_as_before_is_left_out() {
    let billing = |rates| strangers(&with(&[("job=billing instance=c:1 uri=/invoices", rates)])).unwrap();
    let is_left_out = ["job=\"billing\""];
    assert_eq!(billing([50.0, 50.0]), is_left_out);
    // A hundredth of the test's requests, and no more; it may fall by a fifth.
    assert_eq!(billing([50.0, 50.9]), is_left_out);
    assert_eq!(billing([50.0, 51.1]), [] as [&str; 0]);
    assert_eq!(billing([50.0, 41.0]), is_left_out);
    assert_eq!(billing([50.0, 39.0]), [] as [&str; 0]);
    // Of a service that answered nobody nothing is known.
    assert_eq!(billing([0.0, 0.0]), [] as [&str; 0]);
}

#[test]
fn what_the_test_may_have_reached_is_kept() {
    let kept = |told: &Told| assert_eq!(strangers(told).unwrap(), [] as [&str; 0]);
    // The end of a called route, behind a gateway; a route that cannot be told; probes alone.
    for route in ["uri=/orders", "uri=/v2/api/orders", "status=200", "uri=/actuator/health", "uri=/**"] {
        kept(&with(&[(&format!("job=billing instance=c:1 {route}"), [5.0, 5.0])]));
    }
    // A consumer of a queue.
    let billing = [("job=billing instance=c:1 uri=/invoices", [5.0, 5.0])];
    let consumers = vec![labels("job=billing instance=d:1")];
    kept(&Told { consumers, ..with(&billing) });
    // A worker without requests, and an exporter, have the job of the stranger.
    let targets = vec![labels("job=billing instance=c:1"), labels("job=billing instance=worker:1")];
    kept(&Told { targets, ..with(&billing) });
    let targets = vec![labels("job=billing instance=c:1"), labels("job=worker instance=worker:1")];
    assert_eq!(strangers(&Told { targets, ..with(&billing) }).unwrap(), ["job=\"billing\""]);
    // The same job in another namespace was called.
    kept(&with(&[("job=shop namespace=other instance=c:1 uri=/invoices", [5.0, 5.0])]));
}

#[test]
fn replicas_are_one_service_and_pods_tell_services_of_one_job_apart() {
    let of_job_pods = [
        ("job=pods pod=shop-5f6bdc9c77-x2v8k instance=a:1 uri=/api/orders", [0.0, 90.0]),
        ("job=pods pod=shop-5f6bdc9c77-qrstv instance=b:1 uri=/api/cart/{id}", [0.0, 10.0]),
        // A replica that answered less than before, while the other answered more.
        ("job=pods pod=billing-6bd9c77f5f-x2v8k instance=c:1 uri=/invoices", [5.0, 0.0]),
        ("job=pods pod=billing-6bd9c77f5f-qrstv instance=d:1 uri=/invoices", [0.0, 5.0]),
    ];
    let strangers = told(&of_job_pods).strangers(&test(&["/api/orders", "/api/cart/:id"])).unwrap();
    let hash = "[b-df-hj-np-tv-xz24-9]";
    assert_eq!(strangers.selector(), format!(r#"pod!~"(billing)-{hash}{{6,10}}-{hash}{{5}}""#));
    assert_eq!(strangers.names(), ["pod=\"billing-…\""]);
}

#[test]
fn where_it_cannot_be_told_all_are_asked_for_and_it_is_said_why() {
    let billing = ("job=billing instance=c:1 uri=/invoices", [5.0, 5.0]);
    let unknown = with(&[billing]).strangers(&test(&["GET /api/orders", "create order"])).unwrap_err();
    assert_eq!(unknown, AllServices::UnknownEndpoints(vec!["create order".to_owned()]));
    // A run before this one: what it called through others was called before as well.
    let busy = told(&[("job=shop uri=/api/orders", [60.0, 100.0]), billing]);
    assert_eq!(busy.strangers(&test(&["GET /api/orders"])), Err(AllServices::BusyBefore));
    // Where there is no other service, there is nothing to say.
    assert_eq!(told(&SHOP).strangers(&test(&["create order"])), Ok(Strangers::default()));
}
