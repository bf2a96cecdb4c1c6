"""How fast Dragoman is and how much memory it takes.

    python benchmarks/run.py --reports FILE.jsonl[.gz]            # writes the table into docs/performance.md
    python benchmarks/run.py --reports FILE.jsonl[.gz] --quick    # a minute; only prints the table

FILE holds one report a line with `text` and, if known, `title` and `published`. Each text is wrapped in a web page
with what surrounds an article (menu, byline, teasers, notices), so that reading costs what it costs in life.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"
FLOOR = 4.0
"""Articles a second on two cores below which the program is too slow for daily use."""
MEGABYTE = 1e6
FIRST_RECORD = "import sys; from dragoman.cli import main; sys.exit(main())"
IMPORT = "import time; t = time.perf_counter(); import dragoman; print(time.perf_counter() - t)"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    warm: int = 4
    articles: int = 200
    memory: tuple[int, int] = (1_000, 5_000)
    starts: int = 5


QUICK = Plan(warm=2, articles=20, memory=(40, 200), starts=3)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    value: str


# ---------------------------------------------------------------- input


def read_reports(path: str) -> list[dict[str, Any]]:
    """The reports of a JSON lines file, plain or gzip."""
    raw = Path(path).read_bytes()
    text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")
    reports = [json.loads(line) for line in text.split("\n") if line.strip()]
    if not reports or "text" not in reports[0]:
        sys.exit(f"{path}: expected one JSON object a line with the key text")
    return reports


def wrap(report: dict[str, Any], number: int) -> str:
    """A web page around the text of REPORT."""
    title = html.escape(str(report.get("title") or f"Report {number}"))
    paragraphs = "\n".join(f"<p>{html.escape(p.strip())}</p>" for p in report["text"].split("\n") if p.strip())
    menu = "".join(
        f'<li><a href="/{s}">{s.title()}</a></li>' for s in ("world", "politics", "business", "sport", "video")
    )
    teasers = "".join(f'<li><a href="/story/{n}">Another story, number {n}</a></li>' for n in range(12))
    published = html.escape(str(report.get("published") or ""))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - The Benchmark Post</title>
<meta property="og:site_name" content="The Benchmark Post">
<meta property="article:published_time" content="{published}">
<link rel="canonical" href="https://bench.example/{number}"><style>p {{ margin: 1em }}</style>
<script>window.settings = {{"page": {number}, "ads": true}};</script></head>
<body><header><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{title}</h1><p class="byline">By <a rel="author" href="/staff/1">A. Writer</a></p>
<time datetime="{published}">{published}</time>
{paragraphs}
<p class="copyright">© The Benchmark Post. All rights reserved.</p></article>
<aside><h2>Read more</h2><ul>{teasers}</ul></aside></main>
<footer><p>Subscribe to our newsletter. Terms of use. Privacy.</p></footer></body></html>
"""


def pages(reports: Sequence[dict[str, Any]], count: int) -> list[str]:
    """COUNT pages; the reports are repeated as needed."""
    return [wrap(report, n) for n, report in enumerate(islice(cycle(reports), count))]


# ---------------------------------------------------------------- what one process does


_coder: Any = None


def start_worker() -> None:
    """Load the models once a process."""
    global _coder
    from dragoman import pipeline

    _coder = pipeline.load()


def code(job: tuple[int, str]) -> int:
    """Code one page as `dragoman code` does, to lines of JSON; the number of records."""
    from dragoman.records import Page, to_dict

    number, content = job
    records = _coder.code(Page(source=f"{number}.html", content=content, kind="html", id=str(number)))
    return len([json.dumps(to_dict(r), ensure_ascii=False) for r in records])


def code_text(job: tuple[int, str]) -> str:
    """The cleaned text of one page, "" if it was rejected."""
    from dragoman.records import Document, Page

    number, content = job
    records = _coder.code(Page(source=f"{number}.html", content=content, kind="html", id=str(number)))
    return next((r.text for r in records if isinstance(r, Document)), "")


def time_language(jobs: Sequence[tuple[int, str]]) -> tuple[int, float, float]:
    """Sentences, seconds of the language step, seconds of the whole way, over the same pages in one process."""
    from dragoman import language

    texts = [code_text(job) for job in jobs]
    model = language.load()
    start = time.perf_counter()
    sentences = sum(len(model.analyse(text).sentences) for text in texts if text)
    step = time.perf_counter() - start
    start = time.perf_counter()
    for job in jobs:
        code(job)
    return sentences, step, time.perf_counter() - start


def peak_memory(reports: Sequence[dict[str, Any]], counts: Sequence[int]) -> list[float]:
    """Peak resident memory in megabytes when each of COUNTS articles have been coded, one after the other."""
    found = []
    wanted = set(counts)
    for n, report in enumerate(islice(cycle(reports), max(counts)), 1):
        code((n, wrap(report, n)))
        if n in wanted:
            # Linux counts in kilobytes, macOS in bytes.
            unit = 1 if sys.platform == "darwin" else 1024
            found.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE)
    return found


# ---------------------------------------------------------------- measures


def pool(workers: int) -> ProcessPoolExecutor:
    """Fresh processes that share nothing with this one."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=start_worker)


def throughput(jobs: Sequence[tuple[int, str]], workers: int, warm: int) -> tuple[float, int]:
    """Articles a second with WORKERS processes, models loaded; and the records found."""
    with pool(workers) as running:
        list(running.map(code, jobs[: warm * workers]))
        start = time.perf_counter()
        records = sum(running.map(code, jobs))
        return len(jobs) / (time.perf_counter() - start), records


def import_time(times: int) -> float:
    """Median seconds of `import dragoman` in a fresh interpreter."""
    runs = [subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, check=True) for _ in range(times)]
    return statistics.median(float(run.stdout) for run in runs)


def first_record(page: str, times: int) -> float:
    """Median seconds from the call of the command to its first record on standard output."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        for _ in range(times):
            start = time.perf_counter()
            command = [sys.executable, "-c", FIRST_RECORD, "code", str(path), "--format", "jsonl"]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
                assert running.stdout is not None
                line = running.stdout.readline()
                taken.append(time.perf_counter() - start)
                running.stdout.read()
            if not line:
                sys.exit("the command printed no record; run it by hand to see why")
    return statistics.median(taken)


def measure(reports: Sequence[dict[str, Any]], plan: Plan) -> Iterator[Row]:
    """The rows of the table, each as soon as it is known."""
    jobs = list(enumerate(pages(reports, plan.articles)))
    words = statistics.mean(len(r["text"].split()) for r in islice(cycle(reports), plan.articles))
    yield Row("articles measured", f"{plan.articles} ({words:.0f} words on average, {len(reports)} different)")
    yield Row("`import dragoman`", f"{import_time(plan.starts):.2f} s")
    yield Row("start of the command to its first record", f"{first_record(jobs[0][1], plan.starts):.2f} s")
    for workers in (1, 2):
        speed, records = throughput(jobs, workers, plan.warm)
        note = (
            f"; floor {FLOOR:g}: {'kept' if speed >= FLOOR else 'MISSED'}" if workers == 2 else f"; {records} records"
        )
        yield Row(f"HTML to records, {workers} process{'es' * (workers > 1)}", f"{speed:.1f} articles/s{note}")
    with pool(1) as running:
        sentences, step, whole = running.submit(time_language, jobs).result()
    yield Row("language step, 1 process", f"{sentences / step:.0f} sentences/s, {step / whole:.0%} of the whole")
    yield from knowledge(" ".join(r["text"] for r in reports), plan.starts)
    with pool(1) as running:
        # The same reports before the first mark and after it: what grows then is not the longest report but a leak.
        few, many = running.submit(peak_memory, reports[: plan.memory[0]], plan.memory).result()
    yield Row(f"peak memory after {plan.memory[0]:,} articles", f"{few:.0f} MB")
    yield Row(f"peak memory after {plan.memory[1]:,} articles", f"{many:.0f} MB ({many / few - 1:+.1%})")


def knowledge(text: str, times: int) -> Iterator[Row]:
    """What the knowledge base and the gazetteer cost: to load (everything, persons too), in memory, and to scan TEXT for."""
    runs = [
        json.loads(subprocess.run([sys.executable, "-c", KNOWLEDGE], capture_output=True, check=True).stdout)
        for _ in range(times)
    ]
    seconds, memory = statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs)
    unit = 1 if sys.platform == "darwin" else 1024
    yield Row(
        "knowledge base and gazetteer, loading", f"{seconds:.2f} s; limit 0.4: {'kept' if seconds <= 0.4 else 'MISSED'}"
    )
    yield Row("the same, memory that loading adds", f"{memory * unit / MEGABYTE:.0f} MB; limit 250")
    with pool(1) as running:
        speed = running.submit(scan_speed, text, times).result()
    yield Row(
        "scan of a text for all phrases, 1 process",
        f"{speed:.0f} MB/s; floor 20: {'kept' if speed >= 20 else 'MISSED'}",
    )


KNOWLEDGE = """
import json, resource, time
from dragoman import actors, places
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
base = actors.load()
base.persons("Nobody"), base.scan, places.load().find("Nowhere")
taken = time.perf_counter() - start
print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before]))
"""


def scan_speed(text: str, times: int) -> float:
    """Megabytes of TEXT (UTF-8) a second in which the phrases of the knowledge base are looked for, the median of TIMES passes."""
    from dragoman import actors

    scan, size = actors.load().scan, len(text.encode("utf-8"))
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        scan.starts(text)
        taken.append(time.perf_counter() - start)
    return size / MEGABYTE / statistics.median(taken)


# ---------------------------------------------------------------- the table


def machine() -> str:
    """What the figures were measured on, in words."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return f"{os.cpu_count()} cores of {model}, {platform.system()}, Python {platform.python_version()}"


def table(rows: Sequence[Row], title: str) -> str:
    """The rows as a Markdown table."""
    body = "\n".join(f"| {row.what} | {row.value} |" for row in rows)
    return f"| {title} | |\n|---|---|\n{body}"


def put_between(text: str, new: str) -> str:
    """TEXT with NEW between the markers; the markers are added at the end where TEXT has none."""
    if BEGIN not in text or END not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN, 1)
    return f"{before}{BEGIN}\n{new}\n{END}{rest.split(END, 1)[1]}"


INTRO = """# Performance

Measured with `python benchmarks/run.py --reports FILE.jsonl`, which rewrites the table below: articles wrapped in web
pages, read, parsed and coded to JSON lines; one thread a process; models loaded and warm except where start-up is
measured.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", required=True, metavar="FILE", help="reports as JSON lines, plain or gzip")
    parser.add_argument("--quick", action="store_true", help="few articles; the docs are left alone")
    parser.add_argument("--docs", type=Path, default=DOCS, metavar="FILE", help="where the table goes")
    parser.add_argument("--memory", type=int, default=5_000, metavar="N", help="articles of the memory measure (5,000)")
    arguments = parser.parse_args()
    rows = []
    plan = QUICK if arguments.quick else Plan(memory=(arguments.memory // 5, arguments.memory))
    for row in measure(read_reports(arguments.reports), plan):
        print(f"{row.what}: {row.value}", flush=True)
        rows.append(row)
    shown = table(rows, machine())
    if arguments.quick:
        print("\n" + shown)
        return
    old = arguments.docs.read_text(encoding="utf-8") if arguments.docs.exists() else INTRO
    arguments.docs.parent.mkdir(parents=True, exist_ok=True)
    arguments.docs.write_text(put_between(old, shown), encoding="utf-8")


if __name__ == "__main__":
    main()
