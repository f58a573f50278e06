//! What the templates of every document share.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

use super::RenderError;
use super::chart::Chart;
use super::chart::theme::Target;
use super::view::Page;

/// Makes an environment in which `chart(number)` draws a chart of the page and stands for what
/// `place` makes of it. A name that the page does not have is an error, never an empty text.
///
/// # Errors
/// Fails where the template engine refuses its settings.
pub(super) fn environment(
    page: &Page,
    target: Target,
    place: impl Fn(&Chart, &str) -> String + Send + Sync + 'static,
) -> Result<Environment<'static>, RenderError> {
    let charts = page.charts.clone();
    let fault = |text: String| Error::new(ErrorKind::InvalidOperation, text);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_function("chart", move |number: usize| -> Result<Value, Error> {
        let chart = charts.get(number).ok_or_else(|| fault(format!("there is no chart {number}")))?;
        let svg = chart.draw(target).map_err(|error| fault(error.to_string()))?;
        Ok(Value::from_safe_string(place(chart, &svg)))
    });
    Ok(environment)
}
