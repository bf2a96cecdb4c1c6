"""Who said what: quotation marks alone, then whole passages with the language model and the cast."""

from __future__ import annotations

from functools import cache

import pytest

from dragoman import actors, language, ontology
from dragoman.records import Document, Statement, text_hash
from dragoman.statements import find_quotes, find_statements


def read(text: str) -> list[Statement]:
    return list(_read(text))


@cache
def _read(text: str) -> tuple[Statement, ...]:
    analysis = language.load().analyse(text)
    document = Document("t", None, None, None, (), "2024-05-14", "argument", "en", None, text_hash(text), text)
    cast = actors.resolve(document, analysis, actors.load())
    return tuple(find_statements(document, analysis, cast, ontology.load(), "test"))


def told(text: str) -> set[tuple[str, str, str]]:
    """(last word of the speaker, kind, quote) of every statement."""
    return {((s.speaker.name or s.speaker.text).split()[-1], s.kind, s.quote) for s in read(text)}


def direct(text: str) -> list[tuple[str, str]]:
    return [((s.speaker.name or s.speaker.text).split()[-1], s.quote) for s in read(text) if s.kind == "direct"]


def indirect(text: str) -> list[tuple[str, str]]:
    return [((s.speaker.name or s.speaker.text).split()[-1], s.quote) for s in read(text) if s.kind == "indirect"]


QUOTES = [
    ('"We are ready," she said.', ["We are ready"]),
    ("“We are ready,” she said.", ["We are ready"]),
    ("‘We are ready,’ she said.", ["We are ready"]),
    ("'We are ready,' she said.", ["We are ready"]),
    ('"We are ready," she said, "to start now."', ["We are ready", "to start now."]),
    ('She said: "We are ready. We start now."', ["We are ready. We start now."]),
    ("The ministers' plan and the workers' pay don't matter.", []),
    ("He doesn't want the '90s back.", []),
    ("'The workers' rights come first,' Moreno said.", ["The workers' rights come first"]),
    ("He told me: \"She said 'wait for me' and left.\"", ["She said 'wait for me' and left.", "wait for me"]),
    ('"First part.\n\n"Second part," he said.', ["First part.", "Second part"]),
    ('"We leave tomorrow, said Rossi.', ["We leave tomorrow"]),
    ('He said: "We go. We do not come back.', ["We go. We do not come back."]),
    ("„Wir“ is how «we» is written.", ["Wir", "we"]),
    ("A 6' wall and a 12\" pipe.", []),
    ('"Why now?" she asked. "Why here?"', ["Why now?", "Why here?"]),
]


@pytest.mark.parametrize(("text", "wanted"), QUOTES)
def test_quotation_marks(text: str, wanted: list[str]) -> None:
    assert [text[q.start_char : q.end_char] for q in find_quotes(text)] == wanted


DIRECT = [
    (
        '"The border will stay open," Foreign Minister Marta Lindqvist said on Tuesday.',
        [("Lindqvist", "The border will stay open")],
    ),
    (
        'Foreign Minister Marta Lindqvist said: "The border will stay open."',
        [("Lindqvist", "The border will stay open.")],
    ),
    ('"The border will stay open," said Marta Lindqvist.', [("Lindqvist", "The border will stay open")]),
    (
        '"The border," Marta Lindqvist told reporters, "will stay open for everyone."',
        [("Lindqvist", "will stay open for everyone.")],
    ),
    (
        '"We waited for years," Pavel Novotny said, "and we will not wait any longer."',
        [("Novotny", "We waited for years"), ("Novotny", "and we will not wait any longer.")],
    ),
    (
        '"We waited for years. We will not wait any longer," Pavel Novotny said.',
        [("Novotny", "We waited for years. We will not wait any longer")],
    ),
    (
        '"We waited for years," Pavel Novotny said. "We will not wait any longer."',
        [("Novotny", "We waited for years"), ("Novotny", "We will not wait any longer.")],
    ),
    (
        'Pavel Novotny said: "We waited for years.\n\n"We will not wait any longer."',
        [("Novotny", "We waited for years."), ("Novotny", "We will not wait any longer.")],
    ),
    ('Adaeze Obi wrote on Twitter: "No deal was made with anybody."', [("Obi", "No deal was made with anybody.")]),
    ('Adaeze Obi added, "Nobody asked us about it."', [("Obi", "Nobody asked us about it.")]),
    ('"Nobody asked us about it," added Adaeze Obi.', [("Obi", "Nobody asked us about it")]),
    ('Adaeze Obi called the vote "a farce from beginning to end".', [("Obi", "a farce from beginning to end")]),
    ('The talks were "frank and very useful", according to Adaeze Obi.', [("Obi", "frank and very useful")]),
    ("'The harbour is closed to them,' Tomas Berg warned.", [("Berg", "The harbour is closed to them")]),
    ("‘The harbour is closed to them,’ Tomas Berg warned.", [("Berg", "The harbour is closed to them")]),
    ('"Where are the ships now?" asked Tomas Berg.', [("Berg", "Where are the ships now?")]),
    ('"Let them come!" Tomas Berg shouted.', [("Berg", "Let them come!")]),
    ('Tomas Berg was quoted as saying: "The harbour is closed to them."', [("Berg", "The harbour is closed to them.")]),
    ('"The harbour is closed to them, Tomas Berg said.', [("Berg", "The harbour is closed to them")]),
    (
        'The office issued a statement from President Emmanuel Macron: "We stand with you all."',
        [("Macron", "We stand with you all.")],
    ),
    (
        '"We wait for them," Adaeze Obi said, asking Tomas Berg to be "calm and very patient".',
        [("Obi", "We wait for them"), ("Obi", "calm and very patient")],
    ),
    (
        '"The harbour is closed to them," the port\'s director, Tomas Berg, told the hall.',
        [("Berg", "The harbour is closed to them")],
    ),
    (
        'Foreign Minister Marta Lindqvist told the villagers to leave. "Do not pack. Do not wait."',
        [("Lindqvist", "Do not pack. Do not wait.")],
    ),
    ('Tomas Berg accused Norway of "playing with fire in the north".', [("Berg", "playing with fire in the north")]),
    (
        'A rival, Adaeze Obi, tweeted: "The city gets him back. Poor city!" Berg answered her: "Wait and see us."',
        [("Obi", "The city gets him back. Poor city!"), ("Berg", "Wait and see us.")],
    ),
    (
        'Minister Tomas Berg tweeted in July, "I do not want it," and added on Friday, "but I will go."',
        [("Berg", "I do not want it"), ("Berg", "but I will go.")],
    ),
    (
        '"We had no engines. We have none." Admiral Tomas Berg said this to a committee.',
        [("Berg", "We had no engines. We have none.")],
    ),
    (
        "'I asked him and he said \"the file is lost\",' the lawyer, Adaeze Obi, told reporters.",
        [("Obi", 'I asked him and he said "the file is lost"'), ("he", "the file is lost")],
    ),
    ('The deal stands, "and the ink is dry by now," as Adaeze Obi put it.', [("Obi", "and the ink is dry by now")]),
    ('"It is time to look harder," one of the authors, Adaeze Obi, said.', [("Obi", "It is time to look harder")]),
    ('A student named Adaeze Obi said: "We do not go home."', [("Obi", "We do not go home.")]),
]


@pytest.mark.parametrize(("text", "wanted"), DIRECT)
def test_direct(text: str, wanted: list[tuple[str, str]]) -> None:
    assert direct(text) == wanted


NO_SPEECH = [
    'The so-called "peace council" met in the old town hall.',
    'The film "A Long Way to the Sea" opened in Lagos on Friday.',
    'Under the "one island, two flags" formula both sides keep their courts.',
    "Demonstrators carried banners in the rain and walked to the port.",
    "Prices rose in April and the harvest was poor.",
]


@pytest.mark.parametrize("text", NO_SPEECH)
def test_no_speech(text: str) -> None:
    assert read(text) == []


INDIRECT = [
    ("Marta Lindqvist said that the border would stay open.", ("Lindqvist", "the border would stay open")),
    ("Marta Lindqvist said the border would stay open.", ("Lindqvist", "the border would stay open")),
    ("The border would stay open, Marta Lindqvist said.", ("Lindqvist", "The border would stay open")),
    ("The border would stay open, said Marta Lindqvist.", ("Lindqvist", "The border would stay open")),
    ("The border will stay open, according to Marta Lindqvist.", ("Lindqvist", "The border will stay open")),
    ("According to Marta Lindqvist, the border will stay open.", ("Lindqvist", "the border will stay open")),
    ("Marta Lindqvist told reporters that the border would stay open.", ("Lindqvist", "the border would stay open")),
    ("Marta Lindqvist added that the border would stay open.", ("Lindqvist", "the border would stay open")),
    ("Marta Lindqvist has warned that the border could close.", ("Lindqvist", "the border could close")),
    ("Marta Lindqvist announced that the border would close.", ("Lindqvist", "the border would close")),
    ("The defence ministry said two soldiers had been killed.", ("ministry", "two soldiers had been killed")),
    ("A government official said the talks had failed.", ("official", "the talks had failed")),
    ("Kenya says it has closed the crossing.", ("Kenya", "it has closed the crossing")),
    ("Kenya accused Somalia of delaying the talks.", ("Kenya", "Somalia of delaying the talks")),
    ("Kenya denied that its troops had crossed the border.", ("Kenya", "its troops had crossed the border")),
    ("Kenya urged Somalia to withdraw its troops.", ("Kenya", "Somalia to withdraw its troops")),
    ("Kenya called on Somalia to withdraw its troops.", ("Kenya", "Somalia to withdraw its troops")),
    ("Kenya called for an end to the fighting.", ("Kenya", "an end to the fighting")),
    ("Kenya demanded that Somalia withdraw its troops.", ("Kenya", "Somalia withdraw its troops")),
    ("Kenya blamed Somalia for the attack.", ("Kenya", "Somalia for the attack")),
    ("Kenya described the report as false.", ("Kenya", "the report as false")),
    ("Kenya's claim that the border was attacked could not be checked.", ("Kenya", "the border was attacked")),
    ("Tomas Berg insisted that the ships had left.", ("Berg", "the ships had left")),
    ("Tomas Berg was quoted as saying that the ships had left.", ("Berg", "the ships had left")),
    ("In a statement, the ministry said the ships had left.", ("ministry", "the ships had left")),
    ("The islands, Tomas Berg said, had given up the most.", ("Berg", "had given up the most")),
    ("Reuters quoted a trade ministry official as saying the tariff would go.", ("official", "the tariff would go")),
    ("Tomas Berg denied any part in it.", ("Berg", "any part in it")),
    ("Tomas Berg denied that claim.", ("Berg", "that claim")),
    ("The ministry called the offer far too low.", ("ministry", "the offer far too low")),
    ("Kenya appealed to its neighbours for tents and bread.", ("Kenya", "tents and bread")),
    ("Tomas Berg said the force must grow, which, he said, will need help.", ("Berg", "the force must grow")),
    ("Tomas Berg said the force must grow, which, he said, will need help.", ("Berg", "will need help")),
    ("Tomas Berg told his colleague, Adaeze Obi, that the ships had left.", ("Berg", "the ships had left")),
]


@pytest.mark.parametrize(("text", "wanted"), INDIRECT)
def test_indirect(text: str, wanted: tuple[str, str]) -> None:
    assert wanted in indirect(text)


UNSAID = [
    "Marta Lindqvist did not say when the border would open.",
    "Marta Lindqvist will announce the date on Friday.",
    "Marta Lindqvist declined to say whether the border would close.",
    "A witness said the road was empty.",
    "Residents said the road was empty.",
    "Reuters reported that the road was empty.",
    "The newspaper El Correo reported on Friday that the port would be sold.",
    "Kenya appealed to foreign states.",
]


@pytest.mark.parametrize("text", UNSAID)
def test_unsaid_or_no_public_voice(text: str) -> None:
    assert read(text) == []


def test_fragment_and_clause_are_two_statements() -> None:
    text = 'Adaeze Obi said the ministers would return to the talks in Nairobi next month "with new and better offers".'
    assert direct(text) == [("Obi", "with new and better offers")]
    assert indirect(text) == [("Obi", "the ministers would return to the talks in Nairobi next month")]


def test_clause_that_is_all_fragment_counts_once() -> None:
    text = 'Adaeze Obi said the talks were "frank and very useful".'
    assert told(text) == {("Obi", "direct", "frank and very useful")}


def test_nested_quotation_has_its_own_speaker() -> None:
    text = "\"I met Tomas Berg and he said, 'Leave the harbour at once,' to all of us,\" Adaeze Obi said."
    assert ("Obi", "direct") in {(who, kind) for who, kind, _ in told(text)}
    assert "Leave the harbour at once" in {quote for _, _, quote in told(text)}


def test_pronoun_speaker_is_resolved_within_the_report() -> None:
    text = "President Emmanuel Macron visited Nairobi. He said that France would send engineers."
    assert [s.speaker.code for s in read(text)] == ["FRA"]
    assert indirect(text) == [("Macron", "France would send engineers")]


def test_a_speaker_without_a_name_is_called_by_the_fullest_phrase() -> None:
    text = (
        "The Chilean interior minister closed the road on Monday. The minister said the bridge was unsafe. "
        '"We will not wait for it to fall," she said.'
    )
    assert {s.speaker.name for s in read(text)} == {"The Chilean interior minister"}
    assert [s.speaker.text for s in read(text)] == ["The minister", "she"]


def test_who_is_asked_belongs_to_what_is_asked() -> None:
    (asked,) = read("Foreign Minister Marta Lindqvist asked the guards to open the gate.")
    assert asked.quote == "the guards to open the gate"


def test_when_it_was_said_is_not_what_was_said() -> None:
    text = '"The worst is still to come tonight," said Adaeze Obi, as the storm closed in on the islands.'
    assert told(text) == {("Obi", "direct", "The worst is still to come tonight")}


def test_cue_addressee_and_evidence() -> None:
    text = "It rained. Marta Lindqvist told the council that the border would stay open. It stopped."
    [statement] = read(text)
    assert statement.cue == "told"
    assert statement.addressee is not None
    assert statement.addressee.text.endswith("council")
    assert statement.evidence.text == "Marta Lindqvist told the council that the border would stay open."
    assert text[statement.start_char : statement.end_char] == statement.quote


MEDIA = [
    ('In a statement posted on Truth Social, Adaeze Obi said the talks "went very well for everyone".', "Truth Social"),
    ("Adaeze Obi said in a statement that the talks had failed.", "statement"),
    ("Adaeze Obi told a press conference that the talks had failed.", "press conference"),
    ("Adaeze Obi said on state television that the talks had failed.", "state television"),
    ("Adaeze Obi tweeted that the talks had failed.", "Twitter"),
    ("In a joint communique, Kenya said the talks had failed.", "joint communique"),
    ("Adaeze Obi wrote in the Northern Times that the talks had failed.", "Northern Times"),
    ("Iranian state television said the talks had failed.", None),
    ("Adaeze Obi said the talks had failed.", None),
]


@pytest.mark.parametrize(("text", "medium"), MEDIA)
def test_medium(text: str, medium: str | None) -> None:
    assert {s.medium for s in read(text)} == {medium}


def test_medium_is_inherited_by_what_the_speaker_goes_on_to_say() -> None:
    text = "In a statement posted on Facebook, Adaeze Obi said the talks had failed. Obi added that she would resign."
    assert [(s.medium, s.medium_basis) for s in read(text)] == [("Facebook", "sentence"), ("Facebook", "inherited")]


def test_medium_is_not_inherited_by_another_occasion() -> None:
    text = "In a post on Facebook, Adaeze Obi said the talks had failed. Last week Obi said the talks were going well."
    assert [s.medium for s in read(text)] == ["Facebook", None]


def test_agency_that_passes_words_on_is_via() -> None:
    text = "Marta Lindqvist told the BBC that the border would stay open, Reuters reported."
    [statement] = read(text)
    assert (statement.speaker.name or statement.speaker.text).endswith("Lindqvist")
    assert [v.text.removeprefix("the ") for v in statement.via] == ["Reuters", "BBC"]


def test_who_is_quoted_through_a_paper_is_told_via_it() -> None:
    [statement] = read("Marta Lindqvist was quoted by the Norden Trust as saying the border would stay open.")
    assert [v.text for v in statement.via] == ["the Norden Trust"]
    assert (statement.speaker.name or "").endswith("Lindqvist")


def test_a_letter_names_whom_it_is_for() -> None:
    [statement] = read("Marta Lindqvist wrote in a letter to the mayors that the border would stay open.")
    assert statement.addressee is not None
    assert statement.addressee.text == "the mayors"


def test_several_who_speak_together_are_one_speaker() -> None:
    [statement] = read("Kenya and Somalia said that the talks would go on.")
    assert (statement.speaker.text, statement.speaker.name) == ("Kenya and Somalia", "Kenya and Somalia")
    [statement] = read("Former envoy and adviser Tomas Berg told the council that the ships had left.")
    assert statement.speaker.name == "Tomas Berg"


def test_states_own_medium_speaks_for_itself() -> None:
    assert [s.kind for s in read("Iranian state television said the ships had left the port.")] == ["indirect"]


def test_same_text_gives_the_same_ids() -> None:
    text = 'Tomas Berg said: "The harbour is closed to them."'
    _read.cache_clear()
    first = [s.id for s in read(text)]
    _read.cache_clear()
    assert [s.id for s in read(text)] == first
