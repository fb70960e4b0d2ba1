"""The exam tables. Source: domain.md 1.3 to 1.5 with decisions 2, 4 and 5."""

from typing import Annotated

from ..expressions.write import share, total
from .columns import Choice, Column, Count, Share, Table
from .references import joined, own

_PEOPLE = "Целое число человек: 0, 1, 2 …"


class SubjectResults(Table):
    """«Итоги ЕГЭ»: participants of one subject by bands of marks."""

    prefix = "ege"
    rows = "subjects"
    total: Annotated[
        Count, Column("Всего", prompt="Сколько человек сдавали предмет. Не сдавали — пусто.")
    ]
    below: Annotated[Count, Column("Не преодолели порог", prompt=_PEOPLE)]
    below_pct: Annotated[Share, Column("%", computed=share(own("below"), own("total")))]
    b_min_50: Annotated[Count, Column("Минимальный порог-50", prompt=_PEOPLE)]
    b_min_50_pct: Annotated[Share, Column("%", computed=share(own("b_min_50"), own("total")))]
    b_51_60: Annotated[Count, Column("51-60", prompt=_PEOPLE)]
    b_51_60_pct: Annotated[Share, Column("%", computed=share(own("b_51_60"), own("total")))]
    b_61_70: Annotated[Count, Column("61-70", prompt=_PEOPLE)]
    b_61_70_pct: Annotated[Share, Column("%", computed=share(own("b_61_70"), own("total")))]
    b_71_90: Annotated[Count, Column("71-90", prompt=_PEOPLE)]
    b_71_90_pct: Annotated[Share, Column("%", computed=share(own("b_71_90"), own("total")))]
    b_91_99: Annotated[Count, Column("91-99", prompt=_PEOPLE)]
    b_91_99_pct: Annotated[Share, Column("%", computed=share(own("b_91_99"), own("total")))]
    b_100: Annotated[Count, Column("100", prompt=_PEOPLE)]
    b_100_pct: Annotated[Share, Column("%", computed=share(own("b_100"), own("total")))]


BANDS = ("below", "b_min_50", "b_51_60", "b_61_70", "b_71_90", "b_91_99", "b_100")
"""The columns of `SubjectResults` that part its participants, from the lowest marks up."""

_MARKS = "Целое число отметок: 0, 1, 2 …"


class BaseMath(Table):
    """«Математика базовая»: marks of one year; row 1 is the newest."""

    prefix = "bm"
    rows = "base_math"
    year: Annotated[
        Choice,
        Column(
            "Математика базовая",
            options="exam_year_labels",
            prompt="Год экзамена из списка; обычно уже вписан.",
        ),
    ]
    total: Annotated[Count, Column("Всего", prompt=_PEOPLE)]
    g2: Annotated[Count, Column("2", full_label="отметка «2»", prompt=_MARKS)]
    g2_pct: Annotated[Share, Column("%", computed=share(own("g2"), own("total")))]
    g3: Annotated[Count, Column("3", full_label="отметка «3»", prompt=_MARKS)]
    g3_pct: Annotated[Share, Column("%", computed=share(own("g3"), own("total")))]
    g4: Annotated[Count, Column("4", full_label="отметка «4»", prompt=_MARKS)]
    g4_pct: Annotated[Share, Column("%", computed=share(own("g4"), own("total")))]
    g5: Annotated[Count, Column("5", full_label="отметка «5»", prompt=_MARKS)]
    g5_pct: Annotated[Share, Column("%", computed=share(own("g5"), own("total")))]


_SUBJECTS = joined(SubjectResults, by="school_column")


class SchoolMeasures(Table):
    """«Итоги ЕГЭ в разрезе общеобразовательных организаций»: one subject column of the school.

    «Сдали до 60 баллов» means passed with at most 60 (domain.md section 9, question 1).
    """

    prefix = "org"
    rows = "school_columns"
    participants: Annotated[Count, Column("Участники", computed=total(_SUBJECTS.total))]
    not_passed: Annotated[Count, Column("Не сдали", computed=total(_SUBJECTS.below))]
    below60: Annotated[
        Count,
        Column("Сдали до 60 баллов", computed=total(_SUBJECTS.b_min_50, _SUBJECTS.b_51_60)),
    ]
    n80_plus: Annotated[
        Count,
        Column(
            "Сдали 80 и более баллов",
            prompt="Сколько человек набрали от 80 до 100 баллов. Если таких нет — 0.",
        ),
    ]


class SchoolParticipants(Table):
    """«Численность участников» of the school: persons, each counted once."""

    prefix = "org"
    participants_persons: Annotated[
        Count,
        Column(
            "Численность участников",
            prompt="Сколько выпускников сдавали хотя бы один ЕГЭ. Каждый считается один раз.",
        ),
    ]
