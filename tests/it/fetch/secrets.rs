//! Credentials are sent, and nowhere to be seen.

use super::fetch;
use super::server::{Reply, Server};

const TOKEN: (&str, &str) = ("PERFREPORT_PROMETHEUS_TOKEN", "geheim-token");
const KEY: (&str, &str) = ("SHOP_KEY", "verborgen-key");

#[test]
fn credentials_are_sent_and_not_repeated() {
    // A server that repeats what it was sent, in its answer and in its labels' neighbourhood.
    let server = Server::start(|asked, _| {
        let repeated = format!("{} {}", asked.headers["authorization"], asked.headers["x-key"]);
        let body = format!(
            r#"{{"status":"success","data":{{"resultType":"matrix","result":[{{"metric":{{}},"values":[[1000,"1"]]}}]}},"warnings":["{repeated}"]}}"#
        );
        Reply::new(200, body)
    });
    let ran = fetch(&server.url, &["--header", "X-Key=SHOP_KEY", "--tenant", "shop"], &[TOKEN, KEY]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let asked = &server.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/api/v1/query_range"));
    assert_eq!(asked.headers["authorization"], "Bearer geheim-token");
    assert_eq!(asked.headers["x-key"], "verborgen-key");
    assert_eq!(asked.headers["x-scope-orgid"], "shop");
    assert_eq!(asked.headers["content-type"], "application/x-www-form-urlencoded");
    let form: Vec<_> = asked.form.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(form, ["end=1060", "query=sum(a_total)", "start=1000", "step=10"]);
    for text in [ran.out, ran.err, ran.bundle.unwrap().to_string()] {
        assert!(!text.contains("geheim") && !text.contains("verborgen"), "{text}");
    }
}

#[test]
fn a_user_has_a_password() {
    let server = Server::start(|asked, _| Reply::new(401, asked.headers["authorization"].clone()));
    let (user, password) =
        (("PERFREPORT_PROMETHEUS_USER", "shop"), ("PERFREPORT_PROMETHEUS_PASSWORD", "geheim"));
    let ran = fetch(&server.url, &[], &[user, password]);
    assert_eq!(server.asked()[0].headers["authorization"], "Basic c2hvcDpnZWhlaW0=");
    assert!(ran.err.contains("HTTP 401 Unauthorized: Basic ***"), "{}", ran.err);
    assert!(ran.err.contains("were sent and not accepted"), "{}", ran.err);
    for (variables, expected) in [
        (vec![user], "without PERFREPORT_PROMETHEUS_PASSWORD"),
        (vec![password], "without PERFREPORT_PROMETHEUS_USER"),
        (vec![user, password, TOKEN], "the header Authorization is set twice"),
        (vec![("PERFREPORT_PROMETHEUS_TOKEN", "geheim\nX: y")], "holds a line end"),
    ] {
        let ran = fetch(&server.url, &[], &variables);
        assert!(ran.err.contains(expected) && !ran.err.contains("geheim"), "{}", ran.err);
    }
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    for url in ["http://shop:geheim@host", "http://geheim@host:9090/x", "http://host?token=geheim", "geheim"]
    {
        let ran = fetch(url, &[], &[]);
        assert_eq!(ran.code, Some(2), "{url}");
        assert!(ran.err.contains("--url") && !ran.err.contains("geheim"), "{}", ran.err);
    }
    for header in
        ["Authorization: Bearer geheim", "X-Key=geheim", "X-Key=geheim!", "=geheim", "Bearer geheim=SHOP_KEY"]
    {
        let ran = fetch("http://127.0.0.1:1", &["--header", header], &[KEY]);
        assert_eq!(ran.code, Some(2), "{header}");
        assert!(ran.err.contains("--header") && !ran.err.contains("geheim"), "{}", ran.err);
    }
}
