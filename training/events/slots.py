"""Fill the slots of written training sentences: no name decides a type, so every slot takes parties of any region.

A slot is `{A:kind}`, `{R:kind}`, `{X:kind}` (numbered where there are several: `{A2:kind}`) or `{A=words}`; `{city}`, `{place}`,
`{day}`, `{number}`, `{month}` are no parties. The trigger stands between asterisks.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

STATES = """Kenya|Kenyan|Kenyans|Nairobi;Brazil|Brazilian|Brazilians|Brasilia;Japan|Japanese|Japanese|Tokyo;Norway|Norwegian|Norwegians|Oslo
Peru|Peruvian|Peruvians|Lima;Egypt|Egyptian|Egyptians|Cairo;India|Indian|Indians|New Delhi;Poland|Polish|Poles|Warsaw
Chile|Chilean|Chileans|Santiago;Ghana|Ghanaian|Ghanaians|Accra;Serbia|Serbian|Serbs|Belgrade;Vietnam|Vietnamese|Vietnamese|Hanoi
Turkey|Turkish|Turks|Ankara;Ukraine|Ukrainian|Ukrainians|Kyiv;Russia|Russian|Russians|Moscow;China|Chinese|Chinese|Beijing
Iran|Iranian|Iranians|Tehran;Israel|Israeli|Israelis|Jerusalem;France|French|French citizens|Paris;Germany|German|Germans|Berlin
Mexico|Mexican|Mexicans|Mexico City;Canada|Canadian|Canadians|Ottawa;Sudan|Sudanese|Sudanese|Khartoum;Ethiopia|Ethiopian|Ethiopians|Addis Ababa
Pakistan|Pakistani|Pakistanis|Islamabad;Nepal|Nepali|Nepalis|Kathmandu;Colombia|Colombian|Colombians|Bogota;Cuba|Cuban|Cubans|Havana
Nigeria|Nigerian|Nigerians|Abuja;Mali|Malian|Malians|Bamako;Iraq|Iraqi|Iraqis|Baghdad;Syria|Syrian|Syrians|Damascus
Thailand|Thai|Thais|Bangkok;Indonesia|Indonesian|Indonesians|Jakarta;Australia|Australian|Australians|Canberra;Greece|Greek|Greeks|Athens
Georgia|Georgian|Georgians|Tbilisi;Armenia|Armenian|Armenians|Yerevan;Hungary|Hungarian|Hungarians|Budapest;Spain|Spanish|Spaniards|Madrid
the United States|U.S.|Americans|Washington;Britain|British|Britons|London;Zimbabwe|Zimbabwean|Zimbabweans|Harare;Lebanon|Lebanese|Lebanese|Beirut
Afghanistan|Afghan|Afghans|Kabul;Bolivia|Bolivian|Bolivians|La Paz;Finland|Finnish|Finns|Helsinki;Rwanda|Rwandan|Rwandans|Kigali"""
SURNAMES = """Otieno Moraes Takeda Haugen Quispe Mansour Rathore Kowalski Fuentes Mensah Petrovic Nguyen Aydin Kovalenko
    Sorokin Zhao Karimi Levi Moreau Brandt Castillo Tremblay Osman Bekele Qureshi Thapa Restrepo Valdes Adeyemi
    Keita Hashimi Darwish Suwan Santoso Whitlock Pappas Lomidze Sargsyan Szabo Navarro Holloway Pembroke Moyo
    Khoury Noorzai Mamani Virtanen Habimana""".split()
FIRST = """Daniel Ana Kenji Ingrid Rosa Tarek Priya Marek Lucia Kofi Jelena Minh Leyla Oksana Pavel Wei Reza Noa Claire
    Jonas Elena Marc Amina Dawit""".split()
CITIES = """Marsabit Recife Sendai Bergen Arequipa Aswan Pune Lodz Temuco Tamale Nis Hue Izmir Kharkiv Rostov Chengdu
    Shiraz Haifa Lyon Mosul Homs Kandahar Gao""".split()
PLACES = [
    "the border region",
    "the capital",
    "the northern province",
    "the coastal district",
    "the disputed valley",
    "a mountain pass",
    "the old port",
    "the eastern suburbs",
]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = """January February March April June July August September October November December""".split()
FIXED: dict[str, list[str]] = {
    "rebels": ["northern rebels", "the rebels", "Tuareg insurgents", "Maoist guerrillas", "separatist fighters", "Islamist militants", "gunmen"],
    "group": ["the Northern Front", "al-Shabab", "the Islamic State group", "Hezbollah", "the Liberation Army", "the Taliban", "Hamas", "the People's Resistance"],
    "party": ["the Social Democratic Party", "the National Union", "the Labour Party", "the Green Alliance", "the Reform Bloc", "the Conservative Party"],
    "opposition": ["the opposition", "the opposition alliance", "the main opposition bloc"],
    "protesters": ["protesters", "thousands of demonstrators", "anti-government protesters", "striking teachers", "students", "pro-democracy activists", "farmers"],
    "igo": ["the United Nations", "the European Union", "NATO", "the African Union", "the Arab League", "the World Bank", "the IMF", "ECOWAS", "the U.N. Security Council", "ASEAN"],
    "ngo": ["Amnesty International", "the Red Cross", "Human Rights Watch", "Doctors Without Borders", "Oxfam", "a local aid group"],
    "firm": ["the state oil company", "Gazprom", "Boeing", "a mining company", "the telecom giant", "Shell", "Huawei"],
    "union": ["the teachers' union", "the miners' federation", "the main labour union", "the dockers' union"],
    "person": ["Samuel Okoro", "a local businessman", "Maria Torres", "an opposition blogger", "Ibrahim Saleh", "the lawyer", "a former mayor", "two brothers"],
    "journalist": ["a journalist", "two reporters", "a newspaper editor", "the broadcaster's correspondent"],
    "prisoners": ["prisoners", "dozens of detainees", "political prisoners", "captured soldiers", "hostages"],
    "city": CITIES, "place": PLACES, "day": DAYS, "month": MONTHS,
    "number": ["three", "12", "at least 20", "dozens", "more than 100", "five", "two", "hundreds"],
}  # fmt: skip
PATTERNS: dict[str, list[str]] = {
    "state": ["{0}"], "nat": ["{1}"], "people": ["{2}"], "capital": ["{3}"],
    "leader": ["{1} President {f} {s}", "{1} Prime Minister {f} {s}", "President {f} {s}", "the {1} president", "the {1} prime minister", "{1} leader {f} {s}"],
    "surname": ["{s}", "Mr. {s}", "the president", "the prime minister", "{s}"],
    "official": ["a senior {1} official", "{1} officials", "the {1} ambassador", "a {1} envoy", "{1} Defense Minister {f} {s}", "{f} {s}, the {1} interior minister,"],
    "fm": ["{1} Foreign Minister {f} {s}", "the {1} foreign minister", "Foreign Minister {f} {s}"],
    "ministry": ["{0}'s foreign ministry", "the {1} foreign ministry", "the {1} Defense Ministry", "{0}'s interior ministry", "the ministry"],
    "government": ["the {1} government", "{0}'s government", "authorities in {3}", "the government", "the {1} cabinet"],
    "parliament": ["the {1} parliament", "{0}'s parliament", "{1} lawmakers", "parliament", "the {1} senate"],
    "court": ["a {1} court", "{0}'s supreme court", "the constitutional court", "a court in {3}", "{1} prosecutors"],
    "police": ["police", "{1} police", "riot police", "{1} security forces", "police in {3}"],
    "army": ["the {1} army", "{0}'s military", "the army", "the {1} air force", "the {1} navy"],
    "troops": ["{1} troops", "{1} soldiers", "{1} forces", "government forces", "{1} warplanes"],
}  # fmt: skip
SLOT = re.compile(r"\{([ARX]\d?)([:=])([^{}]+)\}|\{(city|place|day|month|number)\}|\*")
OBLIQUE = {"{1} lawmakers", "{1} prosecutors", "{1} officials"}
"""Plural fillers of singular slots are left out where the verb would disagree; see `fill`."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence with its slots filled: spans (start, end) of the trigger and of each party by role letter."""

    text: str
    trigger: tuple[int, int]
    parties: dict[str, list[tuple[int, int]]]


def fill(sentence: str, rng: random.Random) -> Filled:
    """SENTENCE with random fillers.

    >>> import random
    >>> filled = fill("{A:police} *arrested* {R=two men} on {day}.", random.Random(1))
    >>> filled.text[slice(*filled.trigger)], len(filled.parties["R"])
    ('arrested', 1)
    """
    states = rng.sample([s.split("|") for line in STATES.split("\n") for s in line.split(";")], 8)
    out, at, used = "", 0, 0
    parties: dict[str, list[tuple[int, int]]] = {"A": [], "R": [], "X": []}
    marks: list[int] = []
    for match in SLOT.finditer(sentence):
        out += sentence[at : match.start()]
        at = match.end()
        if match[0] == "*":
            marks.append(len(out))
            continue
        if match[4]:
            out += rng.choice(FIXED[match[4]])
            continue
        words = match[3] if match[2] == "=" else _party(match[3], states[used % 8], rng)
        used += match[2] == ":"
        if not out.strip('"“ ') and words[:1].islower():
            words = words[0].upper() + words[1:]
        parties[match[1][0]].append((len(out), len(out) + len(words)))
        out += words
    out += sentence[at:]
    if len(marks) != 2:
        raise ValueError(f"one trigger between asterisks is needed: {sentence}")
    return Filled(out, (marks[0], marks[1]), parties)


def _party(kind: str, state: list[str], rng: random.Random) -> str:
    if kind in FIXED:
        return rng.choice(FIXED[kind])
    pattern = rng.choice([p for p in PATTERNS[kind] if p not in OBLIQUE])
    return pattern.format(*state, f=rng.choice(FIRST), s=rng.choice(SURNAMES))


KINDS = frozenset(PATTERNS) | frozenset(FIXED)
