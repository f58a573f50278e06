//! `[links]`: where else something is known of a run.

use std::collections::BTreeMap;

use toml::Spanned;

use super::error::Mistake;
use crate::model::link::LinkTemplate;

/// Checks the addresses; in the order of their labels.
pub(super) fn links(links: BTreeMap<String, Spanned<String>>) -> Result<Vec<LinkTemplate>, Mistake> {
    let checked = |(label, address): (String, Spanned<String>)| {
        LinkTemplate::parse(&label, address.get_ref()).map_err(|problem| {
            Mistake::new(address.span(), format!("link `{label}`: {problem}"))
                .hint("write \"https://github.com/owner/repo/commit/{commit}\", or \"{ci}\" for a tag that is an address")
        })
    };
    links.into_iter().map(checked).collect()
}

#[cfg(test)]
mod tests {
    use crate::config::parse;
    use crate::model::link::LinkTemplate;

    #[test]
    fn links_are_read_and_what_is_none_is_refused() {
        let text = "[links]\nCommit = 'https://h/{commit}'\n'CI job' = '{ci}'\n";
        let link = |label, address| LinkTemplate::parse(label, address).unwrap();
        assert_eq!(
            parse(text, "perfreport.toml").unwrap().links,
            [link("CI job", "{ci}"), link("Commit", "https://h/{commit}")]
        );
        let error = parse("[links]\nX = 'ftp://h'\n", "perfreport.toml").unwrap_err().to_string();
        assert!(error.contains("link `X`: it is no address"), "{error}");
    }
}
