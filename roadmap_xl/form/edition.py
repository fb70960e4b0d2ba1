"""An edition: everything that changes with the year, checked for agreement with itself."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, Self

from .parts import PARTS, faults_of_parts, lacks
from .rows import (
    Band,
    BaseMathYear,
    Control,
    Data,
    IndicatorGroup,
    IndicatorRow,
    PassportRow,
    PlanHeadingRow,
    PlanItemRow,
    ProblemCountRow,
    Row,
    SchoolColumn,
    Subject,
    Titles,
    is_asked_of_school,
    plain_row,
)
from .tables import BANDS, Table
from .vocabulary import GRADE11_STATES, STAGES, UNITS, YES_OR_NO

VOCABULARY = {
    "stages": STAGES,
    "grade11_states": GRADE11_STATES,
    "units": UNITS,
    "yes_or_no": YES_OR_NO,
    "listed_warnings": (),
}
"""The lists of choices that are the same every year; the workbook itself lists its warnings."""
MOST_ROWS = 500
"""Of one list; the plan of the package has 137."""
_ROW = re.compile(r"[\w.\-]{1,60}")
"""A row's key: it becomes a part of ids, of tags and of the keys of figures."""
ACCEPTANCES = 10
"""As many warnings as a school may let stand; more would be a form misunderstood."""

LISTS: Mapping[str, type[Any]] = {
    "bands": Band,
    "subjects": Subject,
    "school_columns": SchoolColumn,
    "base_math": BaseMathYear,
    "headcounts": Row,
    "problem_counts": ProblemCountRow,
    "passport": PassportRow,
    "indicator_groups": IndicatorGroup,
    "indicators": IndicatorRow,
    "plan_headings": PlanHeadingRow,
    "plan_items": PlanItemRow,
    "controls": Control,
}
"""The lists of an edition's file, and what each is made of."""
_KEYED = tuple(name for name in LISTS if name != "bands")
"""The lists whose keys become part of the fields' ids."""


class Edition(Data):
    """One year's form."""

    key: str
    revision: int = 1
    """Raised when the blank of a year is issued anew."""
    exam_year: int
    exam_years_shown: tuple[int, ...]
    base_math_held: tuple[int, ...]
    """The years of those shown in which base maths was held."""
    certificate_without_exams: bool = False
    russian_is_sat_by_all: bool = True
    one_maths_level: bool = True
    """A graduate sits either base or profile maths."""
    risk_fail_share: float = 0.3
    titles: Titles
    bands: tuple[Band, ...]
    subjects: tuple[Subject, ...]
    school_columns: tuple[SchoolColumn, ...]
    base_math: tuple[BaseMathYear, ...]
    headcounts: tuple[Row, ...]
    problem_counts: tuple[ProblemCountRow, ...]
    passport: tuple[PassportRow, ...]
    indicator_groups: tuple[IndicatorGroup, ...]
    indicators: tuple[IndicatorRow, ...]
    plan_headings: tuple[PlanHeadingRow, ...]
    plan_items: tuple[PlanItemRow, ...]
    controls: tuple[Control, ...] = ()
    """The rules of an edition of one's own."""
    tables: tuple[str, ...] = ()
    """The tables that are asked for, by the names of their classes; all of them, if empty."""
    without: tuple[str, ...] = ()
    """The parts of the form (`parts.py`) that an edition of one's own does without."""
    others: str = "район"
    """Who answers for the activities that are not asked for here."""
    region: dict[str, str] = field(default_factory=dict)
    """Names of the region's bodies, for `{iro}` and the like in the texts."""
    off: dict[str, Any] = field(default_factory=dict)
    """By list, the rows that an edition of one's own has switched off: their keys stay taken."""
    mark: str = ""
    """Begins the SHA-256 of an edition of one's own; those of the package have none."""

    @property
    def template_version(self) -> str:
        return f"{self.key}.{self.revision}"

    @property
    def results_year(self) -> str:
        return f"{self.exam_year - 1}/{self.exam_year}"

    @property
    def year1(self) -> str:
        return f"{self.exam_year}/{self.exam_year + 1}"

    @property
    def year2(self) -> str:
        return f"{self.exam_year + 1}/{self.exam_year + 2}"

    @property
    def words(self) -> dict[str, str]:
        """What stands for `{results_year}` and the like in the texts."""
        return words_of(self.exam_year, self.region) | {"others": self.others}

    @property
    def results_years(self) -> tuple[str, ...]:
        return (self.results_year,)

    @property
    def acceptances(self) -> tuple[Row, ...]:
        return tuple(
            plain_row(str(number), f"принятое предупреждение {number}")
            for number in range(1, ACCEPTANCES + 1)
        )

    @property
    def exam_year_labels(self) -> tuple[str, ...]:
        return tuple(f"{year} год" for year in self.exam_years_shown)

    @property
    def base_math_not_held(self) -> tuple[str, ...]:
        """The years shown in which there was no exam of base maths, as the rows are labelled."""
        years = (year for year in self.exam_years_shown if year not in self.base_math_held)
        return tuple(f"{year} год" for year in years)

    @property
    def exam_year_labels_of_results(self) -> tuple[str, ...]:
        return (f"{self.exam_year} год",)

    @property
    def headings_of_school(self) -> frozenset[str]:
        """The headings with an activity that is asked for here somewhere below."""
        asked = (row.headings for row in self.plan_items if is_asked_of_school(row))
        return frozenset(key for headings in asked for key in headings)

    @property
    def band_labels(self) -> dict[str, str]:
        """By column of marks, the borders that it prints; the first and the last print none."""
        return {
            band.key: f"Минимальный порог-{band.highest}"
            if band.lowest == "threshold"
            else f"{band.lowest}-{band.highest}"
            for band in self.bands[1:-1]
        }

    def options(self, name: str) -> tuple[str, ...]:
        """The list that a choice is made from."""
        return VOCABULARY[name] if name in VOCABULARY else getattr(self, name)

    def rows_of(self, name: str) -> tuple[Row, ...]:
        """The rows of a table by the name of the edition's list; a card has one, without a key."""
        return getattr(self, name) if name else (plain_row(),)

    def has(self, table: type[Table]) -> bool:
        """Whether the form has this table; one without a single row is none."""
        is_asked = not self.tables or table.__name__ in self.tables
        return is_asked and not lacks(self.without, table) and bool(self.rows_of(table.rows))

    @property
    def with_its_rows(self) -> Self:
        """The edition without the rows of tables that its form does without."""
        lists = [name for part in PARTS if part.name in self.without for name in part.lists]
        emptied: dict[str, Any] = dict.fromkeys(lists, ())
        return replace(self, **emptied) if emptied else self

    def parameter(self, row: Row, name: str) -> Any:
        """What the edition says of a row: a property, or `lowest.BAND`, `highest.BAND`."""
        bound, _, band = name.partition(".")
        if band and isinstance(row, Subject):
            return self._bound(row, bound, band)
        if hasattr(row, name):
            return getattr(row, name)
        return getattr(self, name)

    def _bound(self, subject: Subject, bound: str, key: str) -> int:
        """The lowest or highest mark of a band, as generous as the official thresholds allow."""
        band = next(band for band in self.bands if band.key == key)
        if bound == "lowest":
            return min(subject.thresholds) if band.lowest == "threshold" else band.lowest
        return max(subject.thresholds) - 1 if band.highest == "threshold" else band.highest


def contradictions(edition: Edition) -> list[str]:
    """What an edition says against itself; nothing, where it can be used."""
    return [
        *_unique_keys(edition),
        *_sound_bands(edition),
        *_known_names(edition),
        *_of_this_year(edition),
        *(fault.message for fault in faults_of_parts(edition.without)),
    ]


def _unique_keys(edition: Edition) -> Iterable[str]:
    for name in _KEYED:
        keys = Counter(row.key for row in getattr(edition, name))
        yield from (f"{name}: ключ {key} повторяется" for key, n in keys.items() if n > 1)
        yield from (f"{name}: ключ «{key}» не годится" for key in keys if not _ROW.fullmatch(key))
        if len(keys) > MOST_ROWS:
            yield f"{name}: строк {len(keys)}, а можно {MOST_ROWS}"
    both = {row.key for row in edition.plan_headings} & {row.key for row in edition.plan_items}
    yield from (f"ключ {key} есть и у раздела, и у мероприятия" for key in sorted(both))
    names = Counter(
        alias.casefold()
        for subject in edition.subjects
        for alias in {subject.label, *subject.aliases}
    )
    yield from (f"предмет «{name}» назван дважды" for name, n in names.items() if n > 1)


def _sound_bands(edition: Edition) -> Iterable[str]:
    """Each subject has a threshold, and the bands part 0 to 100 without gap or overlap."""
    if tuple(band.key for band in edition.bands) != BANDS:
        yield f"графы баллов должны быть {', '.join(BANDS)}"
        return
    for subject in edition.subjects:
        if not subject.thresholds:
            yield f"для предмета «{subject.label}» не задан порог"
        for threshold in subject.thresholds:
            bounds = [
                (
                    threshold if band.lowest == "threshold" else band.lowest,
                    threshold - 1 if band.highest == "threshold" else band.highest,
                )
                for band in edition.bands
            ]
            joints = zip(bounds, [*bounds[1:], (101, 101)], strict=True)
            whole = bounds[0][0] == 0 and all(high + 1 == low for (_, high), (low, _) in joints)
            if not whole or any(low > high for low, high in bounds):
                yield f"«{subject.label}»: при пороге {threshold} графы не делят баллы от 0 до 100"


def _known_names(edition: Edition) -> Iterable[str]:
    columns = {column.key for column in edition.school_columns}
    for subject in edition.subjects:
        if subject.school_column not in columns:
            yield f"«{subject.label}»: нет графы {subject.school_column} в таблице по школе"
    headcounts = {row.key for row in edition.headcounts}
    groups = {group.key for group in edition.indicator_groups}
    for indicator in edition.indicators:
        if not headcounts.issuperset(indicator.base) or indicator.group not in groups:
            yield f"показатель {indicator.key} ссылается на то, чего нет"
    headings = {heading.key for heading in edition.plan_headings}
    for item in edition.plan_items:
        if not headings.issuperset(item.headings):
            yield f"пункт {item.key} стоит под разделом, которого нет"
    if edition.exam_year not in edition.exam_years_shown:
        yield f"года экзамена {edition.exam_year} нет среди показанных {edition.exam_years_shown}"
    if not set(edition.base_math_held) <= set(edition.exam_years_shown):
        yield "базовая математика отмечена за год, которого нет среди показанных"
    if edition.one_maths_level and edition.exam_year not in edition.base_math_held:
        yield "сдают один уровень математики (one_maths_level), а базовой в этот год не было"


_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_KEY = re.compile(r"(20\d\d)(?:-[a-zа-яё0-9]+)*")
_LONGEST_KEY = 60
"""It is the name of a file, and of blanks."""
_NOBODY = ("-район",)
"""What no owner may be called: it is the ending of the district's own form."""


def is_key_of(key: str, year: int) -> bool:
    """Whether an edition of this year may have the key: «2026», or «2026-степной» with an owner."""
    found = _KEY.fullmatch(key)
    is_short = len(key) <= _LONGEST_KEY
    return found is not None and is_short and found[1] == str(year) and not key.endswith(_NOBODY)


def are_of_one_year(one: str, other: str) -> bool:
    """Whether two keys are of editions of one year: «2026» and «2026-степной»."""
    years = [_KEY.fullmatch(key) for key in (one, other)]
    return all(years) and len({found[1] for found in years if found}) == 1


def has_owner(key: str) -> bool:
    """Whether it is the key of an edition of one's own: «2026-степной»."""
    return bool(_KEY.fullmatch(key)) and "-" in key


def _of_this_year(edition: Edition) -> Iterable[str]:
    """What a copied file still says of the year it was copied from."""
    year = edition.exam_year
    if not is_key_of(edition.key, year):
        yield f"key = {edition.key}, а год экзамена — {year}"
    prefilled = tuple(row.prefilled for row in edition.base_math)
    if prefilled != edition.exam_year_labels[: len(prefilled)]:
        shown = ", ".join(edition.exam_year_labels)
        yield f"base_math: prefilled — {', '.join(prefilled)}, а показаны {shown}"
    for subject in edition.subjects:
        named = set(map(int, _YEAR.findall(subject.threshold_source)))
        if (named or subject.confirmed) and year not in named:
            yield (
                f"«{subject.label}»: threshold_source не за {year} год; найдите порог этого года "
                "или поставьте confirmed = false и опишите источник без года"
            )


def words_of(exam_year: int, region: Mapping[str, str]) -> dict[str, str]:
    """What stands for `{results_year}` and the like in the texts of a year."""
    return {
        "exam_year": str(exam_year),
        "next_year": str(exam_year + 1),
        "last_year": str(exam_year + 2),
        "results_year": f"{exam_year - 1}/{exam_year}",
        "year1": f"{exam_year}/{exam_year + 1}",
        "year2": f"{exam_year + 1}/{exam_year + 2}",
        **region,
    }


_WORD, _BRACES = re.compile(r"\{(\w+)\}"), re.compile(r"[{}]")


def fill_in_words(value: Any, words: Mapping[str, str]) -> Any:
    """The data with the year's words in place of `{results_year}` and the like."""
    if isinstance(value, str):
        return _with_words(value, words) if _BRACES.search(value) else value
    if isinstance(value, list):
        return [fill_in_words(item, words) for item in value]
    if isinstance(value, dict):
        return {key: fill_in_words(item, words) for key, item in value.items()}
    return value


def _with_words(text: str, words: Mapping[str, str]) -> str:
    """The text with words in place of `{exam_year}`; raises `KeyError` or `ValueError` for others.

    No format of Python's: an edition comes from outside, and `{x:>9999999}` is no text.
    """
    filled = _WORD.sub(lambda found: words[found[1]], text)
    if _BRACES.search(filled):
        raise ValueError(text[:40])
    return filled
