"""Common nouns as parties: roles, groups, assets, counting nouns, and nouns that point back."""

from __future__ import annotations

from dataclasses import replace

from dragoman.actors import pointers
from dragoman.actors.base import Role
from dragoman.actors.context import LEADING, context, of_state
from dragoman.actors.counted import counted
from dragoman.actors.known import known_parties
from dragoman.actors.nouns import (
    ABROAD,
    ABSTRACT,
    ASSETS,
    BANDS,
    BODIES,
    BODY,
    CIVIL_ASSETS,
    COUNTRY,
    FORMER,
    GROUPING,
    INDEFINITE,
    LEADERS,
    LINKED,
    MEDIA,
    OUTFITS,
    PAIRS,
    PERSONS,
    SIDES,
    is_plural,
    noun_of,
)
from dragoman.actors.people import HEADS, settle
from dragoman.actors.scene import UNKNOWN, Parties, Scene, is_state
from dragoman.actors.ties import RoleAt, Ties, role_at, ties
from dragoman.language.tree import Tree
from dragoman.records import Entity

SENT = ("MIL", "COP", "GOV", "SPY", "MED")
SENDING = frozenset("send deploy dispatch withdraw recall pull redeploy commit contribute station keep".split())
"""Verbs whose object, if it is of a sector in SENT, belongs to their subject."""
ABROAD_TOO = ("MIL", "GOV", "SPY")
"""Sectors whose people may stand in another country than their own."""


def noun_parties(scene: Scene, sentence: int, token: int) -> Parties:
    tree = scene.trees[sentence]
    word = tree[token]
    noun = noun_of(word)
    known = scene.names[sentence].known.get(token)
    if known is not None and word.upos in ("ADJ", "PROPN", "NOUN"):
        found = known_parties(scene, sentence, token, known)
        if found:
            return found
    if word.upos not in ("NOUN", "PROPN", "NUM", "ADJ", "DET", "PRON"):
        return ()
    if noun in PAIRS and word.rel in ("nummod", "det", "compound", "det:predet"):
        return ()
    listed = counted(scene, sentence, token)
    if listed:
        return listed
    if noun in MEDIA and pointers.is_pointing(tree, token):
        return pointers.medium(scene, sentence)
    passed = _passed(scene, sentence, token, noun)
    if passed is None:
        passed = _called(scene, sentence, token, noun)
    if passed is not None:
        return passed
    role = role_at(scene, sentence, token)
    if role is not None and not (noun in COUNTRY or (noun in SIDES and noun != "people" and _is_pair(tree, token))):
        return _role(scene, sentence, token, role)
    return _other(scene, sentence, token, noun)


def _other(scene: Scene, sentence: int, token: int, noun: str) -> Parties:
    """Nouns that are no roles: countries, sides, bodies, assets, people; everything else is nobody."""
    tree = scene.trees[sentence]
    if noun in PAIRS or (_is_pair(tree, token) and noun in SIDES | LEADERS):
        return pointers.several(scene, sentence, token, noun)
    tied = ties(scene, sentence, token)
    if noun in COUNTRY:
        return _country(scene, sentence, token, tied)
    bare = not tree.children(token, "amod", "compound", "nmod", "acl", "acl:relcl", "nmod:poss")
    known_body = noun in BODY and not tied.codes
    if pointers.is_pointing(tree, token) and (known_body or (bare and tree[token].xpos == "NN")):
        return pointers.body(scene, sentence, noun)
    if tied.codes:
        found = _belonging(scene, noun, tied)
        if found:
            return found
    acts = tree[token].rel.startswith(("nsubj", "obj", "obl", "conj", "nmod", "iobj"))
    if acts and (noun in PERSONS or (noun in BANDS and tree.child(token, "amod", "compound") is not None)):
        return (_loose(scene, sentence, token, noun, tied),)
    if tree[token].upos == "NUM" or (tree[token].upos in ("PRON", "DET", "ADJ") and noun in INDEFINITE):
        return _indefinite(scene, sentence, token)
    return ()


def _country(scene: Scene, sentence: int, token: int, tied: Ties) -> Parties:
    """ "the country" is one told of; "European nations" are no one country, "NATO states" their organisation."""
    tree = scene.trees[sentence]
    if is_plural(tree[token]):
        igo = tuple(e for e in tied.parties if e.code.startswith("IGO"))
        return igo or (Entity("", 0, 0, None, UNKNOWN, None, None, "state", None, 0.5),)
    return pointers.country(scene, sentence) if pointers.is_pointing(tree, token) else ()


def _belonging(scene: Scene, noun: str, tied: Ties) -> Parties:
    """What belongs to a state and stands for it: its arms, its capital, a body or people of it."""
    if noun in ASSETS:
        return tuple(of_state(scene, c, None if noun in CIVIL_ASSETS else "MIL", "group", 0.8) for c in tied.codes)
    if noun == "capital":
        return (of_state(scene, tied.codes[0], None, "place", 0.6),)
    if noun in BODY:
        sector = next((e.sector for e in tied.parties if e.sector), tied.sector)
        kind = "government" if sector == "GOV" else "organisation"
        return tuple(of_state(scene, c, sector, kind, 0.6) for c in tied.codes)
    return tuple(of_state(scene, c, tied.sector, "office", 0.7) for c in tied.codes) if noun in LINKED else ()


def _loose(scene: Scene, sentence: int, token: int, noun: str, tied: Ties) -> Entity:
    """People or groups of no role: of the country that their phrase or the report gives."""
    sector = "CVL" if noun in PERSONS else None
    code, sure = (tied.codes[0], 0.7) if tied.codes else (UNKNOWN, 0.3)
    if not tied.codes and not noun.endswith(("body", "one")) and not _abroad(scene, sentence, token, None):
        code, sure = context(scene, sentence, token, strict=True)
    return of_state(scene, code, sector, "group", min(sure, 0.5) if not tied.codes else sure)


def _abroad(scene: Scene, sentence: int, token: int, at: RoleAt | None) -> bool:
    """Whether a phrase says of itself that it is of no one country: "foreign forces", "leaders of rich nations"."""
    tree = scene.trees[sentence]
    inside = range(at.first, at.last) if at is not None else range(0)
    for child in tree.children(token, "amod", "compound", "nmod"):
        low = tree[child].text.lower()
        if child not in inside and child < token and low in ABROAD:
            return low != "other" or noun_of(tree[token]) in (
                "agency",
                "country",
                "nation",
                "state",
                "government",
                "leader",
            )
        if (
            child > token
            and noun_of(tree[child]) in ("nation", "country", "economy", "state", "power")
            and tree[child].xpos == "NNS"
        ):
            return True
    return False


def _is_pair(tree: Tree, token: int) -> bool:
    """ "the two", "both", or a bare plural with "the" and nothing else: "the sides"."""
    counted = {tree[c].text.lower() for c in tree.children(token, "nummod", "det", "det:predet", "amod")}
    if "both" in counted or (counted & {"two", "three", "2", "3"} and pointers.is_pointing(tree, token)):
        return True
    others = list(tree.children(token, "amod", "compound", "nmod:poss", "nmod", "nummod", "acl", "acl:relcl"))
    return (
        tree[token].xpos == "NNS"
        and not others
        and pointers.is_pointing(tree, token)
        and noun_of(tree[token]) in ("side", "neighbor", "neighbour", "country", "leader")
    )


def _indefinite(scene: Scene, sentence: int, token: int) -> Parties:
    """ "others", "some", "at least 12": people of the last group, if they act or suffer."""
    rel = scene.trees[sentence][token].rel
    if not rel.startswith(("nsubj", "obj", "obl:agent")):
        return ()
    for mention in scene.memory.back(sentence, reach=1):
        if mention.plural and mention.kind == "group":
            return pointers.point(mention.entities, 0.5)
    return (Entity("", 0, 0, None, UNKNOWN, "CVL", None, "group", None, 0.3),)


def _passed(scene: Scene, sentence: int, token: int, noun: str) -> Parties | None:
    """The party that a counting or grouping noun hands over to: "hundreds of protesters", "a group of ministers"."""
    tree = scene.trees[sentence]
    inner = [c for c in tree.children(token, "nmod") if c > token and tree.preposition(c) in ("of", "from", "among")]
    if not inner or (noun not in GROUPING and tree[token].upos not in ("NUM", "DET", "PRON")):
        return None
    found: list[Entity] = []
    for one in tree.conjuncts(inner[0]):
        found += [
            e for e in scene.parties(sentence, one) if e.code != UNKNOWN or e.kind in ("group", "office", "person")
        ]
    if not found:
        return None if role_at(scene, sentence, token) is not None else ()
    if noun in BODIES:
        role = role_at(scene, sentence, token)
        return tuple(
            replace(
                e,
                kind="office" if noun == "member" else e.kind,
                sector=e.sector or (role.role.sector if role else None),
            )
            for e in found
        )
    return tuple(found)


def _called(scene: Scene, sentence: int, token: int, noun: str) -> Parties | None:
    """The body whose name follows what it is: "the militant organisation, the Islamic State, ..."."""
    if noun not in BODY or is_plural(scene.trees[sentence][token]):
        return None
    for one in scene.trees[sentence].children(token, "appos", "flat", "nmod:desc", "compound", "nmod:unmarked"):
        named = scene.names[sentence].cover.get(one)
        if named is not None and one > token and named.label in ("ORG", "KNOWN"):
            found = scene.parties(sentence, one)
            if found and found[0].kind in ("organisation", "group", "government"):
                return found
    return None


def _role(scene: Scene, sentence: int, token: int, at: RoleAt) -> Parties:
    """A phrase headed by a role noun: one entity for each country that its own words give, else whom it points to."""
    tree = scene.trees[sentence]
    role = at.role
    plural = is_plural(tree[token])
    if plural and _is_pair(tree, token) and noun_of(tree[token]) in LEADERS | SIDES:
        found = pointers.several(scene, sentence, token, noun_of(tree[token]))
        if found and noun_of(tree[token]) == "minister" and not all(_is_minister(e) for e in found):
            sides = pointers.several(scene, sentence, token, "side")
            found = tuple(_office(scene, e.code, at, role.sector, 0.6, plural) for e in sides)
        if found:
            return found
    tied = ties(scene, sentence, token)
    if not tied.parties and tree[token].rel in ("compound", "amod"):
        tied = ties(scene, sentence, tree[token].head)
    sector = _sector(tree, token, role, tied)
    codes = tied.codes if not tied.away else tied.codes[:1]
    if codes:
        sure = 0.7 if tied.away else 0.85
        return tuple(
            _office(scene, c, at, sector, sure, plural)
            for c in (codes if plural or role.kind != "office" else codes[:1])
        )
    return _untied(scene, sentence, token, at, sector)


def _untied(scene: Scene, sentence: int, token: int, at: RoleAt, sector: str) -> Parties:
    """A phrase headed by a role noun whose own words name no country: who was meant before, who sends them, or whose the report is."""
    tree, role = scene.trees[sentence], at.role
    plural = is_plural(tree[token])
    bare = tree[token].xpos == "NN" and tree.child(token, "det", "nmod:poss", "amod", "compound") is None
    if at.words.lower() in ABSTRACT and bare and tree[token].rel not in ("compound", "nmod:desc"):
        return ()
    if _abroad(scene, sentence, token, at):
        return (_office(scene, UNKNOWN, at, sector, 0.5, plural),)
    same = _again(scene, sentence, token, at, plural)
    if not same and not plural and noun_of(tree[token]) in OUTFITS and pointers.is_pointing(tree, token):
        same = pointers.body(scene, sentence, noun_of(tree[token]))  # "the militant group" of a group named before
    if same:
        return same
    sender = _sender(scene, sentence, token, sector)
    if sender is not None:
        return (_office(scene, sender, at, sector, 0.7, plural),)
    code, sure = context(
        scene, sentence, token, strict=role.kind in ("group", "person") and plural and role.sector not in ABROAD_TOO
    )
    return (_office(scene, code, at, sector, sure, plural),)


def _sender(scene: Scene, sentence: int, token: int, sector: str) -> str | None:
    """The country of those whom somebody sends: "Kenya is preparing to send police officers to Haiti"."""
    tree = scene.trees[sentence]
    verb = tree[token].head
    if sector not in SENT or tree[token].rel != "obj" or tree[verb].lemma.lower() not in SENDING:
        return None
    above = [verb, *(a for a in tree.ancestors(verb) if tree[a].upos == "VERB")][:3]
    doer = next((s for v in above for s in tree.children(v, "nsubj") if s < token), None)
    codes = {e.code for e in scene.parties(sentence, doer)} if doer is not None else set()
    return next(iter(codes)) if len(codes) == 1 and is_state(next(iter(codes))) else None


def _sector(tree: Tree, token: int, role: Role, tied: Ties) -> str:
    former = any(tree[c].text.lower().rstrip("-") in FORMER for c in tree.children(token, "amod", "compound", "advmod"))
    if former and role.kind in ("office", "person"):
        return "ELI"
    linked = noun_of(tree[token]) in LINKED and role.noun.lower() in LINKED
    return tied.sector if linked and tied.sector else role.sector


def _office(scene: Scene, code: str, at: RoleAt, sector: str, sure: float, plural: bool) -> Entity:
    """An office, body or group of a country; an office takes the name of its holder where the report names one."""
    role = at.role
    name = scene.state_name(code)
    if role.kind == "office" and not plural and code != UNKNOWN:
        held = _holder(scene, code, at, sector)
        if held is not None:
            return replace(held, text="", confidence=min(held.confidence, sure))
    office = (
        " ".join(w[:1].upper() + w[1:] for w in role.noun.split()) if role.kind == "office" and not plural else None
    )
    if office is not None and sector == "ELI":
        office = "former " + office
    kind = {"office": "office", "person": "person"}.get(role.kind, role.kind)
    if plural and kind in ("office", "person"):
        kind = "group" if kind == "person" else "office"
    return Entity("", 0, 0, name, code, sector, office, kind, None, sure)


def _is_minister(one: Entity) -> bool:
    """Whether "the two ministers" may mean ONE: no head of state or government, and no body."""
    return (
        one.kind in ("person", "office")
        and "minister" in (one.office or "").lower()
        and (one.office or "").lower() not in HEADS
    )


def _holder(scene: Scene, code: str, at: RoleAt, sector: str) -> Entity | None:
    """The person of the report, named before or after, who holds the office; "the Kenyan leader" heads the state or government."""
    noun = at.role.noun.lower()
    for figure in scene.figures:
        if figure.entity is None and (noun in HEADS or noun == "leader"):
            figure.entity = Entity(figure.name, 0, 0, figure.name)
            settle(scene, figure)
        held = figure.entity
        if held is None:
            continue
        office = (held.office or "").lower()
        leads = noun == "leader" and sector == "GOV" and office in HEADS
        if held.code == code and (leads or (office and office == noun)):
            return held
    return None


def _again(scene: Scene, sentence: int, token: int, at: RoleAt, plural: bool) -> Parties | None:
    """The one meant before by the same role: "the president" after "President X", "the government" after "Kenya's government"."""
    tree = scene.trees[sentence]
    noun = noun_of(tree[token])
    definite = pointers.is_pointing(tree, token) or tree.child(token, "det") is None
    if not definite or (not pointers.is_pointing(tree, token) and at.role.kind == "office"):
        return None
    if at.role.kind in ("office", "person") and not plural:
        for mention in scene.memory.back(sentence, reach=25):
            one = mention.entities[0] if len(mention.entities) == 1 and not mention.plural else None
            roles = scene.figures[mention.figure].roles if mention.figure is not None else set()
            if (
                one is not None
                and one.kind in ("person", "office")
                and _bears(one, {mention.noun, *roles}, noun, at.role.noun.lower())
            ):
                scene.refer(sentence, token, mention)
                return pointers.point((one,), 0.85)
    if noun in ("people", "man", "woman", "child", "family", "citizen", "resident", "leader", "official"):
        return None
    same = scene.memory.by_noun.get(noun)
    code, share = scene.dominant()
    if same is not None and same.plural == plural and len(same.entities) == 1 and same.entities[0].code != UNKNOWN:
        if (
            tree[token].upos != "PROPN"
            and not (same.entities[0].kind == "organisation" or not is_state(same.entities[0].code))
            and share >= LEADING
            and same.entities[0].code != code
            and sentence - same.sentence > 0
        ):
            return None
        scene.refer(sentence, token, same)
        return pointers.point(same.entities, 0.85)
    return None


def _bears(one: Entity, said: set[str], noun: str, role: str) -> bool:
    """Whether ONE, called SAID, can be meant by a role: the same office, or a shorter word for it ("the minister")."""
    office = (one.office or "").lower()
    if office == role or role in said:
        return True
    called = [phrase for phrase in (office, *said) if not phrase.startswith(("vice", "deputy", "former"))]
    words = {w for phrase in called for w in phrase.replace("-", " ").split()[-1:]}
    return role == noun and (noun in words or any(phrase.startswith(f"{noun} ") for phrase in called))
