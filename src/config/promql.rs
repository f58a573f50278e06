//! The part of PromQL in which objectives are written: functions of selectors, aggregations, and arithmetic on them.

/// A query, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    /// A number.
    Number(f64),
    /// A metric with its matchers; ranges are left out.
    Selector(Selector),
    /// A function, or an aggregation with the labels that it keeps.
    Call {
        /// Its name, in lower case.
        name: String,
        /// The labels behind `by`, or `all but pod` for those behind `without`.
        by: Vec<String>,
        /// What it is called with.
        arguments: Vec<Expr>,
    },
    /// Two queries with an operator in between.
    Binary {
        /// In lower case: `-`, `or`.
        operator: String,
        /// What stands before it.
        left: Box<Expr>,
        /// What stands behind it.
        right: Box<Expr>,
    },
}

/// `http_requests_total{code=~"5.."}`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selector {
    /// The metric.
    pub(super) metric: String,
    /// What its labels have to be.
    pub(super) matchers: Vec<Matcher>,
}

/// `code=~"5.."`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matcher {
    /// The label.
    pub(super) label: String,
    /// How it is compared: `=`, `!=`, `=~` or `!~`.
    pub(super) operator: &'static str,
    /// With what.
    pub(super) value: String,
}

/// Operators by how closely they bind, the loosest first; longer ones before their beginnings.
const OPERATORS: [&[&str]; 6] = [
    &["or"],
    &["and", "unless"],
    &["==", "!=", "<=", ">=", "<", ">"],
    &["+", "-"],
    &["*", "/", "%", "atan2"],
    &["^"],
];
/// Brackets in brackets: a query has a handful.
const DEEPEST: usize = 50;

/// Reads a query.
pub(super) fn parse(query: &str) -> Result<Expr, String> {
    let mut parser = Parser { rest: query, depth: 0 };
    let expr = parser.binary(0)?;
    parser.skip();
    if parser.rest.is_empty() { Ok(expr) } else { Err(parser.unexpected("the end")) }
}

/// Reads label matchers in their braces: label, operator and value of each.
pub(super) fn matchers(braces: &str) -> Result<Vec<Matcher>, String> {
    let mut parser = Parser { rest: braces, depth: 0 };
    let expr = parser.selector(String::new())?;
    parser.skip();
    match expr {
        Expr::Selector(selector) if parser.rest.is_empty() && selector.metric.is_empty() => {
            Ok(selector.matchers)
        }
        _ => Err(parser.unexpected("label matchers alone")),
    }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// Passes spaces and comments.
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let Some(comment) = self.rest.strip_prefix('#') else { return };
            self.rest = comment.split_once('\n').map_or("", |(_, after)| after);
        }
    }

    fn unexpected(&self, wanted: &str) -> String {
        let found: String = self.rest.chars().take(30).collect();
        let found = found.split_whitespace().collect::<Vec<_>>().join(" ");
        if found.is_empty() {
            format!("the query ends where {wanted} is expected")
        } else {
            format!("the query has `{found}` where {wanted} is expected")
        }
    }

    fn take(&mut self, symbol: &str) -> bool {
        self.skip();
        let found = self.rest.strip_prefix(symbol);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn need(&mut self, symbol: &str) -> Result<(), String> {
        if self.take(symbol) { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    /// The name that comes next, without taking it.
    fn name_ahead(&mut self) -> &'a str {
        self.skip();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
        let end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) { "" } else { &self.rest[..end] }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.name_ahead();
        let is_it = found.eq_ignore_ascii_case(word);
        if is_it {
            self.rest = &self.rest[found.len()..];
        }
        is_it
    }

    fn take_operator(&mut self, level: usize) -> Option<&'static str> {
        let is_word = |operator: &str| operator.starts_with(|c: char| c.is_ascii_alphabetic());
        OPERATORS[level]
            .iter()
            .copied()
            .find(|operator| if is_word(operator) { self.take_word(operator) } else { self.take(operator) })
    }

    fn binary(&mut self, level: usize) -> Result<Expr, String> {
        if level == OPERATORS.len() {
            return self.unary();
        }
        let mut left = self.binary(level + 1)?;
        while let Some(operator) = self.take_operator(level) {
            self.matching()?;
            let right = self.binary(level + 1)?;
            left =
                Expr::Binary { operator: operator.to_owned(), left: Box::new(left), right: Box::new(right) };
        }
        Ok(left)
    }

    /// Passes `bool`, `on (…)` and `group_left (…)`: which series go together is no question where each side is one.
    fn matching(&mut self) -> Result<(), String> {
        self.take_word("bool");
        for word in ["on", "ignoring", "group_left", "group_right"] {
            if self.take_word(word) {
                self.labels()?;
            }
        }
        Ok(())
    }

    /// Names in brackets, if there are brackets.
    fn labels(&mut self) -> Result<Vec<String>, String> {
        let mut labels = Vec::new();
        if self.take("(") {
            while !self.take(")") {
                labels.push(self.name("a label")?);
                if !self.take(",") {
                    self.need(")")?;
                    break;
                }
            }
        }
        Ok(labels)
    }

    fn name(&mut self, wanted: &str) -> Result<String, String> {
        let name = self.name_ahead();
        if name.is_empty() {
            return Err(self.unexpected(wanted));
        }
        self.rest = &self.rest[name.len()..];
        Ok(name.to_owned())
    }

    fn unary(&mut self) -> Result<Expr, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("the query has too many brackets in brackets".to_owned());
        }
        let expr = if self.take("-") {
            let (left, right) = (Box::new(Expr::Number(0.0)), Box::new(self.unary()?));
            Expr::Binary { operator: "-".to_owned(), left, right }
        } else {
            let expr = self.primary()?;
            self.range()?;
            expr
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn primary(&mut self) -> Result<Expr, String> {
        if self.take("(") {
            let inner = self.binary(0)?;
            self.need(")")?;
            return Ok(inner);
        }
        self.skip();
        if self.rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return self.number();
        }
        if self.rest.starts_with('{') {
            return self.selector(String::new());
        }
        let name = self.name("a metric or a function")?;
        let mut by = Vec::new();
        let grouped = self.grouping(&mut by)?;
        if !grouped && !self.rest.trim_start().starts_with('(') {
            return self.selector(name);
        }
        self.need("(")?;
        let mut arguments = Vec::new();
        while !self.take(")") {
            arguments.push(self.binary(0)?);
            if !self.take(",") {
                self.need(")")?;
                break;
            }
        }
        if !grouped {
            self.grouping(&mut by)?;
        }
        Ok(Expr::Call { name: name.to_ascii_lowercase(), by, arguments })
    }

    /// `by (…)` or `without (…)`, which stand before the brackets of an aggregation or behind them.
    fn grouping(&mut self, by: &mut Vec<String>) -> Result<bool, String> {
        if self.take_word("by") {
            *by = self.labels()?;
            return Ok(true);
        }
        let without = self.take_word("without");
        if without {
            by.extend(self.labels()?.into_iter().map(|label| format!("all but {label}")));
        }
        Ok(without)
    }

    fn number(&mut self) -> Result<Expr, String> {
        let end =
            self.rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(self.rest.len());
        let number = self.rest[..end].parse().map_err(|_| self.unexpected("a number"))?;
        self.rest = &self.rest[end..];
        Ok(Expr::Number(number))
    }

    fn selector(&mut self, mut metric: String) -> Result<Expr, String> {
        let mut matchers = Vec::new();
        if self.take("{") {
            while !self.take("}") {
                let label = self.name("a label")?;
                let operators = ["=~", "!~", "!=", "="];
                let operator = operators.into_iter().find(|operator| self.take(operator));
                let operator = operator.ok_or_else(|| self.unexpected("`=`"))?;
                let value = self.string()?;
                if label == "__name__" && operator == "=" {
                    metric = value;
                } else {
                    matchers.push(Matcher { label, operator, value });
                }
                if !self.take(",") {
                    self.need("}")?;
                    break;
                }
            }
        }
        Ok(Expr::Selector(Selector { metric, matchers }))
    }

    fn string(&mut self) -> Result<String, String> {
        self.skip();
        let quote = self.rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'));
        let quote = quote.ok_or_else(|| self.unexpected("a text in quotation marks"))?;
        let (mut value, mut characters) = (String::new(), self.rest[1..].char_indices());
        while let Some((at, character)) = characters.next() {
            match character {
                _ if character == quote => {
                    self.rest = &self.rest[at + 2..];
                    return Ok(value);
                }
                '\\' if quote != '`' => match characters.next() {
                    Some((_, 'n')) => value.push('\n'),
                    Some((_, 't')) => value.push('\t'),
                    Some((_, escaped)) => value.push(escaped),
                    None => break,
                },
                _ => value.push(character),
            }
        }
        Err("the query has a text without its closing quotation mark".to_owned())
    }

    /// Passes `[5m]`, or what a template has in its place, and `offset 1h`.
    fn range(&mut self) -> Result<(), String> {
        if self.take("[") {
            let (range, after) =
                self.rest.split_once(']').ok_or_else(|| self.unexpected("a range and `]`"))?;
            if range.contains(':') {
                return Err(format!("the query has a subquery, `[{range}]`"));
            }
            self.rest = after;
        }
        if self.take_word("offset") {
            self.skip();
            let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
            self.rest = &self.rest[end..];
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
