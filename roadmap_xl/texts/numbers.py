"""Numbers as schools type them: counts, averages, amounts and percents.

Source: domain.md section 6, rows 1 to 20, 27, 66, 71. What a cell's row has to say about a lone
dash is left open.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from ..expressions.cell_values import ErrorValue, says_something
from ..expressions.numbers import TOLERANCE, show_value
from ..form.columns import Kind
from ..form.vocabulary import NOT_APPLICABLE
from .cleaned import BLANK, Cleaned, Open, blank_with_note, reject
from .days import day_of, day_text, serial_of
from .signs import to_cyrillic
from .squeezing import Pattern, normalize, squeeze
from .typed import ERROR_TEXTS, MOST_NUMBER, number_text

NO_DATA = frozenset(
    {
        "н/д",
        "нд",
        "нет данных",
        "нет сведений",
        "данных нет",
        "неизвестно",
        "не известно",
        "уточняется",
        "?",
        "??",
        "???",
    }
)
"""Missing is not 0 (row 5)."""
NOBODY = frozenset(
    {"нет", "не было", "отсутствуют", "отсутствует", "не имеется", "нет таких", "таких нет"}
)
"""Words for 0 where people or things are counted (row 3)."""
NOT_HELD = frozenset(
    {
        "не сдавали",
        "не сдавал",
        "не сдавала",
        "не сдавался",
        "н/с",
        "не выбирали",
        "не выбирал",
        "не выбран",
        "х",
    }
)
"""Words for a blank: nobody sat the subject, or the cell is crossed out (rows 4 and 6)."""
NOT_FOR_US = frozenset({"не применимо", "неприменимо", "не применяется", "н/п"})

_NUMBER = r"[+-]? ?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?|[+-]?[.,]\d+"
_PEOPLE = (
    r"чел(?:\.|овека?)?|ч\.?|уч(?:\.|-ся|еник\w*|ащ\w+|астник\w*)?|обуч\w+|выпускник\w*|педагог\w*"
    r"|учител\w+|шт\.?|ед\.?"
)
_UNITS = {
    Kind.COUNT: _PEOPLE,
    Kind.SCORE: r"б\.?|балл\w*\.?",
    Kind.AMOUNT: rf"{_PEOPLE}|став\w+",
}
"""Words that may follow a number without changing it."""
_WITH_UNIT = {
    kind: Pattern(rf"['’`]?({_NUMBER}) ?(?:{unit})?\.?", re.IGNORECASE)
    for kind, unit in _UNITS.items()
}
_MONEY = Pattern(
    rf"(₽ ?)?({_NUMBER})(?:(?<=\d)-00)? ?(?:(тыс|млн|млрд|т(?=\.? ?р))\b\.? ?)?"
    r"(₽|р(?:уб(?:л\w+)?)?\b\.?)?(?: ?(\d\d) ?к(?:оп\w*)?\.?)?",
    re.IGNORECASE,
)
"""«120 тыс. руб.», «120 т.р.», «1 200 ₽», «1 200 руб. 50 коп.»."""
_SCALES = {"": 1, "т": 1_000, "тыс": 1_000, "млн": 1_000_000, "млрд": 1_000_000_000}
_ONE_OR_A_THOUSAND = re.compile(r"-?[1-9][0-9]{0,2}[.,]000")
"""«1.000» people: one with zeros behind the point, or a thousand."""
_BARE = Pattern(rf"['’`]?({_NUMBER})")
_PERCENT = Pattern(rf"({_NUMBER}) ?(?:%|٪|проц(?:\.|ент(?:а|ов)?)?)(?: ?\(.*\))?", re.IGNORECASE)
_COUNT_ASIDE = Pattern(rf"\((\d+) ?(?:{_PEOPLE})\)", re.IGNORECASE)
_APPROXIMATE = Pattern(r"(?:≈|~|около|примерно|ок\.) ?", re.IGNORECASE)
_WITH_PART = Pattern(r"(\d{1,6}) ?\((.*\w.*)\)\.?")
_TWO_DIGIT_YEARS = 1930
"""Excel takes 30 to 99 for years from here on."""
_NUMERAL = Pattern(r"\d+(?:[.,]\d+)?")


def clean_number(raw: object, kind: Kind) -> Cleaned:
    """The number in a cell of a numeric kind."""
    if isinstance(raw, bool):
        return reject("not-a-number")
    if isinstance(raw, int | float):
        return _hidden_date(raw, kind) or _fitting(raw, kind)
    if isinstance(raw, date | time | timedelta):
        return reject("date-for-number", meant=_guess_typed_text(raw, kind))
    if isinstance(raw, ErrorValue):
        return reject("error-value")
    return _from_text(squeeze(str(raw)), kind)


def _hidden_date(number: float, kind: Kind) -> Cleaned | None:
    """A date in a cell with a number's format: 43978 for «27.5». No school counts so many."""
    if kind not in (Kind.COUNT, Kind.SCORE) or (day := day_of(number)) is None:
        return None
    return reject("date-for-number", meant=_guess_typed_text(day, kind), quote=day_text(day))


def with_part(text: str) -> Cleaned | None:
    """«12 (3 рег.)»: 12, of whom 3 stand in brackets; None for any other text (row 76)."""
    found = _WITH_PART.fullmatch(squeeze(text))
    return Cleaned(int(found[1]), "number-with-part", found[1], found[2]) if found else None


def bare_number(text: str) -> float | None:
    """The number, where the text is nothing else; none that has hundreds of digits."""
    found = _BARE.fullmatch(squeeze(text))
    return _finite(_value(found[1])) if found else None


def _finite(number: float) -> float | None:
    return number if isfinite(number) else None


def percent_in(text: str) -> float | None:
    """«86 %», «86,0% (18 чел.)» as 0.86; None for a text without the sign."""
    found = _PERCENT.fullmatch(squeeze(text))
    return _finite(float(_decimal(found[1]) / 100)) if found else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace(",", "."))


def _value(text: str) -> float:
    return float(_decimal(text))


def _fitting(number: float, kind: Kind, note: str = "", *, bare: bool = True) -> Cleaned:
    """The number if the kind takes it: a count is whole, an average of 0 is left open."""
    if not -MOST_NUMBER < number < MOST_NUMBER:  # nor is NaN
        return reject("not-a-number")
    if kind is not Kind.COUNT:
        says = _percent_text(number) if kind is Kind.SHARE else number_text(number)
        left_open = Open.PERCENT if kind is Kind.SHARE and bare else None
        if kind is Kind.SCORE and number == 0:
            left_open = Open.ZERO_AVERAGE
        return Cleaned(float(number), note, says if note else "", open=left_open)
    whole = round(number)
    if abs(number - whole) >= TOLERANCE:
        return reject("fraction", says=number_text(number))
    return Cleaned(whole, note, str(whole) if note else "")


def _percent_text(number: float) -> str:
    return f"{show_value(number * 100)}%" if 0 <= number <= 1 else number_text(number)


def _from_text(text: str, kind: Kind) -> Cleaned:
    if not text:
        return BLANK
    if text.upper() in ERROR_TEXTS:
        return reject("error-value")
    if not text.strip("-"):
        return Cleaned(open=Open.DASH)
    if not says_something(text):
        return blank_with_note()
    return _from_words(normalize(text), kind) or _from_digits(text, kind)


def _from_words(word: str, kind: Kind) -> Cleaned | None:
    if word in NO_DATA or not word.strip(" ?"):
        return reject("no-data")
    if word in NOT_HELD:
        return blank_with_note()
    if kind is Kind.SHARE:
        return _not_applicable() if word in NOT_FOR_US else None
    if word in NOBODY:
        return blank_with_note() if kind is Kind.SCORE else _fitting(0, kind, "word-for-nothing")
    return None


def _not_applicable() -> Cleaned:
    return Cleaned(NOT_APPLICABLE[0], "word-for-nothing", f"«{NOT_APPLICABLE[0]}»")


def _from_digits(text: str, kind: Kind) -> Cleaned:
    note = "number-as-text"
    if approximate := _APPROXIMATE.match(text):
        text, note = text[approximate.end() :], "approximate"
    if kind is Kind.SHARE and (share := percent_in(text)) is not None:
        if aside := _COUNT_ASIDE.search(text):
            return Cleaned(share, "percent-with-count", _percent_text(share), aside[1])
        return _fitting(share, kind, note, bare=False)
    text = to_cyrillic(text)
    if kind is Kind.AMOUNT and (money := _money(text, note)):
        return money
    pattern = _WITH_UNIT.get(kind, _BARE)
    if found := pattern.fullmatch(text):
        if kind is Kind.COUNT and _ONE_OR_A_THOUSAND.fullmatch(found[1]):
            return reject("not-a-number")
        return _fitting(_value(found[1]), kind, note)
    several = len(_NUMERAL.findall(text)) > 1
    return reject("calculation" if several or text.startswith("=") else "not-a-number")


def _money(text: str, note: str) -> Cleaned | None:
    """The number before a unit of money, in that unit; None where none is written."""
    found = _MONEY.fullmatch(text)
    if not found or not any(found.group(1, 3, 4)) or (found[5] and found[3]):
        return None
    cleaned = _fitting(_value(found[2]) + int(found[5] or 0) / 100, Kind.AMOUNT, note)
    return cleaned._replace(roubles=_SCALES[(found[3] or "").lower()])


def _guess_typed_text(raw: date | time | timedelta, kind: Kind) -> str:
    """What was typed before Excel made a date of it, where that can be told (decision 18).

    A number below 366 in a cell with a date's format shows as a day of 1900; «27.5» becomes 27 May
    of the year it was typed in, and «51.4» the first of April 1951.
    """
    if isinstance(raw, timedelta) and raw and not raw % timedelta(days=1):
        return f"; похоже на {raw.days}"
    if not isinstance(raw, date):
        return ""
    day = raw.date() if isinstance(raw, datetime) else raw
    if day.year <= 1900:
        return f"; похоже на {serial_of(day)}"
    if kind is Kind.COUNT or day.year < _TWO_DIGIT_YEARS:
        return ""
    if day.day == 1 and day.year < 2000:
        return f"; похоже на {day.year % 100},{day.month}"
    return f"; похоже на {day.day},{day.month}"
