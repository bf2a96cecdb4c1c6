"""Which place a name means, and why: each reason, each level, names of no place, and that one bad name spoils no other."""

from __future__ import annotations

import pytest

from dragoman import actors, language, places
from dragoman.records import Analysis, Document, Place


def locator(text: str) -> tuple[places.Locator, Analysis]:
    document = Document("t", None, None, None, (), "2024-03-05", "metadata", "en", None, "sha256:t", text)
    analysis = language.load().analyse(text)
    cast = actors.resolve(document, analysis, actors.load(), places.load())
    return places.Locator(document, analysis, cast, places.load()), analysis


def located(text: str, phrase: str) -> Place | None:
    """The place that the last PHRASE of TEXT names."""
    here, analysis = locator(text)
    start = text.rindex(phrase)
    end = start + len(phrase)
    for number, sentence in enumerate(analysis.sentences):
        inside = [i for i, t in enumerate(sentence.tokens) if start < t.end_char and t.start_char < end]
        if inside:
            return here.place(number, inside[0], inside[-1] + 1)
    raise AssertionError(phrase)


@pytest.mark.parametrize(
    ("text", "phrase", "country", "level", "basis"),
    [
        ("Soldiers from Chad crossed into Sudan on Monday.", "Sudan", "SDN", 1, "state"),
        ("Rebels seized a base in northern Mali on Monday.", "northern Mali", "MLI", 1, "state"),
        ("Shells fell on Homs on Friday.", "Homs", "SYR", 4, None),
        ("Gunmen killed two soldiers in Helmand province on Friday.", "Helmand", "AFG", 2, None),
        ("A bomb went off in Tripoli, Lebanon, on Friday.", "Tripoli", "LBN", 4, "country-named"),
        ("A bomb went off in the Lebanese city of Tripoli on Friday.", "Tripoli", "LBN", 4, "country-named"),
        ("Crowds gathered in Athens, Georgia, to hear the senator.", "Athens", "USA", 4, "country-named"),
        ("A bomb went off in Tripoli on Friday.", "Tripoli", "LBY", 4, "capital"),
        ("The ministers met in Paris on Friday.", "Paris", "FRA", 4, "capital"),
        ("Warships met in the Gulf of Aden on Friday.", "Gulf of Aden", None, None, "region"),
        ("Leaders of the Sahel met on Friday.", "Sahel", None, None, "region"),
        ("Malian soldiers entered the village of Tondikoira on Friday.", "Tondikoira", "MLI", 4, "context"),
        ("Egyptian police cleared Talaat Ghaleb Square on Friday.", "Talaat Ghaleb Square", "EGY", 5, "context"),
    ],
)
def test_place(text: str, phrase: str, country: str | None, level: int | None, basis: str | None) -> None:
    place = located(text, phrase)
    assert place is not None
    assert (place.country, place.resolution) == (country, level)
    assert basis is None or place.basis == basis
    assert place.text == phrase and text[place.start_char : place.end_char] == phrase


def test_known_place_has_id_and_coordinates() -> None:
    place = located("Shells fell on Homs in Syria on Friday.", "Homs")
    assert place is not None and place.geonameid is not None
    assert place.lat == pytest.approx(34.7, abs=0.1) and place.lon == pytest.approx(36.7, abs=0.1)


def test_unknown_place_has_neither() -> None:
    place = located("Malian soldiers entered the village of Tondikoira on Friday.", "Tondikoira")
    assert place is not None and (place.lat, place.lon, place.geonameid) == (None, None, None)
    assert place.name == "Tondikoira"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Russian drones hit a depot in Crimea on Friday.", "UKR"),
        ("Israeli troops raided Ramallah on Friday.", "PSE"),
        ("Police dispersed marchers in Pristina on Friday.", "XKX"),
    ],
)
def test_disputed_places(text: str, code: str) -> None:
    place = located(text, text.split()[-3])
    assert place is not None and place.country == code


def test_country_beside_an_earlier_mention_holds_for_a_later_one() -> None:
    text = (
        "Gunmen attacked Valencia, Venezuela, on Friday. Hospitals treated forty people. Two died in Valencia at night."
    )
    place = located(text, "Valencia")
    assert place is not None and place.country == "VEN"


def test_person_is_no_place() -> None:
    text = "Officer George Washington crossed the river, and Washington wrote to Congress about it."
    assert located(text, "George Washington") is None
    assert (
        located("Paris Hilton and her sister Nicky spoke to reporters. Paris Hilton laughed.", "Paris Hilton") is None
    )


def test_names_of_no_sense_spoil_no_other() -> None:
    plain = "Gunmen killed two soldiers in Mopti on Friday."
    odd = "Gunmen from Xqzt and Ω\u200b-7 killed two soldiers in Mopti on Friday."
    wanted, found = located(plain, "Mopti"), located(odd, "Mopti")
    assert wanted is not None and found is not None
    assert (found.country, found.geonameid) == (wanted.country, wanted.geonameid)


def test_any_stretch_of_any_sentence_can_be_asked() -> None:
    text = "“Yes,” he said. Tripoli, Beirut, and Paris: no one — not even the U.N. — came to al-Bab’s aid (again)! 🙂"
    here, analysis = locator(text)
    for number, sentence in enumerate(analysis.sentences):
        size = len(sentence.tokens)
        for first in range(size):
            for last in range(first + 1, size + 1):
                place = here.place(number, first, last)
                assert place is None or text[place.start_char : place.end_char] == place.text
