"""CAMEO actor codes, as PETRARCH dictionaries use them, put into our codes and PLOVER's sectors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dragoman.actors.base import KnowledgeBase

SECTORS: Mapping[str, str] = {
    **{same: same for same in "GOV MIL REB OPP PTY COP JUD SPY LEG EDU BUS CRM CVL ELI LAB REF AGR UAF REL".split()},
    "MED": "JRN",  # CAMEO's media; PLOVER calls them journalists and keeps MED for medicine
    "HLH": "MED",
    "HRI": "SOC",
    "DEV": "SOC",
    "ENV": "SOC",
    "NGO": "SOC",
    "NGM": "SOC",
    "MNC": "BUS",
    "SEP": "REB",
    "INS": "REB",
    "RAD": "UAF",
    "IMG": "UAF",
    **dict.fromkeys("CHR CTH PRO MUS MOS SHI SUN JEW HIN BUD SIK DOX BAH JAN TAO".split(), "REL"),
}
"""Role of a CAMEO code to sector; the first that is known counts."""
REGIONS = frozenset("AFR ASA CAS CFR CRB EAF EEU EIN EUR LAM MEA NAF NMR PGS SAF SAM SAS SCN SEA WAF WST".split())
GONE = frozenset("CSK DDR FRY SCG SUN USR YUG".split())
"""States that are no more and have no code of ours."""
FORMER_CODES = {"ROM": "ROU", "ZAR": "COD", "PAL": "PSE", "KSV": "XKX", "TMP": "TLS", "BUR": "MMR"}
"""Codes that older dictionaries use."""
BODIES: Mapping[str, str] = {
    "ADB": "ADB", "AFB": "AFDB", "AFU": "AU", "AMU": "AMU", "ARL": "LAS", "ASN": "ASEAN", "BIS": "BIS",
    "CAN": "CAN", "CIS": "CIS", "COE": "COE", "CWN": "Commonwealth", "EAC": "EAC", "EBR": "EBRD", "ECA": "ECCAS",
    "EEC": "EU", "EFT": "EFTA", "GCC": "GCC", "GOE": "G8", "GOS": "G7", "GSS": "G77", "IAD": "IGAD", "ICC": "ICC",
    "IDB": "ISDB", "IMF": "IMF", "IPU": "IPU", "ITP": "Interpol", "NAT": "NATO", "NON": "NAM", "OAS": "OAS",
    "OAU": "AU", "OIC": "OIC", "OPC": "OPEC", "SAA": "SAARC", "SAD": "SADC", "SCE": "OSCE", "UEM": "UEMOA",
    "UNO": "UN", "WAS": "ECOWAS", "WBK": "WB", "WTO": "WTO",
}  # fmt: skip
"""Organisation of a CAMEO code to our code without "IGO:"; a part of the United Nations is theirs."""
_FORM = re.compile(r"(?:[A-Z]{3})+|---")

Reading = tuple[str, str | None]


def actor_code(base: KnowledgeBase, code: str) -> Reading | str:
    """Our code and sector for a CAMEO actor code, or why there is none.

    >>> from dragoman.actors.base import load
    >>> actor_code(load(), "USAMIL"), actor_code(load(), "IGOUNO"), actor_code(load(), "MNC")
    (('USA', 'MIL'), ('IGO:UN', None), ('MNC', 'BUS'))
    >>> actor_code(load(), "AFR")
    'AFR is a region, which is no actor here'
    """
    if not _FORM.fullmatch(code):
        return f"{code!r} is no CAMEO code"
    if code == "---":
        return "---", None
    first, *rest = (code[i : i + 3] for i in range(0, len(code), 3))
    state = states(base).get(first)
    if state is not None:
        return state, sector(rest)
    if first == "IGO":
        return _organisation(rest)
    if first in ("NGO", "NGM"):
        return "NGO", sector(rest)
    if first == "MNC":
        return "MNC", "BUS"
    if first in ("IMG", "UIS", "INT"):
        return "---", "UAF" if first == "IMG" else sector(rest)
    if first in REGIONS or first in GONE:
        return f"{first} is a {'region, which' if first in REGIONS else 'state of the past, which'} is no actor here"
    if first in SECTORS:
        return "---", sector([first, *rest])
    return f"unknown code {first}"


def states(base: KnowledgeBase) -> dict[str, str]:
    """CAMEO's country codes, and ISO's where CAMEO has none, to ISO codes."""
    found = {code: code for code in base.states}
    found |= {state.cameo: code for code, state in base.states.items() if state.cameo}
    return found | {old: new for old, new in FORMER_CODES.items() if old not in found}


def sector(roles: list[str]) -> str | None:
    """The sector of the first role that has one.

    >>> sector(["GOV", "MIL"]), sector(["HLH"]), sector(["XYZ"])
    ('GOV', 'MED', None)
    """
    return next((SECTORS[role] for role in roles if role in SECTORS), None)


def _organisation(parts: list[str]) -> Reading | str:
    if "UNO" in parts:
        return "IGO:WB" if "WBK" in parts else "IGO:UN", None
    known = next((BODIES[part] for part in parts if part in BODIES), None)
    if known is None:
        return "an international organisation without a code here; put it in a CSV file with a code such as IGO:CEMAC"
    return f"IGO:{known}", None
