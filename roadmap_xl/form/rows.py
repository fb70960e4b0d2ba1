"""The rows of the form's tables, as an edition's file declares them.

They are plain dataclasses, so that a start loads no pydantic; what comes from outside is held
against these same declarations (`validation.py`).
"""

from typing import Annotated, Literal, NamedTuple, dataclass_transform

from ..records import Record

Owner = Literal["S", "D", "DS"]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Data(Record):
    """A part of an edition: each class below it is a record whose values are named."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__(kw_only=True)


class Between(NamedTuple):
    """The bounds of a number."""

    lowest: int
    highest: int


class Row(Data):
    """A row of a table: its key in the ids and its printed label."""

    key: str
    label: str
    kind: str = ""
    added: bool = False
    """Not a row of the document; shown visibly apart."""


def plain_row(key: str = "", label: str = "") -> Row:
    """A row that no file declares, so there is nothing to validate; a card's, without a key."""
    return Row(key=key, label=label)


class Band(Data):
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
    """A number of persons in «Описание проблемы»."""

    needs_grade11: bool = False
    of_which: bool = False
    """People add a part of the number in brackets: «12 (3 рег.)»."""


class PassportRow(Row):
    """A field of the passport."""

    height: Annotated[int, Between(1, 25)] = 1
    """Lines of text the cell is made high for."""
    fixed: tuple[str, ...] = ()
    """Printed text instead of an input."""
    carried: bool = True
    """Whether next year's blank starts with this year's text."""


class IndicatorRow(Row):
    """An indicator; `base` names the headcounts that are its «всего»."""

    group: str
    owner: Owner = "S"
    base: tuple[str, ...] = ()
    opens_group: bool = False
    """The first indicator of its group that a school answers for."""
    category: str = ""
    """«first» or «highest», where it counts teachers of a category."""
    tenths: bool = False
    """Its percent is computed to a tenth: shares of money are small."""
    of_school_budget: str = ""
    """Not empty where it is a share of the school's budget; «first» for the first of them."""


class IndicatorGroup(Data):
    """A group of indicators, a table of the document."""

    key: str
    label: str


class PlanHeadingRow(Row):
    """A section of the plan, or a heading inside one; `level` 1 is a section."""

    level: int
    number: str = ""
    proposed_term: str = ""
    proposed_responsible: str = ""
    """What is proposed for the activities below that have no proposal of their own."""


class PlanItemRow(Row):
    """An activity; `headings` are the keys of the headings above it, outermost first."""

    headings: tuple[str, ...]
    owner: Owner
    number: str = ""
    needs_grade11: bool = False
    proposed_term: str = ""
    proposed_responsible: str = ""
    proposed_result: str = ""
    """What a school may accept instead of typing: no value until it does."""


class Control(Data):
    """A rule of one's own: a ready comparison of fields; `label` is what is said where it fails."""

    key: str
    label: str
    field: str
    """The id of the field that is judged."""
    comparison: Literal["at_most", "sum", "filled_if", "between", "share"]
    other: str = ""
    other2: str = ""
    other3: str = ""
    other4: str = ""
    """Ids of the fields that it is compared with."""
    low: float | None = None
    high: float | None = None
    severity: Literal["error", "warning", "note"] = "warning"
    fix: str
    holds: str = ""
    fails: str = ""
    """Examples, tried when the edition is built: the field's value, then the others', after «;»."""

    @property
    def others(self) -> tuple[str, ...]:
        """The fields that it is compared with."""
        return tuple(filter(None, (self.other, self.other2, self.other3, self.other4)))


class Titles(Data):
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
    school_caption: str
    """What stands under the line with the name of whose document it is."""
    subject: str
    number: str
    organisation: str
    school_measure: str
    """The headings of columns that hold labels: of subjects, numbers, the school, its measures."""
    handwritten: str
    """What stands under the line for the signature itself."""
    without_exams: str
    """In place of the exams of a school without graduates; why follows after a colon."""


def is_asked_of_school(spec: Row) -> bool:
    """The school's own and the shared activities; the district answers for the others."""
    return isinstance(spec, PlanItemRow) and spec.kind == "item" and spec.owner != "D"


def printed_number(spec: Row) -> dict[str, str]:
    """The item's number as the form prints it; its key, where the form prints none."""
    return {"code": getattr(spec, "number", "").rstrip(".") or spec.key}
