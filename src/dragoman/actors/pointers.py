"""Pronouns and noun phrases that point back in the report: "she", "its", "the country", "both sides", "the ministry"."""

from __future__ import annotations

from dataclasses import replace

from dragoman.actors.memory import Mention
from dragoman.actors.nouns import COUNTRY, LEADERS, NUMBERS, PAIRS, PRONOUNS, RELATIVE, SPEECH
from dragoman.actors.scene import UNKNOWN, Parties, Scene, is_state
from dragoman.language.tree import Tree
from dragoman.records import Entity

SENT = frozenset(
    "team mission delegation observer monitor inspector envoy representative group expert official negotiator".split()
)
"""Nouns for those whom somebody has sent: "the team" is the mission told of before."""
COREFERENCE = 0.75
"""How far a link by coreference lowers confidence."""


def pronoun(scene: Scene, sentence: int, token: int) -> Parties:
    """Who the pronoun TOKEN stands for."""
    tree = scene.trees[sentence]
    low = tree[token].text.lower()
    if low in RELATIVE:
        return relative(scene, sentence, token)
    kind = PRONOUNS.get(low)
    if kind is None or tree[token].rel in ("expl", "expl:impers"):
        return ()
    if kind in ("s", "w"):
        return first_person(scene, sentence, token) if scene.quoted[sentence][token] else ()
    mention = _best(scene, sentence, token, kind)
    if mention is None:
        return ()
    scene.refer(sentence, token, mention)
    if kind in ("m", "f") and mention.figure is not None and scene.figures[mention.figure].gender is None:
        scene.figures[mention.figure].gender = kind
    return point(mention.entities)


def point(entities: Parties, factor: float = COREFERENCE) -> Parties:
    return tuple(replace(e, confidence=round(e.confidence * factor, 2)) for e in entities)


def relative(scene: Scene, sentence: int, token: int) -> Parties:
    """The noun that the clause of a relative pronoun modifies."""
    tree = scene.trees[sentence]
    for above in tree.ancestors(token):
        if tree[above].rel in ("acl:relcl", "acl") and tree[above].head >= 0:
            noun = tree[above].head
            found: list[Entity] = []
            for one in tree.conjuncts(noun):
                found += scene.parties(sentence, one)
            plural = tree.conjuncts(noun)[-1] < token
            if found:
                scene.referents[sentence, token] = scene.referents.get((sentence, noun)) or found[0].text
            return tuple(dict.fromkeys(found)) if plural else scene.parties(sentence, noun)
    return ()


def first_person(scene: Scene, sentence: int, token: int) -> Parties:
    """The speaker of the quotation that TOKEN stands in."""
    speaker = speaker_of(scene, sentence, token)
    if speaker is None and 0 <= sentence - scene.memory.speaker_at <= 2:
        return point(scene.memory.speaker, 0.8)
    return point(speaker or (), 0.9)


def speaker_of(scene: Scene, sentence: int, token: int | None = None) -> Parties | None:
    """The subject of a verb of saying outside the quotation, nearest above TOKEN if there is one."""
    tree = scene.trees[sentence]
    quoted = scene.quoted[sentence]
    verbs = [i for i in tree.ancestors(token) if not quoted[i]] if token is not None else []
    verbs += [i for i in range(len(tree)) if not quoted[i] and i not in verbs]
    for verb in verbs:
        if tree[verb].lemma.lower() in SPEECH and tree[verb].upos == "VERB":
            subject = tree.child(verb, "nsubj")
            if subject is not None and not quoted[subject]:
                found = scene.parties(sentence, subject)
                if found:
                    return found
    return None


def _clause(tree: Tree, token: int) -> int:
    return tree[token].head


def _best(scene: Scene, sentence: int, token: int, kind: str) -> Mention | None:
    tree = scene.trees[sentence]
    possessive = tree[token].rel == "nmod:poss"
    clause = -1 if possessive else tree[token].head
    inside = scene.quoted[sentence][token]
    speaker = speaker_of(scene, sentence, token) if inside else None
    spoken_of = frozenset() if inside or kind not in ("m", "f") else _spoken_of(scene, sentence, token)
    best: tuple[float, Mention] | None = None
    order = 0
    for mention in scene.memory.back(sentence):
        if mention.sentence == sentence and mention.token >= token:
            continue
        if mention.sentence == sentence and mention.clause == clause and mention.direct:
            continue
        if speaker and mention.entities and mention.entities[0].name == speaker[0].name and kind != "p":
            continue
        if spoken_of & {e.name for e in mention.entities}:
            continue
        fit = _fit(scene, mention, kind)
        if fit is None:
            continue
        order += 1
        score = fit - 1.0 * (sentence - mention.sentence) - 0.12 * order + 1.0 * mention.subject + 0.3 * mention.direct
        score -= 0.8 * (mention.quoted and not inside)
        if best is None or score > best[0]:
            best = score, mention
    return None if best is None else best[1]


def _spoken_of(scene: Scene, sentence: int, token: int) -> frozenset[str | None]:
    """Persons named in the quotation that the pronoun TOKEN introduces: nobody speaks of himself by name."""
    tree = scene.trees[sentence]
    head = tree[token].head
    if tree[token].rel != "nsubj" or tree[head].lemma.lower() not in SPEECH or scene.quoted[sentence][head]:
        return frozenset()
    return frozenset(
        e.name
        for m in scene.memory.back(sentence, reach=0)
        if m.quoted and m.figure is not None
        for e in m.entities
        if e.name
    )


def _fit(scene: Scene, mention: Mention, kind: str) -> float | None:
    """How well a mention fits a pronoun of KIND (m, f, n, p); None if not at all."""
    if kind in ("m", "f"):
        return _fit_person(scene, mention, kind)
    if kind == "n":
        if mention.plural or mention.kind in ("several", "person", "office"):
            return None
        return 0.0 if mention.kind == "thing" else 0.8 if mention.kind != "place" else 0.2
    if mention.kind == "thing":
        return 0.0 if mention.plural and mention.subject else None
    if mention.kind == "several" or mention.plural:
        return 0.8
    return 0.3 if mention.kind in ("group",) else -1.0 if mention.kind in ("government", "organisation") else None


def _fit_person(scene: Scene, mention: Mention, kind: str) -> float | None:
    if mention.plural or mention.kind not in ("person", "office", "group"):
        return None
    gender = mention.gender
    if mention.figure is not None:
        gender = scene.figures[mention.figure].gender or gender
    if gender is not None and gender != kind:
        return None
    if mention.kind == "group":
        return -0.5 if mention.noun in ("man", "woman", "boy", "girl", "protester", "activist", "judge") else None
    return 0.5 + 0.4 * (gender == kind) + 0.3 * (mention.figure is not None)


# ---------------------------------------------------------------- noun phrases that point back


def several(scene: Scene, sentence: int, token: int, noun: str) -> Parties:
    """Those meant by "the two leaders", "both countries", "the sides", "the pair"."""
    wanted = _number(scene.trees[sentence], token) or 2
    pair = noun in PAIRS and _persons_last(scene, sentence)
    persons = noun in LEADERS or pair
    for mention in scene.memory.back(sentence):
        if (
            mention.kind == "several"
            and _suits(mention, persons, wanted)
            and not (pair and _are_states(mention) and {e.kind for e in mention.entities} & {"state", "government"})
            and (noun not in COUNTRY or _are_states(mention))
        ):
            return point(mention.entities)
    return point(_last_codes(scene, sentence, wanted, persons), 0.7)


def _persons_last(scene: Scene, sentence: int) -> bool:
    """Whether the last one who acted is a person: then "the pair" are two persons and not two states."""
    for mention in scene.memory.back(sentence):
        kinds = {e.kind for e in mention.entities}
        if mention.direct and not mention.quoted and kinds and kinds <= {"person", "office", "state", "government"}:
            return kinds <= {"person", "office"}
    return False


def _suits(mention: Mention, persons: bool, wanted: int) -> bool:
    kinds = {e.kind for e in mention.entities}
    codes = {e.code for e in mention.entities}
    names = {e.name or e.text for e in mention.entities}
    if UNKNOWN in codes or len(mention.entities) < wanted:
        return False
    return (
        len(mention.entities) == wanted
        and (not persons or bool(kinds & {"person", "office", "state"}))
        and len(names) == wanted
    )


def _are_states(mention: Mention) -> bool:
    return all(is_state(e.code) for e in mention.entities)


def _number(tree: Tree, token: int) -> int | None:
    low = tree[token].text.lower()
    if low in NUMBERS:
        return NUMBERS[low]
    for child in tree.children(token, "nummod", "det", "det:predet", "amod"):
        if tree[child].text.lower() in NUMBERS:
            return NUMBERS[tree[child].text.lower()]
    return None


def _last_codes(scene: Scene, sentence: int, wanted: int, persons: bool) -> Parties:
    """The last parties of different codes, subjects of their sentences first."""
    found: dict[str, Entity] = {}
    for only_direct in (True, False):
        for mention in scene.memory.back(sentence, reach=4):
            one = mention.entities[0] if len(mention.entities) == 1 else None
            if one is None or one.code == UNKNOWN or (only_direct and not mention.direct):
                continue
            if (
                (one.kind in ("person", "office"))
                if persons
                else one.kind in ("state", "government", "office", "person")
            ):
                found.setdefault(one.name or one.code if persons else one.code, one)
            if len(found) == wanted:
                chosen = tuple(found.values())[::-1]
                return chosen if persons else tuple(as_state(scene, e) for e in chosen)
    return _last_codes(scene, sentence, wanted, False) if persons else ()


def as_state(scene: Scene, entity: Entity) -> Entity:
    """The country that a person or office stands for."""
    name = scene.state_name(entity.code)
    if name is None or entity.kind == "state":
        return entity
    return replace(entity, name=name, kind="state", sector=None, office=None, identifier_id=None)


def country(scene: Scene, sentence: int) -> Parties:
    """The state meant by "the country": the last one mentioned, or that of the last one who acted, or the report's."""
    person: Entity | None = None
    for mention in scene.memory.back(sentence):
        one = mention.entities[0] if len(mention.entities) == 1 else None
        if one is None or not is_state(one.code):
            continue
        if one.kind == "state":
            return point((as_state(scene, one),))
        if person is None and mention.subject:
            person = one
    if person is not None:
        return point((as_state(scene, person),), 0.7)
    code, share = scene.dominant()
    name = scene.state_name(code) if code else None
    return (
        (Entity("", 0, 0, name, code, None, None, "state", None, round(0.4 + 0.2 * share, 2)),) if code and name else ()
    )


def body(scene: Scene, sentence: int, noun: str) -> Parties:
    """The body meant by "the ministry", "the group", "the alliance": the last whose own name or noun fits."""
    same = scene.memory.by_noun.get(noun)
    generic = noun in (
        "group",
        "organization",
        "organisation",
        "body",
        "movement",
        "agency",
        "company",
        "firm",
        "alliance",
        "bloc",
        "union",
    )
    if same is not None and not (generic and sentence - same.sentence > 3):
        return point(same.entities)
    for mention in scene.memory.back(sentence, reach=4):
        one = mention.entities[0] if len(mention.entities) == 1 else None
        if one is None or mention.noun in PRONOUNS:
            continue
        if one.kind in ("organisation", "government", "group") and noun in {*_last(one.name), *_last(one.text)}:
            return point((one,))
        if (generic and _is_body(one, noun)) or (noun in SENT and mention.noun in SENT):
            return point((one,))
    return ()


def _last(name: str | None) -> list[str]:
    """The words that a body may be called by later: the last of its name and the last before "of"."""
    words = (name or "").lower().split()
    return [*words[-1:], *(words[i - 1] for i, w in enumerate(words) if w in ("of", "for") and i)]


def medium(scene: Scene, sentence: int) -> Parties:
    """The newspaper, agency or station mentioned last."""
    for mention in scene.memory.back(sentence, reach=6):
        if (
            len(mention.entities) == 1
            and mention.entities[0].sector == "JRN"
            and mention.entities[0].kind == "organisation"
        ):
            return point(mention.entities)
    return ()


def _is_body(entity: Entity, noun: str) -> bool:
    if noun in ("alliance", "bloc", "union"):
        return entity.code.startswith("IGO")
    if noun in ("company", "firm"):
        return entity.sector in ("BUS", None) and entity.kind == "organisation"
    return entity.kind == "organisation" or (entity.kind == "group" and entity.sector not in ("CVL", "COP", "MIL"))


def is_pointing(tree: Tree, token: int) -> bool:
    """Whether the phrase at TOKEN points to something told: "the", "this", "that", "both", and nothing that names its own."""
    return any(
        tree[c].text.lower() in ("the", "this", "that", "these", "those", "both")
        for c in tree.children(token, "det", "det:predet")
    )
