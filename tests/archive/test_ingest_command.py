"""`dragoman ingest` as a user meets it: feeds over the network, refusals, versions, a second run."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman.cli import main
from dragoman.store import Reader

PAGE = "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
FIRST = (
    "Norway's foreign minister met her Kenyan counterpart in Nairobi on Monday. They spoke for two hours about fishing "
    "rights and agreed to meet again in Oslo. The ministry in Nairobi called the talks useful and gave no details."
)
SECOND = (
    "Chile accused Peru of seizing a ferry near Arica. Peru rejected the charge on Tuesday and recalled its ambassador "
    "from Santiago. Both governments said that they would talk again, without giving a date for the talks."
)


class Site:
    """A site with a feed of two reports; what it answers can be changed, and it counts what it was asked for."""

    def __init__(self) -> None:
        self.pages = {
            "/1": PAGE.format(title="Talks in Nairobi", text=FIRST),
            "/2": PAGE.format(title="A ferry", text=SECOND),
        }
        self.asked: Counter[str] = Counter()
        site = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked[self.path] += 1
                body = site.answer(self.path).encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, path: str) -> str:
        if path == "/feed":
            items = "".join(f"<item><title>T</title><link>{self.address}{p}</link></item>" for p in self.pages)
            return f"<rss version='2.0'><channel><title>Lantern</title>{items}</channel></rss>"
        return self.pages.get(path, "")


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()
    thread = threading.Thread(target=served.server.serve_forever)
    thread.start()
    yield served
    served.server.shutdown()
    served.server.server_close()
    thread.join()


def ingest(folder: Path, *arguments: str) -> int:
    return main(["ingest", *arguments, "--archive", str(folder), "--allow-private", "--delay", "0"])


def answer(folder: Path, query: str, all_versions: bool = False) -> list[tuple[object, ...]]:
    with Reader(folder, all_versions) as reader:
        return reader.fetch(query)


def test_a_feed_is_taken_in_and_its_links_are_followed_once(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    assert ingest(folder, f"{site.address}/feed") == 0
    assert answer(folder, "SELECT url, outlet FROM documents ORDER BY url") == [
        (f"{site.address}/1", "Lantern"),
        (f"{site.address}/2", "Lantern"),
    ]
    assert ingest(folder, f"{site.address}/feed") == 0
    assert (site.asked["/1"], site.asked["/feed"]) == (1, 2)
    assert answer(folder, "SELECT count(*) FROM documents") == [(2,)]


def test_a_changed_report_is_a_new_version(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a"
    ingest(folder, f"{site.address}/feed")
    changed = SECOND.replace("Tuesday", "Wednesday")
    site.pages["/2"] = PAGE.format(title="A ferry", text=changed)
    capsys.readouterr()
    assert ingest(folder, f"{site.address}/feed", "--refetch") == 0
    assert "1 new report, 1 of them a new version, 1 known from before" in capsys.readouterr().err
    texts = "SELECT text FROM documents WHERE url LIKE '%/2'"
    assert answer(folder, texts) == [(changed,)]
    assert sorted(answer(folder, texts, all_versions=True)) == sorted([(SECOND,), (changed,)])
    site.pages["/2"] = PAGE.format(title="A ferry", text=SECOND)
    assert ingest(folder, f"{site.address}/feed", "--refetch") == 0
    assert answer(folder, texts) == [(SECOND,)]
    assert len(answer(folder, texts, all_versions=True)) == 2


def test_refusals_are_kept_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "short.txt").write_text("Too short.")
    (tmp_path / "report.txt").write_text(FIRST)
    (tmp_path / "copy.txt").write_text(f"{FIRST}\n\n")
    files = [str(tmp_path / name) for name in ("short.txt", "report.txt", "copy.txt", "none.txt")]
    assert ingest(tmp_path / "a", *files) == 1
    told = capsys.readouterr().err
    assert "1 new report, 1 duplicate, 2 refused" in told
    rows = answer(tmp_path / "a", "SELECT reason, document FROM rejections ORDER BY reason")
    assert rows == [("duplicate", files[2]), ("not-found", files[3]), ("too-short", files[0])]
    assert ingest(tmp_path / "a", *files) == 1  # what is missing is told again, and kept once
    assert "not-found 1" in capsys.readouterr().err
    assert answer(tmp_path / "a", "SELECT count(*) FROM rejections") == [(3,)]


def test_results_are_the_same_for_any_number_of_workers(site: Site, tmp_path: Path) -> None:
    for number, text in enumerate((FIRST, SECOND, FIRST.replace("Kenyan", "Ghanaian"))):
        (tmp_path / f"{number}.txt").write_text(text)
    sources = [str(path) for path in sorted(tmp_path.glob("*.txt"))]
    for workers in ("1", "2"):
        assert ingest(tmp_path / workers, *sources, "--workers", workers) == 0
    for kind in ("documents", "events", "statements", "commitments"):
        one, two = (answer(tmp_path / workers, f"SELECT * FROM all_{kind} ORDER BY ALL") for workers in ("1", "2"))
        assert one == two


def test_a_folder_of_other_things_is_no_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    (tmp_path / "report.txt").write_text(FIRST)
    assert main(["ingest", str(tmp_path / "report.txt"), "--archive", str(tmp_path)]) == 2
    assert "holds other files and is no archive" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt", "thesis.doc"]


def test_reports_coded_with_other_options_are_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("one", FIRST), ("two", SECOND)):
        (tmp_path / f"{name}.txt").write_text(text)
    assert ingest(tmp_path / "a", str(tmp_path / "one.txt")) == 0
    assert "dragoman recode" not in capsys.readouterr().err
    assert ingest(tmp_path / "a", str(tmp_path / "two.txt"), "--min-confidence", "0.6") == 0
    assert "`dragoman recode` with those of this run" in capsys.readouterr().err
