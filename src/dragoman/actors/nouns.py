"""Closed word lists for reading noun phrases: titles, assets of a state, nouns that point back, nouns that only count or group."""

from __future__ import annotations

from dragoman.records import Token

HONORIFICS = frozenset(
    """mr mr. mrs mrs. ms ms. dr dr. prof prof. sen sen. rep rep. gov gov. gen gen. lt lt. col col. sgt sgt. capt capt.
    adm adm. hon hon. sir dame lord lady baroness saint st st. rev rev. fr sheikh sheik imam ayatollah grand mullah
    maulana shaikh pope king queen prince princess emir sultan president premier chancellor""".split()
)
MALE = frozenset(
    """mr mr. sir lord king prince emir sultan pope he him his himself man men boy father son brother husband chairman
    spokesman congressman businessman policeman salesman imam ayatollah cleric mullah""".split()
)
FEMALE = frozenset(
    """mrs mrs. ms ms. dame lady baroness queen princess she her hers herself woman women girl mother daughter sister wife
    widow chairwoman spokeswoman congresswoman businesswoman policewoman actress fiancée fiancee""".split()
)
ASSETS = frozenset(
    """plane warplane jet aircraft airplane bomber fighter helicopter gunship drone uav vessel ship warship frigate
    destroyer submarine boat gunboat fleet flotilla carrier tank convoy artillery missile rocket battery gun tanker
    icebreaker armor armour shell mortar airstrike warhead satellite ship unit squadron contingent base outpost checkpoint
    radar cruiser patrol vehicle""".split()
)
"""Things of a state that stand for it when they act: its armed forces."""

BANDS = frozenset(
    "group leadership faction organization organisation movement company firm network league coalition federation bloc".split()
)
"""Bodies that act even when nothing but an adjective says which: "an environmental group", "rival factions"."""
OUTFITS = frozenset(
    """group organization organisation movement militia network faction outfit gang band alliance agency charity company firm
    institute foundation""".split()
)
"""Bodies that a definite phrase tells of again under what they are: "the militant group"."""
CIVIL_ASSETS = frozenset("satellite tanker vehicle icebreaker ship vessel boat plane airplane aircraft".split())
"""Assets that are as often civil as military: they stand for the state without a sector."""

GROUPING = frozenset(
    """group number series dozen hundred thousand million score ten majority part member some all most both each one
    two three four five six seven eight nine handful crowd couple many few several rest remainder percent quarter half
    wave band coalition bloc alliance team list set pair trio range mix sort kind type gathering generation bunch none
    any either neither faction section element remnant branch wing arm department division unit office bureau""".split()
)
"""Nouns and numbers that hand over to what follows "of"."""

BODIES = frozenset(
    "faction section element remnant branch wing arm department division unit office bureau team member".split()
)

LINKED = frozenset(
    """spokesman spokeswoman spokesperson official leader head chief chair chairman chairwoman chairperson member representative
    delegate delegation source adviser advisor aide envoy negotiator director deputy officer boss founder commander figure
    team leadership side camp ally supporter lawyer agent staff staffer employee worker veteran investigator expert analyst
    secretary expatriate mediator observer monitor inspector commissioner executive executives coordinator counterpart
    authority mission unit office bureau ceo backer loyalist personnel source associate colleague arbiter broker""".split()
)
"""Role nouns whose sector is that of the body they belong to."""

COUNTERS = frozenset(
    "counterpart ally neighbor neighbour opponent rival enemy critic foe adversary successor predecessor partner".split()
)
"""Nouns that a possessive does not claim: "Putin's counterpart" is of another country than Putin."""
ABROAD = frozenset(
    "foreign international world global multinational western overseas regional other neighboring neighbouring outside worldwide".split()
)
"""Adjectives that say of no one country."""
ABSTRACT = frozenset(
    """justice intelligence exile prosecution campaign mission custom general authority executive movement service party
    council public opposition power force leadership chair speaker""".split()
)
"""Role nouns that name a thing as often: without article, country or capital they are nobody ("seek justice")."""
MEDIA = frozenset("newspaper daily paper broadcaster network magazine weekly outlet website station channel".split())
REGIONS = frozenset("south north latin central pan african native anglo".split())
"""Words that make "American" a continent's."""
KIN = frozenset(
    "family relative mother father parent wife husband widow son daughter brother sister fiancée fiancee child man woman".split()
)
PERSONS = frozenset(
    """individual person associate petitioner co-petitioner figure owner colleague friend fan guest participant attendee
    applicant contractor consumer customer commuter farmer fisherman shopkeeper trader buyer seller resident dweller
    settler nationalist royalist monarchist unionist loyalist hardliner moderate reformist conservative liberal radical
    peer arrestee casualty fatality anybody anyone everybody everyone somebody someone nobody""".split()
)
"""Nouns of persons that are no role."""
COUNTRY = frozenset("country nation state kingdom republic homeland island land superpower".split())
BODY = frozenset(
    """group organization organisation company agency body alliance bloc union firm party movement institution association
    network militia faction watchdog charity newspaper commission committee council court ministry department government
    parliament military army police bank authority administration assembly congress senate foundation front embassy
    regime cabinet corporation club federation league coalition broadcaster daily tribunal office service opposition""".split()
)
LEADERS = frozenset(
    "leader president minister man official counterpart politician premier diplomat ally woman chief envoy general".split()
)
SIDES = frozenset(
    "side party country nation state government neighbor neighbour ally rival foe capital enemy adversary power people".split()
)
PAIRS = frozenset("pair duo two trio both".split())
NUMBERS = {
    "two": 2,
    "both": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "2": 2,
    "3": 3,
    "4": 4,
    "pair": 2,
    "duo": 2,
    "trio": 3,
}

OF_LIKE = ("of", "for", "from")
IN_LIKE = (
    "in",
    "at",
    "within",
    "inside",
    "across",
    "under",
    "with",
    "by",
    "on",
    "near",
    "outside",
    "around",
    "throughout",
)
AWAY = ("to", "on", "against", "into", "toward", "towards", "over", "with", "by")
LOCATIVE = frozenset(
    "in at near outside inside around across throughout into via within through off along above over".split()
)
MOTION = frozenset(
    """go travel fly return arrive head trip visit flight come drive flee move journey tour depart leave sail send transfer
    deploy land escape relocate route bring take march ship stop airlift evacuate ferry extradite deport rush smuggle
    transport emigrate immigrate expel""".split()
)
JOINED = frozenset("led based run owned controlled flagged born held ruled".split())
"""Participles after a hyphen that keep the party: "U.S.-led", "Kabul-based"; not "backed", "made", "occupied"."""

FORMER = frozenset("former ex ousted deposed late one-time onetime ex- retired".split())
SPEECH = frozenset(
    """say tell add warn announce declare state note claim insist argue explain write tweet ask reply respond comment stress
    urge call demand promise vow pledge deny confirm acknowledge admit accuse criticize criticise condemn describe report
    predict suggest believe think post reiterate emphasize emphasise assert allege conclude continue remark quip complain
    joke shout chant exclaim recall quote read""".split()
)
INDEFINITE = frozenset(
    "others some many several everyone everybody those all most few thousands hundreds dozens".split()
)
NEAR = frozenset("they them themselves their theirs".split())
PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "n", "its": "n", "itself": "n",
    "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p",
    "i": "s", "me": "s", "my": "s", "mine": "s", "myself": "s",
    "we": "w", "us": "w", "our": "w", "ours": "w", "ourselves": "w",
}  # fmt: skip
RELATIVE = frozenset("who whom which that whose".split())
NO_PARTY = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december christmas ramadan easter""".split()
)
SECTOR_WORDS = (
    (
        "JRN",
        frozenset(
            "news times post daily agency television tv radio newspaper press tribune herald guardian gazette journal media".split()
        ),
    ),
    ("PTY", frozenset("party".split())),
    ("JUD", frozenset("court tribunal".split())),
    ("EDU", frozenset("university college institute school academy".split())),
    ("COP", frozenset("police gendarmerie".split())),
    ("MIL", frozenset("army forces navy brigade guard battalion corps".split())),
    ("BUS", frozenset("inc corp company bank airlines group ltd plc co energy oil petroleum motors holdings".split())),
    ("LAB", frozenset("union workers".split())),
    ("MED", frozenset("hospital clinic".split())),
    ("LEG", frozenset("parliament senate assembly congress".split())),
    ("GOV", frozenset("ministry department office commission committee council bureau authority agency".split())),
    (
        "SOC",
        frozenset("foundation front movement association society centre center network watch coalition league".split()),
    ),
)
"""What the words of an organisation's name tell of its sector, tried in this order."""


def noun_of(token: Token) -> str:
    """The lowered singular of a noun, also where a plural was taken for a name and kept its form.

    >>> noun_of(Token("ministers", 0, 9, "ministers", "PROPN", "NNPS", -1, "root"))
    'minister'
    """
    lemma = token.lemma.lower()
    if (
        token.upos == "PROPN"
        and token.text.islower()
        and lemma == token.text
        and len(lemma) > 4
        and lemma.endswith("s")
    ):
        return lemma[:-3] + "y" if lemma.endswith("ies") else lemma.removesuffix("s")
    return lemma


def is_plural(token: Token) -> bool:
    """Whether a noun stands in the plural."""
    return token.xpos in ("NNS", "NNPS")
