"""Who the school is, what its problem is, what its passport says, who signs.

Source: domain.md 1.1, 1.2, 1.6, 1.9 with decisions 3 and 9.
"""

from typing import Annotated

from .columns import Choice, Column, Count, Day, Score, Table, Text


class Identity(Table):
    """Who fills the workbook, for which year, at which stage."""

    prefix = "meta"
    school_name: Annotated[
        Text,
        Column(
            "Наименование школы",
            added=True,
            carried_from="school_name",
            prompt="Полное название, как в уставе: МБОУ СОШ № 5 ст. Степной.",
        ),
    ]
    school_id: Annotated[
        Text,
        Column(
            "Код школы",
            added=True,
            signed=False,
            carried_from="school_id",
            prompt="Код из реестра района, если он вам известен.",
        ),
    ]
    results_year: Annotated[
        Choice,
        Column(
            "Учебный год итогов",
            added=True,
            options="results_years",
            prompt="Год, за который итоги ЕГЭ. Уже выбран; менять не нужно.",
        ),
    ]
    stage: Annotated[
        Choice,
        Column(
            "Стадия",
            added=True,
            signed=False,
            options="stages",
            prompt="Пока заполняете — «Черновик». Перед отправкой выберите «На сдачу».",
        ),
    ]
    report_date: Annotated[
        Day,
        Column(
            "Отчёт составлен на дату",
            added=True,
            signed=False,
            prompt="Дата в виде 01.10.{exam_year}.",
        ),
    ]
    grade11: Annotated[
        Choice,
        Column(
            "11 класс",
            added=True,
            carried_from="grade11",
            options="grade11_states",
            prompt="Если выпускников или 11 класса нет, выберите это: таблицы ЕГЭ не понадобятся.",
        ),
    ]
    grads11_total: Annotated[
        Count,
        Column(
            "Выпускников 11 классов, чел.",
            added=True,
            signed=False,
            prompt="Сколько человек окончили 11 класс в этом учебном году.",
        ),
    ]
    contact: Annotated[
        Text,
        Column(
            "Исполнитель, телефон, e-mail",
            added=True,
            signed=False,
            carried_from="contact",
            prompt="Кому позвонить, если в книге что-то не сойдётся.",
        ),
    ]
    note: Annotated[
        Text,
        Column(
            "Примечание",
            added=True,
            signed=False,
            prompt="Что району важно знать об этих данных.",
        ),
    ]


class Acceptance(Table):
    """A warning the school has looked at and lets stand, with its reason."""

    prefix = "acc"
    rows = "acceptances"
    what: Annotated[
        Choice,
        Column(
            "Предупреждение",
            added=True,
            signed=False,
            options="listed_warnings",
            prompt="Выберите предупреждение из списка (стрелка справа) или впишите код и место, "
            "например «PLN-005 План, D7».",
        ),
    ]
    comment: Annotated[
        Text,
        Column(
            "Почему так и должно быть",
            added=True,
            signed=False,
            prompt="Напишите одной фразой, почему значение верно. Район увидит ваше пояснение.",
        ),
    ]


class Headcount(Table):
    """Numbers that are entered once and become the «всего» of the indicators."""

    prefix = "meta"
    rows = "headcounts"
    y1: Annotated[
        Count,
        Column("{year1}", added=True, carried_from="y2", prompt="Сколько человек в этом году."),
    ]
    y2: Annotated[
        Count, Column("{year2}", added=True, prompt="Сколько человек ожидается в этом году.")
    ]


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
    ]


class ProblemCount(Table):
    """«1. ОПИСАНИЕ ПРОБЛЕМЫ»: numbers of persons."""

    prefix = "prob"
    rows = "problem_counts"
    value: Annotated[
        Count,
        Column("Численность, чел.", id="", prompt="Целое число человек. Если таких нет — 0."),
    ]


class Passport(Table):
    """The passport's fields, from «Состав рабочей группы» on."""

    prefix = "psp"
    rows = "passport"
    value: Annotated[
        Text,
        Column(
            "Содержание",
            id="",
            carried_from="value",
            prompt="Текст любой длины. Новая строка внутри ячейки — Alt+Enter.",
        ),
    ]


class Signature(Table):
    """The signature block; the signature itself is put by hand."""

    prefix = "sgn"
    position: Annotated[
        Text,
        Column(
            "(наименование должности руководителя)",
            carried_from="position",
            prompt="Должность того, кто подпишет документ: директор МБОУ СОШ № 5.",
        ),
    ]
    fio: Annotated[
        Text,
        Column("(ФИО)", carried_from="fio", prompt="Фамилия и инициалы: Петрова А. А."),
    ]
    date: Annotated[Day, Column("Дата", added=True, prompt="Дата подписания: 01.10.{exam_year}.")]
