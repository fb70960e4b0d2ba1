"""What the form prints in a document, known however it is spaced, dashed or broken up.

`FormTexts` knows titles and footnotes, which hold no value; `Labels` finds the key of a row or line
by its label; `exam_year` tells of which year the document is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ...form.columns import Column
from ...form.derived import derived
from ...form.fields import Form
from ...form.tables import Signature, Table
from ...reader.structure.lines import SIMILAR, is_similar
from ...texts.squeezing import Pattern, normalize, squeeze
from .content import Content

_YEAR = re.compile(r"20\d\d")
_NOT_COMPARED = re.compile(r"[^\w%]+|_+")
_FOOTNOTE_MARKS = str.maketrans("", "", "¹²³⁴⁵⁶⁷⁸⁹")
_TO_FILL_IN = Pattern(r"[_\s]+")
_LONGEST = 2000
"""Characters. The form's longest text has about 500."""
_FEWEST_LETTERS = 8
"""Of a piece of a title: a shorter one may be the school's own word."""
_SIGNING_MARKS = ("М.П.", "(дата)", "Подпись")
_PAGE_MARGIN_TEXT = Pattern(
    r"ЧЕРНОВИК · .*|(?:Контрольный код \d{4}-\d{4}-\d{4}(?: · )?)?(?:стр\.(?: из)?)?"
)
"""What the program's own paper says at the top and bottom of its pages."""


@lru_cache(maxsize=2048)
def match_key(text: str) -> str:
    """The letters, digits and «%» of a text by which it is looked up, every year a «Y».

    A text longer than any of the form's gets a key that matches none.
    """
    if len(text) > _LONGEST:
        return "…"
    return _YEAR.sub("Y", _NOT_COMPARED.sub("", normalize(text.translate(_FOOTNOTE_MARKS))))


def is_written(text: str) -> bool:
    """Something is written there, not only a line to fill in by hand."""
    return bool(text.strip()) and not _TO_FILL_IN.fullmatch(text)


class FormTexts:
    """What the form prints and no value is: titles, headings, footnotes, captions."""

    def __init__(self, form: Form) -> None:
        self._titles = match_key("\n".join(_titles(form)))
        self._short = {match_key(text) for text in _short_texts(form)}

    def has(self, text: str) -> bool:
        """The text is a title of the form or a piece of one; a line to fill in is, too."""
        key = match_key(text)
        if key in self._short or not is_written(text) or _PAGE_MARGIN_TEXT.fullmatch(squeeze(text)):
            return True
        return len(key) >= _FEWEST_LETTERS and key in self._titles


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


def _short_texts(form: Form) -> Iterable[str]:
    titles = form.edition.titles
    yield from (titles.problem, titles.ege, titles.base_math, titles.passport, titles.signature)
    yield from (titles.results_of_year, titles.elective_averages, titles.school)
    yield from (titles.school_caption, titles.handwritten)
    yield from titles.school_footnotes
    yield from (group.label for group in form.edition.indicator_groups)
    yield from (spec.label for _, spec in Signature.columns.values())
    yield from _SIGNING_MARKS


@derived
def form_texts(form: Form) -> FormTexts:
    """The printed texts of a form, gathered once."""
    return FormTexts(form)


def column(table: type[Table], name: str) -> Column:
    """What a table's class says of one of its columns."""
    return table.columns[name][1]


# --- Labels of rows and lines ---

MOST_COMPARED = 400
"""As many unknown labels of a document are compared letter by letter; no school writes so many."""
_NUMBERING = Pattern(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\)?|№|п/п|№ ?п/п")


def is_numbering(text: str) -> bool:
    """«1», «3.1.2.», «1.10»: the number of a row, and nothing typed."""
    return bool(_NUMBERING.fullmatch(squeeze(text)))


@dataclass
class Labels:
    """Keys by the labels they are printed with."""

    by_match_key: dict[str, str] = field(default_factory=dict)
    compared_labels: list[tuple[str, str]] = field(default_factory=list)
    """Each label as it compares, with its key."""
    comparisons: int = 0

    def add(self, key: str, *labels: str) -> None:
        for label in labels:
            self.by_match_key.setdefault(match_key(label), key)
            self.compared_labels.append((normalize(label), key))

    def exact(self, text: str) -> str:
        """The key of a label; empty for another text."""
        return self.by_match_key.get(match_key(text), "")

    def similar(self, text: str, among: Iterable[str] | None = None) -> str:
        """The key of the only label that this text is another wording of."""
        self.comparisons += 1
        wanted_label = normalize(text) if self.comparisons <= MOST_COMPARED else ""
        if not wanted_label:
            return ""
        allowed = None if among is None else set(among)
        found = {
            key
            for label, key in self.compared_labels
            if (allowed is None or key in allowed)
            and 2 * min(len(label), len(wanted_label)) >= SIMILAR * (len(label) + len(wanted_label))
            and is_similar(label, wanted_label)
        }
        return found.pop() if len(found) == 1 else ""


# --- The year of a document ---

_PAIR = r"(20\d\d) ?[/\\-] ?(20\d\d)"
_RESULTS = Pattern(rf"(?i)итоги\D{{0,60}}{_PAIR}")
_PERIOD = Pattern(rf"(?i)\bна {_PAIR} ?год")
_PLAN_YEARS = Pattern(rf"(?i)\bна {_PAIR} ?\(")
_COLUMN = Pattern(_PAIR)
_HEADERS_LOOKED_AT = 3
"""Rows at the top of each table."""


def results_year(text: str) -> int | None:
    """The exam year of a title: 2020 for «Итоги ЕГЭ 2019/2020 учебного года»."""
    found = _RESULTS.search(squeeze(text))
    return int(found[2]) if found and int(found[2]) == int(found[1]) + 1 else None


def exam_year(content: Content) -> int | None:
    """The year that most of the document is about; None where it names no year."""
    votes = Counter(_years(content))
    return max(votes, key=lambda year: (votes[year], year), default=None)


def _years(content: Content) -> Iterator[int]:
    for paragraph in content.paragraphs:
        text = squeeze(paragraph.text)
        if (year := results_year(text)) is not None:
            yield from (year, year)
        if (found := _PERIOD.search(text)) or (found := _PLAN_YEARS.search(text)):
            yield int(found[1])
    for table in content.tables:
        for row in table.rows[:_HEADERS_LOOKED_AT]:
            pairs = [found for cell in row if (found := _COLUMN.fullmatch(squeeze(cell.text)))]
            if len(pairs) > 1:
                yield min(int(found[1]) for found in pairs)
