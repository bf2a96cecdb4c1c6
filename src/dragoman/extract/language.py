"""Which language a text is in; only English is coded so far."""

from __future__ import annotations

import re

from dragoman.extract.forms import words

SAMPLE = 3_000
"""Characters looked at: enough for any report, and long ones cost no more."""
CANDIDATES = words("""
    af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn
    ko ku ky lo lt lv mk ml mn mr ms mt nb ne nl nn no or pa pl ps pt ro ru rw si sk sl sq sr sv sw ta te th tl tr ug uk
    ur uz vi xh zh zu
""")
ENGLISH = words("""
    the of and to in that for on with was is by at from as said has have had were are be been will would not it its his
    her their they he she who which after before this but an also about into than or a
""")
ONLY_ENGLISH = words("the and that with from said says has were would which")
SHORT = 25
"""Below this number of words the statistics of letters are weak, and a few foreign names outweigh them."""
WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """ISO 639-1 code of the language of TEXT; English gets the benefit of the doubt.

    >>> language_of("The foreign ministers of both countries met in Geneva on Monday to discuss the border.")
    'en'
    >>> language_of("Die Außenminister beider Länder trafen sich am Montag in Genf, um über die Grenze zu sprechen.")
    'de'
    """
    from py3langid import rank  # its model takes a fifth of a second to load, and only coding needs it

    sample = text[:SAMPLE]
    tokens = WORD.findall(sample.lower())
    if not tokens:
        return "und"
    share = sum(word in ENGLISH for word in tokens) / len(tokens)
    ranked = [language for language, _ in rank(sample) if language in CANDIDATES]
    best = str(ranked[0]) if ranked else "und"
    is_doubtful = len(tokens) < SHORT and share >= 0.12 and any(word in ONLY_ENGLISH for word in tokens)
    return "en" if share >= 0.25 or is_doubtful else best
