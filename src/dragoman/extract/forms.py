"""The forms of lines that surround a report: one pattern a kind, one alternative a line."""

from __future__ import annotations

import re

I = re.IGNORECASE  # noqa: E741 - as short as the flag it stands for
CAP = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĽŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"


def words(text: str) -> frozenset[str]:
    """The words of TEXT as a set."""
    return frozenset(text.split())


def any_of(text: str) -> str:
    """The lines of TEXT as alternatives of one pattern."""
    return "(?:" + "|".join(line.strip() for line in text.strip().splitlines()) + ")"


BULLET = re.compile(r"^(?:[-–—•*▪►▶>»→+·]|\(?\d{1,2}[.)])\s+")

LINKS = re.compile(
    "^"
    + any_of(r"""
        (?:also )?read(?: more| also| next| the full| full| on| this)?\s*[:|»>-]
        read (?:more|also|next)\b
        also read\b
        see (?:also|more)\b
        (?:click|tap) (?:here|on|the|to)\b
        (?:continue|keep) reading\b
        related(?: \w+){0,2}\s*:
        (?:watch|listen|video|gallery|in pictures|podcast|more on this|explainer|live updates?)\s*[:|]
        (?:watch|listen to) (?:this|the)(?: full)? (?:video|story|article|report|episode|podcast)\b
    """),
    I,
)
HEADINGS = re.compile(
    any_of(r"""
        (?:related|more)(?: (?:stories|articles|news|topics|content|links|coverage|reading|like this))?
        more (?:on this (?:story|topic)|from .{1,40})
        read (?:more|also|next)
        you (?:may|might) (?:also )?like
        recommended(?: for you| reading| stories)?
        trending(?: now)?
        most (?:read|popular|viewed|shared)
        latest(?: news| stories| headlines)?
        top (?:stories|news)
        editor['’]?s?['’]? (?:picks?|choice)
        also in the news
        see also
        (?:external|sister) links
        sources?
        references
        further reading
        tags
        topics
        comments?
        share this
        about the (?:author|writer|reporter|journalist|correspondent)s?
        promoted stories
        around the web
        what to read next
        up next
        popular
        (?:join|start) the (?:discussion|conversation)
        leave a (?:comment|reply)
        (?:media )?contacts?
        notes to editors?
    """),
    I,
)
PLEA = re.compile(
    "^"
    + any_of(r"""
        (?:please|to|we|your|thanks?|thank you for|thanks for|already|do you|have you)\b
        for (?:more|only|full|just)\b
        for the latest\b.{0,60}?\b
        (?:please |feel free )?to (?:view|read|access|continue|see|send)\b.{0,60}?
        feel free to\b
        if you\b.{0,60}?
        you (?:can|have|are|may)\b
        (?=\w)
    """)
    + r"\W{0,3}"
    + any_of(r"""
        (?:subscrib|sign(?:ed)? (?:up|in|on)|regist|log ?in|join|becom|support|donat|download|unlock|receiv)
        (?:get|follow|like|stay|don['’]t miss|never miss|start|enjoy|continue|read|comment|help|send|contact)\b
        (?:share|tip|tell|chip in|give|contribut|value|appreciat|rely|relies|depend|want|need|love|got|keep up)
        (?:a subscriber|a member|access)\b
    """),
    I,
)
PLEA_NOUNS = re.compile(
    r"\b"
    + any_of(r"""
        newsletters?
        inbox
        (?:our|the|mobile|free|news) app
        (?:e-?mail|news|breaking|push|mobile) (?:alerts?|notifications?|updates?)
        (?:your|our|an?) e-?mail
        subscri(?:be|bers?|bed|ption|ptions)
        (?:our|independent|quality) (?:journalism|reporting)
        our (?:readers|work|site|website|page|mission|team|coverage|stories|podcast|channel)
        readers? like you
        (?:your|an|free) account
        premium
        paywall
        (?:whatsapp|telegram|youtube) channel
        (?:us|him|her|them|me|\w+ \w+) on (?:twitter|facebook|x|instagram|telegram|whatsapp|youtube|linkedin)
        (?:this|the full) (?:article|story)
        up to date
        membership
        (?:a|your) donation
        (?:apps? for|for) (?:ios|android)
        us your
        free trial
    """)
    + r"\b",
    I,
)
SHARE_WORDS = words("""
    share posted published updated this article story post on by via to with facebook twitter x whatsapp linkedin
    telegram reddit pinterest instagram threads bluesky email e-mail mail print copy link save bookmark comment comments
    leave a tweet pin flipboard messenger sms more follow us listen advertisement advertisements advertising ad
    sponsored content promoted close menu search home skip back top next previous loading gift subscribe login min read
    minute minutes mins text size font
""")
NOTICES = re.compile(
    r"^\W*"
    + any_of(r"""
        (?:the )?(?:story|article|report) continues (?:below|after)\b
        continues? (?:below|after) (?:the )?ad
        \d+[- ]min(?:ute)?s? (?:read|listen)\b
        listen to (?:this )?(?:article|story)\b
        scroll (?:down )?to continue
        back to top
        skip to (?:content|main)
        (?:estimated )?reading time\b
        you have \d+ (?:free )?articles?
        .*(?:\.\.\.|…)\s*(?:read )?more$
    """),
    I,
)
NOTES = re.compile(
    r"^\W*"
    + any_of(r"""
        editors?['’]?s? notes?\s*[:(—–-]
        editor['’]s notes?\b
        (?:notes? to (?:readers|editors)|corrections?|clarifications?|disclaimer|disclosure)\s*[:(—–-]
        this is a (?:developing|breaking)(?: news)? (?:story|report|article)
        an earlier version of this\b
        (?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b
        (?:more (?:to come|details soon|follows)|developing)\W*$
        (?:have|got) an? (?:opinion|tip|story|question|view)\b.*[?!]
        our (?:standards|principles|editorial \w+)\s*:
    """)
    + r"|^\W*this (?:breaking )?(?:story|article|report|piece|post|interview|dispatch)"
    + r" (?:was|has been|is|first|originally)\b(?:\s\S+){0,3}?\s"
    + r"(?:updated|corrected|published|appeared|produced|translated|edited|republished|syndicated|provided|adapted)\b",
    I,
)
LABELLED = re.compile(
    "^"
    + any_of(r"""
        (?:tags?|topics?|key ?words?|filed under|categor(?:y|ies)|sections?|sources?|via|published in|posted in)\s*:
        (?:(?:media |press )?contacts?|(?:media|press) enquiries|e-?mail|phone|tel|twitter|follow|website)\s*:
        (?:more information|notes? to editors|photos?|images?)\s*:
    """),
    I,
)
PICTURE = r"(?:photo(?:graph)?|image|picture|pic|video|graphic|illustration|map|credit|foto)s?"
CREDIT_LINE = re.compile(
    rf"^[(\[]?\s*(?:file |handout |courtesy )?{PICTURE}(?: (?:credit|courtesy|source|by|from))?"
    r"\s*(?:[:/|©]|\b(?:by|courtesy(?: of)?|from)\b)\s*(?P<rest>.{2,120}?)\s*[)\]]?\.?$",
    I,
)
CREDIT_WORDS = words("via and courtesy by of the for from in")
AGENCIES = r"(?:Getty Images|AFP|EPA|EPA-EFE|Shutterstock|Anadolu|Reuters|REUTERS|AP Photo)"
CREDIT_END = re.compile(
    any_of(rf"""
        [(\[|]\s*(?:file )?(?:AP )?{PICTURE}(?: credit| courtesy(?: of)?| by)?\s*[:/]\s*[^()\[\]]{{2,60}}[)\]]?\W*$
        [(\[|]\s*(?:file )?(?:AP )?{PICTURE} (?:by|courtesy(?: of)?) [^()\[\]]{{2,60}}[)\]]?\W*$
        [(\[]\s*(?:file )(?:photo|image|picture)[)\]]\W*$
        (?:^|[.!?]\s+)(?-i:Getty Images|AP Photo|Shutterstock)$
        (?-i:(?:Photo(?:graph)?|Image|Picture|Credit|PHOTO|IMAGE|CREDIT)s?(?: [Cc]redit)?):\s*(?P<rest>[^:]{{2,60}})$
        (?-i:[{CAP}][\w.'’-]+ ?(?:/ ?(?:[{CAP}][\w.'’-]+ ?/ ?)*|via ){AGENCIES}(?: via Getty Images)?)[)\]]?$
    """),
    I,
)
WORK = (
    "(?:reporting|writing|editing|compiled|written|edited|reported|report|translation|translated|photography"
    "|production|produced|graphics?|research)"
)
WORK_CREDIT = re.compile(
    rf"^[(\[]?\s*(?P<what>(?:additional |original )?{WORK}(?:(?:,| and| &) (?:additional )?{WORK})*)(?: by|:)\s+"
    r"(?P<rest>.+?)[)\]]?\.?$",
    I,
)
SHARED_WORK = re.compile(
    any_of(r"""
        \bcontributed (?:reporting )?(?:to|from) (?:this|the) (?:report|story|article)
        \bcontributed reporting\b
        \bcontributed to this\b
    """),
    I,
)
WORK_FROM = re.compile(
    r"^[(\[]?(?:with )?(?:additional )?(?:reporting|contributions?|files|inputs?) (?:by|from) (?P<rest>.+)$", I
)
WORK_WORDS = words("""
    and in for with of the at by from on editing edited writing written reporting reported additional compiled
    translation translated graphics research photography production produced
""")
END_MARK = re.compile(r"^\W*(?:ends?|30|full text|fin)\W*$", I)
CONTACT_WORDS = words("""
    email e-mail mail twitter x follow contact on at tel phone mobile website visit web write to us him her them or and
    facebook
""")
CONTACT = re.compile(
    r"(?:https?://|www\.)\S+|\S+@[\w-]+\.[\w.-]+|@\w{2,30}\b|\+?\d[\d ()/-]{6,}\d"
    r"|\b[\w-]+\.(?:com|org|net|co|example)\b(?:/\S*)?"
)
BYLINE = re.compile(
    r"^\W{0,2}(?:(?:words|written|story|reported|report|reporting|text|posted|analysis|opinion)\s+)?"
    r"(?:by\b[:\s]|author:)\s*(?P<rest>.+)$",
    I,
)
BYLINE_WORDS = words("and in of for the at with from to by a an on is staff writer writers our")
