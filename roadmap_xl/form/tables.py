"""The tables of the document as pydantic classes.

A class declares columns; its rows are data of an edition. A field's id is `prefix.row.column`; a
table without rows of its own is a card, and its ids are `prefix.column`.
Source: domain.md 1.1 to 1.9 with decisions 2 to 7.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict

from ..expressions.write import share, total
from .columns import Amount, Choice, Column, Count, Day, Free, Kind, Score, Share, Text
from .references import joined, named, own


class Table(BaseModel):
    """One row of a table of the form, as a school filled it; a blank cell is None."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    prefix: ClassVar[str]
    rows: ClassVar[str] = ""
    """The edition's list of rows; empty for a card."""


class Identity(Table):
    """Who fills the workbook, for which year, at which stage."""

    prefix = "meta"
    school_name: Annotated[
        Text,
        Column(
            "Наименование школы",
            added=True,
            prompt="Полное название, как в уставе: МБОУ СОШ № 5 ст. Степной.",
        ),
    ] = None
    school_id: Annotated[
        Text,
        Column("Код школы", added=True, prompt="Код из реестра района, если он вам известен."),
    ] = None
    results_year: Annotated[
        Choice,
        Column("Учебный год итогов", added=True, options="results_years"),
    ] = None
    stage: Annotated[
        Choice,
        Column(
            "Стадия",
            added=True,
            options="stages",
            prompt="Пока заполняете — «Черновик». Перед отправкой выберите «На сдачу».",
        ),
    ] = None
    report_date: Annotated[
        Day,
        Column("Отчёт составлен на дату", added=True, prompt="Дата в виде 01.10.2020."),
    ] = None
    grade11: Annotated[
        Choice,
        Column("11 класс", added=True, options="grade11_states"),
    ] = None
    grads11_total: Annotated[
        Count,
        Column(
            "Выпускников 11 классов, чел.",
            added=True,
            prompt="Сколько человек окончили 11 класс в этом учебном году.",
        ),
    ] = None
    contact: Annotated[
        Text,
        Column(
            "Исполнитель, телефон, e-mail",
            added=True,
            prompt="Кому позвонить, если в книге что-то не сойдётся.",
        ),
    ] = None
    note: Annotated[Text, Column("Примечание", added=True)] = None


class Headcount(Table):
    """Numbers that are entered once and become the «всего» of the indicators."""

    prefix = "meta"
    rows = "headcounts"
    y1: Annotated[Count, Column("{year1}", added=True)] = None
    y2: Annotated[Count, Column("{year2}", added=True)] = None


class Average(Table):
    """«1. ОПИСАНИЕ ПРОБЛЕМЫ»: the average mark of a subject."""

    prefix = "prob.avg"
    rows = "subjects"
    value: Annotated[
        Score,
        Column(
            "Средний балл",
            id="",
            prompt="Число от 0 до 100, можно с одним-двумя знаками после запятой. Не сдавали — "
            "оставьте пустым.",
        ),
    ] = None


class ProblemCount(Table):
    """«1. ОПИСАНИЕ ПРОБЛЕМЫ»: numbers of persons."""

    prefix = "prob"
    rows = "problem_counts"
    value: Annotated[
        Count,
        Column("Численность, чел.", id="", prompt="Целое число человек. Если таких нет — 0."),
    ] = None


_PEOPLE = "Целое число человек: 0, 1, 2 …"


class SubjectResults(Table):
    """«Итоги ЕГЭ»: participants of one subject by bands of marks."""

    prefix = "ege"
    rows = "subjects"
    total: Annotated[
        Count, Column("Всего", prompt="Сколько человек сдавали предмет. Не сдавали — пусто.")
    ] = None
    below: Annotated[Count, Column("Не преодолели порог", prompt=_PEOPLE)] = None
    below_pct: Annotated[Share, Column("%", computed=share(own("below"), own("total")))] = None
    b_min_50: Annotated[Count, Column("Минимальный порог-50", prompt=_PEOPLE)] = None
    b_min_50_pct: Annotated[Share, Column("%", computed=share(own("b_min_50"), own("total")))] = (
        None
    )
    b_51_60: Annotated[Count, Column("51-60", prompt=_PEOPLE)] = None
    b_51_60_pct: Annotated[Share, Column("%", computed=share(own("b_51_60"), own("total")))] = None
    b_61_70: Annotated[Count, Column("61-70", prompt=_PEOPLE)] = None
    b_61_70_pct: Annotated[Share, Column("%", computed=share(own("b_61_70"), own("total")))] = None
    b_71_90: Annotated[Count, Column("71-90", prompt=_PEOPLE)] = None
    b_71_90_pct: Annotated[Share, Column("%", computed=share(own("b_71_90"), own("total")))] = None
    b_91_99: Annotated[Count, Column("91-99", prompt=_PEOPLE)] = None
    b_91_99_pct: Annotated[Share, Column("%", computed=share(own("b_91_99"), own("total")))] = None
    b_100: Annotated[Count, Column("100", prompt=_PEOPLE)] = None
    b_100_pct: Annotated[Share, Column("%", computed=share(own("b_100"), own("total")))] = None


BANDS = ("below", "b_min_50", "b_51_60", "b_61_70", "b_71_90", "b_91_99", "b_100")
"""The columns of `SubjectResults` that part its participants, from the lowest marks up."""

_MARKS = "Целое число отметок: 0, 1, 2 …"


class BaseMath(Table):
    """«Математика базовая»: marks of one year; row 1 is the newest."""

    prefix = "bm"
    rows = "base_math"
    year: Annotated[Choice, Column("Математика базовая", options="exam_year_labels")] = None
    total: Annotated[Count, Column("Всего", prompt=_PEOPLE)] = None
    g2: Annotated[Count, Column("2", full_label="отметка «2»", prompt=_MARKS)] = None
    g2_pct: Annotated[Share, Column("%", computed=share(own("g2"), own("total")))] = None
    g3: Annotated[Count, Column("3", full_label="отметка «3»", prompt=_MARKS)] = None
    g3_pct: Annotated[Share, Column("%", computed=share(own("g3"), own("total")))] = None
    g4: Annotated[Count, Column("4", full_label="отметка «4»", prompt=_MARKS)] = None
    g4_pct: Annotated[Share, Column("%", computed=share(own("g4"), own("total")))] = None
    g5: Annotated[Count, Column("5", full_label="отметка «5»", prompt=_MARKS)] = None
    g5_pct: Annotated[Share, Column("%", computed=share(own("g5"), own("total")))] = None


_SUBJECTS = joined(SubjectResults, by="school_column")


class SchoolMeasures(Table):
    """«Итоги ЕГЭ в разрезе общеобразовательных организаций»: one subject column of the school.

    «Сдали до 60 баллов» means passed with at most 60 (domain.md section 9, question 1).
    """

    prefix = "org"
    rows = "school_columns"
    participants: Annotated[Count, Column("Участники", computed=total(_SUBJECTS.total))] = None
    not_passed: Annotated[Count, Column("Не сдали", computed=total(_SUBJECTS.below))] = None
    below60: Annotated[
        Count,
        Column("Сдали до 60 баллов", computed=total(_SUBJECTS.b_min_50, _SUBJECTS.b_51_60)),
    ] = None
    n80_plus: Annotated[
        Count,
        Column(
            "Сдали 80 и более баллов",
            prompt="Сколько человек набрали от 80 до 100 баллов. Если таких нет — 0.",
        ),
    ] = None


class SchoolParticipants(Table):
    """«Численность участников» of the school: persons, each counted once."""

    prefix = "org"
    participants_persons: Annotated[
        Count,
        Column(
            "Численность участников",
            prompt="Сколько выпускников сдавали хотя бы один ЕГЭ. Каждый считается один раз.",
        ),
    ] = None


class Passport(Table):
    """The passport's fields, from «Состав рабочей группы» on."""

    prefix = "psp"
    rows = "passport"
    value: Annotated[Text, Column("Содержание", id="")] = None


_COUNTED = ("share",)
_PERCENT = (("share", Kind.SHARE),)
_VALUE = "Процент со знаком %, например 86%. Показатель не для вашей школы — «не применимо»."


class Indicator(Table):
    """A target indicator of the groups 1.1 to 1.5: the document's columns and what they rest on."""

    prefix = "ind"
    rows = "indicators"
    name: Annotated[Text, Column("Наименование целевого показателя", only_for=("own",))] = None
    unit: Annotated[
        Choice,
        Column(
            "Единица измерения",
            options="units",
            prompt="Единица из списка (%, чел., ед. …). Число пишите в графу «Численность».",
        ),
    ] = None
    y1: Annotated[Free, Column("{year1}", kind_for=_PERCENT, prompt=_VALUE)] = None
    y2: Annotated[Free, Column("{year2}", kind_for=_PERCENT, prompt=_VALUE)] = None
    y1_num: Annotated[
        Amount, Column("Числен-ность", id="y1.num", added=True, only_for=_COUNTED)
    ] = None
    y1_den: Annotated[
        Amount,
        Column(
            "Всего",
            id="y1.den",
            added=True,
            only_for=_COUNTED,
            default=total(named(Headcount, "base").y1),
        ),
    ] = None
    y1_pct: Annotated[
        Share,
        Column(
            "%",
            id="y1.pct",
            added=True,
            only_for=_COUNTED,
            computed=share(own("y1_num"), own("y1_den")),
        ),
    ] = None
    y2_num: Annotated[
        Amount, Column("Числен-ность", id="y2.num", added=True, only_for=_COUNTED)
    ] = None
    y2_den: Annotated[
        Amount,
        Column(
            "Всего",
            id="y2.den",
            added=True,
            only_for=_COUNTED,
            default=total(named(Headcount, "base").y2),
        ),
    ] = None
    y2_pct: Annotated[
        Share,
        Column(
            "%",
            id="y2.pct",
            added=True,
            only_for=_COUNTED,
            computed=share(own("y2_num"), own("y2_den")),
        ),
    ] = None


_TERM = "Например: до 01.10.2020, сентябрь 2020, сентябрь – май, ежеквартально."


class PlanHeading(Table):
    """A section of the plan; what stands here applies to the blank items below."""

    prefix = "pln"
    rows = "plan_headings"
    term: Annotated[
        Text, Column("Сроки", prompt="Срок для всех пунктов раздела, у которых своего срока нет.")
    ] = None
    responsible: Annotated[
        Text,
        Column(
            "Ответственные",
            prompt="Ответственный за все пункты раздела, у которых он не указан.",
        ),
    ] = None


class PlanItem(Table):
    """An activity of the plan."""

    prefix = "pln"
    rows = "plan_items"
    text: Annotated[Text, Column("Мероприятия", only_for=("own",))] = None
    term: Annotated[Text, Column("Сроки", prompt=_TERM)] = None
    responsible: Annotated[Text, Column("Ответственные", prompt="Должность или Ф. И. О.")] = None
    result: Annotated[
        Text, Column("Результат", prompt="Чем подтвердится: приказ, справка, протокол …")
    ] = None
    mark: Annotated[
        Text,
        Column(
            "Отметка об исполнении",
            prompt="Например: выполнено 12.10.2020, протокол № 3. Пункт не для вашей школы — "
            "«не применимо».",
        ),
    ] = None


class Signature(Table):
    """The signature block; the signature itself is put by hand."""

    prefix = "sgn"
    position: Annotated[Text, Column("(наименование должности руководителя)")] = None
    fio: Annotated[Text, Column("(ФИО)")] = None
    date: Annotated[Day, Column("Дата", added=True, prompt="Дата подписания: 01.10.2020.")] = None


TABLES: tuple[type[Table], ...] = (
    Identity,
    Headcount,
    Average,
    ProblemCount,
    Passport,
    SubjectResults,
    BaseMath,
    SchoolMeasures,
    SchoolParticipants,
    Indicator,
    PlanHeading,
    PlanItem,
    Signature,
)
"""Every table of the form."""
