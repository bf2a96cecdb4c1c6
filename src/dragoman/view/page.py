"""Reports as HTML: the text with every passage marked on which a record rests, and the records beside it.

`to_html` gives the sections for a notebook, which runs no scripts; `PageWriter` a whole page that needs nothing else.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

from dragoman.errors import UsageError
from dragoman.records import Document, Record, Rejection
from dragoman.view import words
from dragoman.view.cards import commitments, events, statements
from dragoman.view.marks import marked, numbered, readable

LEGEND = (
    ("actual", "it happened"),
    ("future", "planned or promised"),
    ("negated", "denied, withheld or not done"),
    ("hypothetical", "only possible"),
    ("historical", "background"),
)
LISTS = {"events": events, "statements": statements, "commitments": commitments}


def to_html(records: Iterable[Record]) -> str:
    """RECORDS as HTML for a notebook, one section a report."""
    found = words.reports(records)
    name = hashlib.sha256("".join(r.id for report in found for r in report).encode("utf-8", "replace")).hexdigest()[:6]
    sections = "\n".join(section(report, f"n{name}r{number}") for number, report in enumerate(found, 1))
    return f'<style>{_file("page.css")}</style>\n<div class="dragoman">\n{sections}\n</div>'


def section(records: Sequence[Record], prefix: str, kind: str | None = None) -> str:
    """The records of one report as HTML, of one KIND ("events") or all; PREFIX begins the names of its parts, unique on a page."""
    first = records[0]
    if isinstance(first, Rejection):
        said = f"was not coded: {readable(first.reason)} ({readable(first.detail)})"
        return f'<article class="report refused" id="{prefix}"><p><b dir="auto">{readable(first.document)}</b> {said}</p></article>'
    shown = numbered(records, prefix)
    lists = "".join(part(shown) for name, part in LISTS.items() if kind in (None, name))
    document = first if isinstance(first, Document) else None
    head = _head(document) if document else ""
    text = f'<div class="text" dir="auto">{marked(document.text, shown)}</div>' if document else ""
    return (
        f'<article class="report" id="{prefix}">{head}<div class="sides">{text}'
        f'<div class="records" role="region" aria-label="Records of this report" tabindex="0">{lists}</div></div></article>'
    )


def _head(document: Document) -> str:
    lines = [words.origin(document)]
    voices = words.voices(document)
    link = ""
    if (document.url or "").lower().startswith(("http://", "https://")):
        link = f' · <a href="{readable(document.url)}" rel="noopener noreferrer">source</a>'
    one = " one" if len(document.account) == 1 else ""
    account = f'<p class="account{one}">{readable(voices)}</p>' if voices else ""
    return (
        f'<header><h2 dir="auto">{readable(document.title or document.id)}</h2>'
        f'<p class="origin" dir="auto">{readable(" · ".join(lines))}{link}</p>{account}</header>'
    )


@cache
def _file(name: str) -> str:
    return (resources.files("dragoman.view") / name).read_text(encoding="utf-8").strip()


def _hash(body: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(body.encode('utf-8')).digest()).decode('ascii')}'"


def _opening() -> str:
    """The page up to the first report: only this style and this script are allowed, and nothing is loaded."""
    style, script = _file("page.css"), _file("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    legend = "".join(
        f'<li><span class="sign {status}" aria-hidden="true">{words.MARKS[status]}</span> {status}: {said}</li>'
        for status, said in LEGEND
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Dragoman: reports and their records</title>
<style>{style}</style>
</head>
<body>
<header class="bar" id="bar">
<details class="legend"><summary>Signs</summary><ul>{legend}<li><span class="sign">❝</span> a statement</li>\
<li><span class="sign">⚑</span> a promise</li></ul></details>
<details class="index" id="index" hidden><summary>Reports</summary><ol></ol></details>
<label class="filter" id="filter" hidden>Filter <input type="search" autocomplete="off"> <output></output></label>
</header>
<main class="dragoman">
"""


def _closing() -> str:
    return f"""</main>
<div class="pop" id="pop" role="status" hidden></div>
<script>{_file("page.js")}</script>
</body>
</html>
"""


def open_page(target: IO[str] | Path, kind: str | None = None, text: bool = True) -> PageWriter:
    """A writer of one page to TARGET, an open text file or a path, with the records of KIND ("events") or with all."""
    if not text:
        raise UsageError("a page shows the words of reports: without them choose jsonl, csv or parquet")
    return PageWriter(target, kind)


class PageWriter:
    """Writes one page, a report at a time, so that thousands need no more memory than one. See `dragoman.export.Writer`."""

    def __init__(self, target: IO[str] | Path, kind: str | None = None) -> None:
        self._owned = isinstance(target, Path)
        self._file = (
            target.open("w", encoding="utf-8", errors="replace", newline="") if isinstance(target, Path) else target
        )
        self._kind = kind
        self._count = 0
        self._file.write(_opening())

    def write(self, records: Sequence[Record]) -> None:
        """Add the records of one or more reports, each report whole."""
        kept = [r for r in records if self._kind in (None, f"{r.record}s") or r.record == "document"]
        for report in words.reports(kept):
            self._count += 1
            self._file.write(section(report, f"r{self._count}", self._kind) + "\n")
        self._file.flush()

    def close(self) -> None:
        """End the page; without it a browser shows the reports, but nothing answers."""
        self._file.write(_closing())
        self._file.flush()
        if self._owned:
            self._file.close()
