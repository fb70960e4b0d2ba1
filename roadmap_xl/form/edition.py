"""An edition: everything that changes with the year, read from one TOML file and checked.

`load_edition` refuses a file that contradicts itself, with a sentence that says where.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..errors import EditionError
from .tables import BANDS
from .vocabulary import GRADE11_STATES, STAGES, UNITS, YES_OR_NO

Owner = Literal["S", "D", "DS"]
VOCABULARY = {
    "stages": STAGES,
    "grade11_states": GRADE11_STATES,
    "units": UNITS,
    "yes_or_no": YES_OR_NO,
}


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Row(_Data):
    """A row of a table: its key in the ids and its printed label."""

    key: str
    label: str
    kind: str = ""
    added: bool = False
    """Not a row of the document; shown visibly apart."""


class Band(_Data):
    """A column of marks; «threshold» stands for each subject's own."""

    key: str
    lowest: int | Literal["threshold"]
    highest: int | Literal["threshold"]


class Subject(Row):
    """An exam subject with its official minimum marks of the year, lowest first."""

    average_label: str
    school_column: str
    thresholds: tuple[int, ...]
    confirmed: bool
    """False where no public page was found for the thresholds."""
    threshold_source: str
    aliases: tuple[str, ...] = ()
    mandatory: bool = False

    fail_threshold: int | None = None
    """The one «не преодолели порог» is counted from, where it is not the highest."""

    @property
    def threshold(self) -> int:
        """The mark that «не преодолели порог» is counted from."""
        return self.fail_threshold or self.thresholds[-1]


class SchoolColumn(Row):
    """A subject column of the per-school table; «И/Я» holds all foreign languages."""

    full_label: str
    single: bool = True
    """One subject; a pupil counts once in it."""


class BaseMathYear(Row):
    """A row of «Математика базовая», prefilled with the year it is for."""

    prefilled: str


class ProblemCountRow(Row):
    needs_grade11: bool = False


class PassportRow(Row):
    height: int = 1
    """Lines of text the cell is made high for."""
    fixed: tuple[str, ...] = ()
    """Printed text instead of an input."""


class IndicatorRow(Row):
    """An indicator; `base` names the headcounts that are its «всего»."""

    group: str
    owner: Owner = "S"
    base: tuple[str, ...] = ()
    opens_group: bool = False
    """The first indicator of its group that a school answers for."""
    category: str = ""
    """«first» or «highest», where it counts teachers of a category."""
    of_school_budget: str = ""
    """Not empty where it is a share of the school's budget; «first» for the first of them."""


class IndicatorGroup(_Data):
    key: str
    label: str


class PlanHeadingRow(Row):
    level: int
    number: str = ""


class PlanItemRow(Row):
    """An activity; `headings` are the keys of the headings above it, outermost first."""

    headings: tuple[str, ...]
    owner: Owner
    number: str = ""
    needs_grade11: bool = False


class Titles(_Data):
    """The document's own words above its tables."""

    document: tuple[str, ...]
    passport: str
    problem: str
    results_of_year: str
    elective_averages: str
    ege: str
    base_math: str
    school: str
    school_footnotes: tuple[str, ...]
    plan: tuple[str, ...]
    signature: str


class Edition(_Data):
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
    region: dict[str, str] = Field(default_factory=dict)
    """Names of the region's bodies, for `{iro}` and the like in the texts."""

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
        return _words(self.exam_year, self.region)

    @property
    def results_years(self) -> tuple[str, ...]:
        return (self.results_year,)

    @property
    def exam_year_labels(self) -> tuple[str, ...]:
        return tuple(f"{year} год" for year in self.exam_years_shown)

    @property
    def exam_year_labels_of_results(self) -> tuple[str, ...]:
        return (f"{self.exam_year} год",)

    def options(self, name: str) -> tuple[str, ...]:
        """The list that a choice is made from."""
        return VOCABULARY.get(name) or getattr(self, name)

    def rows_of(self, name: str) -> tuple[Row, ...]:
        """The rows of a table by the name of the edition's list; a card has one, without a key."""
        return getattr(self, name) if name else (Row(key="", label=""),)

    def given(self, row: Row, name: str) -> Any:
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

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Edition:
        faults = [*_unique_keys(self), *_sound_bands(self), *_known_names(self)]
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _unique_keys(edition: Edition) -> Iterable[str]:
    lists = ("subjects", "school_columns", "headcounts", "indicators", "plan_items", "passport")
    for name in lists:
        keys = Counter(row.key for row in edition.rows_of(name))
        yield from (f"{name}: ключ {key} встречается {n} раза" for key, n in keys.items() if n > 1)
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


def _words(exam_year: int, region: Mapping[str, str]) -> dict[str, str]:
    return {
        "exam_year": str(exam_year),
        "next_year": str(exam_year + 1),
        "last_year": str(exam_year + 2),
        "results_year": f"{exam_year - 1}/{exam_year}",
        "year1": f"{exam_year}/{exam_year + 1}",
        "year2": f"{exam_year + 1}/{exam_year + 2}",
        **region,
    }


def _written_out(value: Any, words: Mapping[str, str]) -> Any:
    """The data with the year's words in place of `{results_year}` and the like."""
    if isinstance(value, str):
        return value.format_map(words) if "{" in value else value
    if isinstance(value, list):
        return [_written_out(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _written_out(item, words) for key, item in value.items()}
    return value


def editions() -> tuple[str, ...]:
    """The keys of the editions that come with the package, newest last."""
    folder = resources.files(__package__) / "editions"
    return tuple(
        sorted(path.name[: -len(".toml")] for path in folder.iterdir() if path.name[0] != "_")
    )


@lru_cache(maxsize=8)
def load_edition(key: str) -> Edition:
    """The edition with this key, such as `2020`.

    Raises `EditionError` if there is none, or if its file contradicts itself.
    """
    source = resources.files(__package__) / "editions" / f"{key}.toml"
    if key not in editions():
        raise EditionError(f"Нет бланка за «{key}» год. Есть: {', '.join(editions())}.")
    return _edition(tomllib.loads(source.read_text(encoding="utf-8")), f"{key}.toml")


def read_edition(path: Path) -> Edition:
    """An edition from a file of one's own.

    Raises `EditionError` if the file cannot be read or contradicts itself.
    """
    try:
        return _edition(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise EditionError(f"Файл года «{path.name}» не читается: {fault}.") from fault


def _edition(data: Mapping[str, Any], name: str) -> Edition:
    words = _words(data.get("exam_year", 0), data.get("region", {}))
    try:
        return Edition.model_validate(_written_out(data, words))
    except KeyError as fault:
        raise EditionError(f"Файл года «{name}»: неизвестная подстановка {fault}.") from fault
    except ValidationError as fault:
        where = "; ".join(
            f"{'.'.join(map(str, error['loc'])) or 'файл'}: {error['msg']}"
            for error in fault.errors()[:5]
        )
        raise EditionError(f"Файл года «{name}» противоречит сам себе: {where}") from fault
