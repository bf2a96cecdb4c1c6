"""Who is who in short reports of our own: country, sector and office of a phrase, as of the report's date."""

from __future__ import annotations

from functools import cache

import pytest

from dragoman import actors, language
from dragoman.actors import Cast
from dragoman.records import Document, Entity


def document(text: str, published: str | None = "2019-04-02", title: str | None = None) -> Document:
    return Document("test", title, None, None, (), published, "metadata", "en", None, "sha256:test", text)


@cache
def cast_of(text: str, published: str | None = "2019-04-02") -> Cast:
    return actors.resolve(document(text, published), language.load().analyse(text), actors.load())


def parties(text: str, phrase: str, published: str | None = "2019-04-02") -> tuple[Entity, ...]:
    """The parties of the last place where PHRASE stands in TEXT, asked at the head of its words."""
    cast = cast_of(text, published)
    start = text.rindex(phrase)
    for number, tree in enumerate(cast.trees):
        inside = [i for i, t in enumerate(tree.tokens) if t.start_char >= start and t.end_char <= start + len(phrase)]
        heads = [i for i in inside if tree[i].head not in inside]
        nominal = [i for i in heads if tree[i].upos in ("NOUN", "PROPN", "PRON")]
        if heads:
            return cast.parties(number, (nominal or heads)[0])
    raise AssertionError(f"{phrase!r} is not in the text")


def codes(text: str, phrase: str, published: str | None = "2019-04-02") -> str:
    return " ".join(sorted({e.code for e in parties(text, phrase, published)}))


STATES = [
    ("Canada thanked Mexico for its help.", "Canada", "CAN"),
    ("The United States and France signed an accord.", "France", "FRA"),
    ("U.S. officials met Iranian diplomats in Geneva.", "U.S. officials", "USA"),
    ("U.S. officials met Iranian diplomats in Geneva.", "Iranian diplomats", "IRN"),
    ("Tehran rejected the offer.", "Tehran", "IRN"),
    ("The Kremlin denied the report.", "The Kremlin", "RUS"),
    ("The White House criticized the vote.", "The White House", "USA"),
    ("The Palestinians demanded an apology.", "The Palestinians", "PSE"),
    ("Two Americans were arrested in Cairo.", "Two Americans", "USA"),
    ("Britain expelled three Russian envoys.", "three Russian envoys", "RUS"),
    ("The European Union condemned the coup.", "The European Union", "IGO:EU"),
    ("NATO ministers agreed to send troops.", "NATO ministers", "IGO:NATO"),
    ("Talks between Seoul and Pyongyang collapsed.", "Pyongyang", "PRK"),
    ("The talks brought the two Koreas closer.", "the two Koreas", "KOR PRK"),
    ("Leaders of South American countries met in Lima.", "Leaders of South American countries", "---"),
    ("Kosovo's president visited Albania.", "Kosovo's president", "XKX"),
    ("Texas sued the federal government over the rule.", "Texas", "USA"),
]
PHRASES = [
    ("Chile's foreign minister, Ana Lopez, flew to Lima.", "Chile's foreign minister", "CHL", "GOV"),
    ("Ana Lopez, Chile's foreign minister, flew to Lima.", "Ana Lopez", "CHL", "GOV"),
    ("The president of Kenya pardoned the editor.", "The president of Kenya", "KEN", "GOV"),
    ("The Mexican foreign secretary resigned.", "The Mexican foreign secretary", "MEX", "GOV"),
    ("The foreign ministry in Islamabad summoned the envoy.", "The foreign ministry", "PAK", "GOV"),
    ("Turkish police arrested a journalist.", "Turkish police", "TUR", "COP"),
    ("Israel's army shelled the town.", "Israel's army", "ISR", "MIL"),
    ("Israeli forces withdrew from the village.", "Israeli forces", "ISR", "MIL"),
    ("Russian warplanes bombed the depot.", "Russian warplanes", "RUS", "MIL"),
    ("A Ukrainian drone struck the refinery.", "A Ukrainian drone", "UKR", "MIL"),
    ("The Supreme Court of Kenya annulled the vote.", "The Supreme Court of Kenya", "KEN", "JUD"),
    ("Protesters in Minsk burned a flag.", "Protesters", "BLR", "CVL"),
    ("Hong Kong police fired tear gas.", "Hong Kong police", "HKG", "COP"),
    ("Opposition lawmakers in Bolivia walked out.", "Opposition lawmakers", "BOL", "OPP"),
    ("Colombian rebels freed a hostage.", "Colombian rebels", "COL", "REB"),
    ("A Nigerian army spokesman confirmed the raid.", "A Nigerian army spokesman", "NGA", "MIL"),
    ("The spokesman for the Indian foreign ministry declined to comment.", "The spokesman", "IND", "GOV"),
    ("U.S.-led forces retook the airport.", "U.S.-led forces", "USA", "MIL"),
    ("Hundreds of Serbian students marched on Friday.", "Hundreds of Serbian students", "SRB", "EDU"),
    ("A group of Somali ministers resigned.", "A group of Somali ministers", "SOM", "GOV"),
    ("Syria's ambassador to France, Omar Haddad, protested.", "Omar Haddad", "SYR", "GOV"),
    ("A judge in Brazil froze the accounts.", "A judge", "BRA", "JUD"),
    ("Jane Roe, a spokeswoman for the UN refugee agency, urged restraint.", "Jane Roe", "IGO:UN", "GOV"),
    ("Former Peruvian president Luis Quispe was jailed.", "Luis Quispe", "PER", "ELI"),
    ("The Trump administration imposed tariffs on China.", "The Trump administration", "USA", "GOV"),
    ("Erdogan's office said Turkey would retaliate.", "Erdogan's office", "TUR", "GOV"),
]
SEVERAL = [
    ("US and Mexican officials met on Monday.", "US and Mexican officials", "MEX USA"),
    ("Israeli and Palestinian leaders agreed to a truce.", "Israeli and Palestinian leaders", "ISR PSE"),
    ("India and Pakistan resumed talks. The two countries have fought three wars.", "The two countries", "IND PAK"),
    ("India and Pakistan resumed talks. Both sides praised the result.", "Both sides", "IND PAK"),
    ("Emmanuel Macron met Angela Merkel in Paris. The two leaders discussed the budget.", "The two leaders", "DEU FRA"),
    ("Sweden and Finland applied to join. They hope for a quick answer.", "They", "FIN SWE"),
    (
        "Ghana and Togo quarrelled. The foreign ministers of Ghana and Togo will meet.",
        "The foreign ministers",
        "GHA TGO",
    ),
]
BACK = [
    ("President Emmanuel Macron spoke in Paris. Macron said the law would stay.", "Macron", "FRA"),
    ("Emmanuel Macron visited Cairo. The president praised Egypt.", "The president", "FRA"),
    ("Angela Merkel arrived in Tokyo. She thanked Japan for the gift.", "She", "DEU"),
    ("Chile sent aid to Haiti. It also promised doctors.", "It", "CHL"),
    ("Canada recalled its ambassador.", "its", "CAN"),
    ("Kenya's government raised taxes. The government said it had no choice.", "The government", "KEN"),
    ("Iran launched a satellite. The country has tested three rockets.", "The country", "IRN"),
    ('"I will never resign," Ana Lopez, the foreign minister of Chile, said.', "I", "CHL"),
    ("The foreign ministry of Norway, which hosted the talks, stayed silent.", "which", "NOR"),
    ("Ana Lopez, the foreign minister of Chile, who opposed the plan, left.", "who", "CHL"),
    ("Police in Belgrade fired tear gas at Serbian students. Police arrested ten people.", "Police", "SRB"),
    ("A U.N. envoy has asked Sudan for access. Carl Holm made the request in Khartoum.", "Carl Holm", "IGO:UN"),
]

MORE = [
    ("Ukrainian President Petro Poroshenko will visit Warsaw, his spokesman said.", "his spokesman", "UKR"),
    ("Ukrainian President Petro Poroshenko will visit Warsaw, his spokesman said.", "Warsaw", "POL"),
    ("The Pentagon said two soldiers died in Niger.", "two soldiers", "USA"),
    ("A Pentagon spokesman said the strike killed militants in Somalia.", "militants", "SOM"),
    ("A Pentagon spokesman said the strike killed militants in Somalia.", "A Pentagon spokesman", "USA"),
    ("Beijing and Moscow signed a pipeline deal.", "Moscow", "RUS"),
    ("The French and German foreign ministers flew to Kyiv.", "The French and German foreign ministers", "DEU FRA"),
    ("The prime ministers of Greece and Turkey shook hands.", "The prime ministers", "GRC TUR"),
    ("China's top diplomat warned Washington.", "China's top diplomat", "CHN"),
    ("China's top diplomat warned Washington.", "Washington", "USA"),
    ("The World Bank froze loans to Sudan.", "The World Bank", "IGO:WB"),
    ("Amnesty International accused Egypt of torture.", "Amnesty International", "NGO"),
    ("The Taliban attacked an Afghan army base.", "The Taliban", "AFG"),
    ("The Taliban attacked an Afghan army base.", "an Afghan army base", "AFG"),
    ("Hezbollah fired rockets at Israel.", "Hezbollah", "LBN"),
    ("The Islamic State group claimed the attack in Baghdad.", "The Islamic State group", "---"),
    ("An Israeli airstrike killed three Palestinians in Gaza.", "three Palestinians", "PSE"),
    ("Boko Haram militants abducted students in northern Nigeria.", "Boko Haram militants", "NGA"),
    ("The Venezuelan opposition leader Juan Guaidó called for protests.", "Juan Guaidó", "VEN"),
    ("German lawmakers approved the bailout.", "German lawmakers", "DEU"),
    ("Lawmakers in Berlin approved the bailout for Greece.", "Lawmakers", "DEU"),
    ("The British prime minister's spokesman declined to comment.", "The British prime minister's spokesman", "GBR"),
    ("The head of the Libyan coast guard was arrested.", "The head of the Libyan coast guard", "LBY"),
    ("Security forces in Cameroon shot at demonstrators.", "demonstrators", "CMR"),
    ("Security forces in Cameroon shot at demonstrators.", "Security forces", "CMR"),
    ("The Indian army accused Pakistani troops of firing mortars.", "Pakistani troops", "PAK"),
    ("Saudi Arabia's crown prince received the Japanese emperor.", "Saudi Arabia's crown prince", "SAU"),
    ("Saudi Arabia's crown prince received the Japanese emperor.", "the Japanese emperor", "JPN"),
    ("The U.S. Congress passed sanctions against Russia.", "The U.S. Congress", "USA"),
    ("The Senate confirmed the American ambassador.", "The Senate", "USA"),
    ("Spanish police arrested Catalan separatists in Barcelona.", "Catalan separatists", "ESP"),
    ("Italy's interior minister, Matteo Salvini, closed the ports. Salvini blamed Malta.", "Salvini", "ITA"),
    ("Italy's interior minister, Matteo Salvini, closed the ports. The minister blamed Malta.", "The minister", "ITA"),
    ("The International Monetary Fund praised Ghana. The fund urged more cuts.", "The fund", "IGO:IMF"),
    ("The African Union sent observers to Malawi. The bloc will report in May.", "The bloc", "IGO:AU"),
    ("President Xi Jinping and his Russian counterpart, Vladimir Putin, met in Osaka.", "Vladimir Putin", "RUS"),
    (
        "President Xi Jinping and his Russian counterpart, Vladimir Putin, met in Osaka.",
        "his Russian counterpart",
        "RUS",
    ),
    (
        "The Chinese foreign minister and his Indian counterpart met. The two ministers agreed to talk again.",
        "The two ministers",
        "CHN IND",
    ),
    ("Turkey and its neighbor Greece held talks.", "its", "TUR"),
    ('"We reject this," said Javad Zarif, Iran\'s foreign minister.', "We", "IRN"),
    ("Japan said it would lift curbs on South Korea.", "it", "JPN"),
    ("Merkel told Macron that he should wait. Emmanuel Macron is France's president.", "he", "FRA"),
    ("Police in Dhaka clashed with garment workers.", "garment workers", "BGD"),
    ("The army in Sudan deposed President Omar al-Bashir. The military promised elections.", "The military", "SDN"),
    ("Belgian prosecutors charged five men. The suspects deny it.", "Belgian prosecutors", "BEL"),
    ("The Polish ruling party, Law and Justice, won the vote.", "The Polish ruling party", "POL"),
    ("The company's chief executive left. Google apologised.", "Google", "MNC"),
    ("A senior U.S. official said the drone was Iranian.", "A senior U.S. official", "USA"),
    ("A Hong Kong court jailed nine activists.", "nine activists", "HKG"),
    ("Rwanda-backed rebels seized a town in eastern Congo.", "Rwanda-backed rebels", "COD"),
    ("The U.N. secretary-general, António Guterres, pleaded for calm.", "António Guterres", "IGO:UN"),
    ("U.S. Secretary of State Mike Pompeo met North Korean officials in Hanoi.", "Mike Pompeo", "USA"),
    ("Gov. Ricardo Rosselló of Puerto Rico resigned.", "Gov. Ricardo Rosselló", "PRI"),
    ("Supporters of Bolivian President Evo Morales blocked roads.", "Supporters", "BOL"),
    ("Several European countries recalled their ambassadors from Brazil.", "Several European countries", "---"),
    ("Iran's Revolutionary Guards seized a British tanker.", "Iran's Revolutionary Guards", "IRN"),
    ("Iran's Revolutionary Guards seized a British tanker.", "a British tanker", "GBR"),
    ("The Democratic Republic of the Congo declared an outbreak.", "The Democratic Republic of the Congo", "COD"),
    ("Georgia accused Russian troops of moving the border near Tbilisi.", "Georgia", "GEO"),
    ("Georgia's governor, Brian Kemp, signed the bill, U.S. media said.", "Georgia's governor", "USA"),
    ("Michael Jordan gave money to charity in Chicago.", "Jordan", "---"),
    ("Jordan and Iraq reopened the crossing.", "Jordan", "JOR"),
    (
        "Ethiopian Prime Minister Abiy Ahmed and Eritrean leader Isaias Afwerki embraced. They signed a declaration.",
        "They",
        "ERI ETH",
    ),
    ("Thousands of people marched in Algiers against President Abdelaziz Bouteflika.", "Thousands of people", "DZA"),
    ("Norway's government and the rebels met in Oslo.", "Norway's government", "NOR"),
    ("The Dutch court ordered Moscow to release the crew.", "The Dutch court", "NLD"),
    ("The Swiss-based group said Myanmar had jailed reporters.", "The Swiss-based group", "CHE"),
    ("South African police detained foreign nationals.", "foreign nationals", "---"),
    (
        "The Lebanese prime minister accused Syria of meddling. His office later softened the remark.",
        "His office",
        "LBN",
    ),
    (
        "Tokyo and Seoul traded accusations. Their foreign ministers will meet in Bangkok.",
        "Their foreign ministers",
        "JPN KOR",
    ),
    ("Zimbabwean President Robert Mugabe fired his deputy.", "his deputy", "ZWE"),
    ("The Mexican president thanked Canada. López Obrador called Justin Trudeau a friend.", "Justin Trudeau", "CAN"),
    ("Talks between the government and FARC rebels in Colombia resumed.", "the government", "COL"),
    ("Aides to Donald Trump flew to Kyiv.", "Aides", "USA"),
    ("Allies of Vladimir Putin won seats in Moscow.", "Allies", "RUS"),
    (
        "The Philippines protested after Chinese ships entered the lagoon. Manila summoned the ambassador.",
        "Manila",
        "PHL",
    ),
    (
        "The Philippines protested after Chinese ships entered the lagoon. Manila summoned the ambassador.",
        "Chinese ships",
        "CHN",
    ),
    ("EU foreign policy chief Federica Mogherini backed the deal.", "Federica Mogherini", "IGO:EU"),
    ("Scotland's first minister, Nicola Sturgeon, demanded a referendum.", "Nicola Sturgeon", "GBR"),
    ("The governor of Texas deployed the National Guard.", "The governor of Texas", "USA"),
    ("Doctors Without Borders closed a hospital in Yemen.", "Doctors Without Borders", "NGO"),
    ("Kenyan and Ugandan troops fought al-Shabab in Somalia.", "Kenyan and Ugandan troops", "KEN UGA"),
    ("Kenyan and Ugandan troops fought al-Shabab in Somalia.", "al-Shabab", "SOM"),
    ("Sri Lankan authorities blamed a local Islamist group.", "Sri Lankan authorities", "LKA"),
    ("The opposition in Zambia boycotted the vote.", "The opposition", "ZMB"),
    ("The United Arab Emirates and Bahrain recalled envoys from Doha. The three states are at odds.", "Bahrain", "BHR"),
    (
        "Prime Minister Theresa May wrote to Donald Tusk. The prime minister asked for a delay.",
        "The prime minister",
        "GBR",
    ),
    ("Prime Minister Theresa May wrote to Donald Tusk. The prime minister asked for a delay.", "Donald Tusk", "IGO:EU"),
    ("The Iraqi parliament speaker visited Tehran.", "The Iraqi parliament speaker", "IRQ"),
    ("A Polish court freed the activist.", "A Polish court", "POL"),
    ("A Greek fishing boat sank.", "A Greek fishing boat", "GRC"),
    ("The Argentine central bank raised rates.", "The Argentine central bank", "ARG"),
    ("Bangladeshi border guards shot two Rohingya refugees.", "Bangladeshi border guards", "BGD"),
    ("Vietnam accused Chinese vessels of ramming its boats. Hanoi lodged a protest with Beijing.", "Beijing", "CHN"),
    ("Security Council members failed to agree.", "Security Council members", "IGO:UN"),
    ("Cuban President Miguel Díaz-Canel denounced the embargo. He called it cruel.", "He", "CUB"),
    ('"Our patience is over," the Turkish foreign minister told reporters.', "Our", "TUR"),
    ("The ambassador of Peru to Chile was recalled.", "The ambassador of Peru", "PER"),
    ("Peru's ambassador in Santiago was recalled.", "Peru's ambassador", "PER"),
    ("Moroccan King Mohammed VI pardoned prisoners.", "Moroccan King Mohammed VI", "MAR"),
    ("Gunmen attacked a mosque in Burkina Faso.", "Gunmen", "BFA"),
    ("The Tunisian presidency denied the claim.", "The Tunisian presidency", "TUN"),
    ("The Australian prime minister apologised to Indonesia. Canberra had tapped phones.", "Canberra", "AUS"),
    ("Ukraine's Volodymyr Zelenskiy beat Petro Poroshenko.", "Ukraine's Volodymyr Zelenskiy", "UKR"),
    ("Algeria's army chief, Gen. Ahmed Gaid Salah, spoke.", "Gen. Ahmed Gaid Salah", "DZA"),
    ("The World Health Organization warned Madagascar.", "The World Health Organization", "IGO:UN"),
    ("The Houthis fired a missile at Riyadh.", "The Houthis", "YEM"),
    ("The Houthis fired a missile at Riyadh.", "Riyadh", "SAU"),
    ("Haitian police and protesters clashed in Port-au-Prince.", "protesters", "HTI"),
    ("Sudan's military council and opposition leaders signed a pact.", "opposition leaders", "SDN"),
    ("Seventeen states sued the Trump administration in Washington.", "the Trump administration", "USA"),
]


@pytest.mark.parametrize(("text", "phrase", "code"), STATES + SEVERAL + BACK + MORE)
def test_code(text: str, phrase: str, code: str) -> None:
    assert codes(text, phrase) == code


@pytest.mark.parametrize(("text", "phrase", "code", "sector"), PHRASES)
def test_code_and_sector(text: str, phrase: str, code: str, sector: str) -> None:
    found = parties(text, phrase)
    assert [(e.code, e.sector) for e in found] == [(code, sector)]


def test_office_as_of_the_date() -> None:
    text = "Barack Obama spoke to reporters in Chicago."
    (then,) = parties(text, "Barack Obama", "2012-05-01")
    (later,) = parties(text, "Barack Obama", "2019-05-01")
    assert (then.code, then.office, then.sector) == ("USA", "President", "GOV")
    assert (later.code, later.office, later.sector) == ("USA", "former President", "ELI")


def test_the_texts_own_title_wins() -> None:
    (found,) = parties("President George W. Bush met South Korean officials.", "George W. Bush", None)
    assert (found.code, found.office, found.sector) == ("USA", "President", "GOV")


def test_a_surname_is_the_person_of_the_report() -> None:
    text = "Maria Trump, a farmer from Bavaria, sued the German government. Trump said she wanted justice."
    (found,) = parties(text, "Trump", "2019-05-01")
    assert found.name == "Maria Trump"
    assert found.code != "USA"


def test_unknown_president_takes_the_state_of_the_text() -> None:
    text = "BISHKEK, Kyrgyzstan — President Azamat Toktonov dissolved parliament on Monday."
    (found,) = parties(text, "Azamat Toktonov")
    assert (found.code, found.sector) == ("KGZ", "GOV")


def test_an_unknown_person_stays_unknown() -> None:
    text = "France thanked Italy, Spain and Greece. John Smithson wrote a song."
    (found,) = parties(text, "John Smithson")
    assert found.code == "---"


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("France signed the agreement on Tuesday.", "the agreement"),
        ("France signed the agreement on Tuesday.", "Tuesday"),
        ("The family sought justice for years.", "justice"),
        ("Iranian oil exports fell.", "Iranian oil exports"),
        ("It is clear that the plan failed.", "It"),
    ],
)
def test_what_cannot_act_is_no_party(text: str, phrase: str) -> None:
    assert parties(text, phrase) == ()


def test_a_capital_is_a_place_where_something_happens() -> None:
    (place,) = parties("The ministers met in Paris.", "Paris")
    (state,) = parties("Paris recalled its envoy.", "Paris")
    assert (place.kind, place.code) == ("place", "FRA")
    assert (state.kind, state.code) == ("state", "FRA")


def test_us_is_no_state() -> None:
    assert all(e.code != "USA" for e in parties("They told us to leave.", "us"))


def test_title_and_name_are_the_same_party() -> None:
    text = "German Chancellor Angela Merkel thanked Norway."
    cast = cast_of(text)
    assert {e.name for i in (1, 2, 3) for e in cast.parties(0, i)} == {"Angela Merkel"}


def test_a_guess_is_less_sure_than_a_name() -> None:
    text = "Protests shook Serbia and its capital Belgrade. Police fired tear gas."
    assert parties(text, "Police")[0].confidence < parties(text, "Serbia")[0].confidence


def test_entity_is_always_one() -> None:
    text = "France signed the agreement on Tuesday."
    cast = cast_of(text)
    for i in range(len(cast.trees[0])):
        one = cast.entity(0, i)
        assert text[one.start_char : one.end_char] == one.text
    assert cast.entity(0, 3).code == "---"


def test_text_and_place_of_a_party() -> None:
    text = "Kenya's deputy foreign minister, Ann Otieno, spoke."
    (found,) = parties(text, "Kenya's deputy foreign minister")
    assert found.text == "Kenya's deputy foreign minister"
    assert found.name == "Ann Otieno"
    assert text[found.start_char : found.end_char] == found.text


def test_empty_text() -> None:
    assert cast_of("").trees == ()
