"""What a user relies on: the report's own words and nothing else, and what the matter around them says of it."""

from __future__ import annotations

import textwrap
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.extract import extract
from dragoman.extract.dates import iso_date
from dragoman.extract.simhash import fingerprint
from dragoman.records import Document, Page, Rejection, text_hash
from dragoman.settings import CodeSettings

FIRST = "The foreign ministers of Chile and Peru met in Lima on Tuesday to discuss the disputed fishing grounds."
SECOND = '"We leave with a plan," Chilean Foreign Minister Paula Rivas told reporters after the talks.'
THIRD = "The two sides are to meet again next month, the ministry said."
BODY = "\n".join((FIRST, SECOND, THIRD))


def document(content: str, kind: str = "text", settings: CodeSettings | None = None, **known: Any) -> Document:
    found = extract(Page("report.txt", content, kind, **known), settings or CodeSettings())
    assert isinstance(found, Document), found
    return found


def reason(content: str, kind: str = "text", settings: CodeSettings | None = None) -> str:
    found = extract(Page("report.txt", content, kind), settings or CodeSettings())
    assert isinstance(found, Rejection), found
    assert found.step == "extract"
    return found.reason


def page(*paragraphs: str, head: str = "", foot: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<!doctype html><html lang="en"><head>{head}</head><body><article>{body}</article>{foot}</body></html>'


# ---------------------------------------------------------------- plain text


def test_a_bare_report_stays_as_it_is() -> None:
    found = document(BODY)
    assert found.text == BODY
    assert (found.title, found.authors, found.rights, found.published_basis) == (None, (), None, "none")
    assert found.id == found.text_id == text_hash(BODY)


def test_head_and_tail_become_metadata() -> None:
    found = document(
        "WORLD\nChile and Peru hold fishing talks\nBy Mara Quill and Tom Reed\nPublished March 3, 2026 at 5 PM EST\n\n"
        f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n\nMara Quill is a reporter for The Lantern. She covers the sea.\n"
        "Sign up for our newsletter\n© 2026 The Lantern. All rights reserved..:"
    )
    assert found.text == "\n\n".join((FIRST, SECOND, THIRD))
    assert found.title == "Chile and Peru hold fishing talks"
    assert found.authors == ("Mara Quill", "Tom Reed")
    assert (found.published, found.published_basis) == ("2026-03-03", "dateline")
    assert (found.outlet, found.rights) == ("The Lantern", "© 2026 The Lantern. All rights reserved.")


@pytest.mark.parametrize(
    ("tail", "authors"),
    [
        ("Mara Quill ✉", ("Mara Quill",)),
        ("Mara Quill ✉\nMara Quill is a senior editor at The Lantern.\nShe has twelve years in news.", ("Mara Quill",)),
        ("— Mara Quill", ("Mara Quill",)),
        ("Mara Quill, The Lantern", ("Mara Quill",)),
        ("Mara Quill covers politics for The Lantern. Before joining it, she taught.", ("Mara Quill",)),
        ("(Reporting by Mara Quill in Lima and Tom Reed; Editing by Ann Poe)", ("Mara Quill", "Tom Reed")),
        ("Tom Reed contributed to this report.", ()),
        ("The writer is an analyst at the Ocean Institute.", ()),
        ("Follow Mara Quill on Twitter @mquill", ()),
        ("mquill@lantern.example", ()),
        ("Photo: Tom Reed/Lantern", ()),
        ("Fishing boats off Callao. (Photo by Tom Reed/Lantern)", ()),
        ("Read more: Chile bans trawlers", ()),
        ("Related stories\nChile bans trawlers\nPeru elects a new congress", ()),
        ("Most Read\n1\nChile bans trawlers\n2\nPeru elects a new congress", ()),
        ("Click here to read the full report.", ()),
        ("Subscribe to our newsletter for more news like this.", ()),
        ("Support our journalism. Donate today.", ()),
        ("This article was originally published by The Lantern.", ()),
        ("Editor’s note: An earlier version misspelled a name.", ()),
        ("Tags: Chile, Peru, fish", ()),
        ("ENDS", ()),
        ("###", ()),
    ],
)
def test_matter_at_the_tail_is_never_text(tail: str, authors: tuple[str, ...]) -> None:
    found = document(f"{BODY}\n{tail}")
    assert found.text == BODY
    assert found.authors == authors


def test_matter_inside_the_report_is_no_text() -> None:
    inside = ("Advertisement", "READ MORE: Chile bans trawlers", "Story continues below advertisement", "* * *")
    credit = "A boat off Callao. Photo: Tom Reed/Lantern"
    assert document("\n".join((FIRST, *inside, SECOND, credit, "Sign up for our newsletter", THIRD))).text == BODY


@pytest.mark.parametrize(
    "last",
    [
        "Rivas is a former journalist and editor.",
        "Rivas was a reporter for a newspaper in Santiago before she entered politics.",
        "She is expected in Santiago next week.",
        "Chile has long been a critic of the fishing deal.",
        "Get out of our waters, the crowd shouted.",
        "The report was published on Monday.",
        "Photos by the navy showed two ships.",
        "Reporting by the state broadcaster led to the arrests.",
        "Both countries signed a copyright treaty in 2019.",
        "Support for the deal is weak.",
        "Follow-up talks are set for May.",
        "More from the talks is expected on Friday.",
        "Contact with the ship was lost on Monday.",
        "Credit lines were agreed by both banks.",
        "Peru will join the pact",
        "The states that signed are:\nChile\nPeru\nEcuador",
    ],
)
def test_a_real_last_sentence_is_kept(last: str) -> None:
    assert document(f"{BODY}\n{last}").text == f"{BODY}\n{last}"


@pytest.mark.parametrize(
    ("dateline", "published", "outlet"),
    [
        ("LIMA, March 3 (Reuters) - ", None, "Reuters"),
        ("LIMA — ", None, None),
        ("LIMA, Peru (AP) — ", None, "AP"),
        ("Lima, 3 March 2026 – ", "2026-03-03", None),
        ("LIMA/SANTIAGO, Jan 5 (AFP) -- ", None, "AFP"),
        ("SÃO PAULO - ", None, None),
        ("WASHINGTON, D.C. — ", None, None),
    ],
)
def test_a_dateline_is_no_text(dateline: str, published: str | None, outlet: str | None) -> None:
    found = document(dateline + BODY)
    assert found.text == BODY
    assert (found.published, found.outlet) == (published, outlet)


@pytest.mark.parametrize(
    "first",
    [
        "NATO — The alliance of thirty states — met on Monday in Brussels to talk about what NATO will spend.",
        "Paula Rivas — The minister who led the talks — said on Monday that the plan was final.",
        "By Friday, both sides had agreed to the plan.",
    ],
)
def test_what_only_looks_like_a_head_is_kept(first: str) -> None:
    assert document(f"{first}\n{BODY}").text == f"{first}\n{BODY}"


def test_hard_wrapped_lines_become_paragraphs() -> None:
    wrapped = "\n\n".join(textwrap.fill(part, 62) for part in (FIRST, SECOND, THIRD))
    found = document("Chile and Peru hold fishing talks\n\n" + wrapped)
    assert found.text == "\n\n".join((FIRST, SECOND, THIRD))
    assert found.title == "Chile and Peru hold fishing talks"
    assert document("\n".join(textwrap.fill(p, 60, initial_indent="   ") for p in (FIRST, SECOND, THIRD))).text == BODY


def test_a_known_title_is_only_dropped_where_it_is_repeated() -> None:
    assert document(f"CHILE AND PERU HOLD TALKS\n{BODY}", title="Chile and Peru hold talks").text == BODY
    kept = document(f"Chile and Peru in talks\n{BODY}", title="Fishing: the week")
    assert kept.text.startswith("Chile and Peru in talks\n")
    assert kept.title == "Fishing: the week"


def test_labels_above_the_headline_and_posts_below_the_byline() -> None:
    found = document(
        f"FOR IMMEDIATE RELEASE\nMarch 3, 2026\n\nChile and Peru Agree on Fishing\nby Mara Quill | The Lantern\n{BODY}"
    )
    assert (found.title, found.authors) == ("Chile and Peru Agree on Fishing", ("Mara Quill",))
    assert (found.text, found.published) == (BODY, "2026-03-03")


def test_the_agency_after_the_last_sentence() -> None:
    assert (document(f"{BODY} — AFP").text, document(f"{BODY} — AFP").outlet) == (BODY, "AFP")
    assert document(f"{BODY} (Xinhua)").outlet == "Xinhua"


@pytest.mark.parametrize("unit", ["a", "A", "A ", "A.", "a@", "- ", "(", "“", "©", "by A ", "A, ", "1:1 ", "May 1 "])
def test_odd_megabytes_take_no_time(unit: str) -> None:
    started = time.perf_counter()
    extract(Page("x", unit * 60_000, "text"), CodeSettings(max_words=10**6))
    assert time.perf_counter() - started < 2


def test_wording_and_line_breaks() -> None:
    found = document(f"\ufeff{FIRST}  \r\n\r\n\r\n\r\n{SECOND}\r\n  {THIRD}\r\nNum\u0301ero 3\u00a0000 ships stay.\n")
    assert found.text == f"{FIRST}\n\n{SECOND}\n{THIRD}\nNum\u0301ero 3\u00a0000 ships stay."


# ---------------------------------------------------------------- dates, rights and names


@pytest.mark.parametrize(
    ("known", "line", "argument", "expected"),
    [
        ("2026-03-01", "March 3, 2026", "2026-03-05", ("2026-03-01", "metadata")),
        (None, "March 3, 2026", "2026-03-05", ("2026-03-03", "dateline")),
        (None, "", "2026-03-05", ("2026-03-05", "argument")),
        (None, "", None, ("2026", "rights")),
        ("last Tuesday", "", None, ("2026", "rights")),
    ],
)
def test_published_says_how_it_is_known(
    known: str | None, line: str, argument: str | None, expected: tuple[str, str]
) -> None:
    content = f"{line}\n{BODY}\n© 2026 The Lantern"
    found = document(content, settings=CodeSettings(published=argument), published=known)
    assert (found.published, found.published_basis) == expected


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-03-03", "2026-03-03"),
        ("2026-03-03T10:15:00Z", "2026-03-03T10:15:00+00:00"),
        ("Tue, 03 Mar 2026 10:15:00 GMT", "2026-03-03T10:15:00+00:00"),
        ("3 March 2026", "2026-03-03"),
        ("Mar. 3rd, 2026", "2026-03-03"),
        ("Tuesday, March 3, 2026", "2026-03-03"),
        ("03.04.2026", "2026-04-03"),
        ("25/12/2025", "2025-12-25"),
        ("03/04/2026", None),
        ("2026-03", "2026-03"),
        ("2026", "2026"),
        ("20260303", "2026-03-03"),
        ("1772532900", "2026-03-03T10:15:00+00:00"),
        ("31 February 2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso


def test_the_source_goes_before_the_text() -> None:
    found = document(
        f"By Mara Quill\n{BODY}\n© 2025 Other",
        authors=("Ann Poe",),
        outlet="The Lantern",
        rights="CC BY 4.0",
        id="a7",
        url="u",
    )
    assert (found.authors, found.outlet, found.rights, found.id, found.url) == (
        ("Ann Poe",), "The Lantern", "CC BY 4.0", "a7", "u",
    )  # fmt: skip
    assert document(BODY, url="https://lantern.example/1").id == "https://lantern.example/1"


# ---------------------------------------------------------------- HTML


def test_html_gives_text_and_metadata() -> None:
    head = (
        '<title>Chile and Peru hold talks | The Lantern</title><meta property="og:site_name" content="The Lantern">'
        '<link rel="canonical" href="https://lantern.example/talks"><meta name="author" content="Mara Quill">'
        '<meta property="article:published_time" content="2026-03-03T10:00:00+00:00">'
    )
    found = document(
        page(
            "By Mara Quill",
            "LIMA (Lantern) &mdash; " + FIRST,
            SECOND.replace('"', "&quot;"),
            f"<b>{THIRD[:13]}</b>{THIRD[13:]}",
            "Mara Quill is a correspondent for The Lantern. She lives in Lima.",
            "Read more: <a href='x'>Chile bans trawlers</a>",
            head=head,
            foot="<footer>&copy; 2026 <b>The Lantern</b>. All rights reserved.</footer>",
        ),
        "html",
    )
    assert found.text == "\n\n".join((FIRST, SECOND, THIRD))
    assert (found.title, found.authors, found.outlet) == ("Chile and Peru hold talks", ("Mara Quill",), "The Lantern")
    assert (found.published, found.published_basis) == ("2026-03-03", "metadata")
    assert found.url == found.id == "https://lantern.example/talks"
    assert found.rights == "© 2026 The Lantern. All rights reserved."


def test_headings_and_desks_of_html() -> None:
    head = (
        '<meta property="og:title" content="Chile and Peru hold talks | World | The Lantern">'
        '<meta name="author" content="Lantern Staff">'
    )
    body = f"<h1>Talks in Lima</h1><p>{FIRST}</p><h2>What comes next</h2><p>{THIRD}</p>"
    found = document(f"<html><head>{head}</head><body><article>{body}</article></body></html>", "html")
    assert found.text == f"{FIRST}\n\n{THIRD}"
    assert (found.title, found.authors) == ("Chile and Peru hold talks", ())


def test_html_without_an_article_is_refused() -> None:
    assert reason("<html><body><script>var a = 1</script></body></html>", "html") == "not-an-article"
    assert reason("<<<>>>", "html") == "not-an-article"


def test_an_html_fragment_is_read() -> None:
    assert document(f"<p>{FIRST}</p>", "html").text == FIRST


def test_lists_quotes_and_line_breaks_of_html() -> None:
    found = document(page(f"{FIRST}<br><br>{THIRD}", "</p><ul><li>Two ships stay at sea.</li></ul><p>"), "html")
    assert found.text.split("\n\n") == [FIRST, THIRD, "Two ships stay at sea."]


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "empty"),
        (" \n\ufeff ", "empty"),
        ("*** --- 123", "not-an-article"),
        ("Two ministers met.", "too-short"),
        (
            "Die Außenminister von Chile und Peru trafen sich am Dienstag in Lima, um zu verhandeln.",
            "language-unsupported",
        ),
        ("Los ministros de Chile y Perú se reunieron el martes en Lima para hablar.", "language-unsupported"),
        ("智利和秘鲁外长星期二在利马会晤，讨论有争议的渔场。", "language-unsupported"),
    ],
)
def test_refusals(content: str, expected: str) -> None:
    assert reason(content) == expected


def test_too_long() -> None:
    assert reason(BODY, settings=CodeSettings(max_words=20)) == "too-long"


def test_english_with_foreign_names_passes() -> None:
    assert document("Orbán, Fico and Vučić met Erdoğan in Székesfehérvár, Hungary.")
    assert document("Trump met Claudia Sheinbaum in Mexico City on Monday.")


def test_near_copies_have_near_fingerprints() -> None:
    long = " ".join(f"{BODY} Paragraph {number} tells of ship {number * 7}." for number in range(12))
    other = " ".join(f"Farmers in district {number} sold {number * 3} tons of wheat and rye." for number in range(40))
    bits = int(fingerprint(long), 16)
    assert (bits ^ int(fingerprint(long.replace("ship 49", "boat 49")), 16)).bit_count() <= 6
    assert (bits ^ int(fingerprint(other), 16)).bit_count() > 12


# ---------------------------------------------------------------- properties

LINES = st.sampled_from(
    [FIRST, SECOND, THIRD, "", "Mara Quill ✉", "By Mara Quill", "© 2026 The Lantern", "LIMA — " + FIRST, "May 3, 2026",
     "Read more: x", "Related stories", "Chile and Peru hold talks", "She lives in Lima.", "Lima:", "- one", "***"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=12), st.sampled_from(["\n", "\r\n", "\n\n", "\u2028"]))
def test_any_text_gives_words_of_the_input_in_their_order(lines: list[str], end: str) -> None:
    content = end.join(lines)
    found = extract(Page("x", content, "text"), CodeSettings())
    assert found == extract(Page("x", content, "text"), CodeSettings())
    if isinstance(found, Document):
        assert found.text == found.text.strip("\n")
        assert found.text_id == text_hash(found.text)
        whole = iter(content.replace("\ufeff", "").split())
        assert all(any(word == other or other.endswith(word) for other in whole) for word in found.text.split())


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/pbdiv='\" aé&;!-\n\x00"), max_size=200))
def test_any_html_is_read_or_refused(content: str) -> None:
    assert isinstance(extract(Page("x", content, "html"), CodeSettings()), Document | Rejection)
