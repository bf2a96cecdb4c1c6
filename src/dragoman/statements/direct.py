"""Quotations to their speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.language.tree import Tree
from dragoman.statements import lexicon, speech
from dragoman.statements.quotes import Quote, word_count
from dragoman.statements.speech import Cue

MIN_WORDS = 3
"""Shorter quotations are terms or scare quotes as often as speech."""
FAR = 12
"""Words between a cue and a quotation that its clause does not govern: a cue further off belongs to something else."""
NEAR = 3
"""Words that a verb outside the lexicon may stand before a quotation that only a comma leads in."""
THIS = re.compile(r"\s(?:this|so|these words)\b")
GOES_ON = re.compile(r"\W*(?:and|but|then|before|while)\s")
WHOLE = re.compile(r"^[\[(…“‘'\"]*[A-Z0-9].*[.!?…\])]['’\"”]?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Attributed:
    """A quotation, the cue that it hangs on, and how surely."""

    quote: Quote
    cue: Cue
    confidence: float


def attribute(text: str, trees: Sequence[Tree], quotes: Sequence[Quote], cues: Sequence[Cue]) -> list[Attributed]:
    """The quotations of TEXT that are speech, each with its cue, in text order."""
    found: dict[int, Attributed] = {}
    candidates = [i for i, q in enumerate(quotes) if word_count(text[q.start_char : q.end_char]) >= MIN_WORDS]
    for i in candidates:
        own = _own_cue(text, trees, quotes, cues, i)
        if own is not None:
            found[i] = own
    for _ in range(2):
        for i in [*candidates, *reversed(candidates)]:
            if i not in found and quotes[i].depth == 0:
                neighbour = _continued(text, trees, quotes, found, i)
                if neighbour is not None:
                    found[i] = neighbour
    for i in candidates:
        if i not in found and quotes[i].depth == 0:
            spoken = _spoken_before(text, trees, quotes[i], cues)
            if spoken is not None:
                found[i] = spoken
    return [found[i] for i in sorted(found)]


def _spoken_before(text: str, trees: Sequence[Tree], quote: Quote, cues: Sequence[Cue]) -> Attributed | None:
    """The speaker of the sentence before, for whole sentences that stand quoted behind it in its paragraph:

    `The governor told people to leave. "Do not pack. Drive."`
    """
    if not WHOLE.match(text[quote.start_char : quote.end_char]):
        return None
    first, _ = _sentences(trees, quote)
    before = trees[first - 1].sentence if first > 0 else None
    between = text[before.end_char : quote.outer_start] if before is not None else "\n"
    if between.strip() or "\n" in between:
        return None
    said = [c for c in cues if c.sentence == first - 1 and trees[c.sentence][c.token].rel in ("root", "conj")]
    return Attributed(quote, said[-1], 0.55) if said else None


def _own_cue(
    text: str, trees: Sequence[Tree], quotes: Sequence[Quote], cues: Sequence[Cue], number: int
) -> Attributed | None:
    quote = quotes[number]
    first, last = _sentences(trees, quote)
    best: tuple[float, Cue] | None = None
    for cue in cues:
        if not first - 1 <= cue.sentence <= last + 1 or _hidden(trees, quotes, cue, quote):
            continue
        if not first <= cue.sentence <= last and not _leads(text, trees, quote, cue):
            continue
        cost = _cost(text, trees, quote, cue)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, cue)
    if best is None:
        made = _plain_cue(text, trees, quote, first)
        return Attributed(quote, made, 0.6) if made is not None else None
    if _is_name(text, trees, quote, best[1]):
        return None
    return Attributed(quote, best[1], 0.92 if best[0] <= 0 else 0.8)


def _sentences(trees: Sequence[Tree], quote: Quote) -> tuple[int, int]:
    """Numbers of the first and the last sentence that the words of QUOTE stand in."""
    inside = [
        i
        for i, t in enumerate(trees)
        if t.sentence.start_char < quote.end_char and quote.start_char < t.sentence.end_char
    ]
    return (inside[0], inside[-1]) if inside else (0, -1)


def _place(trees: Sequence[Tree], cue: Cue) -> tuple[int, int]:
    """Where the words of a cue and the head of its speaker begin and end."""
    tree = trees[cue.sentence]
    phrase = tree.phrase(cue.speaker)
    starts = [tree[cue.token].start_char, tree.span(*phrase)[0]]
    ends = [tree[cue.last - 1].end_char, tree.span(*phrase)[1]]
    return min(starts), max(ends)


def _hidden(trees: Sequence[Tree], quotes: Sequence[Quote], cue: Cue, quote: Quote) -> bool:
    """Whether the cue is itself quoted by something that does not quote QUOTE too."""
    at = trees[cue.sentence][cue.token].start_char
    for other in quotes:
        if other.start_char <= at < other.end_char:
            encloses = other.start_char <= quote.start_char and quote.end_char <= other.end_char
            if other is quote or not encloses or other.depth >= quote.depth:
                return True
    return False


def _leads(text: str, trees: Sequence[Tree], quote: Quote, cue: Cue) -> bool:
    """A cue in the sentence before that ends with a colon, or in the one behind a quotation that ends with ! or ?."""
    start, end = _place(trees, cue)
    if end <= quote.outer_start:
        stop = trees[cue.sentence].sentence.end_char
        return not text[stop : quote.outer_start].strip() and text[end : quote.outer_start].rstrip().endswith(":")
    tail = text[quote.end_char - 1 : quote.outer_end]
    meant = any(c in "!?,…" for c in tail) or THIS.match(text, trees[cue.sentence][cue.token].end_char) is not None
    return start >= quote.outer_end and text[quote.outer_end : start].strip(" ,") == "" and meant


def _cost(text: str, trees: Sequence[Tree], quote: Quote, cue: Cue) -> float | None:
    """Distance of a cue from a quotation, in words; below 0 where it is sure; None where it cannot be."""
    start, _ = _place(trees, cue)
    governs = _governs(trees, quote, cue)
    token = trees[cue.sentence][cue.token]
    if token.start_char >= quote.outer_end:
        gap = text[quote.outer_end : max(start, quote.outer_end)]
        if not gap and GOES_ON.match(text, quote.outer_end):
            return None  # `"...," and added`: the verb leads in what comes behind it.
        words = len(gap.split())
        if (
            text[: quote.outer_start].rstrip().endswith(":")
            and text[quote.end_char - 1 : quote.outer_end].strip("\"”’'")[-1:] in ".!?"
        ):
            return None
        if words > 6 or re.search(r"[.;!?]\s", gap):
            return None
        comma = text[quote.outer_end - 2 : quote.outer_end + 1]
        tight = words == 0 and any(c in ",?!" for c in comma)
        return -3.0 if tight else words + (0.0 if governs else 2.0)
    gap = text[min(token.end_char, quote.outer_start) : quote.outer_start]
    if cue.form == "according":
        return 0.95 if governs else None
    if gap.strip() in (",", ":", "") or gap.strip().endswith(":"):
        return -2.0
    words = len(gap.split())
    if words <= NEAR and gap.rstrip().endswith(","):
        return -1.5  # "Added on Monday, ...": nearer than a verb that governs both.
    if governs:
        tree = trees[cue.sentence]
        reports = lexicon.verb_of(token.text, token.lemma) in lexicon.CLAUSE_VERBS or cue.form != "verb"
        return min(words / 10, 0.9) - (1 if reports and not tree[cue.token].rel.startswith("acl") else 0.05)
    if words > FAR or re.search(r"[;!?]\s|\.\s+[A-Z]", gap):
        return None
    return float(words) if gap.strip().endswith((",", ":")) or '"' in gap or "”" in gap else words + 3.0


def _governs(trees: Sequence[Tree], quote: Quote, cue: Cue) -> bool:
    tree = trees[cue.sentence]
    inside = [i for i, t in enumerate(tree.tokens) if quote.start_char <= t.start_char < quote.end_char]
    if cue.form == "according":
        return bool(inside)
    return bool(inside) and any(a == cue.token for a in tree.ancestors(inside[len(inside) // 2]))


def _plain_cue(text: str, trees: Sequence[Tree], quote: Quote, first: int) -> Cue | None:
    """Any verb with a subject whose clause runs up to a comma or colon before the quotation: "Rome fired back: ..."."""
    before = text[: quote.outer_start].rstrip()
    if first < 0 or not before.endswith((":", ",")) or not WHOLE.match(text[quote.start_char : quote.end_char]):
        return None
    for number in (first, first - 1):
        if number < 0 or (number < first and not before.endswith(":")):
            continue
        tree = trees[number]
        ahead = [i for i, t in enumerate(tree.tokens) if t.end_char <= quote.outer_start and t.upos == "VERB"]
        for verb in reversed(ahead):
            if before.endswith(",") and len(text[tree[verb].end_char : quote.outer_start].split()) > NEAR:
                break
            speaker = _sender(tree, verb)
            if speaker is None:
                speaker = speech.subject(tree, verb)
            if speaker is not None and speaker != verb and not speech.is_unreal(tree, verb):
                return Cue(number, verb, verb + 1, speaker, "plain")
    return None


def _sender(tree: Tree, verb: int) -> int | None:
    """Whose words are passed on: "issued the following statement from the king: ..."."""
    if not any(tree[c].lemma.lower() in lexicon.TEXT_NOUNS for c in tree.children(verb, "obj")):
        return None
    senders = [*tree.children(verb, "obl"), *(n for c in tree.children(verb, "obj") for n in tree.children(c, "nmod"))]
    return next((c for c in senders if tree.preposition(c) in ("from", "by")), None)


def _is_name(text: str, trees: Sequence[Tree], quote: Quote, cue: Cue) -> bool:
    """A title or a term: every word with a capital and no stop, or a quotation between "the" and its noun."""
    words = text[quote.start_char : quote.end_char]
    titled = all(w[0].isupper() or len(w) < 4 for w in re.findall(r"[A-Za-z][\w’'-]*", words))
    closed = words[-1] in ".!?…" or text[quote.outer_end - 1 : quote.outer_end + 1].strip("\"”'’ ")[:1] in (",",)
    led = text[: quote.outer_start].rstrip().endswith((",", ":"))
    if titled and not closed and not led and trees[cue.sentence][cue.token].start_char < quote.start_char:
        return True
    before = text[max(0, quote.outer_start - 12) : quote.outer_start]
    after = re.match(r"\s[a-z]+", text[quote.outer_end : quote.outer_end + 20])
    return bool(
        re.search(r"\b(?:the|a|an|its|their|his|her)\s$", before)
        and after
        and word_count(words) < 6
        and _modifies(trees, quote)
    )


def _modifies(trees: Sequence[Tree], quote: Quote) -> bool:
    for tree in trees:
        for i, token in enumerate(tree.tokens):
            if token.start_char >= quote.outer_end:
                return token.upos in ("NOUN", "PROPN", "ADJ") and i > 0
    return False


def _continued(
    text: str, trees: Sequence[Tree], quotes: Sequence[Quote], found: dict[int, Attributed], number: int
) -> Attributed | None:
    """The attribution that a whole-sentence quotation shares with the one before or behind it."""
    quote = quotes[number]
    if not WHOLE.match(text[quote.start_char : quote.end_char]):
        return None
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(quotes) and quotes[at].depth:
            at += step
        if at not in found:
            continue
        near = found[at]
        a, b = (near.quote, quote) if step < 0 else (quote, near.quote)
        sure = _adjoins(text, trees, a, b, near.cue)
        if sure:
            return replace(near, quote=quote, confidence=min(near.confidence, sure))
    return None


def _adjoins(text: str, trees: Sequence[Tree], first: Quote, second: Quote, cue: Cue) -> float:
    """How surely two quotations are one speaker's: only marks, or the cue's own clause, stand between them."""
    between = text[first.outer_end : second.outer_start]
    breaks = between.count("\n") > 0
    bare = not re.search(r"\w", between)
    if bare and breaks and not first.closed:
        return 0.85
    if bare:
        return 0.6 if breaks else 0.85
    sentence = trees[cue.sentence].sentence
    told = first.outer_end <= trees[cue.sentence][cue.token].start_char < second.outer_start
    ends_there = second.outer_start >= sentence.end_char - 1 and not re.search(
        r"\w", text[sentence.end_char : second.outer_start]
    )
    if told and ends_there:
        return 0.55 if breaks else 0.8
    return 0.0
