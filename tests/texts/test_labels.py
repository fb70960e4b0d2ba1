"""Labels as they compare: a Latin letter that looks like a Cyrillic one is read as it looks."""

from __future__ import annotations

import pytest

from roadmap_xl.texts.squeezing import normalize

# what is typed, what it is read as
ALIKE = [
    ("Bсего", "всего"),
    ("Pyccкий язык", "русский язык"),
    ("HИЖЕ ПOPOГА", "ниже порога"),
    ("M (П)³", "м (п)³"),
    ("Чиcлeннocть", "численность"),
]
OWN_LETTERS = ["ege.phys", "word", "https://example.org", "b_51_60", "wi-fi", "2020/2021"]


@pytest.mark.parametrize(("typed", "read"), ALIKE)
def test_a_label_is_read_as_it_looks(typed: str, read: str) -> None:
    assert normalize(typed) == read


@pytest.mark.parametrize("text", OWN_LETTERS)
def test_a_word_with_other_latin_letters_is_left_alone(text: str) -> None:
    assert normalize(text) == normalize(text)


def test_texts_that_differ_stay_different() -> None:
    texts = ["51-60", "61-70", "ege.rus", "ege.phys", "Физика", "Химия", "%", "2020/2021"]
    assert len({normalize(text) for text in texts}) == len(texts)
