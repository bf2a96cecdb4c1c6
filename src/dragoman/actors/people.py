"""The persons of a report: their mentions drawn together, their titles read, and who they are on the report's date."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.actors.base import Role
from dragoman.actors.holders import Person, Term, name_forms
from dragoman.actors.names import Named
from dragoman.actors.nouns import FEMALE, FORMER, KIN, LINKED, MALE, is_plural
from dragoman.actors.scene import UNKNOWN, Figure, Scene, is_state, late
from dragoman.actors.spelling import normal
from dragoman.actors.ties import Ties, is_near, role_at, ties
from dragoman.language.tree import Tree
from dragoman.records import Entity

HEADS = frozenset(
    """president;prime minister;chancellor;king;queen;supreme leader;emir;sultan;crown prince;chief executive;chairman;
    general secretary;secretary-general of the united nations;secretary-general of nato;president of the european commission;
    president of the european council;taoiseach;premier;state counsellor;pope""".replace("\n", "")
    .replace("    ", "")
    .split(";")
)


@dataclass(frozen=True, slots=True)
class Title:
    """What the text calls a person."""

    role: Role | None
    words: str
    ties: Ties
    former: bool = False


def gather(scene: Scene) -> None:
    """Fill `scene.figures`: full names first, then partial names, each to the last fitting person named before it."""
    single: list[tuple[int, Named]] = []
    for number, names in enumerate(scene.names):
        for named in names.persons():
            name = scene.words(number, named.first, named.last)
            if named.last - named.first < 2:
                single.append((number, named))
            else:
                _place(scene, number, named, name)
    for number, named in single:
        _place(scene, number, named, scene.words(number, named.first, named.last))


def _place(scene: Scene, number: int, named: Named, name: str) -> None:
    key = normal(name)
    fitting = [f for f in scene.figures if key in f.forms]
    before = [f for f in fitting if f.mentions[0][0] <= number]
    figure = (before or fitting)[-1] if fitting else None
    if figure is None:
        words = key.split()
        figure = next((f for f in scene.figures if len(words) > 1 and _same(words, f)), None)
        if figure is None and len(words) == 1:  # "Lula" of "Luiz Inácio Lula da Silva"
            called = set(scene.base.persons(name))
            figure = next(
                (f for f in scene.figures if " " in f.name and called & set(scene.base.persons(f.name))), None
            )
    if figure is None:
        figure = Figure(name, {*name_forms(name), normal(name.split()[0])}, [])
        first = normal(name.split()[0])
        figure.forms |= {normal(" ".join(name.split()[i:-1])) for i in range(1, len(name.split()) - 1)}
        figure.forms -= {first} if first in ("al", "van", "de", "bin", "ben", "the") else set()
        scene.figures.append(figure)
    figure.mentions.append((number, named))
    for token in range(named.first, named.last):
        scene.figure_at[number, token] = figure


def _same(words: list[str], figure: Figure) -> bool:
    """Whether a longer or shorter form of a full name is meant: same last word and the other's first word."""
    other = normal(figure.name).split()
    if len(other) == 1:
        return other[0] in (words[-1], words[0])
    return other[-1] == words[-1] and (
        other[0][0] == words[0][0] and (len(other) != len(words) or other[0] == words[0])
    )


def titles(scene: Scene, sentence: int, named: Named) -> list[Title]:
    """What the phrase around a name calls its bearer: title before it, apposition on either side, "X is the president"."""
    tree = scene.trees[sentence]
    inside = range(named.first, named.last)
    head = next((i for i in inside if tree[i].head not in inside), named.first)
    heads = [i for i in inside if tree[i].head not in inside] or [head]
    nouns: list[int] = []
    for i in inside:
        nouns += [
            c
            for c in tree.children(i, "appos", "nmod:desc", "compound", "flat", "amod", "list", "parataxis")
            if c not in inside
        ]
    apposed = {c for c in nouns if tree[c].rel == "appos"}
    for i in heads:
        above = _nearest(tree, i)
        if above >= 0 and (
            (
                tree[i].rel in ("appos", "flat", "nmod:desc", "compound", "nmod", "list")
                and tree.child(i, "case") is None
            )
            or (tree[i].rel in ("nsubj", "nsubj:outer") and tree.child(above, "cop") is not None)
        ):
            nouns.append(above)
    found = [t for t in (_before(scene, sentence, named), _employer(scene, sentence, named)) if t is not None]
    for noun in dict.fromkeys(nouns):
        near = tree.child(noun, "cop") is not None or is_near(tree, noun, head)
        if (sentence, noun) in scene.figure_at or tree[noun].upos not in ("NOUN", "PROPN") or not near:
            continue
        if _is_title(scene, sentence, noun, head) or (
            (noun in apposed or tree[head].rel == "appos") and not is_plural(tree[noun])
        ):
            found.append(_title(scene, sentence, noun))
    return sorted((t for t in found if t.role is not None or t.ties.codes), key=_is_kin)


def _is_kin(title: Title) -> bool:
    """A relative's country is the weakest of hints: titles like "son of" come last."""
    return title.role is None or title.role.noun in KIN


def _nearest(tree: Tree, token: int) -> int:
    """The head of a name; where it is apposed to the first of several coordinated nouns, the last one before it."""
    above = tree[token].head
    if above < 0 or tree[token].rel != "appos":
        return above
    return max((c for c in tree.conjuncts(above) if c < token), default=above)


def _is_title(scene: Scene, sentence: int, noun: int, head: int) -> bool:
    role = role_at(scene, sentence, noun)
    if role is None:
        return False
    tree = scene.trees[sentence]
    if tree[head].rel == "compound" and tree[head].head == noun and noun > head:
        return False  # "the Trump administration" is no title of Trump
    return not is_plural(tree[noun])


def _title(scene: Scene, sentence: int, noun: int) -> Title:
    tree = scene.trees[sentence]
    role = role_at(scene, sentence, noun)
    former = any(
        tree[c].text.lower().rstrip("-") in FORMER for c in tree.children(noun, "amod", "compound", "advmod", "det")
    )
    return Title(role.role if role else None, role.words if role else "", ties(scene, sentence, noun), former)


def _before(scene: Scene, sentence: int, named: Named) -> Title | None:
    """The words that stand directly before a name, read without the tree, which errs most on chains of titles."""
    tree = scene.trees[sentence]
    at = named.first
    names = scene.names[sentence]
    while at > 0 and at > named.first - 9 and (sentence, at - 1) not in scene.figure_at:
        word = tree[at - 1]
        of = word.text == "of" and tree[at].upos in ("PROPN", "NOUN")
        joins = word.text == "-" and word.end_char == tree[at].start_char  # "vice-president", no dash after a dateline
        if not (of or word.upos in ("NOUN", "PROPN", "ADJ", "PART") or joins or at - 1 in names.known):
            break
        at -= 1
    window = range(at, named.first)
    case = at - 2 if at > 1 and tree[at - 1].upos == "DET" else at - 1
    if case > 0 and tree[case].upos == "ADP" and window:
        far = role_at(scene, sentence, case - 1)  # "ambassador to France Ana Ruiz": France is not her country
        if far is not None and far.role.kind == "office":
            return _title(scene, sentence, case - 1)
    size = next(
        (
            k
            for k in range(min(5, len(window)), 0, -1)
            if scene.role(scene.words(sentence, named.first - k, named.first))
        ),
        0,
    )
    picked = []
    for k in dict.fromkeys(names.known[i] for i in window if i in names.known):
        entry, sure = scene.pick(k.entries)
        picked.append(Entity("", 0, 0, entry.name, entry.code, entry.sector, None, entry.kind, None, sure))
    if not size and not any(e.kind != "place" for e in picked):
        return None
    words = scene.words(sentence, named.first - size, named.first) if size else ""
    role = scene.role(words) if size else None
    bodies = next((e.sector for e in picked if e.kind in ("government", "organisation", "group") and e.sector), None)
    former = any(tree[i].text.lower().rstrip("-") in FORMER for i in window)
    return Title(role, words, Ties(tuple(picked), bodies), former)


def _employer(scene: Scene, sentence: int, named: Named) -> Title | None:
    """The body that a name is followed by: "Ana Ruiz of UNICEF", "Carl Holm from Human Rights Watch"."""
    tree = scene.trees[sentence]
    if named.last >= len(tree) or tree[named.last].text.lower() not in ("of", "from", "at", "with"):
        return None
    noun = tree[named.last].head
    if tree[named.last].rel != "case" or not named.last < noun < named.last + 9 or (sentence, noun) in scene.figure_at:
        return None
    bodies = tuple(e for e in scene.parties(sentence, noun) if e.kind in ("organisation", "government", "group"))
    return (
        Title(None, "", Ties(bodies, bodies[0].sector)) if bodies and bodies[0].sector not in ("CVL", "UAF") else None
    )


def settle(scene: Scene, figure: Figure) -> None:
    """Decide who FIGURE is: the holder of an office in the base if name, text and date agree, else what the text says."""
    said = sorted((t for number, named in figure.mentions[:6] for t in titles(scene, number, named)), key=_is_kin)
    figure.gender = figure.gender or _gender(scene, figure, said)
    figure.roles = {t.role.noun.lower() for t in said if t.role is not None}
    if not any(t.role is not None for t in said):
        said += _announced(scene, figure)
    codes = list(dict.fromkeys(c for t in said for c in t.ties.codes))
    person = _known(scene, figure, codes, said)
    text = _from_text(scene, figure, said, codes)
    figure.entity = text if person is None else _from_base(scene, person, codes, said, text)
    figure.gender = figure.gender or scene.base.gender(figure.entity.name or figure.name)


def _announced(scene: Scene, figure: Figure) -> list[Title]:
    """The office that the sentence before introduced without a name: "The U.N. envoy has ... Ana Ruiz told reporters ..."."""
    sentence, named = figure.mentions[0]
    tree = scene.trees[sentence]
    head = next(
        (i for i in range(named.first, named.last) if not named.first <= tree[i].head < named.last), named.first
    )
    if not tree[head].rel.startswith("nsubj"):
        return []
    for mention in scene.memory.back(sentence, reach=1):
        one = mention.entities[0] if len(mention.entities) == 1 else None
        if mention.sentence == sentence or one is None or one.kind != "office" or not mention.subject or mention.plural:
            continue
        above = scene.trees[mention.sentence]
        if above.children(mention.token, "det"):
            return [Title(scene.role(one.office or mention.noun), one.office or "", Ties((one,), one.sector))]
    return []


def _gender(scene: Scene, figure: Figure, said: list[Title]) -> str | None:
    words = {w for t in said for w in t.words.lower().split()}
    for number, named in figure.mentions:
        if named.first:
            words.add(scene.trees[number][named.first - 1].text.lower())
    return "f" if words & FEMALE else "m" if words & MALE else None


def _known(scene: Scene, figure: Figure, codes: list[str], said: list[Title]) -> Person | None:
    """The person of the base that FIGURE is, or None if there is none or the text speaks against it."""
    found = scene.base.persons(figure.name)
    if codes:
        agreeing = [p for p in found if any(_agrees(t.code, codes) for t in p.terms)]
        if not agreeing and any(t.role is not None for t in said):
            return None
        found = tuple(agreeing) or found
    ranked = sorted(
        ((_rank(scene, p, codes, said), p) for p in found), key=lambda pair: (not _is_own(pair[1], figure), -pair[0])
    )
    if not ranked:
        return None
    best, person = ranked[0]
    if _is_own(person, figure):
        return person
    needed = 2.0 if " " in figure.name else 3.0
    if len(ranked) == 1 and " " in figure.name:
        if any(_level(t.office) == 2 for t in person.terms):
            needed = 0.0  # heads of state and government are known by their full names anywhere
        elif not codes and not said:
            needed = 1.0  # and who holds office that day by theirs, where the text says nothing else of them
    if best < needed or (len(ranked) > 1 and ranked[1][0] == best and " " not in figure.name):
        return None
    return person


def _is_own(person: Person, figure: Figure) -> bool:
    """Whether the user's file names PERSON exactly so; then no more need speak for it."""
    return person.own and normal(figure.name) in {normal(name) for name in (person.name, *person.aliases)}


def _agrees(code: str, codes: list[str]) -> bool:
    return code in codes or (not is_state(code) and any(not is_state(c) for c in codes))


def _rank(scene: Scene, person: Person, codes: list[str], said: list[Title]) -> float:
    """How much speaks for PERSON: country given or named in the report, office as titled, in office now, high office."""
    score = 0.0
    nouns = {t.role.noun.lower() for t in said if t.role is not None}
    named = any(scene.weights.get(t.code, 0.0) > 0 for t in person.terms) or any(
        not is_state(t.code) for t in person.terms
    )
    score += 2.0 * named + 2.0 * any(_agrees(t.code, codes) for t in person.terms)
    now = [t for t in person.terms if _active(t, scene.on)]
    high = max((_level(t.office) for t in now), default=0)
    ever = max((_level(t.office) for t in person.terms), default=0)
    titled = any(t.office.lower() in nouns for t in person.terms)
    score += 1.0 * bool(now) + 0.5 * high + 0.25 * ever + 1.5 * titled
    if any(t.office.lower() in nouns for t in now):
        score += 0.5
    dominant, share = scene.dominant()
    ended = max((t.end or scene.on for t in person.terms), default=scene.on)
    score -= 0.01 * max(0, int(scene.on[:4]) - int(ended[:4]))  # of two namesakes the later one
    return score + (0.4 * share if any(t.code == dominant for t in person.terms) else 0.0)


def _level(office: str) -> int:
    low = office.lower()
    return 2 if low in HEADS else 1 if "minister" in low or low.startswith("secretary") or "foreign" in low else 0


def _active(term: Term, on: str) -> bool:
    return bool(term.start) and (term.start or "")[:10] <= on and (term.end is None or late(term.end) >= on)


def _from_base(scene: Scene, person: Person, codes: list[str], said: list[Title], text: Entity) -> Entity:
    terms = [t for t in person.terms if not codes or _agrees(t.code, codes)] or list(person.terms)
    now = [t for t in terms if _active(t, scene.on)]
    past = [t for t in terms if t.start is not None and t.start <= scene.on]
    sure = 0.95 if " " in text.text else 0.8
    code = text.code if codes and text.code != UNKNOWN else (now or past or terms)[-1].code
    base = replace(text, name=person.name, code=code, identifier_id=person.wikidata, confidence=sure, text="")
    if now:
        term = max(now, key=lambda t: _level(t.office))
        return replace(base, office=term.office or None, sector=term.sector or base.sector, code=term.code)
    plain = next((t for t in said if t.role is not None and not t.former and t.role.kind in ("office", "person")), None)
    if plain is not None and not any(t.former for t in said):
        return base
    if past:
        term = max(past, key=lambda t: (_level(t.office), t.end or ""))
        return replace(base, office="former " + term.office if term.office else None, sector="ELI")
    return base


def _from_text(scene: Scene, figure: Figure, said: list[Title], codes: list[str]) -> Entity:
    """What the text alone says of FIGURE: code and sector of title, office and employer."""
    ranked = ([t for t in said if t.role is not None and t.ties.codes], [t for t in said if t.role is not None], said)
    title = next((group[0] for group in ranked if group), None)
    code, sure = (codes[0], 0.85) if codes else (UNKNOWN, 0.5)
    if title is not None and title.ties.codes:
        code = title.ties.codes[0]
    elif not codes and not any(t.ties.parties for t in said):
        dominant, share = scene.dominant()
        public = title is not None and title.role is not None and title.role.kind != "group"
        if dominant and (share >= 0.6 or (public and share >= 0.3)):
            code, sure = (
                scene.dateline if scene.dateline and public and share < 0.5 else dominant,
                0.5 if public else 0.35,
            )
    sector, office = None, None
    if title is not None and title.role is None and title.ties.parties:
        body = title.ties.parties[0]
        sector = body.sector or ("GOV" if body.code.startswith("IGO") else None)
    if title is not None and title.role is not None:
        linked = title.role.noun in LINKED
        sector = title.ties.sector if linked and title.ties.sector else title.role.sector
        office = _capital(title.words) if title.role.kind == "office" else None
        if title.former or any(t.former for t in said):
            sector, office = "ELI", f"former {office}" if office else None
    return Entity(figure.name, 0, 0, figure.name, code, sector, office, "person", None, sure)


def _capital(words: str) -> str:
    """An office as printed: "foreign minister" is "Foreign Minister"."""
    return " ".join(w if w in ("of", "the", "and", "for", "to") else w[:1].upper() + w[1:] for w in words.split())
