"""PETRARCH's dictionaries of actors and agents: read line by line, with a reason for each line that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dragoman.actors import cameo
from dragoman.actors.added import Added, Own, Period, Unread, first_day, last_day, outside
from dragoman.actors.base import Entry, KnowledgeBase, Role
from dragoman.actors.own_rows import entries_of, is_date, kind_of
from dragoman.actors.spelling import normal
from dragoman.settings import ActorFile

CENTURY = 30
"""Years of two digits up to this one belong to the 2000s, as PETRARCH reads them."""
SMALL = frozenset("of the and for in on to at by with against de del di du la el al bin ben van von da dos".split())
BODY_WORDS = frozenset(
    """agency alliance association bank brigade brigades center centre coalition co command commission committee
    community company confederation congress corp corporation council court department federation force forces forum
    foundation front fund group holdings inc initiative institute international jihad league liberation ltd mission
    movement network office organisation organization party plc program programme project resistance society syndicate
    tribunal union united university wing of the and for in on against & world national""".split()
)
"""Words that no person's name holds."""
_CODE = re.compile(r"\[\s*([^\s\]]+)\s*([^\]]*)\]")
_MARKER = re.compile(r"!([^!\s]+)!")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(slots=True)
class _Block:
    """A primary phrase of an actor file with its synonyms and codes, each with its line."""

    line: int
    phrases: list[str]
    codes: list[tuple[int, str, str]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)


def read_dictionary(base: KnowledgeBase, file: ActorFile) -> Added:
    """The actors and agents of FILE; nothing is an error, what cannot be used stands in `unread`.

    >>> from dragoman.actors.base import load
    >>> text = "UMOJA_FRONT_ [KENREB 040101-081231]\\n+THE_FRONT_\\nBEEKEEPER [~AGR]\\nHIVE_\\n"
    >>> added = read_dictionary(load(), ActorFile("bees.txt", text))
    >>> [(e.phrase, e.code, e.sector, e.start, e.end) for e in added.entries][0]
    ('Umoja Front', 'KEN', 'REB', '2004-01-01', '2008-12-31')
    >>> added.roles["beekeepers"].sector, [(u.line, u.reason) for u in added.unread]
    ('AGR', [(4, 'no code in brackets')])
    """
    reader = _Reader(base)
    for number, line in _lines(file.text):
        reader.take(number, line)
    reader.close()
    unread = tuple(sorted(reader.unread, key=lambda u: u.line))
    counted = len(reader.taken - reader.unused - {u.line for u in unread})
    return Added(tuple(reader.rows), tuple(reader.entries), reader.roles, unread, counted)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that hold something, without comments, numbered from 1."""
    plain = _COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    for number, line in enumerate(plain.split("\n"), 1):
        line = re.split("[#;]", line, maxsplit=1)[0].strip()
        if line and not line.startswith("<!"):
            yield number, line


class _Reader:
    """What was read so far, and the actor whose synonyms and codes come next."""

    def __init__(self, base: KnowledgeBase) -> None:
        self.base = base
        self.rows: list[Own] = []
        self.entries: list[Entry] = []
        self.roles: dict[str, Role] = {}
        self.unread: list[Unread] = []
        self.taken: set[int] = set()
        self.unused: set[int] = set()
        """Lines of actors none of whose codes can be used."""
        self.sets: dict[str, list[str]] = {}
        self.block: _Block | None = None

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        self.taken.add(number)
        if line.startswith("!") and "=" in line:
            self._define(number, line)
        elif "~" in line:
            self.close()
            self._agent(number, line)
        elif line[0] in "[+":
            if self.block is None:
                self._refuse(number, line, "it belongs to no actor; a line with a name must stand before it")
                return
            self._codes(number, line)
            if line[0] == "+":
                self.block.phrases.append(_spaced(line[1:].split("[")[0]))
        else:
            self.close()
            self.block = _Block(number, [_spaced(line.split("[")[0])])
            self._codes(number, line)

    def close(self) -> None:
        """Settle the actor whose lines are all read."""
        block, self.block = self.block, None
        if block is None:
            return
        bad = [p for p in block.phrases if not normal(p) or "|" in normal(p)]
        for phrase in bad:
            self._refuse(block.line, phrase, "no name" if not normal(phrase) else "holds a bar (|), which no name has")
        if block.phrases[0] in bad:
            self.unused |= block.lines
        elif block.codes:
            self._settle(block, list(dict.fromkeys(p for p in block.phrases if p not in bad)))
        elif not any(u.line >= block.line for u in self.unread):
            self._refuse(block.line, block.phrases[0], "no code in brackets")
            self.unused |= block.lines

    def _refuse(self, number: int, words: str, reason: str) -> None:
        self.unread.append(Unread(number, words, reason))

    def _codes(self, number: int, line: str) -> None:
        """The codes of a line, to be settled with their actor."""
        inside = line[line.index("[") :] if "[" in line else ""
        if _CODE.sub("", inside).strip().startswith("["):
            self._refuse(number, line, "a bracket is not closed")
        if self.block is not None:
            self.block.lines.add(number)
            self.block.codes += [(number, code, dates) for code, dates in _CODE.findall(inside)]

    # ------------------------------------------------------------ actors

    def _settle(self, block: _Block, phrases: list[str]) -> None:
        found: list[tuple[cameo.Reading, Period]] = []
        for number, code, dates in block.codes:
            reading, period = cameo.actor_code(self.base, code.upper()), _period(dates)
            if isinstance(reading, str):
                self._refuse(number, code, reading)
            elif period is None:
                self._refuse(
                    number, f"{code} {dates}", f"{dates!r} is no date; write <yyyymmdd, >yyyymmdd or two with -"
                )
            elif period == (None, None) and any(p == period for _, p in found):
                self._refuse(number, code, "a second code without dates; the first one holds")
            else:
                found.append((reading, period))
        if not found:
            self.unused |= block.lines
            return
        dated = [f for f in found if f[1] != (None, None)]
        # A code without dates is meant for the days that no dated code covers.
        plain = [(r, p) for r, q in found if q == (None, None) for p in outside(q, [p for _, p in dated])]
        is_dated = bool(dated) or any(dates for _, _, dates in block.codes)
        if self._is_person(phrases[0], is_dated):
            self._person(phrases, dated + plain)
        else:
            for reading, period in dated + plain:
                self._body(block, phrases, reading, period)

    def _is_person(self, phrase: str, is_dated: bool) -> bool:
        """Whether PHRASE reads as a person's name; the dictionaries do not say, but date the offices of persons."""
        words = _without_title(self.base, phrase).lower().split()
        if self.base.find(phrase) or not 1 < len(words) < 6 or any(w in BODY_WORDS or self.base.role(w) for w in words):
            return False
        if any(c.isdigit() for c in phrase):
            return False
        return is_dated or any(
            normal(phrase) == normal(n) for p in self.base.persons(phrase) for n in (p.name, *p.aliases)
        )

    def _person(self, phrases: list[str], codes: list[tuple[cameo.Reading, Period]]) -> None:
        names = list(dict.fromkeys(titled(_without_title(self.base, p)) for p in phrases))
        for (code, sector), (start, end) in codes:
            self.rows.append(Own(names[0], tuple(names[1:]), code, sector, "", start, end, "person", None))

    def _body(self, block: _Block, phrases: list[str], reading: cameo.Reading, period: Period) -> None:
        code, sector = reading
        name = self._spelled(phrases[0])
        row = Own(name, (), code, sector, "", *period, kind_of(self.base, code, sector), None)
        self.rows.append(row)
        for phrase in phrases:
            ours = self.base.find(phrase)
            same = [e for e in ours if e.code == code and (sector is None or e.sector == sector)]
            if same:  # ours says so already, and says more: adjective, capital, Wikidata id
                self.entries += [replace(e, phrase=phrase, start=period[0], end=period[1]) for e in same]
            elif any(e.kind == "state" and e.form in ("name", "short", "adjective", "people") for e in ours):
                self._refuse(block.line, phrase, f"names a state, which another code ({code}) would hide")
            else:
                (entry,) = entries_of(replace(row, name=self._spelled(phrase)))
                # A state's further names are mostly those of its towns and provinces.
                self.entries.append(replace(entry, name=name, kind="place" if row.kind == "state" else row.kind))

    def _spelled(self, phrase: str) -> str:
        """PHRASE in small letters, but for abbreviations, and as the base spells it where it knows it."""
        ours = self.base.find(phrase)
        return ours[0].name if ours else titled(phrase)

    # ------------------------------------------------------------ agents

    def _define(self, number: int, line: str) -> None:
        marker = _MARKER.match(line)
        words = [w.strip() for w in line.partition("=")[2].split(",") if w.strip()]
        if marker is None or not words:
            self._refuse(number, line, "write a substitution as !NAME! = WORD, WORD")
        else:
            self.sets[marker.group(1)] = words

    def _agent(self, number: int, line: str) -> None:
        phrase, _, rest = line.partition("[")
        code = rest.partition("]")[0].strip()
        roles = code.removeprefix("~").removesuffix("~").upper()
        sector = cameo.sector([roles[i : i + 3] for i in range(0, len(roles), 3)])
        missing = [m for m in _MARKER.findall(phrase) if m not in self.sets]
        if "]" not in rest:
            self._refuse(number, line, "the bracket of the code is not closed")
        elif code.endswith("~"):
            self._refuse(number, line, f"{code} makes an organisation of any country's, which no role noun does here")
        elif sector is None:
            self._refuse(number, line, f"no sector goes with {code}")
        elif missing or phrase.count("!") % 2:
            self._refuse(number, line, f"the substitution !{missing[0] if missing else ''}! is not defined before it")
        elif "{" in phrase and "}" not in phrase:
            self._refuse(number, line, "the brace of the plural is not closed")
        else:
            for form in _forms(phrase, self.sets):
                self.roles[form] = self._role(form, sector, "{}" in phrase.replace(" ", ""))

    def _role(self, phrase: str, sector: str, is_mass: bool) -> Role:
        """A role noun of SECTOR that behaves as ours of that phrase, or of its last word, does."""
        like = self.base.role(phrase) or self.base.role(phrase.rsplit(" ", 1)[-1])
        if like is not None:
            return replace(like, noun=phrase, sector=sector)
        return Role(phrase, sector, "group" if is_mass or sector != "GOV" else "person", sector != "GOV", False)


# ---------------------------------------------------------------- words and dates


def titled(phrase: str) -> str:
    """PHRASE of a dictionary as news would print it; words of up to three letters alone and initials stay.

    >>> titled("AFRICAN UNION OF BEEKEEPERS"), titled("IRA"), titled("GEORGE W. BUSH"), titled("BAN KI-MOON")
    ('African Union of Beekeepers', 'IRA', 'George W. Bush', 'Ban Ki-Moon')
    """
    words = phrase.split()
    if len(words) == 1 and (len(phrase) < 4 or "." in phrase or not set(phrase.upper()) & set("AEIOUY")):
        return phrase.upper()
    if any(c.islower() for c in phrase):
        return phrase
    low = [w.lower() for w in words]
    return " ".join(
        w if i and w in SMALL else "-".join(p.capitalize() for p in w.split("-")) for i, w in enumerate(low)
    )


def _spaced(phrase: str) -> str:
    """PHRASE with blanks for underscores."""
    return " ".join(phrase.replace("_", " ").split())


def _without_title(base: KnowledgeBase, phrase: str) -> str:
    """A name without the title before it: "PRESIDENT GEORGE W. BUSH"."""
    words = phrase.split()
    for size in range(min(4, len(words) - 2), 0, -1):
        if base.role(" ".join(words[:size])) is not None:
            return " ".join(words[size:])
    return phrase


def _forms(phrase: str, sets: dict[str, list[str]]) -> list[str]:
    """Singular and plural of an agent in the form of comparison, or all that its substitution sets make."""
    word, _, brace = phrase.partition("{")
    marker = _MARKER.search(word)
    if marker is not None:
        made = [word[: marker.start()] + w + word[marker.end() :] for w in sets[marker.group(1)]]
        return [form for one in made for form in (_forms(one + "{}", sets))]
    word = _spaced(word)
    if "{" in phrase:
        plural = _spaced(brace.partition("}")[0])
    elif word.upper().endswith("Y"):
        plural = word[:-1] + "IES"
    else:
        plural = word + ("ES" if word.upper().endswith("S") else "S")
    return [normal(w) for w in (word, plural) if normal(w)]


def _period(text: str) -> Period | None:
    """The days that a date restriction gives, both ends included; None if it is none.

    >>> _period("<991231"), _period(">20070101"), _period("010101-020630"), _period("soon")
    ((None, '1999-12-31'), ('2007-01-01', None), ('2001-01-01', '2002-06-30'), None)
    """
    text = "".join(text.split())
    if not text:
        return None, None
    if text[0] in "<>":
        day = _day(text[1:])
        return None if day is None else (None, day) if text[0] == "<" else (day, None)
    start, _, end = text.partition("-")
    first, last = _day(start), _day(end)
    if first is None or last is None or first_day(first) > last_day(last):
        return None
    return first, last


def _day(digits: str) -> str | None:
    """A date of six or eight digits as ISO date."""
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (6, 8):
        return None
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= CENTURY else "19") + digits
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return day if is_date(day) else None
