//! What `--version` says.

/// The version, the commit where the build was told it, and the features.
pub(super) fn version() -> String {
    let more = [
        option_env!("PERFREPORT_COMMIT"),
        cfg!(feature = "history").then_some("history"),
        cfg!(feature = "fetch").then_some("fetch"),
    ];
    let more: Vec<&str> = more.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let version = env!("CARGO_PKG_VERSION");
    if more.is_empty() { version.to_owned() } else { format!("{version} ({})", more.join(", ")) }
}
