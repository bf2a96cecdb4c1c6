"""The page of reports: everything escaped, every record's passage marked, nothing loaded, whatever the text holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest

from dragoman.cli import main
from dragoman.errors import UsageError
from dragoman.records import (
    Attribution,
    Commitment,
    Document,
    Entity,
    Event,
    Number,
    Place,
    Record,
    Rejection,
    Span,
    Statement,
)
from dragoman.view import Coded, open_page

TEXT = "🙂 Oslo's mayor met Accra's mayor. “We will meet again soon,” she said. She did not name the day.\n\nThey fought in 1990."
OSLO = Entity("Oslo's mayor", 2, 14, name="Ane <Lund>", code="NOR", sector="GOV")
ACCRA = Entity("Accra's mayor", 19, 32, code="GHA", sector="GOV")
VOID = {"meta", "input", "br"}


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(words, start, start + len(words))


def event(number: int, evidence: str, trigger: str, status: str = "actual") -> Event:
    return Event(
        id=f"e{number}",
        document="d1",
        event="CONSULT",
        mode=("visit",),
        context=("rights_freedoms",),
        status=status,
        actor=(OSLO,),
        recipient=(ACCRA,),
        date="2024-05-01",
        date_end=None,
        date_text="Wednesday",
        date_precision="day",
        date_basis="text",
        place=Place("Oslo", 2, 6, "Oslo", "NOR", resolution=4),
        dead=3,
        injured=None,
        arrested=None,
        size=Number(40, True, "some 40"),
        quad_code=1,
        event_scale=4.0,
        cameo="042",
        trigger=span(trigger),
        evidence=span(evidence),
        mentions=(),
        attribution=Attribution(ACCRA, "said", "recipient"),
        withheld_by=None,
        confidence=0.7,
        coder="test",
    )


MET = event(1, "🙂 Oslo's mayor met Accra's mayor.", "met")
AGAIN = event(2, "“We will meet again soon,” she said.", "meet", "future")
HELD = replace(event(3, "She did not name the day.", "name", "negated"), withheld_by=OSLO)
FOUGHT = event(4, "They fought in 1990.", "fought", "historical")
QUOTE = span("We will meet again soon")
SAID = Statement(
    "s1",
    "d1",
    OSLO,
    QUOTE.text,
    QUOTE.start_char,
    QUOTE.end_char,
    "direct",
    "said",
    "interview",
    "cue",
    (),
    ACCRA,
    (),
    ("e2",),
    AGAIN.evidence,
    0.9,
    "test",
)
PROMISED = Commitment(
    "c1", "d1", (OSLO,), (ACCRA,), "meet again", None, "soon", None, "e2", AGAIN.evidence, 0.6, "test"
)
DOCUMENT = Document(
    "d1",
    "Two <mayors>",
    "https://lantern.example/1?a=1&b=2",
    "Lantern & Sons",
    ("Ann <b>",),
    "2024-05-01",
    "metadata",
    "en",
    None,
    "sha256:1",
    TEXT,
    account=("NOR",),
)
REFUSED = Rejection("x1", "bad<file>.txt", "read", "empty", "no <text>")
RECORDS: tuple[Record, ...] = (DOCUMENT, MET, AGAIN, HELD, FOUGHT, SAID, PROMISED, REFUSED)


class Reading(HTMLParser):
    """Checks that elements nest, and gathers marks, ids, links and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.marks: dict[str, str] = {}
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loads: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute twice in {tag}"
        assert not any(name.startswith("on") or name == "style" for name in given)
        if tag not in VOID:
            self.open.append((tag, given))
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.targets.append(given["href"] or "")
        self.loads += [value or "" for name, value in attrs if name in ("src", "srcset", "data", "action", "poster")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1][0] == tag, f"{tag} closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(tag in ("style", "script") for tag, _ in self.open):
            return
        self.words.append(data)
        for tag, given in self.open:
            if tag == "mark":
                for key in (given["data-for"] or "").split():
                    self.marks[key] = self.marks.get(key, "") + data

    @property
    def text(self) -> str:
        return "".join(self.words)


def page(*records: Record, kind: str | None = None) -> str:
    file = StringIO()
    writer = open_page(file, kind)
    writer.write(records)
    writer.close()
    return file.getvalue()


def test_page_is_well_formed_and_ids_are_unique() -> None:
    read = Reading(page(*RECORDS, *RECORDS))
    assert len(read.ids) == len(set(read.ids))
    inner = [target[1:] for target in read.targets if target.startswith("#")]
    assert inner and set(inner) <= set(read.ids)


def test_every_record_is_marked_where_it_rests() -> None:
    read = Reading(page(*RECORDS))
    for key, words in {
        "r1e1": MET.evidence.text,
        "r1e2": AGAIN.evidence.text,
        "r1e3": HELD.evidence.text,
        "r1e4": FOUGHT.evidence.text,
        "r1s1": QUOTE.text,
        "r1c1": PROMISED.evidence.text,
    }.items():
        assert read.marks[key] == words
        assert key in read.ids and f"{key}-at" in read.ids and f"#{key}-at" in read.targets


def test_text_is_whole_and_triggers_stand_out() -> None:
    shown = page(*RECORDS)
    body = shown[shown.index('<div class="text"') : shown.index('<div class="records"')]
    assert Reading(body + "</div>" * (body.count("<div") - body.count("</div>"))).text == TEXT
    assert '<b class="trigger actual first">met</b>' in body
    assert '<b class="trigger future first">meet</b>' in body


def test_nothing_is_loaded_and_only_own_style_and_script_may_run() -> None:
    shown = page(*RECORDS)
    read = Reading(shown)
    assert read.loads == [] and "url(" not in shown and "@import" not in shown and "<link" not in shown
    assert [t for t in read.targets if not t.startswith("#")] == [DOCUMENT.url]
    assert 'rel="noopener noreferrer"' in shown
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', shown)
    assert policy and "default-src 'none'" in policy[1] and "unsafe" not in policy[1]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", " javascript:x", 'https://x.example/"><script>']
)
def test_odd_addresses(url: str) -> None:
    read = Reading(page(replace(DOCUMENT, url=url)))
    assert [t for t in read.targets if not t.startswith("#")] == ([url] if url.startswith("https") else [])


def test_markup_in_every_field_is_escaped() -> None:
    bad = '</script><script>alert(1)</script><img src=x onerror="1">\'&'
    who = Entity(bad, 0, 1, name=bad, code=bad)
    odd = replace(
        MET,
        event=bad,
        mode=(bad,),
        context=(bad,),
        actor=(who,),
        recipient=(who,),
        date=bad,
        date_text=bad,
        status=bad,
        cameo=bad,
        place=Place(bad, 0, 1, bad, bad),
        size=Number(1, False, bad),
        attribution=Attribution(bad, None, "third"),
    )
    said = replace(SAID, speaker=who, quote=bad, cue=bad, medium=bad, kind=bad, addressee=who, context=(bad,))
    vow = replace(PROMISED, by=(who,), to=(who,), what=bad, due=bad, due_text=bad, conditional=bad)
    report = replace(DOCUMENT, title=bad, outlet=bad, authors=(bad,), text=bad * 9, account=(bad,), id=bad)
    records = (report, odd, replace(odd, withheld_by=who, status="negated"), said, vow, replace(REFUSED, detail=bad))
    shown = page(*records)
    assert Reading(shown).loads == [] and shown.count("<script>") == 1 and "<img" not in shown
    assert "<script" not in Coded(records)._repr_html_()


def test_groups_of_records() -> None:
    shown = Reading(page(*RECORDS)).text
    order = [shown.index(title) for title in ("Events", "Withheld", "Background", "Statements", "Promises")]
    assert order == sorted(order)
    for words in (
        "one side's account: NOR",
        "Ane <Lund> (NOR) → Accra's mayor (GHA)",
        "withheld by Ane <Lund> (NOR): “name”",
        "no date (“soon”)",
        "Oslo, NOR",
        "rights freedoms",
        "some 40",
        "interview",
        "bad<file>.txt was not coded: empty (no <text>)",
    ):
        assert words in shown
    assert "As told byAccra's mayor (GHA)" in shown


def test_one_kind_of_record() -> None:
    shown = Reading(page(*RECORDS, kind="statements")).text
    assert "Statements" in shown and "Promises" not in shown and "Events" not in shown


def test_offsets_outside_the_text_do_no_harm() -> None:
    far = replace(MET, evidence=Span("x", -5, 10_000), trigger=Span("x", 9_000, 9_001))
    assert Reading(page(DOCUMENT, far)).marks["r1e1"] == TEXT


def test_control_characters_and_half_characters_become_signs(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    Coded((replace(DOCUMENT, text="a\x00b\x1b[31m\ud800c"),)).save(path)
    shown = path.read_text(encoding="utf-8")
    assert "a\ufffdb\ufffd[31m\ufffdc" in shown


def test_thousand_reports_stream(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    writer = open_page(path)
    sizes = []
    for _ in range(1000):
        writer.write(RECORDS[:-1])
        sizes.append(path.stat().st_size)
    writer.close()
    assert sizes == sorted(set(sizes)), "each report is on the disk before the next comes"


def test_notebook_shows_the_same_without_scripts() -> None:
    shown = Coded(RECORDS)._repr_html_()
    read = Reading(shown)
    assert "<script" not in shown and len(read.ids) == len(set(read.ids))
    assert 'title="CONSULT visit (actual)"' in shown


def test_command_writes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = Path(__file__).parents[2] / "examples" / "protest-peru.txt"
    path = tmp_path / "page.html"
    assert main(["code", str(report), "--out", str(path)]) == 0
    written = path.read_text(encoding="utf-8")
    assert main(["code", str(report), "--format", "html"]) == 0
    assert capsys.readouterr().out == written
    assert "one side's account: PER" in Reading(written).text


def test_page_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert main(["code", "none.txt", "--out", str(path), "--no-text"]) == 2
    with pytest.raises(UsageError, match="words of reports"):
        Coded(RECORDS).save(path, text=False)
    assert not path.exists()


def test_overlapping_passages(records: Sequence[Record] = RECORDS) -> None:
    long = replace(MET, evidence=Span(TEXT, 0, len(TEXT)))
    read = Reading(page(*records[:-1], replace(long, id="e9")))
    assert read.marks["r1e5"] == TEXT and read.marks["r1s1"] == QUOTE.text
