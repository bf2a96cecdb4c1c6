"""Sentences and words: what a reader of newswire relies on."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.split import split


def lines(text: str) -> list[str]:
    return [" ".join(text[a:b] for a, b in s.tokens) for s in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gen. Poe met Sen. J. R. Roe on Jan. 5. They agreed.",
            ["Gen. Poe met Sen. J. R. Roe on Jan. 5 .", "They agreed ."],
        ),
        ("He left the U.S. The talks failed.", ["He left the U.S.", "The talks failed ."]),
        ("The U.S. House met the U.S. president.", ["The U.S. House met the U.S. president ."]),
        (
            "Foo Inc. (a carmaker) hired Bar Co. Ltd. It grew.",
            ["Foo Inc. ( a carmaker ) hired Bar Co. Ltd.", "It grew ."],
        ),
        ('"Stop!" Mr. Poe said. "We won\'t."', ['" Stop ! " Mr. Poe said .', '" We wo n\'t . "']),
        ("“Why?” asked the envoy. “No!” Roe shouted.", ["“ Why ? ” asked the envoy .", "“ No ! ” Roe shouted ."]),
        ('He said, "We go." Then he left.', ['He said , " We go . "', "Then he left ."]),
        ("They met (in Oslo.) Nobody spoke.", ["They met ( in Oslo . )", "Nobody spoke ."]),
        ("It ended at 5 p.m. Tuesday in No. 10.", ["It ended at 5 p.m. Tuesday in No. 10 ."]),
        ("The end came.Then it rained.", ["The end came .", "Then it rained ."]),
        ("A headline without a stop\nThe text follows.", ["A headline without a stop", "The text follows ."]),
        ("1. Sign the deal. 2. Leave.", ["1 . Sign the deal .", "2 . Leave ."]),
        ("It was clear.[12] They won.", ["It was clear . [ 12 ]", "They won ."]),
        ("Well ... he waited... Nobody came.", ["Well ... he waited ...", "Nobody came ."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can't cannot don’t gonna we're they'd I'M", "ca n't can not do n’t gon na we 're they 'd I 'M"),
        ("Peru's envoy; workers' rights", "Peru 's envoy ; workers ' rights"),
        (
            "U.S.-Mexico, UN-backed, pro-democracy, re-elected",
            "U.S. - Mexico , UN - backed , pro-democracy , re-elected",
        ),
        ("a 15-year-old in the mid-1980s, 2003-2004", "a 15 - year - old in the mid-1980s , 2003 - 2004"),
        ("$5.2m, US$3bn, €7, 9.5%, 1,200 men", "$ 5.2 m , US$ 3 bn , € 7 , 9.5 % , 1,200 men"),
        (
            "see https://a.example/b?c=d, www.b.example. x@c.example",
            "see https://a.example/b?c=d , www.b.example . x@c.example",
        ),
        (
            "O'Neill's 9/11 talks at 10:30 on the 5th and/or 1/2",
            "O'Neill 's 9/11 talks at 10:30 on the 5th and / or 1/2",
        ),
        ("war—and peace--now…", "war — and peace -- now …"),
        ("AT&T (R&D) e.g. Smith et al., Ph.D.", "AT&T ( R&D ) e.g. Smith et al. , Ph.D."),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert " ".join(lines(text)) == expected


def test_paragraphs_are_counted_without_empty_lines() -> None:
    assert [s.paragraph for s in split("One.\n\n \nTwo. Three.\r\nFour.")] == [0, 1, 1, 2]


def test_nothing_gives_nothing() -> None:
    assert split("") == split(" \n\t ") == []


MARKS = st.text(alphabet="aAzU.!?…'’\"“”()[]-–—/@:;,$%0159 \n\té\u0301\u200b\u00a0\u2028\x85🇺nt'sMr", max_size=120)


@given(st.one_of(st.text(max_size=120), MARKS))
def test_every_character_is_in_one_word(text: str) -> None:
    covered: list[int] = []
    end = 0
    for sentence in split(text):
        assert sentence.tokens
        assert end <= sentence.start_char == sentence.tokens[0][0]
        assert sentence.end_char == sentence.tokens[-1][1] <= len(text)
        end = sentence.end_char
        for a, b in sentence.tokens:
            assert a < b
            covered.extend(range(a, b))
    assert covered == [i for i, char in enumerate(text) if not char.isspace()]


@pytest.mark.parametrize(
    "piece", ["a.", "a@", "a-", "www.", "1,", "'s", "((", "a.b@c", "U.S. ", "x\n", "An envoy met the president. "]
)
def test_time_is_linear(piece: str) -> None:
    start = time.perf_counter()
    split(piece * (200_000 // len(piece)))
    assert time.perf_counter() - start < 3
