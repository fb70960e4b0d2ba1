"""What the form itself says in a document, known however it is spaced, dashed or broken up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ...form.columns import Column
from ...form.fields import Form, columns_of
from ...form.tables import Signature, Table
from ...texts.pattern import Pattern
from ...texts.squeezing import labelled, squeezed

_YEAR = re.compile(r"20\d\d")
_UNSAID = re.compile(r"[^\w%]+|_+")
_FOOTNOTE_MARKS = str.maketrans("", "", "¹²³⁴⁵⁶⁷⁸⁹")
_TO_FILL_IN = Pattern(r"[_\s]+")
_LONGEST = 2000
"""Characters. The form's longest text has about 500."""
_FEWEST_LETTERS = 8
"""Of a piece of a title: a shorter one may be the school's own word."""
_MARKS_TO_SIGN = ("М.П.", "(дата)", "Подпись")
_ON_EACH_PAGE = Pattern(
    r"ЧЕРНОВИК · .*|(?:Контрольный код \d{4}-\d{4}-\d{4}(?: · )?)?(?:стр\.(?: из)?)?"
)
"""What the program's own paper says at the top and bottom of its pages."""


@lru_cache(maxsize=2048)
def bones(text: str) -> str:
    """The letters, digits and «%» of a text as they compare, every year a «Y».

    A text that is longer than any of the form's is like none of them.
    """
    if len(text) > _LONGEST:
        return "…"
    return _YEAR.sub("Y", _UNSAID.sub("", labelled(text.translate(_FOOTNOTE_MARKS))))


def says(text: str) -> bool:
    """There is more in it than a line to fill in by hand."""
    return bool(text.strip()) and not _TO_FILL_IN.fullmatch(text)


class OwnWords:
    """The words of the form that hold no value: titles, headings, footnotes, captions."""

    def __init__(self, form: Form) -> None:
        self._titles = bones("\n".join(_titles(form)))
        self._short = {bones(text) for text in _short(form)}

    def has(self, text: str) -> bool:
        """The text is a title of the form or a piece of one; a line to fill in is, too."""
        said = bones(text)
        if said in self._short or not says(text) or _ON_EACH_PAGE.fullmatch(squeezed(text)):
            return True
        return len(said) >= _FEWEST_LETTERS and said in self._titles


def _titles(form: Form) -> Iterable[str]:
    titles = form.edition.titles
    yield from titles.document
    yield titles.passport
    yield titles.problem
    yield titles.results_of_year
    yield titles.elective_averages
    yield titles.school
    yield titles.base_math
    yield titles.ege
    yield from titles.plan
    yield titles.signature
    yield from (group.label for group in form.edition.indicator_groups)
    yield from titles.school_footnotes


def _short(form: Form) -> Iterable[str]:
    titles = form.edition.titles
    yield from (titles.problem, titles.ege, titles.base_math, titles.passport, titles.signature)
    yield from (titles.results_of_year, titles.elective_averages, titles.school)
    yield from (titles.school_caption, titles.handwritten)
    yield from titles.school_footnotes
    yield from (group.label for group in form.edition.indicator_groups)
    yield from (spec.label for _, spec in columns_of(Signature).values())
    yield from _MARKS_TO_SIGN


@lru_cache(maxsize=8)
def own_words(form: Form) -> OwnWords:
    """The form's own words, gathered once."""
    return OwnWords(form)


def column(table: type[Table], name: str) -> Column:
    """What a table's class says of one of its columns."""
    return columns_of(table)[name][1]
