"""Where what is said begins and ends: without its time, its listener and asides that are somebody else's words."""

from __future__ import annotations

import re

from dragoman.language.tree import Tree
from dragoman.statements import lexicon
from dragoman.statements.lexicon import words
from dragoman.statements.speech import Cue

Range = tuple[int, int]
ADDRESSED = words("tell inform notify advise assure remind ask")
WHEN = re.compile(
    r"^(?:(?:on|late|early|later|earlier|last|this)\s+){0,2}"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday)"
    r"(?:\s+(?:morning|afternoon|evening|night))?,?\s+(?=\S+\s+\S+\s)(?!is\b|was\b|will\b)"
    r"|^(?:publicly|privately|repeatedly|also)\s+"
)
LISTENERS = re.compile(
    r"^(?:reporters|journalists|lawmakers|parliament|the (?:press|media|BBC))\s+(?:that\s+)?(?=\S+\s+\S+\s)"
)
ASIDE = re.compile(r",\s+which,?\s+(?:he|she|it|they|[A-Z]\w+)\s+(?:said|says|added|warned|argued)\b")
LISTENER_THAT = re.compile(
    r"^(?:the|a|an|his|her|its|their)\s[\w\s’'-]{2,40}(?:,\s[\w\s.’'-]{2,40},)?\sthat\s(?=\S+\s+\S+\s)"
)


def late_start(span: Range, cue: Cue, tree: Tree, text: str) -> Range:
    """SPAN without the time, the manner or the listener of the saying, which parses often hang on the clause."""
    start, end = span
    if not 0 <= start - tree[cue.last - 1].end_char <= 2 or cue.form == "according":
        return span
    told = (
        (LISTENERS.match(text[start:end]) or LISTENER_THAT.match(text[start:end]))
        if lexicon.verb_of(tree[cue.token].text, tree[cue.token].lemma) in ADDRESSED
        else None
    )
    start += told.end() if told else 0
    when = WHEN.match(text[start:end])
    return (start + when.end() if when else start), end


def before_aside(span: Range, text: str) -> Range:
    """SPAN up to a relative clause that is given to a speaker of its own: "..., which he said would help"."""
    aside = ASIDE.search(text, *span)
    return (span[0], aside.start()) if aside is not None else span


def long_enough(spans: list[Range], text: str) -> list[Range]:
    """Of several pieces those of three words or more; of short ones the longest."""
    if len(spans) < 2:
        return spans
    long = [s for s in spans if len(text[s[0] : s[1]].split()) > 2]
    return long or [max(spans, key=lambda s: s[1] - s[0])]
