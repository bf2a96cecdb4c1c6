"""The page in a real browser: pointer, keyboard, filter, narrow screens, and the rule that nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_page import DOCUMENT, RECORDS, TEXT
from webdriver import MISSING, Browser

from dragoman.view import Coded

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
OTHER = replace(
    DOCUMENT, title="عنوان " + "x" * 400, text="مرحبا " + "y" * 900 + " <script>document.title = 1</script>"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    Coded((*RECORDS, OTHER, *RECORDS[:-1])).save(path)
    return path


@pytest.fixture(params=[1200, 360])
def browser(request: pytest.FixtureRequest, page: Path) -> Iterator[Browser]:
    window = Browser(request.param, 800, dark=request.param == 360)
    try:
        window.open(page)
        yield window
        assert window.errors() == []
    finally:
        window.close()


def test_nothing_runs_wide_and_the_text_is_whole(browser: Browser) -> None:
    width = browser.run("return [document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    assert browser.run("return document.querySelector('.text').textContent") == TEXT
    assert browser.run("return document.title") == "Dragoman: reports and their records"


def test_click_shows_the_records(browser: Browser) -> None:
    colour = "return getComputedStyle(document.querySelector('mark[data-for~=r1e3]')).background"
    before = browser.run(colour)
    browser.click("mark[data-for~=r1e3]")
    assert browser.run(colour) != before
    assert browser.run("return [...document.querySelectorAll('.card.on')].map(c => c.id)") == ["r1e3"]
    shown = browser.run("const p = document.getElementById('pop'); return p.hidden ? '' : p.innerText")
    wide = browser.run("return innerWidth > 800")
    assert wide or "withheld by Ane <Lund>" in shown
    browser.press("Escape")
    assert browser.run("return document.getElementById('pop').hidden && !document.querySelector('.on')")


def test_card_leads_to_its_passage(browser: Browser) -> None:
    browser.run("document.querySelector('#r4e4 .what').click()")
    browser.wait(
        "const r = document.querySelector('mark.on').getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight"
    )
    assert browser.run("return [...document.querySelectorAll('mark.on')].map(m => m.textContent)") == [
        "They fought in 1990."
    ]


def test_keyboard_alone(browser: Browser) -> None:
    for _ in range(40):
        browser.press("Tab")
        if browser.run("return document.activeElement.matches('mark[data-for~=r1e1]')"):
            break
    assert browser.run("return document.activeElement.getAttribute('role')") == "button"
    assert "CONSULT visit" in browser.run("return document.getElementById('pop').innerText")
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press("Enter")
    assert browser.run("return document.querySelector('.card.on').id") == "r1e1"
    browser.press("Escape")
    assert browser.run("return document.getElementById('pop').hidden")
    assert browser.run("return document.activeElement.matches('mark')"), "the place in the text is kept"
    browser.press(" ")
    assert browser.run("return document.querySelector('.card.on').id") == "r1e1"


def test_link_of_a_card_moves_the_focus(browser: Browser) -> None:
    browser.run("document.querySelector('#r1e4 .back').focus()")
    browser.press("Enter")
    assert browser.run("return document.activeElement.dataset.for") == "r1e4"


def test_hover_shows_all_records_of_overlapping_passages(browser: Browser) -> None:
    if browser.run("return innerWidth < 800"):
        pytest.skip("a phone has no pointer that hovers")
    browser.hover("mark[data-for~=r1s1]")
    browser.wait("return !document.getElementById('pop').hidden")
    assert browser.run("return document.querySelectorAll('#pop .card').length") == 3
    browser.hover(".origin")
    browser.wait("return document.getElementById('pop').hidden")


def test_filter_and_index(browser: Browser) -> None:
    browser.run("const i = document.querySelector('#filter input'); i.focus()")
    browser.press(*"yyyyy")
    browser.wait("return [...document.querySelectorAll('.report')].filter(r => r.checkVisibility()).length === 1")
    assert browser.run("return document.querySelector('#filter output').textContent") == "1 of 4 reports"
    assert browser.run("return document.querySelectorAll('#index li').length") == 4
