"""Where an event happened, as its own sentence says: which of the places that the sentence names hangs on the predicate."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.events.sites import STATE, VENUES, Site, Sites
from dragoman.language.tree import Tree
from dragoman.records import Entity

LOCATIVE = frozenset("in at near outside inside around across on throughout within off along through".split())
GOALS = frozenset("to into toward towards onto".split())
TOPICS = frozenset("on about over regarding concerning".split())
"""Prepositions of what is talked about."""
TIMES = frozenset("after before following since until".split())
"""Prepositions of what was done at another time, and so perhaps elsewhere ("flew to Oman after talks in Jordan")."""
OTHER_CLAUSES = ("acl", "acl:relcl", "advcl", "ccomp", "parataxis")
"""A place in another clause than the predicate's own is where something else happened."""

DEEDS = frozenset("ASSAULT PROTEST COERCE MOBILIZE RETREAT AID".split())
"""Types that are done somewhere, as against what is said, decided or agreed."""
SPEECH = frozenset("ACCUSE REQUEST THREATEN".split())
OCCASIONS = frozenset(
    """talk meeting meet summit conference negotiation session gathering gather rally ceremony sideline sidelines margin host
    attend discussion""".split()
)
"""Occasions: what is done at one is done where it is held."""
SIGNING = frozenset("sign signing ink initial".split())
COURTS = frozenset("court tribunal jury".split())
"""What they rule, they rule where they sit."""
TRAVEL = frozenset(
    "visit trip travel tour go come arrive arrival return journey fly head invite invitation pilgrimage send".split()
)
"""Words that a goal follows at which somebody is met ("a visit to Oman")."""
THRUST = frozenset(
    """send deploy deployment dispatch move march advance drive sail bring enter invade invasion incursion offensive push
    cross withdraw relocate airlift ship transport deliver evacuate transfer thrust raid fire launch deport extradite""".split()
)
"""Words that a goal follows at which a deed is done ("sent troops into Abyei")."""
GRASPED = frozenset(
    """visit tour enter invade invasion bomb bombing shell shelling seize seizure capture recapture retake take takeover
    attack storm raid occupy occupation siege besiege hit strike blockade control relinquish leave reach bombard
    bombardment destroy blast surround fall overrun liberation liberate""".split()
)
"""Words whose object is where the event happens ("visited Damascus", "the siege of Homs")."""
SOURCES = frozenset("report withdraw withdrawal pull pullout retreat evacuate evacuation leave expel expulsion".split())
"""Words whose "from" says where the event happens."""
AERIAL = frozenset(
    "shoot fly explode crash patrol drone jet plane aircraft helicopter raid strike sortie missile balloon".split()
)
"""What happens over a place; talks over one are about it."""

FAR = math.inf
UP = 3.0
"""Cost of a word above the predicate, beside 1 for a word between it and the place; the level of the place is added."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an event is, as far as its place depends on it; `by`: its actors, whose home is no place of it."""

    sentence: int
    token: int
    event: str
    status: str
    mode: tuple[str, ...] = ()
    by: tuple[Entity, ...] = ()

    @property
    def is_deed(self) -> bool:
        return self.event in DEEDS

    def is_meeting(self, tree: Tree) -> bool:
        """Whether it is a meeting or visit, one that is planned, or one that is refused."""
        if self.event != "AGREE" or self.status != "future":
            return self.event == "CONSULT" or "meet" in self.mode
        below = [
            k for c in tree.children(self.token, "xcomp", "obj", "obl") for k in (c, *tree.children(c, "obj", "obl"))
        ]
        return any(tree[k].lemma.lower() in TRAVEL | OCCASIONS for k in (self.token, *below))


def site_of(deed: Deed, sites: Sites) -> Site | None:
    """The place that hangs nearest to the predicate of DEED, a town or region before a whole state; or None."""
    if "phone" in deed.mode:
        return None
    tree = sites.cast.trees[deed.sentence]
    here = sites.of(deed.sentence)
    told_of = _told_of(tree, deed.token, here)
    if told_of is not None:
        return told_of
    costs = {site: _cost(tree, deed, site) for site in here}
    return min((s for s in here if costs[s] < FAR), key=lambda s: (costs[s], s.first), default=None)


def _told_of(tree: Tree, token: int, here: tuple[Site, ...]) -> Site | None:
    """The place of whose clause the predicate is ("China, where he signed several deals")."""
    where = next((k for k in tree.children(token, "advmod", "mark") if tree[k].text.lower() == "where"), None)
    if where is None or tree[token].rel not in ("acl:relcl", "advcl", "advcl:relcl"):
        return None
    return next((s for s in here if 0 <= where - s.last <= 1), None)


def _cost(tree: Tree, deed: Deed, site: Site) -> float:
    """How far SITE hangs from the predicate; FAR where it is no place of the event."""
    if not (is_locative(tree, site, deed.is_deed) or _belongs(tree, deed, site)):
        return FAR
    above = {word: steps for steps, word in enumerate(_own(tree, deed.token))}
    steps, at = 0, _hold(tree, site)
    while at not in above and not (steps and _is_other(tree, at, deed)):
        steps += tree[at].lemma.lower() not in OCCASIONS
        at = tree[at].head
        if at < 0:
            return FAR
    if at not in above:
        return FAR
    up = above[at]
    if not (deed.is_deed or deed.is_meeting(tree)):
        # What is said or agreed is placed by what hangs on the verb itself, not by all that its words are about.
        near = 1 + (tree[deed.token].lemma.lower() in SIGNING or _governor(tree, site) in COURTS)
        if steps > near or up > (tree[deed.token].upos == "NOUN") or _is_of_object(tree, deed, site):
            return FAR
    return steps + UP * up + site.level


def _is_of_object(tree: Tree, deed: Deed, site: Site) -> bool:
    """Whether the phrase stands right behind what is spoken of, and so is about that ("condemned the coup in Mali")."""
    case = tree.child(site.head, "case")
    if deed.event not in SPEECH or case is None or case == 0:
        return False
    return tree[case - 1].rel in ("obj", "obl") and tree[case - 1].upos == "NOUN"


def _governor(tree: Tree, site: Site) -> str:
    """Lemma of the word on which SITE hangs; "" for the root."""
    over = tree[site.head].head
    return tree[over].lemma.lower() if over >= 0 else ""


def _hold(tree: Tree, site: Site) -> int:
    """Where SITE hangs: a goal that the parse gives to what goes there is the verb's ("sent troops and tanks to Goma")."""
    at = tree[site.head].head
    if site.case not in GOALS or at < 0 or tree[at].lemma.lower() in TRAVEL | THRUST:
        return site.head
    while tree[at].rel in ("nmod", "conj") and tree[at].upos != "VERB":
        at = tree[at].head
    return tree[at].head if tree[at].rel == "obj" else site.head


def _is_other(tree: Tree, at: int, deed: Deed) -> bool:
    """Whether what stands below AT belongs to another clause, or is what is talked about."""
    token = tree[at]
    if token.head < 0 or token.rel in OTHER_CLAUSES or (token.rel == "conj" and token.upos == "VERB"):
        return True
    case = tree.preposition(at) or ""
    if case in TIMES:
        return deed.is_deed or tree[deed.token].lemma.lower() in TRAVEL
    return case in TOPICS and deed.is_meeting(tree) and token.lemma.lower() not in TRAVEL | OCCASIONS


def _own(tree: Tree, token: int) -> Iterator[int]:
    """The predicate and the words above it, as far as they tell the same: not who says it, not what went before it."""
    yield token
    while tree[token].head >= 0 and tree[token].rel not in ("ccomp", "parataxis"):
        if tree[token].rel == "advcl" and tree.child(token, "nsubj", "nsubj:pass") is not None:
            return
        token = tree[token].head
        yield token


def is_locative(tree: Tree, site: Site, is_deed: bool) -> bool:
    """Whether SITE is said to be where something happens: by a preposition, or as what is visited, entered, seized."""
    lemma = _governor(tree, site)
    if site.case == "on" and site.level == STATE:
        return lemma in GRASPED
    if site.case == "over":
        return is_deed and lemma in AERIAL
    if site.case in LOCATIVE:
        return True
    if site.case in GOALS:
        movers = {lemma, tree[_hold(tree, site)].lemma.lower()}
        return bool(movers & TRAVEL) or (is_deed and bool(movers & (THRUST | VENUES)))  # "the road to Goma"
    if site.case == "from":
        return lemma in SOURCES
    rel = tree[site.head].rel
    if rel == "nsubj" and site.level != STATE:
        return lemma == "fall" or tree[site.head].lemma.lower() in COURTS
    grasped = rel in ("obj", "nsubj:pass", "compound", "nmod:poss") if not site.case else site.case == "of"
    return grasped and lemma in GRASPED


def _belongs(tree: Tree, deed: Deed, site: Site) -> bool:
    """Whether SITE names the deed itself ("the Kabul attack", "Hong Kong protests"), not who did it."""
    if not (deed.is_deed or deed.is_meeting(tree)) or site.case:
        return False
    if tree[site.head].rel not in ("compound", "nmod:poss", "amod") or tree[site.head].head != deed.token:
        return False
    start = tree[site.first].start_char
    return not any(e.start_char <= start < e.end_char for e in deed.by)
