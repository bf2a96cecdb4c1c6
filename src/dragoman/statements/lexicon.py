"""The words of speech: which verbs and nouns introduce it, which media carry it, who is only the press."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """The words of a list written as text.

    >>> sorted(words("say tell"))
    ['say', 'tell']
    """
    return frozenset(text.split())


# Verbs whose clause ("that ...", or a quotation) is what was said.
CLAUSE_VERBS = words(
    """
    say tell add warn announce claim state argue insist suggest note report reveal explain confirm declare admit
    acknowledge allege assert stress emphasize emphasise reiterate repeat predict promise pledge vow write tweet
    retweet post publish respond reply counter contend maintain remark comment conclude caution concede disclose
    testify recall complain charge mention observe point indicate assure inform notify advise hint imply affirm
    propose recommend demand request ask urge boast joke lament proclaim signal underline underscore highlight
    specify clarify deny retort rebut quip shout chant read reading go continue speak threaten call answer
    speculate caution stipulate swear tell brief communicate find rule conclude decide hold opine plead forecast
    estimate message text cable agree appeal
    """
)
# Of these, verbs that also stand for thinking, knowing or doing: their clause counts only with a quotation or "that".
LOOSE_VERBS = words(
    """
    find rule decide hold point charge observe recall signal agree imply speculate estimate forecast
    """
)
# Verbs that take only quoted words as what was said.
QUOTE_VERBS = words(
    """
    read go continue speak publish chant shout joke quip message text cable appeal hold
    """
)
# Thoughts that officials voice: their clause counts as said where the report has it from the holder.
THOUGHT_VERBS = words("believe hope fear expect")
# Verbs whose object is what was said or who was spoken of: "accused Rome of delay", "denied the charge".
OBJECT_VERBS = words(
    """
    accuse urge demand deny blame condemn reject dismiss describe call label brand credit attribute express
    stress acknowledge question praise warn caution implore beseech exhort claim suggest reiterate emphasize
    emphasise propose invite advise voice
    """
)
# Verb and preposition: the object of the preposition is what was said.
PREPOSITION_VERBS = {
    ("call", "for"),
    ("call", "on"),
    ("call", "upon"),
    ("appeal", "for"),
    ("appeal", "to"),
    ("plead", "for"),
    ("plead", "with"),
    ("press", "for"),
    ("speak", "of"),
    ("warn", "of"),
    ("warn", "about"),
    ("warn", "against"),
    ("caution", "against"),
    ("refer", "to"),
    ("complain", "about"),
    ("complain", "of"),
}
IRREGULAR = {
    "said": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "spoke": "speak",
    "spoken": "speak",
    "swore": "swear",
    "sworn": "swear",
    "found": "find",
    "held": "hold",
    "read": "read",
    "went": "go",
    "gone": "go",
    "foresaw": "foresee",
}


def _forms(verb: str) -> set[str]:
    stem = verb.removesuffix("e")
    if verb.endswith("y") and verb[-2] not in "aeo":
        return {verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    doubled = verb + verb[-1]
    return {verb, verb + "s", verb + "es", stem + "ed", stem + "ing", doubled + "ed", doubled + "ing"}


_VERBS = CLAUSE_VERBS | OBJECT_VERBS | QUOTE_VERBS | THOUGHT_VERBS | {"call", "press", "refer"}
FORMS = {form: verb for verb in sorted(_VERBS) for form in _forms(verb)} | IRREGULAR


def verb_of(word: str, lemma: str) -> str:
    """The verb of speech that a word is a form of, else its lemma: the lexicon knows these words better than any model.

    >>> verb_of("denied", "denie"), verb_of("Said", "say"), verb_of("ran", "run")
    ('deny', 'say', 'run')
    """
    return FORMS.get(word.lower(), lemma.lower())


KEPT_PREPOSITIONS = frozenset({"against", "about"})
# Nouns that hold words: "a statement saying", "the ministry's claim that".
SPEECH_NOUNS = words(
    """
    statement claim allegation accusation announcement warning argument counter-argument assertion assurance
    comment remark declaration pledge promise vow denial admission suggestion insistence complaint contention
    prediction message demand call
    """
)
# Written or spoken things that speak for whoever made them.
TEXT_NOUNS = words(
    """
    statement letter communique communiqué release document text summary ruling judgment judgement opinion
    declaration report resolution post tweet message decree lawsuit suit complaint filing indictment speech
    notice bulletin note memo petition order decision verdict
    """
)

PLATFORMS = re.compile(
    r"\b(?:Truth Social|Twitter|Facebook|Instagram|Telegram|WhatsApp|YouTube|TikTok|Weibo"
    r"|WeChat|Threads|Bluesky|LinkedIn"
    r"|Mastodon|VKontakte|Signal|Snapchat|Gab|Parler|Rumble|X)\b"
)
MEDIUM_NOUNS = (
    r"(?:statement|communiqu[eé]|press release|news release|release|(?:press|news"
    r"|media) (?:conference|briefing)|briefing"
    r"|interview|speech|televised address|address|letter|open letter|tweet|post|blog post"
    r"|message|video message|video|email"
    r"|e-mail|op-ed|column|article|broadcast|telecast|remarks|testimony|filing|court filing|memo|report|sermon|podcast"
    r"|livestream|live stream|voice message|victory speech|(?:radio|television) (?:address|speech|show)|morning show|talk show"
    r"|(?:satellite |mobile )?(?:tele)?phone|newsletter|telegram|note|text message|phone interview"
    r"|notice|bulletin|website|web site|webcast|hearing|debate"
    r"|(?:state |national |public |local |live )?(?:television|TV|radio))"
)
MEDIUM_PHRASE = re.compile(
    r"\b(?i:in|on|via|at|during|through|by|over|speaking on|using|told|addressing)\s+"
    r"(?P<det>(?:(?:an?|the|his|her|its|their|this|that|one|another|separate)\s+)?)"
    rf"(?P<noun>(?:[A-Za-z][\w.’'-]*\s+){{0,3}}?{MEDIUM_NOUNS})\b"
)
INTERVIEW = re.compile(
    r"\binterview(?:s)? (?:with|by|on|for)\s+(?:the\s+)?(?P<who>[A-Z][\w.&’-]*(?:\s+[A-Z][\w.&’-]*)*)"
)
MODIFIERS_KEPT = re.compile(
    r"^(?:joint|written|press|news|media|televised|open|video|voice|phone|telephone|satellite|radio|state|military|television|TV)$"
)

PRESS_NAMES = re.compile(
    r"\b(?:Reuters|AP|A\.P\.|Associated Press|AFP|Agence France-Presse|UPI|DPA|dpa|ANSA|EFE"
    r"|Kyodo|Yonhap|Interfax|BBC|CNN|NBC"
    r"|CBS|ABC News|MSNBC|NPR|PBS|Fox News|Sky News|Al Jazeera|Al Arabiya|Bloomberg|Politico"
    r"|Axios|Newsmax|Newsweek|Der Spiegel"
    r"|Le Monde|Le Figaro|Die Welt|El País|El Pais|Haaretz|Euronews|Deutsche Welle|Globe and Mail|Guardian|Economist|Wikinews|C-SPAN"
    r"|[A-Z]\w+ (?:Times|Post|Journal|Tribune|Telegraph|Herald|Gazette|Chronicle|Globe|Mail|Standard|News|Daily)"
    r"|(?:Daily|Morning|Evening|Sunday) [A-Z]\w+|Wall Street Journal|Financial Times|USA Today)\b"
)
PRESS_NOUNS = re.compile(
    r"\b(?:news agency|news agencies|newspapers?|news outlets?|broadcasters?|tabloid|newswire"
    r"|news service|media|magazine|daily(?! \w)"
    r"|television|TV|radio|journalists?|reporters?|news reports?|press reports?|news website|news site|news channel)\b"
)
PAPER_NOUNS = re.compile(r"(?:newspaper|paper|daily|weekly|magazine|tabloid|broadcaster)$")
STATE_MEDIUM = re.compile(
    r"\b(?:state(?:-run|-owned|-controlled|-backed)?\s(?:\w+\s)?(?:media|television|TV|radio"
    r"|news agency|newspaper|broadcaster)"
    r"|government(?:-run|-owned) (?:media|television|TV|radio|news agency|newspaper)|Xinhua|TASS|KCNA|IRNA|SANA"
    r"|official (?:news agency|media))\b"
)
OFFICIAL_NOUNS = words(
    """
    ministry government office secretary minister spokesman spokeswoman spokesperson adviser
    """
)
# Common nouns that speak for a public body even where nothing tells which.
PUBLIC_VOICES = OFFICIAL_NOUNS | words(
    """
    official member lawmaker senator deputy legislator diplomat envoy mediator negotiator ambassador president
    premier chancellor king queen prince judge court prosecutor police general commander army military rebel
    militant authority party opposition parliament commission council delegation union leader chief head mayor
    governor lawyer embassy
    """
)
# Who speaks for nobody but himself: not a speaker unless named.
BYSTANDERS = words(
    """
    witness eyewitness resident neighbour neighbor bystander passer-by villager survivor relative tourist local
    man woman people person some several many others other analyst expert observer economist pundit commentator critic
    historian everyone someone anyone nobody one most few scholar scientist researcher poll survey study
    everybody voter shopper it this that which what there these those question evidence fact sign poster banner
    law treaty constitution story rumour rumor criticism protester demonstrator interviewee placard flag
    associate friend motion estimate account film movie book song model test result figure data
    """
)
ADDRESSEE_ONLY_PRESS = re.compile(
    r"^(?:the\s+)?(?:reporters?|journalists?|press|media|news conference)\b", re.IGNORECASE
)
