"""The codebook: what each column and each code of an export means, made from the ontology and the formats themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version

from dragoman import ontology
from dragoman.errors import UsageError
from dragoman.export.field import FORMS, Form
from dragoman.export.gdelt import QUADS
from dragoman.export.parties import BODIES, CALLED, LIKE_COUNTRIES, ROLES
from dragoman.export.phoenix import QUADS as PHOENIX_QUADS
from dragoman.export.plover import AUXILIARY
from dragoman.ontology.goldstein import goldstein

TABLE = "table"
FLAT: Mapping[str, str] = {
    "event_id": "id of the record; the rows of one event share it",
    "document": "id of the report",
    "published": "date or moment of publication",
    "date": "date, month or year of the event, as far as the text fixes it",
    "date_precision": "day, week, month, year or none",
    "actor_name": "who did it: name as resolved",
    "actor_text": "who did it: words of the report (not with --no-text)",
    "actor_code": "who did it: ISO 3166-1 alpha-3 (XKX Kosovo), IGO:UN and the like, NGO, MNC, or --- for none",
    "actor_sector": "who did it: PLOVER sector",
    "recipient_name": "to whom: name as resolved",
    "recipient_text": "to whom: words of the report (not with --no-text)",
    "recipient_code": "to whom: code as of the actor",
    "recipient_sector": "to whom: PLOVER sector",
    "event": "PLOVER type",
    "mode": "PLOVER modes",
    "context": "PLOVER contexts, strongest first",
    "quad_code": "quad class of PLOVER",
    "event_scale": "PLOVER score, -10 to 10",
    "cameo": "CAMEO code as text: 010 is not 10",
    "status": "actual, future, negated, hypothetical or historical",
    "place_name": "where it happened",
    "place_country": "ISO 3166-1 alpha-3 of the state where it happened",
    "lat": "degrees north",
    "lon": "degrees east",
    "geonameid": "GeoNames id",
    "dead": "number of people killed",
    "injured": "number of people injured",
    "arrested": "number of people arrested",
    "attribution": "on whose word the report tells it",
    "confidence": "from 0 to 1",
    "evidence": "the sentence that proves it (not with --no-text)",
    "url": "address of the report",
    "outlet": "who published it",
    "coder": "versions of program, model and ontology",
}
"""Columns of the flat table of events, which `dragoman.tables` makes."""
ROW = {
    TABLE: "One row for each report, event and ordered pair of parties. Events of every status have rows: see `status`.",
    "plover": "One JSON object a line for each report and event, of every status; `plover.schema.json` in the package describes it.",
    "polecat": "Tabs, header. One row for each report and event. Several parties stand in one cell with `;` between, in step "
    "through the columns of their side; those of a mutual act are all actors.",
    "icews": "Tabs, header. One row for each report, event and ordered pair of parties.",
    "gdelt": "Tabs, no header. One row for each occurrence: what reports tell with the same day, CAMEO code, parties and place is one.",
    "phoenix": "Tabs, no header. One row for each day, CAMEO code, pair of coded parties and place, over all reports.",
}
SECTORS: Mapping[str, str] = {
    "AGR": "farmers",
    "BUS": "business",
    "COP": "police",
    "CRM": "criminals",
    "CVL": "civilians",
    "EDU": "education",
    "ELI": "elites: former officials",
    "GOV": "government",
    "JRN": "press",
    "JUD": "courts",
    "LAB": "labour",
    "LEG": "legislature",
    "MED": "medicine",
    "MIL": "military",
    "OPP": "opposition",
    "PRE": "in PLOVER's list, not given by Dragoman",
    "PRM": "paramilitary",
    "PTY": "party",
    "REB": "rebels",
    "REF": "refugees",
    "REL": "religious",
    "SOC": "civil society",
    "SPY": "intelligence service",
    "UAF": "unidentified armed group",
    "UNK": "unknown",
}
STATUS = {
    "actual": "said to have happened or to be happening",
    "future": "planned, promised, announced",
    "negated": "said not to have happened",
    "hypothetical": "if, could, may",
    "historical": "background: happened well before, told to explain",
}
QUAD = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
HEAD = """# Codebook

What the columns and codes of an export of Dragoman mean. Made from the program's own tables.

The events were found by a machine in news reports: a row says what a report says, not that it is so. How often it errs is told
in Dragoman's docs/accuracy.md.

## Licence and citation

Dragoman claims no rights in what it finds. The types, modes, contexts and scores are those of PLOVER 2.0 (Open Event Data
Alliance, CC BY-SA 4.0), the event and actor codes those of CAMEO (Philip A. Schrodt and others). Places are from GeoNames, CC BY
4.0 (https://www.geonames.org): name it where you share them. Wikidata ids are CC0. The words of reports belong to their
publishers: share files made with `--no-text` unless you may share those.

Cite as: {citation}
"""
RULES = """## Rules of all formats

- **Status.** Only PLOVER JSON and the flat tables say whether an event is actual, planned, denied, supposed or long past. All
  other files hold `actual` events unless `--status` asked for more; then nothing in them tells these apart.
- **Days.** Formats that need a day take that of the event, of a week its first. Where the text gives a month or a year, it is the
  day of publication if that lies within it, else the first day. Where the text gives no date, it is the day of publication. An
  event without any of these has no row. The flat tables keep the date as the text gives it.
- **Mutual acts** (talks, fighting each other) have a row in both directions where a row holds a pair. A party that a record names
  twice ("the president" beside his name) counts once; the flat tables show it as often as the record does.
- **Codes are text**: `010` and `10` differ. Read them as such (in pandas `dtype=str`).
- **Unknown is empty.** No cell holds a tab, a line break or a double quote (`'` stands for it), so files read alike with and
  without rules of quoting. In lists `;` parts the items; in an item `,` stands for it.
- **Ids** are made from the report's id and the record and stay the same in later exports of the same records. No two rows of a
  file share one.
- **Left out and counted** by the program: `status`, `no-date`, `no-code` (a type of the user's own without CAMEO code), `no-party`
  and `no-coded-party` (nobody whom the format could name), `repeated` (a record that was there already).
- **Countries**: ISO, FIPS 10-4, Correlates of War and CAMEO side by side are in the package's `states.csv`, with the source of
  each column.
"""


def citation() -> str:
    """How a data set made by this version is cited."""
    return f"The Dragoman developers. Dragoman {version('dragoman')}, ontology {ontology.load().version}. Computer program."


def codebook(form: str | None = None) -> str:
    """The codebook as Markdown: of all formats, or of FORM alone ("table" for CSV and Parquet).

    >>> page = codebook("gdelt")
    >>> "| `GLOBALEVENTID` |" in page, "| `Sentence Number` |" in page
    (True, False)
    """
    known = (TABLE, *FORMS)
    if form is not None and form not in known:
        raise UsageError(f"no codebook of {form!r}; there are {', '.join(known)}")
    parts = [HEAD.format(citation=citation()), RULES, "## Columns\n"]
    parts += [_columns(name) for name in known if form in (None, name)]
    parts += [_types(), _contexts(), _statuses(), _parties(), _cameo()]
    return "\n".join(parts)


def _columns(name: str) -> str:
    shape: Form | None = FORMS.get(name)
    title, fields = (shape.title, shape.fields) if shape else ("Flat tables: CSV, Parquet", FLAT)
    rows = ((str(n), f"`{column}`", meaning) for n, (column, meaning) in enumerate(fields.items(), 1))
    return f"### {title}\n\n{ROW[name]}\n\n" + _table(("", "column", "meaning"), rows)


def _types() -> str:
    quads = ", ".join(f"{number} {name}" for number, name in QUAD.items())
    head = f"## Event types (PLOVER)\n\nQuad classes: {quads}. The score of an event is that of its strongest mode, else of its type.\n\n"
    rows = (
        (
            f"`{kind.name}`",
            str(kind.quad_code),
            f"{kind.event_scale:g}",
            ", ".join(f"{mode} {score:g}" for mode, score in kind.modes.items()),
            kind.meaning,
        )
        for kind in ontology.load().types.values()
    )
    return head + _table(("type", "quad", "score", "modes and their scores", "meaning"), rows)


def _contexts() -> str:
    rows = ((f"`{name}`", meaning) for name, meaning in ontology.load().contexts.items())
    return "## Contexts (PLOVER)\n\n" + _table(("context", "what it is about"), rows)


def _statuses() -> str:
    rows = ((f"`{name}`", meaning, AUXILIARY.get(name, "")) for name, meaning in STATUS.items())
    return "## Statuses\n\n" + _table(("status", "meaning", "mode in PLOVER JSON"), rows)


def _parties() -> str:
    sectors = (
        (f"`{code}`", meaning, ROLES.get(code, ""), *reversed(CALLED.get(code, ("", ""))))
        for code, meaning in SECTORS.items()
    )
    bodies = ((f"`IGO:{code}`", f"`{cameo}`") for code, cameo in sorted(BODIES.items()))
    like = ", ".join(f"`{code}` {ours}" for ours, code in LIKE_COUNTRIES.items())
    return "\n".join(
        (
            "## Parties\n",
            _table(("sector (PLOVER)", "meaning", "CAMEO role", "ICEWS sectors", "ICEWS, without a name"), sectors),
            f"In place of a country PLOVER and POLECAT have {like}; `IGO` any other international organisation.\n",
            _table(("organisation", "CAMEO code; all others IGO"), bodies),
        )
    )


def _cameo() -> str:
    known = ontology.load()
    codes = sorted({*known.crosswalk.names, *(f"{root}0" for root in QUADS)} - QUADS.keys())
    rows = (
        (f"`{c}`", known.cameo_name(c), f"{goldstein(c):.1f}", str(QUADS[c[:2]]), str(PHOENIX_QUADS[c[:2]]))
        for c in codes
    )
    head = "## CAMEO codes\n\nAn event bears the deepest code that its type, mode and status bear out, else its root and a zero.\n\n"
    return head + _table(("code", "meaning", "Goldstein", "GDELT quad", "Phoenix quad"), rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def lines() -> Iterator[str]:
        names = tuple(head)
        yield _row(names)
        yield _row("---" for _ in names)
        yield from map(_row, rows)

    return "\n".join(lines()) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
