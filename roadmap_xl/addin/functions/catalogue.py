"""The functions for cells: names, Russian words and examples, from which all else is derived."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .district_totals import Folders
from .exams import score_range, share
from .findings import NOTHING_FOUND, findings
from .texts import canonical_name, mark_state, term_end, term_meaning

LONGEST_HELP = 255
"""Characters of a description that Excel takes, of a function and of an argument."""
_FOLDERS = Folders()


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument by its name in the function's signature, and what it is, in Russian."""

    name: str
    help: str


@dataclass(frozen=True, slots=True)
class At:
    """Cells of an example: their address and what stands in them; a whole sheet, if None."""

    address: str
    cells: tuple[tuple[object, ...], ...] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """Arguments and what the function gives for them."""

    arguments: tuple[object, ...]
    result: object


@dataclass(frozen=True, slots=True)
class CellFunction:
    """One function: how Excel calls it, what it does, what it takes."""

    name: str
    function: Callable[..., object]
    help: str
    arguments: tuple[Argument, ...]
    examples: tuple[Example, ...]
    is_slow: bool = False
    """It reads a workbook or a folder: not called while its formula is being composed."""

    def is_optional(self, argument: Argument) -> bool:
        return self._parameter(argument).default is not inspect.Parameter.empty

    def is_repeated(self, argument: Argument) -> bool:
        return self._parameter(argument).kind is inspect.Parameter.VAR_POSITIONAL

    def _parameter(self, argument: Argument) -> inspect.Parameter:
        return inspect.signature(self.function).parameters[argument.name]


_EDITION = Argument("edition", "Год бланка, например 2020. Без него — последний.")
_YEARS = (
    Argument("first_year", "Год, в котором начинается план (1 сентября), например 2020."),
    Argument("last_year", "Год, в котором план заканчивается (31 августа), например 2022."),
)
_FOLDER = Argument(
    "folder",
    "Папка с книгами школ: полный путь, на сервере — путь внутри открытой для функций папки.",
)
_FIELD = Argument(
    "field", "Код поля, например ege.rus.total, или строка и графа: «Русский язык: Всего»."
)
_OF_SUMMARY = Argument("edition", "Год бланка. Без него — тот, которого в папке больше.")
_REGISTRY = Argument(
    "registry", "Файл реестра района с журналом, путь к нему. Без него школы — по названиям."
)
_SENT = r"D:\Район\Книги школ"
_SHEETS = ("Титул", "Паспорт", "ЕГЭ", "'ЕГЭ по школе'", "Показатели", "План", "Проверка")

FUNCTIONS = (
    CellFunction(
        name="SHARE",
        function=share,
        help="Доля числа в целом, как её считает бланк: с округлением до целого процента, половина "
        "— вверх. Пусто, если нет части или целого либо целое — 0. Понимает «18 чел.» и «12,0». "
        "Задайте ячейке процентный формат.",
        arguments=(
            Argument("part", "Число: ячейка или диапазон, например «Не преодолели порог»."),
            Argument("whole", "Целое: ячейка или диапазон того же размера, например «Всего»."),
        ),
        examples=(
            Example((57, 200), 0.29),
            Example(("18 чел.", "36,0"), 0.5),
            Example((At("E7:E9", ((1,), (2,), (None,))), At("D7:D9", ((8,), (8,), (8,)))),
                    [[0.13], [0.25], [None]]),
            Example(("много", 5), "не число: много"),
        ),
    ),
    CellFunction(
        name="SCORE_RANGE",
        function=score_range,
        help="Самый низкий и самый высокий средний балл, возможные при таком распределении по "
        "диапазонам: две ячейки. Средний балл вне этих границ (с учётом округления, ± 0,5) — "
        "ошибка.",
        arguments=(
            Argument("bands", "Строка листа «ЕГЭ» от «Всего» до последнего % или семь чисел от «Не "
                              "преодолели порог» до «100». Можно несколько строк."),
            Argument("subject", "Предмет, как в бланке, например «Физика»; столбец, если строк "
                                "несколько."),
            _EDITION,
        ),
        examples=(
            Example((At("K2:Q2", ((0, 1, 0, 0, 0, 0, 0),)), "Русский язык", 2020), [[24, 50]]),
            Example((At("K3:Q3", ((1, 1, 0, 0, 2, 0, 0),)), "Физика", 2020), [[44.5, 66.25]]),
            Example((At("K4:Q4", ((None,) * 7,)), "Химия", 2020), [[None, None]]),
        ),
    ),
    CellFunction(
        name="TERM_END",
        function=term_end,
        help="Последний день срока, записанного словами. Пусто, если срок без даты или не понят: "
        "почему, говорит TERM_MEANING. Задайте ячейке формат даты.",
        arguments=(Argument("term", "Срок, как в графе «Сроки»: ячейка или диапазон."), *_YEARS),
        examples=(
            Example(("сентябрь – май", 2020, 2022), date(2021, 5, 31)),
            Example(("I квартал 2021", 2020, 2022), date(2021, 3, 31)),
            Example(("по плану", 2020, 2022), None),
        ),
    ),
    CellFunction(
        name="TERM_MEANING",
        function=term_meaning,
        help="Как понят срок, записанный словами: день, «с … по …», повторение или почему даты "
        "нет. В скобках — что пришлось предположить.",
        arguments=(Argument("term", "Срок, как в графе «Сроки»: ячейка или диапазон."), *_YEARS),
        examples=(
            Example(("сентябрь – май", 2020, 2022),
                    "с 01.09.2020 по 31.05.2021 (годы — 2020, 2021)"),
            Example(("по плану", 2020, 2022), "срок без даты"),
            Example(("31.09.2020", 2020, 2022), "такой даты нет в календаре"),
        ),
    ),
    CellFunction(
        name="MARK_STATE",
        function=mark_state,
        help="Что значит отметка об исполнении: выполнено, выполняется, частично, не выполнено, не "
        "применимо.",
        arguments=(
            Argument("mark", "Отметка, как в графе «Отметка об исполнении»: ячейка или диапазон."),
            *(Argument(year.name, f"{year.help} Нужен, если срок перенесён.") for year in _YEARS),
        ),
        examples=(
            Example(("проведён, протокол № 3",), "выполнено"),
            Example(("перенесено на октябрь", 2020, 2022), "выполняется"),
            Example(("см. ниже",), "отметка не понята"),
        ),
    ),
    CellFunction(
        name="SCHOOL_NAME",
        function=canonical_name,
        help="Школа по её названию, как бы его ни записали: название из вашего списка. Без списка "
        "— ключ (вид, номер, имя, населённый пункт), одинаковый у разных записей одной школы.",
        arguments=(
            Argument("school", "Название школы: ячейка или диапазон."),
            Argument("registry", "Список названий школ района: диапазон."),
        ),
        examples=(
            Example(("МБОУ «СОШ N5» им. А. П. Иванова",), "сош|5||"),
            Example(("Ивановская школа", At("H2:H3", (("МБОУ СОШ № 5",), ("СОШ с. Ивановка",)))),
                    "СОШ с. Ивановка"),
            Example(("СОШ № 7", At("H2:H3", (("МБОУ СОШ № 5",), ("СОШ с. Ивановка",)))),
                    "Школы «СОШ № 7» нет в реестре района."),
        ),
    ),
    CellFunction(
        name="FINDINGS",
        function=findings,
        help="Замечания к книге таблицей: важность, место, что не так, как исправить, код. "
        "Поставьте на отдельный лист. В Excel для Windows без аргументов проверяется вся книга.",
        arguments=(
            Argument("sheets", "Листы книги, каждый от ячейки A1, в любом порядке: Титул!A1:J60; "
                               "ЕГЭ!A1:T60 и так далее."),
        ),
        examples=(
            Example(tuple(At(f"{sheet}!A1:Z200") for sheet in _SHEETS), [[NOTHING_FOUND]]),
        ),
        is_slow=True,
    ),
    CellFunction(
        name="DISTRICT_TOTAL",
        function=_FOLDERS.total,
        help="Сумма поля по принятым книгам из папки. Пусто, если числа нет ни у одной школы. "
        "Проценты и средние не складываются. Изменились файлы — пересчитайте: Ctrl+Alt+F9.",
        arguments=(_FOLDER, _FIELD, _OF_SUMMARY, _REGISTRY),
        examples=(
            Example((_SENT, "ege.rus.total"), 133),
            Example((_SENT, "Численность участников"), 137),
            Example((_SENT, "ege.rus.below_pct"),
                    "проценты не складываются: сложите числа, а долю посчитайте от сумм"),
        ),
        is_slow=True,
    ),
    CellFunction(
        name="DISTRICT_COVERAGE",
        function=_FOLDERS.coverage,
        help="По скольким школам посчитана сумма DISTRICT_TOTAL, словами: «учтено 11 из 12 школ».",
        arguments=(_FOLDER, _FIELD, _OF_SUMMARY, _REGISTRY),
        examples=(
            Example((_SENT, "ege.rus.total"),
                    "учтено 8 из 10 школ с 11 классом; не опознано файлов: 1"),
        ),
        is_slow=True,
    ),
)  # fmt: skip
"""In the order of the page; a function added here is in Excel, in the documentation and tested."""
