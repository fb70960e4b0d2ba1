"""From what stands in a cell to what it stands for, by the kind of its field."""

from __future__ import annotations

from datetime import date, datetime

from ..expressions.cell_values import ErrorValue, says_something
from ..form.columns import Kind
from ..form.edition import Edition
from ..form.fields import Field
from ..form.rows import ProblemCountRow
from ..form.tables import Passport, PlanHeading, PlanItem
from ..form.vocabulary import DRAFT, NOT_APPLICABLE
from .cleaned import BLANK, Cleaned, Open, blank_with_note, reject
from .days import day_in, day_of, day_text
from .numbers import bare_number, clean_number, with_part
from .signs import are_digits_turned, visible_text
from .squeezing import Pattern, normalize, squeeze
from .typed import ERROR_TEXTS, MOST_LETTERS, as_text, number_text

_IN_WORDS = (Kind.TEXT, Kind.CHOICE)
_A_DRAFT = Pattern(
    r"(?<!не )\bчерн(?:ов\w*|\b)|^(?:это )?проект\b|^draft\b|^предварительн|^не ?окончательн"
    r"|^рабоч\w+ (?:вариант|версия)"
)
"""However a school calls its book a draft: «черновой вариант», «проект», «предварительно»."""
_SCHOOL_YEAR = Pattern(r"(?:20)?(\d\d) ?[-/\\] ?(?:20)?(\d\d)(?: ?уч\w*\.?)?(?: ?г\w*\.?)?")
_YEAR = Pattern(r"20(\d\d)(?: ?г(?:\.|од\w*)?)?")
_DITTO_WORDS = frozenset({"то же", "тоже", "тот же", "та же", "те же", "там же"})
_DITTO_MARKS = Pattern(r"""(?=.*["«»“”„']|.*/.*/)[-_/ "«»“”„']+""")
"""«"», «-"-», «—//—»: quotation marks or two slashes, and nothing but marks."""


def clean_text(raw: object, field: Field) -> Cleaned:
    """The text in a cell; a number or a date in a text cell is taken as the text it shows."""
    if isinstance(raw, ErrorValue):
        return reject("error-value")
    if not isinstance(raw, str):
        return _not_text(raw, field)
    text = squeeze(raw)
    if not text:
        return BLANK
    if text.upper() in ERROR_TEXTS:
        return reject("error-value")
    if field.table is PlanItem and field.column in ("term", "responsible") and _is_ditto(text):
        return Cleaned(note="ditto", open=Open.DITTO)
    if not says_something(text):
        return blank_with_note(lone_mark(field))
    if len(raw) > MOST_LETTERS:
        return Cleaned(visible_text(raw[:MOST_LETTERS]), "text-too-long", str(len(raw)))
    return Cleaned(visible_text(raw))


def _is_ditto(text: str) -> bool:
    return normalize(text) in _DITTO_WORDS or bool(_DITTO_MARKS.fullmatch(text))


def lone_mark(field: Field) -> str:
    """The kind of note on a lone punctuation mark in this field."""
    if field.table is Passport:
        return "lone-mark-passport"
    return "lone-mark" if field.table in (PlanItem, PlanHeading) else "lone-mark-text"


def _not_text(raw: object, field: Field) -> Cleaned:
    day = raw if isinstance(raw, date) else day_of(raw)
    if field.column == "term" and day is not None:
        return Cleaned(day_text(day), "date-read", day_text(day))
    return Cleaned(as_text(raw))


def clean_choice(raw: object, field: Field, options: tuple[str, ...]) -> Cleaned:
    """The option of the list a cell names; any other text stays, the rules speak about it."""
    cleaned = clean_text(raw, field)
    if not isinstance(cleaned.value, str) or cleaned.value in options:
        return cleaned
    meant = normalize(cleaned.value)
    if DRAFT in options and _A_DRAFT.search(meant):
        return Cleaned(DRAFT, "choice-variant", DRAFT)
    years = _years_in(meant)
    for option in options:
        if normalize(option) == meant or (years and _years_in(normalize(option)) == years):
            return Cleaned(option, "choice-variant", option)
    return cleaned


def _years_in(words: str) -> tuple[str, ...]:
    """The year or the school year that a text names and nothing else: «2025-2026 уч. год»."""
    if found := _SCHOOL_YEAR.fullmatch(words):
        follows = (int(found[1]) + 1) % 100 == int(found[2])
        return (found[1], found[2]) if follows else ()
    year = _YEAR.fullmatch(words)
    return (year[1],) if year else ()


def clean_date(raw: object, field: Field) -> Cleaned:
    """The date in a cell, also where it is a text or Excel's number of a day."""
    if isinstance(raw, datetime):
        return Cleaned(raw.date())
    if isinstance(raw, date):
        return Cleaned(raw)
    if not isinstance(raw, str):
        day = day_of(raw)
        wrong = "error-value" if isinstance(raw, ErrorValue) else "not-a-date"
        return reject(wrong) if day is None else _note_day(day)
    cleaned = clean_text(raw, field)
    if cleaned.value is None:
        return cleaned
    day = day_in(raw) or day_of(bare_number(raw))
    return reject("not-a-date") if day is None else _note_day(day)


def _note_day(day: date) -> Cleaned:
    return Cleaned(day, "date-read", day_text(day))


def clean(raw: object, field: Field, edition: Edition) -> Cleaned:
    """One non-empty cell, whatever stands in it; never raises.

    What only its row can decide is left `open`; `settling` closes it.
    """
    if field.kind is Kind.SHARE and raw in NOT_APPLICABLE:
        return Cleaned(str(raw))
    if isinstance(raw, str) and are_digits_turned(raw) and field.kind not in _IN_WORDS:
        return reject("not-a-date" if field.kind is Kind.DATE else "not-a-number")
    if isinstance(raw, str) and _names_a_part(field) and (part := with_part(raw)):
        return part
    if field.kind.is_number:
        return clean_number(raw, field.kind)
    if field.kind is Kind.CHOICE:
        return clean_choice(raw, field, edition.options(field.spec.options or ""))
    if field.kind is Kind.DATE:
        return clean_date(raw, field)
    if field.kind is Kind.FREE:
        return _clean_free(raw, field)
    return clean_text(raw, field)


def _names_a_part(field: Field) -> bool:
    return isinstance(field.row, ProblemCountRow) and field.row.of_which


def _clean_free(raw: object, field: Field) -> Cleaned:
    """A number or words: a text that is only a number becomes one, other words stay."""
    if isinstance(raw, bool):
        return clean_text(raw, field)
    if not isinstance(raw, str):
        return clean_number(raw, field.kind)
    if (number := bare_number(raw)) is not None:
        cleaned = clean_number(number, field.kind)
        return cleaned._replace(note="number-as-text", says=number_text(number))
    text = squeeze(raw)
    if text and not text.strip("-") and field.row.kind != "own":
        return Cleaned(open=Open.DASH)
    return clean_text(raw, field)
