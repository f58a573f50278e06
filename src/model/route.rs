//! Routes, whatever frameworks and load generators call their parameters.

use super::endpoint::EndpointId;

/// A route without the names of its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// In upper case, where it is told.
    pub method: Option<String>,
    /// The parts of its path, `{}` for each parameter.
    pub segments: Vec<String>,
}

impl Route {
    /// Reads what an endpoint is called.
    pub fn of(id: &EndpointId) -> Self {
        let text = id.to_string();
        let (method, path) = match text.split_once(' ') {
            Some((method, path)) if method.chars().all(|c| c.is_ascii_uppercase()) => {
                (Some(method.to_owned()), path.trim())
            }
            _ => (id.method.clone(), text.as_str()),
        };
        let path = path.split('?').next().unwrap_or_default();
        Self { method, segments: segments(path).into_iter().map(segment).collect() }
    }
}

/// Splits a path at its slashes. One inside brackets belongs to the pattern of a parameter: `(?P<name>[^/]+)`.
fn segments(path: &str) -> Vec<&str> {
    let (mut found, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, character) in path.char_indices() {
        match character {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                found.push(&path[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&path[from..]);
    // Django's routes may be regular expressions: `^api/orders/$`.
    found
        .into_iter()
        .map(|part| part.trim_start_matches('^'))
        .filter(|part| !["", "$"].contains(part))
        .collect()
}

/// Takes the name off a parameter, as frameworks write them: `{id}`, `:id`, `<int:id>`, `[id]`, `(?P<id>…)`, `$id`, `#id`,
/// `*`, `*path`, `**`. Of anything else a fragment is cut off.
fn segment(segment: &str) -> String {
    if segment.starts_with([':', '{', '<', '[', '(', '$', '#', '*']) {
        return "{}".to_owned();
    }
    segment.split('#').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Route;
    use crate::model::endpoint::EndpointId;

    #[test]
    fn a_route_is_the_same_whatever_its_parameters_are_called() {
        let named = |name: &str| Route::of(&EndpointId::named(name));
        let server =
            EndpointId { method: Some("GET".to_owned()), name: "/api/products/{productId}".to_owned() };
        assert_eq!(named("GET /api/products/:id/"), Route::of(&server));
        assert_ne!(named("GET /api/products"), Route::of(&server));
        for parameter in [
            "{id}",
            "{id:int}",
            "{id:[^/]+}",
            ":id",
            ":id(\\d+)",
            "<int:id>",
            "<id>",
            "[id]",
            "[...slug]",
            "*",
            "**",
            "*path",
            "$id",
            "#id",
            "#val",
            "(?P<pk>[^/.]+)",
        ] {
            assert_eq!(named(&format!("GET /api/products/{parameter}")), Route::of(&server), "{parameter}");
            assert_eq!(named(&format!("GET ^api/products/{parameter}/$")), Route::of(&server), "{parameter}");
        }
        assert_eq!(named("GET /api/products#top"), named("GET /api/products"));
        assert_eq!(named("/api/orders?x=1").method, None);
        assert_ne!(named("create order"), named("order"));
    }
}
