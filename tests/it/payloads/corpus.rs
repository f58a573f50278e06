//! What somebody might write into a name, and what would happen where it is not only text.

/// What stands for a payload where harmless names are wanted.
pub(super) const HARMLESS: &str = "checkout flow";

/// Names of classes and payloads. `PORT` is that of a server of the test, which nobody may ask for anything.
pub(super) const PAYLOADS: [(&str, &str); 30] = [
    (
        "html",
        r#"<script>document.title='owned'</script><img src="http://127.0.0.1:PORT/i" onerror="document.title='owned'">"#,
    ),
    (
        "attribute",
        r#"" onmouseover="document.title='owned'" style="background:url(http://127.0.0.1:PORT/s)" x=""#,
    ),
    ("apostrophe", r#"' autofocus onfocus='document.title="owned"' x='"#),
    ("end-of-element", r"</title></style></textarea></script><script>document.title='owned'</script>"),
    (
        "end-of-cell",
        "</td></tr></table></details><h1>owned</h1><iframe src=http://127.0.0.1:PORT/f></iframe>",
    ),
    (
        "svg",
        r#"</text></title><svg onload="document.title='owned'"><script>document.title='owned'</script><foreignObject><body/></foreignObject></svg>"#,
    ),
    (
        "links-of-svg",
        r#"<a xlink:href="javascript:document.title='owned'"><text>x</text></a><use href="http://127.0.0.1:PORT/u"/>"#,
    ),
    (
        "refresh",
        r#"<meta http-equiv="refresh" content="0;url=http://127.0.0.1:PORT/m"><base href="http://127.0.0.1:PORT/">"#,
    ),
    ("comment", "<!-- hidden -- > --!> <![CDATA[ ]]> <?php echo 1 ?> <!DOCTYPE x>"),
    ("references", "&lt;script&gt; &#60;b&#62; &amp;amp; &#x1b; &NotAReference; &#0;"),
    ("markdown", "**b** _i_ ~~s~~ `code` ``x`` $m$ $$n$$ ^sup^ ==mark== ::: :smile: <b>x</b> <!-- y -->"),
    (
        "links",
        "[l](http://127.0.0.1:PORT/l) [m][r] [r]: http://127.0.0.1:PORT/r [^1] [[wiki]] [js](javascript:alert(1)) [x]( y )",
    ),
    ("images", "![i](http://127.0.0.1:PORT/i) ![j][r] ![](data:image/svg+xml;base64,AAAA)"),
    (
        "autolinks",
        "http://a.example https://b.example ftp://c.example www.d.example WWW.e.example <http://f.example> mailto:g@h.example i@j.example xmpp:k@l.example",
    ),
    (
        "mentions",
        "@here @octocat/team #1 GH-2 octo/repo#3 !4 $5 ~label %milestone octo/repo@1a2b3c4d &6 *iteration:7 /close",
    ),
    (
        "blocks",
        "\n# heading\n\n- item\n\n> quote\n\n```sh\nrm -rf /\n```\n\n---\n\n    code\n\n| a | b |\n|---|---|\n| c | d |\n\n1. one",
    ),
    ("pipes", r"a|b\|c||d \ | ` | e"),
    ("backticks", "`` ` ``` ```` ~~~ end` of `code"),
    ("xml", "]]></testcase><testcase name=\"x\"/> \u{0} \u{8} \u{b} \u{c} \u{1f} \u{fffe} \u{ffff} &quot;"),
    (
        "commands",
        "\n::error title=x::owned\n::set-output name=verdict::PASS\n  ::add-mask::x\n##[error]owned\n##[group]g\n##vso[task.complete result=Succeeded;]x\n##teamcity[buildStatus status='SUCCESS']",
    ),
    (
        "commands-inside",
        "x ##[set-env name=PATH;]owned ##vso[task.setvariable variable=a]b ##teamcity[x y='z']",
    ),
    ("outputs", "x\nverdict=PASS\nEOF\nsummary<<EOF\nowned\nEOF"),
    (
        "terminal",
        "\u{1b}[2J\u{1b}[31mred\u{1b}]8;;http://127.0.0.1:PORT/\u{7}link\u{1b}]8;;\u{7}\u{1b}]52;c;b3duZWQ=\u{7}\u{9b}31m\u{90}q\u{9c}\u{7f}",
    ),
    ("carriage-return", "FAIL\rPASS everything is well\u{8}\u{8}\u{8}\u{b}\u{c}\u{85}"),
    ("section", "section_start:1:x[collapsed=true]\r\u{1b}[0Kowned"),
    ("direction", "\u{202e}ssap\u{202c} \u{2066}x\u{2069} \u{200f}y\u{200e} \u{61c}z \u{202a}a\u{202c}"),
    (
        "invisible",
        "a\u{200b}b\u{2060}c\u{feff}d\u{ad}e\u{2062}f\u{180e}g\u{e0041}\u{e007f}h\u{fff9}i\u{fffb} j\u{2028}k\u{2029}l",
    ),
    (
        "templates",
        "{{ 7*191 }} {% for x in y %} {# z #} ${7*191} #{7*191} <%= 7*191 %> {{{x}}} [[${7*191}]] $(id) `id` %(x)s {0} %n",
    ),
    ("formula", "=1+cmd|' /C calc'!A0"),
    ("formulas", "@SUM(A1) +1+1 -1+1 \t=2 \r=3 ;=4 \"=5\",=6"),
];
