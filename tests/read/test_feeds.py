"""Feeds, subscriptions and site maps: whole reports are taken from them, teasers lead to their pages, all is accounted for."""

from __future__ import annotations

import gzip
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from dragoman.extract import extract
from dragoman.read import Fetcher, read_pages
from dragoman.read.feeds import feed_items
from dragoman.read.listings import Link, opml_items, sitemap_items
from dragoman.read.sniff import kind_of_root, kind_of_text
from dragoman.records import Document, Page, Rejection
from dragoman.settings import CodeSettings, ReadSettings

SENTENCE = "The foreign ministers of Norway and Chile met in Oslo on Monday to speak about fish and trade. "
SECOND = SENTENCE.replace("Monday", "Tuesday")
REPORT = f"<p>{SENTENCE * 4}</p><p>{SECOND * 4}</p>"
HTML = f"<html><head><title>Page</title></head><body><p>{SENTENCE}</p><p>{SENTENCE}</p></body></html>"
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
)
OFFLINE = ReadSettings(fetch=False)


def here(**changes: Any) -> ReadSettings:
    return ReadSettings(**({"allow_private": True, "delay": 0.0} | changes))


def rss(*items: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet href="a.xsl"?><rss version="2.0" {NAMES}><channel>'
        "<title>The Lantern</title><link>https://lantern.example/</link><copyright>© 2026 The Lantern</copyright>"
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    )


def whole(number: int, content: str = REPORT) -> str:
    return (
        f"<title>Ministers &amp;amp; &lt;b&gt;fish&lt;/b&gt; {number}</title><link>https://lantern.example/{number}?utm_source=rss</link>"
        f"<guid isPermaLink='false'>id-{number}</guid><pubDate>Mon, 09 Mar 2026 23:30:00 -0500</pubDate>"
        f"<dc:creator>Ann Poe</dc:creator><description>A teaser.</description>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
    )


def teaser(url: str) -> str:
    return f"<title>Teaser</title><link>{url}</link><description>Only a few words.</description>"


def read(path: object, settings: ReadSettings = OFFLINE) -> list[Page | Rejection]:
    return list(read_pages([str(path)], settings))


def put(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def told(found: list[Page | Rejection]) -> list[str | None]:
    return [item.reason if isinstance(item, Rejection) else item.url for item in found]


# ---------------------------------------------------------------- feeds


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a.xml.gz", "feed.html", "index.txt", "noname"])
def test_a_whole_report_is_a_page_with_all_that_the_feed_says(tmp_path: Path, name: str) -> None:
    text = rss(whole(1)).encode()
    path = put(tmp_path / name, gzip.compress(text) if name.endswith("gz") else text)
    (page,) = read(path)
    assert isinstance(page, Page)
    assert (page.source, page.id, page.url) == (f"{path}:1", None, "https://lantern.example/1")
    assert (page.title, page.authors) == ("Ministers & fish 1", ("Ann Poe",))
    assert (page.outlet, page.rights) == ("The Lantern", "© 2026 The Lantern")
    document = extract(page, CodeSettings())
    assert isinstance(document, Document)
    assert document.text.split("\n\n") == [(SENTENCE * 4).strip(), (SECOND * 4).strip()]
    assert (document.id, document.published) == ("https://lantern.example/1", "2026-03-09T23:30:00-05:00")


def test_atom(tmp_path: Path) -> None:
    text = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lantern.example/news/"><title>The Lantern</title>
      <entry><title type="text">Fish &lt; trade</title><link rel="enclosure" href="a.mp3"/><link href="1"/><id>urn:1</id>
        <updated>2026-03-09T10:00:00Z</updated><author><name>Ann Poe</name><email>a@b.example</email></author>
        <author><name>Tom Reed</name></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{REPORT}</div></content></entry>
      <entry><title>Second</title><link href="2"/><published>2026-03-08</published><updated>2026-03-09</updated>
        <content type="text">{SENTENCE * 8}</content></entry></feed>"""
    first, second = read(put(tmp_path / "a.atom", text))
    assert isinstance(first, Page) and isinstance(second, Page)
    assert (first.url, first.title, first.published) == (
        "https://lantern.example/news/1", "Fish < trade", "2026-03-09T10:00:00Z",
    )  # fmt: skip
    assert first.authors == ("Ann Poe", "Tom Reed")
    assert (second.kind, second.published, second.content.strip()) == ("text", "2026-03-08", (SENTENCE * 8).strip())


def test_old_feeds_of_rdf(tmp_path: Path) -> None:
    text = f"""<?xml version="1.0" encoding="iso-8859-1"?>
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" {NAMES}>
      <channel><title>Café</title></channel><item><title>Señor Ruiz</title><link>https://lantern.example/1</link>
      <dc:date>2026-03-09</dc:date><content:encoded><![CDATA[{REPORT}]]></content:encoded></item></rdf:RDF>"""
    (page,) = read(put(tmp_path / "a.rdf", text.encode("iso-8859-1")))
    assert isinstance(page, Page)
    assert (page.title, page.outlet, page.published) == ("Señor Ruiz", "Café", "2026-03-09")


def test_what_is_not_whole_is_refused_where_nothing_is_fetched(tmp_path: Path) -> None:
    cut_off = whole(2, f"<p>{SENTENCE * 8}…</p><p><a href='/2'>Continue reading</a></p>")
    blog = "<p>The post <a href='/3'>Fish</a> appeared first on <a href='/'>The Lantern</a>.</p>"
    items = (
        teaser("https://lantern.example/1"),
        cut_off,
        whole(3, f"{REPORT}\n{blog}"),
        whole(4, f"<p>{SENTENCE * 8} [&#8230;]</p>\n{blog}"),
        f"<link>https://lantern.example/5</link><description>{SENTENCE * 8}</description>",
        f"<link>https://lantern.example/6</link><description>{SENTENCE * 20}</description>",
        f"<title>Neither</title><description>{SENTENCE}</description>",
        f"<guid isPermaLink='false'>id-8</guid><content:encoded><![CDATA[{REPORT}]]></content:encoded>",
        whole(9, "loose " * 90 + "<br><br>text"),
    )
    found = read(put(tmp_path / "a.rss", rss(*items)))
    assert told(found) == [
        "not-fetched", "not-fetched", "https://lantern.example/3", "not-fetched", "not-fetched",
        "https://lantern.example/6", "missing-text", None, "https://lantern.example/9",
    ]  # fmt: skip
    assert isinstance(found[0], Rejection) and found[0].document == "https://lantern.example/1"
    assert isinstance(found[6], Rejection) and found[6].document == f"{tmp_path}/a.rss:7"
    assert isinstance(found[7], Page) and found[7].id == "id-8"
    assert all("appeared first" not in item.content for item in found if isinstance(item, Page))


def test_a_feed_of_other_houses_names_each(tmp_path: Path) -> None:
    item = whole(1) + "<source url='https://other.example/rss'>The Other</source>"
    (page,) = read(put(tmp_path / "a.rss", rss(item)))
    assert isinstance(page, Page) and page.outlet == "The Other"


def test_writers_given_by_mail_address(tmp_path: Path) -> None:
    items = (
        whole(1).replace("<dc:creator>Ann Poe</dc:creator>", "<author>a@b.example (Tom Reed)</author>"),
        whole(2).replace("<dc:creator>Ann Poe</dc:creator>", "<author>desk@b.example</author>"),
    )
    found = read(put(tmp_path / "a.rss", rss(*items)))
    assert [item.authors for item in found if isinstance(item, Page)] == [("Tom Reed",), ()]


def test_a_cut_feed_keeps_its_whole_entries(tmp_path: Path) -> None:
    text = rss(whole(1), whole(2), whole(3))
    found = read(put(tmp_path / "a.rss", text[: text.index("</content:encoded>", text.index("id-3")) - 40]))
    assert told(found) == ["https://lantern.example/1", "https://lantern.example/2", "truncated"]


def test_a_careless_feed_is_read_all_the_same(tmp_path: Path) -> None:
    text = rss(whole(1)).replace("&amp;amp;", "&nbsp;& ").replace("<title>The Lantern", "<title>The Lantern & Co")
    (page,) = read(put(tmp_path / "a.rss", "\n " + text))
    assert isinstance(page, Page) and page.outlet == "The Lantern & Co"


@pytest.mark.parametrize("name", ["a.rss", "a.opml", "a.xml"])
@pytest.mark.parametrize("root", ["rss", "opml", "urlset"])
def test_entities_are_not_expanded(tmp_path: Path, name: str, root: str) -> None:
    secret = put(tmp_path / "secret", "swordfish")
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    for entities in (f'<!ENTITY a0 "aaaaaaaaaa">{lines}', f'<!ENTITY a9 SYSTEM "file://{secret}">'):
        text = f"<!DOCTYPE {root} [{entities}]><{root}><channel><item><title>&a9;</title></item></channel></{root}>"
        began = time.monotonic()
        found = read(put(tmp_path / name, text))
        assert told(found) == ["unsafe-xml"]
        assert time.monotonic() - began < 1


def test_other_xml_and_what_is_only_called_a_feed(tmp_path: Path) -> None:
    assert told(read(put(tmp_path / "a.xml", '<?xml version="1.0"?><recipes><recipe/></recipes>'))) == ["unknown-xml"]
    assert told(read(put(tmp_path / "a.rss", HTML))) == ["other-kind"]
    assert told(read(put(tmp_path / "b.rss", "Service unavailable"))) == ["other-kind"]
    assert told(read(put(tmp_path / "c.rss", rss()))) == ["empty"]
    assert told(read(put(tmp_path / "d.rss", ""))) == ["empty"]


# ---------------------------------------------------------------- on the web


def test_teasers_lead_to_their_pages(web: Any) -> None:
    web.give("/news/1", HTML)
    web.send("/go/2", 302, Location="/news/2?utm_medium=feed")
    web.give("/news/2?utm_medium=feed", HTML.encode("utf-16"), media="text/html")
    web.give("/news/4", rss(whole(9)), media="application/xml")
    web.give("/news/5", b"%PDF-1.7", media="application/pdf")
    items = [teaser("news/1"), teaser("/go/2"), teaser("/gone/3"), teaser("news/4"), teaser("news/5"), whole(6)]
    items.append(teaser("http://169.254.169.254/latest"))
    url = web.give("/feed", rss(*items).replace("<link>https://lantern.example/</link>", ""), media="text/xml")
    found = read(url, here())
    assert told(found) == [
        f"{web.url}/news/1", f"{web.url}/news/2", "http-404", "not-a-page", "not-text", "https://lantern.example/6", "not-public",
    ]  # fmt: skip
    assert isinstance(found[0], Page) and isinstance(found[1], Page)
    assert (found[0].title, found[0].outlet, found[0].content) == ("Teaser", "The Lantern", HTML)
    assert found[1].content == HTML
    assert isinstance(found[2], Rejection) and found[2].document == f"{web.url}/gone/3"


def test_subscriptions_are_read_feed_by_feed(web: Any, tmp_path: Path) -> None:
    web.give("/robots.txt", "User-agent: *\nDisallow: /b/", media="text/plain")
    web.give("/a", rss(whole(1)), media="application/rss+xml")
    web.give("/b/feed", rss(whole(2), teaser(f"{web.url}/b/3")), media="application/rss+xml")
    web.give("/page", HTML)
    urls = [f"{web.url}/a", f"{web.url}/gone", f"{web.url}/b/feed", f"{web.url}/page", f"{web.url}/a"]
    lines = "".join(f'<outline text="x"><outline type="rss" xmlUrl="{url}"/></outline>' for url in urls)
    path = put(tmp_path / "a.opml", f'<?xml version="1.0"?><opml version="2.0"><body>{lines}</body></opml>')
    assert told(read(path, here())) == [
        "https://lantern.example/1", "http-404", "https://lantern.example/2", "robots", "not-a-feed",
    ]  # fmt: skip
    assert told(read(path)) == ["not-fetched"] * 4


def sitemap(*entries: str, root: str = "urlset") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(entries)}</{root}>'
    )


def entry(url: str) -> str:
    return (
        f"<url><loc>{url}</loc><news:news><news:publication><news:name>The Lantern</news:name>"
        "<news:language>en</news:language></news:publication><news:publication_date>2026-03-09T10:00:00Z</news:publication_date>"
        "<news:title>Fish &amp; trade</news:title></news:news></url>"
    )


def test_site_maps_lead_to_their_pages(web: Any, tmp_path: Path) -> None:
    web.give("/1", HTML)
    web.give("/2", HTML)
    web.give("/news.xml.gz", gzip.compress(sitemap(entry(f"{web.url}/1")).encode()), media="application/gzip")
    web.give("/more.xml", sitemap(f"<url><loc>{web.url}/2</loc></url>"), media="text/xml")
    web.give("/deep.xml", sitemap(f"<sitemap><loc>{web.url}/more.xml</loc></sitemap>", root="sitemapindex"), "text/xml")
    maps = [f"<sitemap><loc>{web.url}/{name}</loc></sitemap>" for name in ("news.xml.gz", "more.xml", "deep.xml", "1")]
    index = web.give("/index.xml", sitemap(*maps, root="sitemapindex"), media="application/xml")
    found = read(index, here())
    assert told(found) == [f"{web.url}/1", f"{web.url}/2", "nested-sitemap", "not-a-sitemap"]
    first = found[0]
    assert isinstance(first, Page)
    assert (first.title, first.outlet, first.published) == ("Fish & trade", "The Lantern", "2026-03-09T10:00:00Z")
    path = put(tmp_path / "a.xml", sitemap(entry(f"{web.url}/2"), "<url><lastmod>2026</lastmod></url>"))
    assert told(read(path, here())) == [f"{web.url}/2", "missing-address"]


def test_a_cut_site_map_keeps_its_whole_entries(tmp_path: Path) -> None:
    text = sitemap(entry("https://lantern.example/1"), entry("https://lantern.example/2"))
    assert told(read(put(tmp_path / "a.xml", text[:-60]))) == ["not-fetched", "truncated"]


def test_a_feed_of_many_pages_is_read_as_it_is_asked_for(web: Any) -> None:
    for number in range(9):
        web.give(f"/{number}", HTML)
    url = web.give("/feed", rss(*(teaser(f"{web.url}/{n}") for n in range(9))), media="text/xml")
    pages = read_pages([url], here(obey_robots=False))
    next(pages), next(pages)
    assert web.asked == ["/feed", "/0", "/1"]


def test_one_fetcher_serves_several_calls(web: Any) -> None:
    url = web.give("/1", HTML)
    fetcher = Fetcher(here(delay=0.2))
    began = time.monotonic()
    for _ in range(2):
        assert told(list(read_pages([url], fetcher.settings, fetcher))) == [url]
    assert time.monotonic() - began >= 0.2


# ---------------------------------------------------------------- properties


@trying(max_examples=60, deadline=None)
@given(
    st.floats(0, 1),
    st.sampled_from([rss(whole(1), teaser("https://a.example/2")), sitemap(entry("https://a.example/"))]),
)
def test_any_prefix_of_a_list_is_read(share: float, text: str) -> None:
    cut = text[: int(share * len(text))]
    found = [item for _, item in (*feed_items(cut, "a", None, OFFLINE), *sitemap_items(cut, None, False))]
    assert all(REPORT in item.content for item in found if isinstance(item, Page))


@trying(max_examples=60, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from("<item> </item> <rss> </rss> <!-- --> <![CDATA[ ]]> & <url> <?x ?>".split())).map(
        "".join
    )
)
def test_any_text_is_read_as_a_list(text: str) -> None:
    for items in (feed_items(text, "a", None, OFFLINE), opml_items(text, None), sitemap_items(text, None, False)):
        assert all(number > 0 and item is not None for number, item in items)


@pytest.mark.parametrize(
    "mark", ["<!-- -->", "<?a ?>", "<!DOCTYPE a>", "<!DOCTYPE a [ ] >", "<!--", "<?a", "<!DOCTYPE a ["]
)
def test_a_hostile_beginning_takes_no_time(mark: str) -> None:
    began = time.monotonic()
    assert kind_of_root(mark * 1000 + "x") is None
    kind_of_text(mark * 1000 + "x", OFFLINE)
    assert time.monotonic() - began < 1


def test_links_are_told_apart() -> None:
    (item,) = (item for _, item in feed_items(rss(teaser("https://a.example/1")), "a", None, OFFLINE))
    assert isinstance(item, Link) and item.expects == "page"
