"""From an edition's workbook to the edition: keys for new rows, and every fault with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from typing import Any

from ..form.edition import Edition, is_key_of
from ..form.validation import FaultyEditionError, edition_as_said, edition_of
from ..rules.findings import Finding, Severity
from .agreement import check_agreement
from .comparing import Changes, changes_between, shared_with_other_meaning
from .controls import check_controls, find_fields
from .needed import check_needed, parts_without
from .reading import EditionBook
from .rows import OFF, Entry, Raw, entries_of, lists_of
from .sheets import (
    ACTIVE,
    BANDS,
    GENERAL,
    INDICATORS,
    KIND,
    LABEL,
    PART,
    SHEET_OF,
    SHEETS,
    SUBJECTS,
)
from .values import ABSENT

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d) ?[/–-] ?(20\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_GENERATED, _WITHOUT = "base_math", "without"
_BELOW, _EIGHTY = 60, 80
_DEFAULTS = {field.name: field.default for field in fields(Edition)}
"""What an edition's file need not say."""


@dataclass(frozen=True)
class BuiltEdition:
    """What a workbook came to: the edition where nothing obligatory is wrong."""

    raw: Raw
    edition: Edition | None
    findings: tuple[Finding, ...]
    changes: Changes | None = None
    """Against the edition that the workbook was made of."""


def build_edition(book: EditionBook) -> BuiltEdition:
    """The edition of a workbook. What is wrong is a finding, never an exception."""
    _check_key(book)
    raw = _raw(book)
    _check_years(book, raw)
    check_needed(book)
    check_agreement(book)
    edition = None if _has_errors(book.findings) else _with_controls(book, raw)
    changes = None
    if edition is not None:
        base = edition_of(book.base, "base")
        changes = changes_between(base, edition)
        _check_meaning(book, base, edition)
        _check_bands(book, edition)
    faulty = _has_errors(book.findings)
    findings = sorted(book.findings, key=lambda one: -one.severity.weight)
    return BuiltEdition(raw, None if faulty else edition, tuple(findings), changes)


def _has_errors(findings: list[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


# --- The file ---


def _raw(book: EditionBook) -> Raw:
    """The edition's file, with keys for what is new."""
    raw = {name: deepcopy(value) for name, value in book.base.items() if name not in SHEET_OF}
    raw.pop(OFF, None)
    raw.pop("revision", None)
    for path, value in book.values.items():
        if not path.startswith(PART):
            _set(raw, path, value)
    raw.pop(_WITHOUT, None)
    if without := parts_without(book):
        raw[_WITHOUT] = without
    with_keys = _with_keys(book, str(raw.get("key", "")))
    lists = lists_of(with_keys)
    if not lists.get(OFF):
        lists.pop(OFF, None)
    raw |= lists
    raw[_GENERATED] = _base_math(raw)
    book.entries = with_keys
    return raw


def _set(raw: Raw, path: str, value: Any) -> None:
    first, _, rest = path.partition(".")
    there = raw.setdefault(first, {}) if rest else raw
    name = rest or first
    is_default = not rest and value == _DEFAULTS.get(first, ABSENT)
    if value is ABSENT or is_default:
        there.pop(name, None)
        if value is ABSENT and rest and first == "titles":
            there[name] = []
    else:
        there[name] = value


def _base_math(raw: Raw) -> list[Raw]:
    """Its rows are years: the first of those shown first."""
    years = raw.get("exam_years_shown", [])
    rows: list[Raw] = deepcopy(raw[_GENERATED])
    for row, year in zip(rows, years, strict=False):
        row["prefilled"] = "{exam_year} год" if year == raw.get("exam_year") else f"{year} год"
    return rows[: len(years)]


def _with_keys(book: EditionBook, key: str) -> dict[str, list[Entry]]:
    """The rows with a key for each new one, with its owner in it, so that no district shares it."""
    owner = key.partition("-")[2] or "свой"
    given: dict[str, str] = {}
    found: dict[str, list[Entry]] = {}
    for sheet in SHEETS:
        rows = book.entries.get(sheet.name, [])
        taken = {one.key for one in entries_of(book.base, sheet)} | {one.key for one in rows}
        numbers = iter(n for n in range(1, 10_000) if f"{owner}-{n}" not in taken)
        found[sheet.name] = [
            one if one.key else replace(one, key=f"{owner}-{next(numbers)}") for one in rows
        ]
        given |= {f"#{sheet.name}#{n}": one.key for n, one in enumerate(found[sheet.name])}
    return {
        name: [replace(one, values=_known(one.values, given)) for one in rows]
        for name, rows in found.items()
    }


def _known(values: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """The values with the keys of rows that had none when they were chosen."""
    return {
        name: given.get(value, value)
        if isinstance(value, str)
        else [given.get(one, one) if isinstance(one, str) else one for one in value]
        if isinstance(value, list)
        else value
        for name, value in values.items()
    }


# --- What may be wrong with it ---


def _check_key(book: EditionBook) -> None:
    key, year = book.values.get("key"), book.values.get("exam_year")
    if not isinstance(key, str) or not isinstance(year, int):
        return
    if not is_key_of(key, year) or "-" not in key:
        sheet, cell = book.places["key", ""]
        book.fault(
            "EDT-007",
            sheet,
            cell,
            f"Код издания «{key}» не годится.",
            f"Впишите год экзамена и имя района строчными буквами: {year}-степной.",
        )


def _check_years(book: EditionBook, raw: Raw) -> None:
    """What is left of another year."""
    year = raw.get("exam_year")
    if not isinstance(year, int):
        return
    _check_shown(book, raw, year)
    for one in book.entries[SUBJECTS.name]:
        if one.is_active:
            _check_source(book, one, year)
    for sheet, cell, text in _texts(book):
        stale = [
            pair[0] for pair in _SCHOOL_YEAR.finditer(text)
            if int(pair[2]) == int(pair[1]) + 1 and not year - 1 <= int(pair[1]) <= year + 1
        ]  # fmt: skip
        if stale:
            book.fault(
                "EDT-008",
                sheet,
                cell,
                f"В тексте остался другой год: {', '.join(stale)}.",
                "Исправьте год; чтобы он дальше менялся сам, напишите {results_year}, "
                "{year1} или {year2}.",
            )


def _check_shown(book: EditionBook, raw: Raw, year: int) -> None:
    shown = raw.get("exam_years_shown", [])
    sheet, cell = book.places.get(("exam_years_shown", ""), (GENERAL, ""))
    if not shown or shown[0] != year or shown != sorted(set(shown), reverse=True):
        book.fault(
            "EDT-008",
            sheet,
            cell,
            "Годы в бланке начинаются не с года экзамена.",
            f"Впишите годы по убыванию: {year}; {year - 1}.",
        )
    held = raw.get("base_math_held", [])
    if unknown := [str(one) for one in held if one not in shown]:
        sheet, cell = book.places.get(("base_math_held", ""), (GENERAL, ""))
        book.fault(
            "EDT-008",
            sheet,
            cell,
            f"Среди годов в бланке нет: {', '.join(unknown)}.",
            "Впишите те из годов бланка, когда базовую математику сдавали.",
        )
    if raw.get("one_maths_level", True) and year not in held:
        sheet, cell = book.places.get(("base_math_held", ""), (GENERAL, ""))
        book.fault(
            "EDT-008",
            sheet,
            cell,
            "Сдают один уровень математики, а базовой в этот год не было.",
            f"Впишите {year} или поставьте «Один уровень математики» — нет.",
        )


def _check_bands(book: EditionBook, edition: Edition) -> None:
    """«До 60» and «80 и более» are counted over the bands, so these borders stay."""
    highest = {band.key: band.highest for band in edition.bands}
    moved = {
        "b_51_60": highest["b_51_60"] != _BELOW,
        "b_61_70": int(highest["b_61_70"]) >= _EIGHTY,
        "b_71_90": int(highest["b_71_90"]) < _EIGHTY,
    }
    for one in book.entries[BANDS.name]:
        if moved.get(one.key):
            cell = book.cell_of(BANDS.name, one, "До")
            book.fault(
                "EDT-013",
                BANDS.name,
                cell,
                "Эта граница не может быть такой: по графам считаются «до 60» и «80 и более».",
                "Оставьте границу 60, следующую — ниже 80, третью — 80 или выше.",
            )


def _check_source(book: EditionBook, one: Entry, year: int) -> None:
    source = str(one.values.get("threshold_source", ""))
    named = set(map(int, _YEAR.findall(source)))
    confirmed = one.values.get("confirmed", False)
    if (named or confirmed) and year not in named:
        cell = book.cell_of(SUBJECTS.name, one, "Источник порога")
        book.fault(
            "EDT-007",
            SUBJECTS.name,
            cell,
            f"«{one.values.get('label')}»: источник порога не за {year} год.",
            f"Найдите порог {year} года и впишите источник с годом, или поставьте "
            "«Подтверждено» — нет и опишите источник без года.",
        )


def _texts(book: EditionBook) -> Iterator[tuple[str, str, str]]:
    """Every text that is printed, with its place."""
    for path, value in book.values.items():
        place = book.places.get((path, ""))
        if place and path.startswith(("titles.", "region.")):
            yield (*place, "\n".join(value) if isinstance(value, list) else str(value))
    for sheet in SHEETS:
        for one in book.entries.get(sheet.name, []):
            if one.is_active and one.row >= 0:
                for title, name in ((LABEL, "label"), ("Печатный текст", "fixed")):
                    value = one.values.get(name, "")
                    text = "\n".join(value) if isinstance(value, list) else str(value)
                    yield sheet.name, book.cell_of(sheet.name, one, title), text


def _check_meaning(book: EditionBook, base: Edition, edition: Edition) -> None:
    for name, key in shared_with_other_meaning(base, edition):
        sheet = SHEET_OF[name]
        entry = next(one for one in book.entries[sheet.name] if one.key == key)
        title = "Доля от" if sheet is INDICATORS else KIND
        book.fault(
            "EDT-003",
            sheet.name,
            book.cell_of(sheet.name, entry, title),
            f"«{entry.values.get('label')}»: под прежним кодом это стало бы другим числом, "
            "и район с районом было бы не сложить.",
            f"Верните прежнее, выключите строку («{ACTIVE}» — нет) и добавьте новую.",
        )


def _with_controls(book: EditionBook, raw: Raw) -> Edition | None:
    """The edition; the fields that its controls name are found in the form without them."""
    without = _validate(book, {name: value for name, value in raw.items() if name != "controls"})
    if without is None or "controls" not in raw:
        return without
    find_fields(book, without)
    if _has_errors(book.findings):
        return None
    raw["controls"] = lists_of(book.entries)["controls"]
    edition = _validate(book, raw)
    if edition is not None:
        check_controls(book, edition)
    return edition


def _validate(book: EditionBook, raw: Raw) -> Edition | None:
    """The edition; what it contradicts itself in is a finding at the row it is about."""
    try:
        return edition_as_said(raw)
    except FaultyEditionError as faulty:
        for place, text in faulty.faults:
            sheet, cell, what = _place_of(book, raw, place)
            for sentence in text.split("; "):
                message = (
                    f"{what}: {sentence}." if what else f"{sentence[:1].upper()}{sentence[1:]}."
                )
                book.fault("EDT-011", sheet, cell, message, "Исправьте и соберите издание снова.")
    return None


def _place_of(book: EditionBook, raw: Raw, loc: tuple[Any, ...]) -> tuple[str, str, str]:
    """Sheet, cell and the row's name for the place of a fault in the file."""
    if loc and loc[0] in SHEET_OF and len(loc) > 1:
        sheet = SHEET_OF[str(loc[0])]
        key = raw[str(loc[0])][loc[1]]["key"]
        entry = next((one for one in book.entries[sheet.name] if one.key == key), None)
        titles = {column.name: column.title for column in sheet.columns}
        title = titles.get(str(loc[2]) if len(loc) > 2 else "", LABEL)
        if entry is not None:
            label = entry.values.get("label", key)
            return sheet.name, book.cell_of(sheet.name, entry, title), f"«{label}», {title}"
    path = ".".join(str(part) for part in loc[:2])
    sheet_name, cell = book.places.get((path, ""), (GENERAL if loc else "", ""))
    return sheet_name, cell, ""
