//! What is secret is taken out of texts and of the names of endpoints.

use super::{Classifier, scrub};
use crate::model::labeller::Labeller;
use crate::model::settings::Settings;

const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2VjcmV0";

#[test]
fn secrets_outside_queries_go() {
    let jwt = format!("verify/{TOKEN}/now");
    let table = [
        ("/x;token=abc", "/x"),
        ("/x;token=abc/y", "/x/y"),
        ("/x;jsessionid=abc;v=1", "/x;v=1"),
        ("http://h/x&access_token=abc", "http://h/x"),
        ("/x%3Ftoken=abc", "/x"),
        ("/x%3ftoken%3Dabc&y=1", "/x"),
        ("http://h/x？token=abc", "http://h/x"),
        ("user:pw@host/x", "host/x"),
        ("connect to postgres user:p%40w@db:5432/x now", "connect to postgres db:5432/x now"),
        ("https://oauth2:glpat-abc@gitlab.example/a/b.git", "https://gitlab.example/a/b.git"),
        ("/reset/password=abc/x", "/reset/password=/x"),
        ("api-key=abc", "api-key="),
        (jwt.as_str(), "verify/{jwt}/now"),
        ("http_reqs{name:/x;token=abc,status:200}", "http_reqs{name:/x,status:200}"),
        ("http_reqs{name:u:p@h/x,status:200}", "http_reqs{name:h/x,status:200}"),
    ];
    for (text, wanted) in table {
        assert_eq!(scrub(text), wanted, "{text}");
        assert_eq!(scrub(wanted), wanted, "{wanted}");
    }
}

#[test]
fn ordinary_text_stays() {
    for text in [
        "/map;v=1/x",
        "/a&b",
        "mail a@b.c",
        "git@github.com:o/r.git",
        "registry/app:1.2@sha256:0a1b2c",
        "browse::login@shop",
        "GET /users/@me",
        "http_reqs{name:GET /users/@me,status:200}",
        "http_reqs{name:a@b.c}",
        "/100%25/x",
        "/what%3F",
        "max_tokens=5",
        "eyJ is how it begins",
        "/x;token=${}",
        "p(95)<=500",
    ] {
        assert_eq!(scrub(text), text);
    }
}

#[test]
fn endpoints_hold_no_secret_and_ordinary_ones_keep_their_names() {
    let classifier = Classifier::new(&Settings::default());
    let table = [
        ("http://h/x;token=abc", "/x"),
        ("http://h/x&token=abc", "/x"),
        ("http://h/x%3Ftoken=abc", "/x"),
        ("http://h/x？token=abc", "/x"),
        ("http://h/password=abc/x", "/password=/x"),
        ("u:p@h/x", "h/x"),
        ("http://h/map;v=1/x", "/map;v=1/x"),
        ("http://h/api/orders/42", "/api/orders/{id}"),
        ("GET /api/users/{id}", "GET /api/users/{id}"),
        ("GET /users/@me", "GET /users/@me"),
    ];
    for (name, wanted) in table {
        assert_eq!(classifier.endpoint(None, name).name, wanted, "{name}");
        assert_eq!(classifier.endpoint(None, wanted).name, wanted, "{wanted}");
    }
    assert_eq!(classifier.endpoint(None, &format!("http://h/v/{TOKEN}")).name, "/v/{jwt}");
}
