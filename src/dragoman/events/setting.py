"""Where an event happened that its own clause does not place: from another telling, the sentences around it, the report's scene."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dragoman.actors.scene import UNKNOWN
from dragoman.events.implied import Told
from dragoman.events.sites import STATE, TOWN, VENUE, Site, Sites
from dragoman.events.where import SIGNING, Deed, is_locative, site_of
from dragoman.language.tree import Tree
from dragoman.records import Event, Place

REACH = 3
"""Sentences within which a deed is still told of."""
ECHO = 5
"""Sentences within which a meeting or signing is told again."""
HAPPENS = frozenset("take happen occur unfold erupt".split())
APART = frozenset("separate another other".split())
"""What tells an occasion from those told before."""
ALIKE = (
    frozenset("meet meeting talk summit conference negotiation discuss discussion session gather gathering".split()),
    frozenset("visit trip tour travel arrive arrival journey fly".split()),
    SIGNING,
)
"""Words that tell the same kind of occasion."""
TITLE, HELD = 2.0, 2.0
FACTOR = {TOWN: 1.5, STATE: 1.0, VENUE: 0.5}
"""Weight of a place in the headline or dateline, or where an event of the report is placed, beside 1; factors of levels."""
STRONG, KNOWN = 2.0, 1.5
"""Least weight of a place for being the report's scene; of one that lies in the country of a party."""
AGREED = frozenset("agree agreement promise pledge reach conclude decide".split())
"""Words of what is settled at talks."""
SPEAKERS = frozenset(
    """official spokesman spokeswoman spokesperson minister ministry diplomat analyst source leader government reporter
    correspondent office headquarters court report newspaper""".split()
)
"""Who may speak of what happened elsewhere ("officials in Brussels said")."""
NATIONWIDE = frozenset(("seize", "curfew", "martial-law"))
"""Modes of what is done to a whole country."""
STAGED = frozenset("ASSAULT PROTEST MOBILIZE COERCE RETREAT".split())
"""Types that happen where the report is set unless it says otherwise."""
PAST = ("actual", "historical", "negated")


@dataclass(frozen=True, slots=True)
class Acted:
    """An event with its place, if its sentence gives one, and the codes of its parties."""

    deed: Deed
    site: Site | None
    codes: frozenset[str]
    against: frozenset[str] = frozenset()
    """Codes of the recipients."""


def placed(events: Sequence[Event], told: Mapping[str, Told], sites: Sites, title: str | None) -> list[Event]:
    """EVENTS (merged) with the places that only the rest of the report gives; TOLD: every telling by its event's id."""
    setting = Setting([_acted(t, t.event, sites) for t in told.values()], sites, title)
    return [replace(e, place=_place(setting, told[e.id], e)) if e.id in told else e for e in events]


def _acted(told: Told, event: Event, sites: Sites) -> Acted:
    deed = Deed(told.sentence, told.token, event.event, event.status, event.mode, event.actor)
    parties, against = ({p.code for p in side} - {UNKNOWN} for side in (event.actor + event.recipient, event.recipient))
    return Acted(deed, site_of(deed, sites), frozenset(parties), frozenset(against))


def _place(setting: Setting, told: Told, event: Event) -> Place | None:
    """The place of a merged event: its own telling's, else that of another telling, else what the report gives."""
    if event.withheld_by is not None:
        return None
    one = _acted(told, event, setting.sites)
    site = setting.site(one) if one.site is not None or event.place is None else None
    return event.place if site is None else setting.sites.place(site)


class Setting:
    """What a report says of where its events happen; `acted`: all of them, in text order."""

    def __init__(self, acted: Sequence[Acted], sites: Sites, title: str | None) -> None:
        self.acted = acted
        self.sites = sites
        self.title = title or ""
        self.trees: Sequence[Tree] = sites.cast.trees
        self._at = {(a.deed.sentence, a.deed.token): a for a in acted}

    def site(self, one: Acted) -> Site | None:
        """Where ONE happened, or None where the report does not say: the first of the ways below that gives a place."""
        located = self._located(one)
        if located is not None or one.site is not None:
            return located or one.site
        if "phone" in one.deed.mode or one.deed.status == "hypothetical":
            return None
        meeting = (self._visit, self._echo, self._host, self._talks)
        staged = (self._around, self._story, self._scene, self._home)
        return next((s for find in (*meeting, *staged) if (s := find(one)) is not None), None)

    def _located(self, one: Acted) -> Site | None:
        """Where a later sentence says that the deed took place ("The shooting happened in Tsuen Wan")."""
        if not _is_staged(one.deed) or (one.site is not None and one.site.level != STATE):
            return None
        for number in range(one.deed.sentence + 1, min(one.deed.sentence + REACH, len(self.trees))):
            tree = self.trees[number]
            verb = tree.root
            if tree[verb].lemma.lower() not in HAPPENS or tree.child(verb, "nsubj") is None:
                continue
            subject = tree.child(verb, "nsubj") or 0
            pointing = any(tree[d].text.lower() in ("the", "this") for d in tree.children(subject, "det"))
            if pointing and tree.child(subject, "nmod") is None:
                return site_of(Deed(number, verb, "", "actual"), self.sites)
        return None

    def _echo(self, one: Acted) -> Site | None:
        """The place of another telling of a meeting or signing."""
        if not (one.deed.is_meeting(self.trees[one.deed.sentence]) or one.deed.event in ("SUPPORT", "AGREE", "REJECT")):
            return None
        words = self._occasions(one)
        for number in self._nearby(one.deed.sentence) if words else ():
            tree = self.trees[number]
            for token in range(len(tree)):
                if tree[token].lemma.lower() not in words or not self._may_be(one, number, token):
                    continue
                event = "CONSULT" if words is SIGNING else ""
                site = site_of(Deed(number, token, event, "actual"), self.sites)
                if site is not None and self._may_host(one, site):
                    return site
        return None

    def _may_host(self, one: Acted, site: Site) -> bool:
        """Whether a visit can have been there: in the country of a host, where hosts are known."""
        return "visit" not in one.deed.mode or not one.against or self.sites.country(site) in one.against

    def _talks(self, one: Acted) -> Site | None:
        """The place of the talks, told just before, at which the same sides agreed or signed something."""
        lemma = self.trees[one.deed.sentence][one.deed.token].lemma.lower()
        sides = frozenset(e.code for e in one.deed.by) - {UNKNOWN}
        several = len(sides) > 1 or any(code.startswith("IGO:") for code in sides)
        if one.deed.status != "actual" or not several or lemma not in SIGNING | AGREED:
            return None
        for other in reversed(self.acted):
            near = 0 <= one.deed.sentence - other.deed.sentence < REACH
            if near and other.site is not None and other.deed.event == "CONSULT" and other.codes == sides:
                return other.site
        return None

    def _occasions(self, one: Acted) -> frozenset[str]:
        """The words for an occasion like that of ONE: its trigger's, or those of the meeting that is put off."""
        tree = self.trees[one.deed.sentence]
        tokens = [one.deed.token]
        if "visit" in one.deed.mode:
            return ALIKE[0] | ALIKE[1]
        if one.deed.is_meeting(tree):
            tokens += [k for c in tree.children(one.deed.token, "xcomp") for k in (c, *tree.children(c, "obj"))]
            tokens += tree.children(one.deed.token, "obj", "nsubj:pass")
        if any(tree[c].lemma.lower() in APART for k in tokens for c in tree.children(k, "amod", "det")):
            return frozenset()
        lemmas = [tree[k].lemma.lower() for k in tokens]
        return next((words for lemma in lemmas for words in ALIKE if lemma in words), frozenset())

    def _may_be(self, one: Acted, number: int, token: int) -> bool:
        """Whether the word may tell of the same occasion: no event of its own with other parties."""
        other = self._at.get((number, token))
        if other is not None and one.deed.event == "AGREE" and other.deed.event == "CONSULT":
            return False
        if other is None or not one.codes or not other.codes:
            return True
        if self.trees[number][token].lemma.lower() in SIGNING:
            return bool(one.codes & other.codes)
        return _share(one.codes, other.codes)

    def _nearby(self, sentence: int) -> Iterator[int]:
        for step in range(1, ECHO + 1):
            yield from (n for n in (sentence + step, sentence - step) if 0 <= n < len(self.trees))

    def _visit(self, one: Acted) -> Site | None:
        """The place of a visit in another clause of its sentence."""
        here = self._here(one) if "visit" in one.deed.mode and one.against else []
        return min((s for s in here if self._may_host(one, s)), key=lambda s: s.level, default=None)

    def _host(self, one: Acted) -> Site | None:
        """The country in which somebody is visited."""
        if "visit" not in one.deed.mode or len(one.against) != 1:
            return None
        return self._named(one, next(iter(one.against)))

    def _here(self, one: Acted) -> list[Site]:
        tree = self.trees[one.deed.sentence]
        return [s for s in self.sites.of(one.deed.sentence) if is_locative(tree, s, True)]

    def _named(self, one: Acted, code: str) -> Site | None:
        """The nearest mention of the state CODE by its name."""
        every = [s for number in range(len(self.trees)) for s in self.sites.of(number)]
        found = [s for s in every if s.level == STATE and self.sites.country(s) == code]
        return min(found, key=lambda s: abs(s.sentence - one.deed.sentence), default=None)

    def _around(self, one: Acted) -> Site | None:
        """A place in another clause of the sentence."""
        tree = self.trees[one.deed.sentence]
        here = self._here(one) if _is_staged(one.deed) else []
        others = [a.site for a in self.acted if a.site in here and a.deed.event != one.deed.event]
        here = [s for s in here if tree[tree[s.head].head].lemma.lower() not in SPEAKERS and s not in others]
        return min(here, key=lambda s: (s.level, abs(s.head - one.deed.token)), default=None)

    def _story(self, one: Acted) -> Site | None:
        """The place of a like deed of the same parties in the sentences before."""
        if not _is_staged(one.deed):
            return None
        for other in reversed(self.acted):
            gap = one.deed.sentence - other.deed.sentence
            if other.site is None or not 0 <= gap < REACH or other.deed.event != one.deed.event:
                continue
            if other.site.level != STATE and _share(one.codes, other.codes):
                return other.site
        return None

    def _scene(self, one: Acted) -> Site | None:
        """The town, else the country, in which the report is set."""
        if not _is_staged(one.deed) or "weapons" in one.deed.mode:
            return None
        if one.deed.event != "PROTEST" and one.deed.status == "historical" and len(one.codes) > 1:
            return None
        codes = (one.against if one.deed.event in ("ASSAULT", "MOBILIZE") else None) or one.codes
        weights: dict[str, float] = {}
        first: dict[str, Site] = {}
        for name, site, weight in self._weighed:
            country = self.sites.country(site)
            if country is None or not codes or country in codes:
                weights[name] = weights.get(name, 0.0) + weight
                first.setdefault(name, site)
        best = max(weights, key=lambda name: weights[name], default="")
        if not best:
            return None
        least = KNOWN if self.sites.country(first[best]) in codes else STRONG
        return first[best] if weights[best] >= least * (1 + (one.deed.status == "historical")) else None

    @cached_property
    def _weighed(self) -> list[tuple[str, Site, float]]:
        """Each place of the report with what it says for being its scene."""
        held = {(a.site.sentence, a.site.first) for a in self.acted if a.site is not None and a.deed.event in STAGED}
        found, seen = [], set()
        for number, tree in enumerate(self.trees):
            for site in self.sites.of(number):
                place = self.sites.place(site)
                if place is None:
                    continue
                name = place.name or place.text
                weight = float(is_locative(tree, site, True)) + HELD * ((number, site.first) in held)
                if name not in seen and re.search(rf"\b{re.escape(place.text)}\b", self.title):
                    weight += TITLE / (1 + (site.level == STATE))
                if number == site.first == 0 and self.sites.cast.scene.dateline is not None:
                    weight += TITLE
                seen.add(name)
                found.append((name, site, weight * FACTOR[site.level]))
        return found

    def _home(self, one: Acted) -> Site | None:
        """The country of all parties, where they are of one."""
        everywhere = one.deed.event == "PROTEST" or bool(NATIONWIDE & set(one.deed.mode))
        if not everywhere or not _is_staged(one.deed) or len(one.codes) != 1:
            return None
        return self._named(one, next(iter(one.codes)))


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two events can be of the same parties: what two sides did is not what one of them did with a third."""
    return one <= other or other <= one or (bool(one & other) and max(len(one), len(other)) > 2)


def _is_staged(deed: Deed) -> bool:
    """Whether DEED was done somewhere, and where the report is set unless it says otherwise."""
    if deed.status not in PAST:
        return False
    if deed.event == "RETREAT":
        return deed.status == "actual" and "withdraw" in deed.mode
    return deed.event in STAGED
