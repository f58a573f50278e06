"""Reads every output of some folders with the parsers of others and says what is in them that should not be.

The first folder has harmless names: an element or an attribute that none of its documents has is one that a payload made.
"""

import csv
import io
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

import cmarkgfm
import html5lib
import yaml
from cmarkgfm.cmark import Options
from prometheus_client.openmetrics.parser import text_string_to_metric_families

# What moves a cursor, turns the direction of reading, or is not to be seen. Line ends are looked at where they may not be.
UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
COMMAND = re.compile(r"^\s*::|##[A-Za-z]*\[", re.M)
ANNOTATION = re.compile(r"^::(error|warning|notice) title=[^:\n]*::[^\n]*$", re.M)
# What GitHub and GitLab make links of, where it stands in text.
MENTION = re.compile(r"(?<!\w)[@~%][A-Za-z0-9]|\w[@][A-Za-z0-9]|[#!$]\d|(?i:\bgh-\d)")
FORMULA = re.compile(r"^\s*[=+\-@]")


class Check:
    def __init__(self, known, path):
        self.known, self.path, self.found = known, path, set()

    def say(self, what):
        if self.known is not None:
            self.found.add(f"{self.path}: {what}")

    def unseen(self, text, allowed=""):
        for c in sorted(set(UNSEEN.findall(text)) - set(allowed)):
            self.say(f"holds the character {ord(c):#x}")

    def markup(self, root, kind, links):
        shapes = self.shapes.setdefault(kind, set())
        for element in root.iter():
            if not isinstance(element.tag, str):
                shape = (str(element.tag), element.text if "perfreport" in (element.text or "") else "")
                self.shape(shapes, shape)
                continue
            tag = element.tag.split("}")[-1]
            self.shape(shapes, (tag,))
            for name, value in element.attrib.items():
                self.shape(shapes, (tag, name))
                name = name.split("}")[-1]
                if name in ("href", "src", "action", "data", "srcset", "xlink:href") and not links(value):
                    self.say(f"links {value!r}")
                loads = name not in ("alt", "aria-label", "href", "message", "name", "title") and not name.startswith("data-") and "url(" in value.replace("url(#", "")
                if name.startswith("on") or loads:
                    self.say(f"has {name}={value!r}")

    def shape(self, shapes, shape):
        if self.known is None:
            shapes.add(shape)
        elif shape not in shapes:
            self.say(f"has {' '.join(shape)}")

    shapes = {}

    def html(self, text):
        self.unseen(text)
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        root = parser.parse(text)
        for _, error, more in parser.errors:
            self.say(f"is no HTML: {error} {more}")
        self.markup(root, "html", lambda link: link.startswith("#") or link.startswith("https://ci.example/"))
        # A page that runs templates would have worked this out.
        if "1337" in text:
            self.say("worked out a template")

    def md(self, text):
        self.unseen(text)
        html = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
        root = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
        ours = ("#", "charts/", "https://ci.example/", "https://wiki.example/")
        self.markup(root, "md", lambda link: link.startswith(ours))
        if re.search(r"^\s*/[a-z]", text, re.M):
            self.say("has a quick action of GitLab")
        for element in root.iter():
            texts = [element.tail or ""]
            if element.tag not in ("code", "pre") and not element.get("href", "").startswith("https://wiki.example/"):
                texts.append(element.text or "")
            for said in texts:
                for mention in MENTION.findall(said):
                    self.say(f"mentions {mention!r} in {said!r}")

    def svg(self, text):
        self.unseen(text)
        self.markup(xml.fromstring(text), "svg", lambda link: link.startswith("#"))

    def xml(self, text):
        self.unseen(text)
        root = xml.fromstring(text)
        self.markup(root, "xml", lambda _: False)
        for key in ("tests", "failures"):
            tag = "testcase" if key == "tests" else "failure"
            if int(root.get(key, 0)) != len(root.findall(f".//{tag}")):
                self.say(f"has other {key} than it says")

    def json(self, text):
        def refuse(word):
            raise ValueError(f"{word} is no number of JSON")

        json.loads(text, parse_constant=refuse)
        self.unseen(text, allowed="\xad" + "".join(map(chr, [*range(0x80, 0xA0), 0x7F, *range(0x200B, 0x2070), 0x61C, 0x180E, 0xFEFF, *range(0xFFF9, 0x10000), *range(0xE0000, 0xE0080)])))

    def csv(self, text):
        rows = list(csv.reader(io.StringIO(text, newline="")))
        if len({len(row) for row in rows}) != 1:
            self.say("has rows of several lengths")
        for cell in (cell for row in rows for cell in row):
            if FORMULA.match(cell) and not re.fullmatch(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", cell):
                self.say(f"has the formula {cell!r}")
            self.unseen(cell)

    def txt(self, text):
        self.unseen(text)
        list(text_string_to_metric_families(text))

    def yml(self, text):
        self.unseen(text)
        yaml.safe_load(text)

    def term(self, text):
        self.unseen(text)
        for command in COMMAND.findall(ANNOTATION.sub("", text) if "github" in self.path.name else text):
            self.say(f"has the command {command!r}")

    def out(self, text):
        names = [line.split("=")[0] for line in text.splitlines()]
        if any(name not in ("verdict", "report", "summary") for name in names) or len(names) % 3:
            self.say(f"has the outputs {names}")


known, found = None, set()
for folder in map(pathlib.Path, sys.argv[1:]):
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert files, folder
    for path in files:
        check = Check(known, path.relative_to(folder.parent))
        method = getattr(check, path.suffix[1:], None)
        if method is None or path.parent == folder:
            continue
        try:
            method(path.read_bytes().decode())
        except Exception as error:
            check.known = True
            check.say(f"is not {path.suffix[1:]}: {error!r}")
        found |= check.found
    known = True
print("\n".join(sorted(found)))
