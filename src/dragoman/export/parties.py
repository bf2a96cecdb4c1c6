"""Parties as the formats of the field write them: CAMEO's letters, PLOVER's, names and sectors as in ICEWS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.actors import KnowledgeBase
from dragoman.actors.cameo import REGIONS
from dragoman.records import Entity

_SAME = "COP GOV JUD LEG MIL PTY REB SPY UAF AGR BUS CRM CVL EDU ELI LAB REF OPP REL"
ROLES: Mapping[str, str] = {
    **{sector: sector for sector in _SAME.split()},
    "PRM": "UAF",
    "JRN": "MED",
    "MED": "HLH",
    "SOC": "NGO",
}
"""Sector of PLOVER to role of CAMEO, whose MED are the media and HLH the healers; PRE and UNK have none."""
BODIES: Mapping[str, str] = {
    "ADB": "IGOSEADEVADB", "AFDB": "IGOAFRDEVAFB", "AMF": "IGOMEAAMF", "AMU": "IGOMEAAMU", "ASEAN": "IGOSEAASN",
    "AU": "IGOAFRAFU", "BADEA": "IGOARBDEVABD", "BIS": "IGOBUSBIS", "CEMAC": "IGOCAFCEM", "CENSAD": "IGONAFCSS",
    "CIS": "IGOCASCIS", "COE": "IGOEURCOE", "COMESA": "IGOAFRBUSCES", "Commonwealth": "IGOCWN", "EAC": "IGOEAFEAC",
    "EBRD": "IGOEURDEVEBR", "ECCAS": "IGOCAFECA", "ECOWAS": "IGOWAFWAS", "EFTA": "IGOEURBUSEFT", "EU": "IGOEUREEC",
    "G7": "IGOBUSGOS", "G77": "IGOBUSGSS", "G8": "IGOBUSGOE", "GCC": "IGOPGSGCC", "ICC": "IGOJUDICC",
    "ICCO": "IGOAGRICO", "IGAD": "IGOEAFDEVIAD", "IGC": "IGOAGRIGC", "IMF": "IGOBUSIMF", "IPU": "IGOLEGIPU",
    "ISDB": "IGOMOSDEVIDB", "Interpol": "IGOCOPITP", "LAS": "IGOMEAARL", "NAM": "IGONON", "NATO": "IGOWSTNAT",
    "OAPEC": "IGOARBAPE", "OAS": "IGOOAS", "OIC": "IGOMOSOIC", "OPEC": "IGOBUSOPC", "OSCE": "IGOEURSCE",
    "PARIS": "IGOBUSPRC", "SAARC": "IGOSASSAA", "SADC": "IGOSAFDEVSAD", "SEATO": "IGOSEASOT", "UEMOA": "IGOWAFUEM",
    "UN": "IGOUNO", "WB": "IGOUNODEVWBK", "WEU": "IGOWEU", "WTO": "IGOBUSWTO",
}  # fmt: skip
"""International organisation, without its "IGO:", to its code in CAMEO's list of actors (that of UTDEventData); others are IGO."""
FAITHS = frozenset("BUD CHR HIN JEW MOS SIK".split())
BRANCHES = frozenset("AGR BUS COP DEV EDU ENV HLH HRI JUD LAB LEG MIL REF REL".split())
"""Parts of an organisation's code that say what it deals with."""
LIKE_COUNTRIES: Mapping[str, str] = {"IGO:UN": "UNO", "IGO:EU": "EUR", "NGO": "NGO", "MNC": "MNC"}
"""What PLOVER writes where a party has no country; other international organisations are IGO."""
CALLED: Mapping[str, tuple[str, str]] = {
    "AGR": ("Farmers", "Social,Agricultural"),
    "BUS": ("Business", "Business"),
    "COP": ("Police", "Government,Police"),
    "CRM": ("Criminals", "Dissident,Criminals / Gangs"),
    "CVL": ("Citizens", "Social,General Population / Civilian / Social"),
    "EDU": ("Education", "Social,Education"),
    "ELI": ("Elite", "Elite"),
    "GOV": ("Government", "Government"),
    "JRN": ("Media", "Media"),
    "JUD": ("Judiciary", "Government,Judicial"),
    "LAB": ("Workers", "Social,Labor"),
    "LEG": ("Legislature", "Government,Legislative / Parliamentary"),
    "MED": ("Health Workers", "Social,Medical / Health"),
    "MIL": ("Military", "Government,Military"),
    "OPP": ("Opposition", "Parties,Opposition"),
    "PRM": ("Paramilitaries", "Unidentified Forces,Paramilitary"),
    "PTY": ("Political Party", "Parties"),
    "REB": ("Rebels", "Dissident,Rebel"),
    "REF": ("Refugees", "Social,Refugees / Displaced"),
    "REL": ("Religious Group", "Social,Religious"),
    "SOC": ("Civil Society", "Social,NGOs"),
    "SPY": ("Intelligence Service", "Government,Intelligence"),
    "UAF": ("Armed Group", "Unidentified Forces"),
}
"""Of each sector what a party without a name of its own is called, and its sectors in the manner of ICEWS, widest first."""
NAMELESS = frozenset({"group", "government", "office", "place"})
"""Kinds of party whose name is that of their state where no better one is known."""


@dataclass(frozen=True, slots=True)
class CameoParty:
    """A party in CAMEO's letters: the whole code and its parts, "" for what it does not have; at most three roles."""

    code: str = ""
    country: str = ""
    group: str = ""
    religion: str = ""
    roles: tuple[str, ...] = ()


def cameo_party(entity: Entity | None, base: KnowledgeBase, spelled: Mapping[str, str] | None = None) -> CameoParty:
    """A party as CAMEO codes it; SPELLED has a format's own letters for an ISO code.

    >>> from dragoman.actors import load
    >>> cameo_party(Entity("police", 0, 6, code="XKX", sector="COP"), load())
    CameoParty(code='KSVCOP', country='KSV', group='', religion='', roles=('COP',))
    >>> cameo_party(Entity("Brussels", 0, 8, code="IGO:EU"), load())
    CameoParty(code='IGOEUREEC', country='EUR', group='EEC', religion='', roles=('IGO',))
    """
    if entity is None:
        return CameoParty()
    role = ROLES.get(entity.sector or "", "")
    own = (role,) if role else ()
    if entity.code.startswith("IGO:"):
        return _body(BODIES.get(entity.code.removeprefix("IGO:"), "IGO"), own)
    if entity.code in ("NGO", "MNC"):
        roles = tuple(dict.fromkeys((entity.code, *(r for r in own if r not in ("BUS", "NGO")))))
        return CameoParty("".join(roles), roles=roles)
    state = base.states.get(entity.code)
    country = (spelled or {}).get(entity.code, state.cameo) if state else ""
    return CameoParty(country + role, country, roles=own)


def _body(code: str, own: tuple[str, ...]) -> CameoParty:
    parts = [code[i : i + 3] for i in range(3, len(code), 3)]
    roles = dict.fromkeys(("IGO", *(p for p in parts if p in BRANCHES), *own))
    country = next((p for p in parts if p in REGIONS), "")
    religion = next((p for p in parts if p in FAITHS), "")
    rest = [p for p in parts if p not in BRANCHES | FAITHS | REGIONS]
    added = "".join(r for r in own if r not in parts)
    return CameoParty(code + added, country, rest[0] if rest else "", religion, tuple(roles)[:3])


def plover_code(entity: Entity) -> str | None:
    """The country-like code that PLOVER gives a party, None for one that belongs nowhere.

    >>> plover_code(Entity("the alliance", 0, 12, code="IGO:NATO")), plover_code(Entity("he", 0, 2))
    ('IGO', None)
    """
    if entity.code == "---":
        return None
    return LIKE_COUNTRIES.get(entity.code, "IGO" if entity.code.startswith("IGO:") else entity.code)


def country_name(code: str | None, base: KnowledgeBase) -> str:
    """The name of the state of an ISO code, "" where there is none."""
    state = base.states.get(code or "")
    return state.name if state else ""


def name_of(entity: Entity | None, base: KnowledgeBase, text: bool = True) -> str:
    """What a party is called: by its name; without one by sector and state; failing that in the words of the TEXT.

    >>> from dragoman.actors import load
    >>> name_of(Entity("the officers", 0, 12, code="PER", sector="COP", name="Peru", kind="group"), load())
    'Police (Peru)'
    >>> name_of(Entity("Lima", 0, 4, code="PER", name="Peru", kind="state"), load())
    'Peru'
    """
    if entity is None:
        return ""
    state, label = country_name(entity.code, base), CALLED.get(entity.sector or "", ("", ""))[0]
    if entity.name and not (entity.kind in NAMELESS and entity.name == state and label):
        return entity.name
    if label and (state or not text):
        return f"{label} ({state})" if state else label
    return state or (entity.text if text else "")


def icews_sectors(entity: Entity | None) -> str:
    """The sectors of a party in the manner of ICEWS: widest first, always in the same order.

    >>> icews_sectors(Entity("the army", 0, 8, code="MLI", sector="MIL"))
    'Government,Military'
    """
    if entity is None:
        return ""
    wide = {"NGO": "Social,NGOs", "MNC": "Business,Multinational Corporations"}
    body = "International Government Organization" if entity.code.startswith("IGO:") else wide.get(entity.code, "")
    own = CALLED.get(entity.sector or "", ("", ""))[1]
    return ",".join(dict.fromkeys(part for part in f"{body},{own}".split(",") if part))
