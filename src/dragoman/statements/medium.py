"""Through which medium something was said, as the text names it."""

from __future__ import annotations

import re

from dragoman.statements import lexicon

ON_PLATFORM = re.compile(
    rf"\b(?i:on|via|to|through|over|using)\s+(?:his|her|its|their|the)?\s*(?P<who>{lexicon.PLATFORMS.pattern})"
)
IN_PAPER = re.compile(
    r"\b(?:wrote|writes|writing|written|published|printed)\b[^,;.\"]{0,40}?\bin (?:the )?"
    rf"(?P<who>(?:[A-Z]\w+ )*(?:{lexicon.PRESS_NAMES.pattern}))"
)
SOCIAL = re.compile(
    r"\b(?P<who>social media|social network(?:ing site)?|state television|state TV|state radio)\b", re.IGNORECASE
)
OCCASION = re.compile(
    r"\b(?:earlier|previously|last (?:week|month|year|night)|on (?:Mon|Tues|Wednes|Thurs|Fri"
    r"|Satur|Sun)day|yesterday|ago"
    r"|in (?:19|20)\d\d|later (?:that|in the) (?:day|week)|separately|meanwhile)\b",
    re.IGNORECASE,
)
READOUT = re.compile(
    r"statement|communiqu|release|post|letter|tweet|message|readout|email|e-mail|op-ed|article|column|note",
    re.IGNORECASE,
)


def medium_in(words: str, cue: str | None) -> str | None:
    """The medium that WORDS, the sentence without what is quoted in it, names; a proper name before a common noun.

    >>> medium_in("In a statement posted on Truth Social, she said that", "said")
    'Truth Social'
    >>> medium_in("he told a joint press conference in Oslo that", "told")
    'joint press conference'
    """
    platform = ON_PLATFORM.search(words)
    if platform is not None:
        return platform["who"]
    if (cue or "").lower() in ("tweeted", "tweets", "tweet", "tweeting", "retweeted"):
        return "Twitter"
    paper = IN_PAPER.search(words)
    if paper is not None:
        return paper["who"]
    interview = lexicon.INTERVIEW.search(words)
    if interview is not None:
        start = interview.start()
        return words[start : interview.end()].rstrip(".")
    phrase = lexicon.MEDIUM_PHRASE.search(words)
    if phrase is not None:
        return _core(phrase["noun"])
    social = SOCIAL.search(words)
    return social["who"] if social is not None else None


def is_readout(medium: str) -> bool:
    """Whether a medium is a written text or post, of which later sentences may go on to quote."""
    return bool(READOUT.search(medium) or lexicon.PLATFORMS.fullmatch(medium))


def _core(noun: str) -> str:
    """A medium's noun with the modifiers that tell what it is: "separate joint statement" is "joint statement"."""
    words = noun.split()
    core = re.search(rf"{lexicon.MEDIUM_NOUNS}$", noun)
    size = len(core.group().split()) if core is not None else 1
    kept = words[-size:]
    for word in reversed(words[:-size]):
        if not lexicon.MODIFIERS_KEPT.match(word) and not word[0].isupper():
            break
        kept.insert(0, word)
    return " ".join(kept)
