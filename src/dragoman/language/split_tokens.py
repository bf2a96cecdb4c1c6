"""Text to words in the conventions of UD English EWT and GUM: one pattern, tried in order at each place."""

from __future__ import annotations

import re

from dragoman.language.split_words import KEEP_HYPHEN, MONTHS, NUMBERED, TITLES, TRAILING

CLITIC = r"['’](?:[sS]|[mM]|[dD]|[rR][eE]|[vV][eE]|[lL][lL])(?![^\W_])"
NOT = r"[nN]['’][tT](?![^\W_])"
LETTER = r"[^\W\d_]"
_ABBREVIATIONS = "|".join(sorted({*TITLES, *MONTHS, *TRAILING}, key=len, reverse=True))
_PREFIXES = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in KEEP_HYPHEN)
_TOP = "com|org|net|gov|edu|mil|info|int|biz|tv|co|uk|ac|ca|au|de|fr|eu|us|in|ru|cn|jp|io"
_FILES = "pdf|docx?|xlsx?|pptx?|txt|html?|jpe?g|png|gif|zip|mp3|mp4|csv"

PARTS = (
    # The ordinary word, first because it is most of the text.
    rf"{LETTER}++(?=[\s,;)?!\"”])",
    r"(?:https?|ftp|doi|mailto)(?::/{0,2}+)[^\s<>\"“”]*[\w/=&#~+-]",
    r"www\.[^\s<>\"“”]{0,500}[\w/=&#-]",
    r"(?<!\w)[\w.+%-]{1,64}+@\w[\w-]{0,62}(?:\.\w[\w-]{0,62}){1,6}",
    rf"(?<!\w)(?:\w[\w-]{{0,62}}+\.){{1,5}}(?:{_TOP})\b(?:/[^\s<>\"“”]{{0,500}}[\w/=&#-])?(?![\w.]\w)",
    rf"(?<!\w)[\w-]{{1,64}}+\.(?:{_FILES})(?!\w)",
    r"@\w+|#[^\W\d]\w+",
    # Acronyms and abbreviations with their stops.
    rf"(?<!\w)Ph\.\s?D\.|(?<!\w)(?:{LETTER}\.){{2,}}(?:{LETTER}(?!\w)\.?+)?",
    rf"(?<!\w)(?:{_ABBREVIATIONS})\.(?!\w)",
    rf"(?<!\w)(?:{'|'.join(NUMBERED)})\.(?=\s?\d)",
    r"(?<!\w)[A-HJ-Z]\.(?!\w)|(?<!\w)I\.(?=\s[A-Z][a-z]+\b[,.]?\s[A-Z(,])",
    r"\.{2,}+…?|…\.*+|-{2,}+|_{2,}+|={2,}+|\*{2,}+|~{2,}+|\+{2,}+|[!?]{2,}+|\${2,}+|<{2,}+|>{2,}+|''|[‘’]{2}|``",
    # Numbers: telephone, date, time, fraction, ordinal, decade, plain; a unit glued to a number is a word of its own.
    r"(?<!\w)(?:1-)?(?:\d{3}-){1,2}\d{4}(?![\w-])|(?<!\w)\d{4}-\d\d-\d\d(?!\w)|(?<!\w)\d{1,2}-\d{1,2}-\d{4}(?!\w)",
    r"\d{1,4}/\d{1,4}(?:/\d{2,4})?(?!\w)",
    r"\d*0['’]s(?!\w)",
    r"\d+(?:,\d{3})*(?:st|nd|rd|th|s|ST|ND|RD|TH)(?!\w)",
    r"\d+(?:[.,:]\d+)*+(?=(?:[aApP]\.?[mM]\.?|mm|cm|km|kg|ft|lbs?|mph|kph|m|k|K|bn|tn|GB|MB|[-–—]\w+)(?!\w))",
    r"\d+(?:[.,:]\d+)*+(?!\w)",
    r"\.\d+(?!\w)",
    r"(?:U?S|C|A|NZ|HK|R|NT)\$",
    # Clitics and what stands before them.
    rf"(?<=[^\W_])(?:{CLITIC})|{NOT}|{LETTER}+?(?={NOT})",
    r"(?<!\w)['’](?:em|til|cause|bout|n|tis|twas|\d\ds?)(?!\w)",
    rf"(?<![\w-])(?:{_PREFIXES})[-‐‑]\w+",
    r"[A-Z]{1,3}&[A-Z]{1,3}(?!\w)",
    rf"\w+(?:['’](?!(?:s|m|d|re|ve|ll|S|M|D|RE|VE|LL)(?![^\W_])){LETTER}\w*)*",
    r"[:;=]-?[()DPp](?=\s|$)",
    r"\S",
)
TOKEN = re.compile("|".join(PARTS))

PIECES = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3, "alot": 1}
PIECES |= {
    "im": 1,
    "ive": 1,
    "thats": 4,
    "whats": 4,
    "theres": 5,
    "youre": 3,
    "theyre": 4,
    "dont": 2,
    "cant": 2,
    "wont": 2,
    "didnt": 3,
}
PIECES |= {
    "doesnt": 4,
    "isnt": 2,
    "wasnt": 3,
    "arent": 3,
    "havent": 4,
    "hasnt": 3,
    "couldnt": 5,
    "wouldnt": 5,
    "shouldnt": 6,
}
"""Words written as one that are two: letters of the first."""


def tokens(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the words of TEXT from START to END.

    >>> text = "The U.S.-Mexico talks can't fail, Gen. Poe's pro-democracy aide said; $5m (9.5%) isn't enough."
    >>> " ".join(text[a:b] for a, b in tokens(text, 0, len(text)))
    "The U.S. - Mexico talks ca n't fail , Gen. Poe 's pro-democracy aide said ; $ 5 m ( 9.5 % ) is n't enough ."
    """
    found = []
    for match in TOKEN.finditer(text, start, end):
        a, b = match.span()
        if b - a <= 8 and (cut := PIECES.get(match.group().lower())):
            found.append((a, a + cut))
            a += cut
        found.append((a, b))
    return found
