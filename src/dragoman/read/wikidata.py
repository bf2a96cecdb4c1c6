"""Office holders from Wikidata's public query service: asked page by page, folded into rows of an actor file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dragoman.actors.added import last_day, overlap
from dragoman.read.sparql import Service, ServiceError, Slow

CLASSES = {
    "heads of state": "Q48352",
    "heads of government": "Q2285706",
    "foreign ministers": "Q7330070",
    "ministers": "Q83307",
}
"""Kinds of positions that are asked for, by their Wikidata class."""
PAGE, SMALLEST = 2000, 125
"""Rows of a page: the service allows a query sixty seconds, so a page that takes longer is halved, down to the smallest."""
COLUMNS = ("name", "aliases", "code", "sector", "office", "from", "to", "kind", "wikidata")
Row = tuple[str, ...]
"""Cells in the order of COLUMNS."""
QUERY = """\
SELECT DISTINCT ?held ?person ?name ?title ?iso ?start ?startPrecision ?anyEnd ?end ?endPrecision WHERE {{
  ?position wdt:P279* wd:{position} ; wdt:P1001 ?place .
  ?place wdt:P298 ?iso .
  ?person p:P39 ?held .
  ?held ps:P39 ?position ; wikibase:rank ?rank ;
        pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision ] .
  OPTIONAL {{ ?held pq:P582 ?anyEnd }}
  OPTIONAL {{ ?held pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision ] }}
  FILTER(?rank != wikibase:DeprecatedRank)
  FILTER(!BOUND(?end) || ?end >= "{since}T00:00:00Z"^^xsd:dateTime)
  OPTIONAL {{ ?person rdfs:label ?name . FILTER(LANG(?name) = "en") }}
  OPTIONAL {{ ?position rdfs:label ?title . FILTER(LANG(?title) = "en") }}
}} ORDER BY ?held ?iso LIMIT {limit} OFFSET {offset}"""
"""P39 position held, P279 subclass of, P1001 applies to jurisdiction, P298 ISO code, P580 start, P582 end."""

_MINISTER = r"(?:minister|secretary|head of the (?:ministry|department)).*\b"
OFFICES: tuple[tuple[str, str], ...] = (
    (r"deputy prime minister|vice[ -]?prime minister|deputy premier|vice[ -]?premier|tánaiste|vice[ -]?chancellor",
     "Deputy Prime Minister"),
    (r"deputy|vice[ -]minister|under-?secretary|minister of state|state secretary|assistant|shadow|parliamentary|junior|"
     r"spokes|first lady|spouse|candidate", ""),
    (r"vice[ -]president\b", "Vice President"),
    (r"president of (?:the )?(?:government|council of ministers)|prime minister|taoiseach|\bpremier\b|minister[ -]president",
     "Prime Minister"),
    (r"president of (?:the )?(?:senate|national assembly|parliament|chamber|house|supreme|court|congress|assembly)", ""),
    (r"\bpresident\b", "President"),
    (r"secretary of state of the united states|united states secretary of state", "Secretary of State"),
    (r"secretary of the treasury", "Secretary of the Treasury"),
    (r"chancellor of the exchequer", "Finance Minister"),
    (r"\bchancellor\b", "Chancellor"),
    (r"crown prince", "Crown Prince"),
    (r"supreme leader", "Supreme Leader"),
    (r"emperor", "Emperor"),
    (r"\bemir\b", "Emir"),
    (r"\bsultan\b", "Sultan"),
    (r"^(?:king|queen)\b|\bmonarch|grand duke|^(?:sovereign )?prince of", "Monarch"),
    (r"governor-general", "Governor-General"),
    (r"foreign secretary|secretary of state for foreign", "Foreign Secretary"),
    (_MINISTER + r"(?:foreign|external)|foreign minister|(?:foreign|external) affairs minister", "Foreign Minister"),
    (_MINISTER + r"defen[cs]e|defen[cs]e minister", "Defence Minister"),
    (_MINISTER + r"(?:interior|home affairs)|(?:interior|home) minister|home secretary", "Interior Minister"),
    (_MINISTER + r"(?:finances?|treasury)\b|finance minister", "Finance Minister"),
    (_MINISTER + r"justice|justice minister", "Justice Minister"),
    (_MINISTER + r"health|health minister", "Health Minister"),
    (_MINISTER + r"education|education minister", "Education Minister"),
    (_MINISTER + r"(?:economy|economic|economics)\b|economy minister", "Economy Minister"),
    (_MINISTER + r"(?:trade|commerce)\b|trade minister", "Trade Minister"),
    (_MINISTER + r"energy|energy minister", "Energy Minister"),
    (_MINISTER + r"environment|environment minister", "Environment Minister"),
    (_MINISTER + r"agriculture|agriculture minister", "Agriculture Minister"),
    (_MINISTER + r"transport|transport minister", "Transport Minister"),
    (_MINISTER + r"labou?r|labou?r minister", "Labour Minister"),
    (_MINISTER + r"information|information minister", "Information Minister"),
)  # fmt: skip
"""English titles to the offices of the packaged base; the first rule that fits holds, and "" is an office left out."""


@dataclass(slots=True)
class Harvest:
    """What came so far: rows by their cells, unusable ones counted by reason, and what was not asked to its end."""

    rows: dict[Row, None] = field(default_factory=dict)
    unused: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    answers: int = 0
    """Rows that the service gave."""

    def as_csv(self) -> str:
        """The rows as an actor file, sorted by name and start."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.joined())
        return text.getvalue()

    def joined(self) -> list[Row]:
        """The rows, with terms of one person in one office that overlap made one: Wikidata has several posts for some."""
        found: list[Row] = []
        for row in sorted(self.rows, key=lambda r: (r[0], r[8], r[2], r[4], r[5], r[6])):
            last = found[-1] if found else row
            same = bool(found) and (*row[:5], *row[7:]) == (*last[:5], *last[7:])
            if same and overlap((last[5], last[6] or None), (row[5], row[6] or None)):
                end = max(last[6], row[6], key=lambda day: last_day(day or None))
                found[-1] = (*last[:6], end, *last[7:])
            else:
                found.append(row)
        return found


def gather(harvest: Harvest, service: Service, since: str, codes: Iterable[str]) -> None:
    """Fill HARVEST with who held or took an office on SINCE (ISO day) or later; CODES are the states known here.

    What came stays in HARVEST when it is interrupted. A ServiceError of one kind of position is noted in `failed`.
    """
    known = frozenset(codes)
    for title, position in CLASSES.items():
        try:
            _gather_class(harvest, service, position, since, known)
        except ServiceError as error:
            harvest.failed.append(f"{title}: {error}")
            if error.is_final:
                return


def _gather_class(harvest: Harvest, service: Service, position: str, since: str, known: frozenset[str]) -> None:
    limit, offset = PAGE, 0
    while True:
        query = QUERY.format(position=position, since=since, limit=limit, offset=offset)
        try:
            page = service.ask(query)
        except Slow:
            if limit <= SMALLEST:
                raise
            limit = max(SMALLEST, limit // 2)
            continue
        for answer in page:
            harvest.answers += 1
            row = row_of(answer, known)
            if isinstance(row, str):
                harvest.unused[row] += 1
            else:
                harvest.rows[row] = None
        offset += len(page)
        if len(page) < limit:
            return


def row_of(answer: Mapping[str, str], known: frozenset[str]) -> Row | str:
    """The row of an actor file for one answer of the service, or why there is none.

    >>> answer = {"person": "http://www.wikidata.org/entity/Q1", "name": "Ana Ruiz", "title": "President of Chile",
    ...           "iso": "CHL", "start": "2026-03-11T00:00:00Z", "startPrecision": "11"}
    >>> row_of(answer, frozenset({"CHL"}))
    ('Ana Ruiz', '', 'CHL', 'GOV', 'President', '2026-03-11', '', '', 'Q1')
    """
    name = " ".join(answer.get("name", "").replace(";", " ").split())
    wikidata = answer.get("person", "").rsplit("/", 1)[-1]
    office = office_of(answer.get("title", ""))
    if not name or not re.search(r"[^\W\d_]", name) or "|" in name:
        return "no English name"
    if not re.fullmatch(r"Q[1-9]\d*", wikidata):
        return "no Wikidata id"
    if answer.get("iso") not in known:
        return "a state without a code here"
    if not office:
        return "an office that is not taken up"
    start = day_of(answer.get("start", ""), answer.get("startPrecision", ""))
    end = day_of(answer.get("end", ""), answer.get("endPrecision", "")) if "end" in answer else ""
    if start is None or end is None or ("anyEnd" in answer and not end):
        return "a start or end that is not known to the year"
    if end and end < start[: len(end)]:
        return "an end before the start"
    return name, "", answer["iso"], "GOV", office, start, end, "", wikidata


def office_of(title: str) -> str:
    """The office that an English title names, in the words of the packaged base; "" if it is not taken up.

    >>> office_of("Minister of Foreign Affairs of Norway"), office_of("King of Spain"), office_of("Deputy Minister of Health")
    ('Foreign Minister', 'Monarch', '')
    """
    low = title.casefold()
    return next((office for pattern, office in OFFICES if re.search(pattern, low)), "")


def day_of(time: str, precision: str) -> str | None:
    """A Wikidata time as ISO date, month or year, as far as it is known; None if not even to the year.

    >>> day_of("2024-07-05T00:00:00Z", "11"), day_of("2024-07-01T00:00:00Z", "10"), day_of("2020-01-01T00:00:00Z", "8")
    ('2024-07-05', '2024-07', None)
    """
    length = {"11": 10, "10": 7, "9": 4}.get(precision)
    if length is None or not re.match(r"\d{4}-\d\d-\d\dT", time):
        return None
    return time[:length]


def bindings(body: bytes) -> list[dict[str, str]]:
    """The answers in the JSON of a SPARQL service, each variable with its value; ValueError if it is something else.

    >>> bindings(b'{"results": {"bindings": [{"name": {"type": "literal", "value": "Ana Ruiz"}}]}}')
    [{'name': 'Ana Ruiz'}]
    """
    whole = json.loads(body)
    try:
        return [{key: str(cell["value"]) for key, cell in row.items()} for row in whole["results"]["bindings"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no list of bindings ({error!r})") from error
