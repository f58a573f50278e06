//! What the templates of every document share.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use super::RenderError;
use super::chart::Chart;
use super::chart::theme::Target;
use super::view::figure::Charts;
use crate::words::{self, Arg, Language};

/// Name and text of a template; the first of several is the document, the others are its parts.
pub(super) type Template = (&'static str, &'static str);

/// Makes an environment in which `chart(number)` draws a chart of the page and stands for what
/// `place` makes of it. A name that the page does not have is an error, never an empty text.
///
/// # Errors
/// Fails where the template engine refuses its settings.
pub(super) fn environment(
    charts: &Charts,
    target: Target,
    place: impl Fn(&Chart, &str) -> String + Send + Sync + 'static,
) -> Result<Environment<'static>, RenderError> {
    let charts = charts.clone();
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_function("chart", move |number: usize| -> Result<Value, Error> {
        let chart = charts
            .get(number)
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("there is no chart {number}")))?;
        Ok(Value::from_safe_string(place(chart, &chart.draw(target))))
    });
    environment.add_global("lang", Language::spoken().code());
    environment.add_function("t", |key: &str, places: Kwargs| {
        written(key, &places, |text| text.as_str().unwrap_or_default().to_owned())
    });
    Ok(environment)
}

/// Writes a message, whose places are filled with the numbers and texts of a call: `t("head-runs", count=3)`.
///
/// # Errors
/// Fails where a place holds neither a number nor a text.
pub(super) fn written(key: &str, places: &Kwargs, text: impl Fn(&Value) -> String) -> Result<String, Error> {
    let mut args = Vec::new();
    for name in places.args() {
        let value: Value = places.get(name)?;
        let arg = match value.kind() {
            ValueKind::Number => Arg::Number(u64::try_from(value)?),
            ValueKind::String => Arg::Name(text(&value)),
            other => {
                let message = format!("{key}: {name} is neither a number nor a text but {other}");
                return Err(Error::new(ErrorKind::InvalidOperation, message));
            }
        };
        args.push((name, arg));
    }
    places.assert_all_used()?;
    Ok(words::write(key, &args))
}

/// Fills the first of the templates with a page.
///
/// # Errors
/// Fails where a template does not compile, or names something that the page does not have.
pub(super) fn fill(
    mut environment: Environment<'_>,
    templates: &[Template],
    page: &impl Serialize,
) -> Result<String, RenderError> {
    for &(name, text) in templates {
        environment.add_template(name, text)?;
    }
    let document = templates.first().map_or("", |template| template.0);
    Ok(environment.get_template(document)?.render(Value::from(Serde(page)))?)
}
