//! Secrets that stand outside queries: parameters of a path, user info without slashes, JSON Web Tokens.

/// What stands for a JSON Web Token.
const JWT: &str = "{jwt}";
/// A header of a JSON Web Token has at least this many characters: `{"alg":"none"}` has 19.
const SHORTEST_JWT_HEADER: usize = 10;
/// Keys, without `-`, `_` and `.`, whose values are secret: those that end so, …
const ENDINGS: [&str; 10] = [
    "token",
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "accesskey",
    "signature",
    "sessionid",
    "authorization",
];
/// … and those that are called so.
const NAMES: [&str; 6] = ["pwd", "pass", "jwt", "auth", "sig", "credential"];

/// Takes the values of secret parameters, user info and tokens out of a word, and leaves the rest.
pub(super) fn without_secrets(word: &str) -> String {
    without_parameters(&without_tokens(&without_bare_user_info(word)))
}

/// Takes `user:password@` out, where no `//` stands before it. An e-mail address has no colon, and what follows the `@` of a
/// container image is its digest.
fn without_bare_user_info(word: &str) -> String {
    let Some((before, host)) = word.split_once('@') else { return word.to_owned() };
    let start = before.rfind(['/', '"', '\'', '(', '<', ',', '=']).map_or(0, |at| at + 1);
    let is_user = |user: &str| {
        !user.is_empty()
            && user.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%'))
    };
    let is_user_info = before[start..]
        .split_once(':')
        .is_some_and(|(user, password)| is_user(user) && !password.is_empty() && !password.starts_with(':'));
    let is_host = host.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        && !host.starts_with("sha256:")
        && !host.starts_with("sha512:");
    let kept = if is_user_info && is_host { &before[..start] } else { &word[..=before.len()] };
    format!("{kept}{}", without_bare_user_info(host))
}

/// Puts a placeholder in the place of every JSON Web Token: three parts of base64, the first of which is an object's.
fn without_tokens(word: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(at) = rest.find("eyJ") {
        let (before, token) = rest.split_at(at);
        let length = token.find(|c| !is_part(c) && c != '.').unwrap_or(token.len());
        let (token, after) = token.split_at(length);
        let is_token = !before.ends_with(is_part)
            && token.matches('.').count() >= 2
            && token.find('.').is_some_and(|header| header >= SHORTEST_JWT_HEADER);
        out.push_str(before);
        out.push_str(if is_token { JWT } else { token });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Takes secret parameters out: `;token=…` and `&token=…` whole, of others the value.
fn without_parameters(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some((equals, behind)) = assignment(rest) {
        let before = &rest[..equals];
        let key = before
            .rfind(|c: char| !is_key(c))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let value = &rest[behind..];
        let length = value.find(ENDS).unwrap_or(value.len());
        let is_placeholder = value.starts_with("${") || value.starts_with('{');
        let goes = length > 0 && !is_placeholder && is_secret(&before[key..]);
        let is_own = goes && before[..key].ends_with([';', '&']);
        out.push_str(if is_own { &before[..key - 1] } else { &rest[..behind] });
        rest = if goes { &value[length..] } else { value };
    }
    out.push_str(rest);
    out
}

/// What ends the value of a parameter.
const ENDS: [char; 13] = ['/', ';', '&', ',', '"', '\'', '`', ')', '}', ']', '>', '|', '?'];

/// Finds the first `=`, also percent-encoded: where it begins and where it ends.
fn assignment(text: &str) -> Option<(usize, usize)> {
    let encoded = || text.find("%3D").into_iter().chain(text.find("%3d")).map(|at| (at, at + 3));
    text.find('=').map(|at| (at, at + 1)).into_iter().chain(encoded()).min()
}

fn is_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

fn is_secret(key: &str) -> bool {
    let key: String =
        key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    NAMES.contains(&key.as_str()) || ENDINGS.iter().any(|ending| key.ends_with(ending))
}
