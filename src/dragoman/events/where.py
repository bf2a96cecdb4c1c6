"""Where an event happened, as its sentence says: the place phrase that hangs on the predicate."""

from __future__ import annotations

from dragoman.actors import Cast
from dragoman.language.tree import Tree
from dragoman.records import Analysis, Place

LOCATIVE = frozenset("in at near outside inside around across on throughout within off".split())

OTHER_CLAUSES = ("acl:relcl", "advcl", "ccomp", "parataxis")
"""A place in another clause than the predicate's own is where something else happened."""


def place_of(tree: Tree, token: int, cast: Cast, sentence: int, analysis: Analysis) -> Place | None:
    """The named place in a locative phrase that hangs nearest to the predicate, with its country where known."""
    names = {n.last - 1: n for n in analysis.names if n.sentence == sentence and n.label == "LOC"}
    above = {word: steps for steps, word in enumerate([token, *tree.ancestors(token)])}
    options: list[tuple[int, int]] = []
    for last, name in names.items():
        head = next((k for k in range(name.first, name.last) if not name.first <= tree[k].head < name.last), last)
        if (tree.preposition(head) or "") not in LOCATIVE:
            continue
        steps, at = 0, head
        while at not in above and not (steps and tree[at].rel in OTHER_CLAUSES):
            steps, at = steps + 1, tree[at].head
        if at in above:
            options.append((steps + 2 * above[at], last))
    if not options:
        return None
    name = names[min(options)[1]]
    entity = cast.place(sentence, name.last - 1)
    country = entity.code if entity is not None and entity.code != "---" else None
    words = analysis.text[name.start_char : name.end_char]
    is_country = entity is not None and entity.kind == "state"
    return Place(
        words,
        name.start_char,
        name.end_char,
        entity.name if entity else words,
        country,
        resolution=1 if is_country else None,
    )
