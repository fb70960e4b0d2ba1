"""How a number of the summary was computed, in words a specialist can repeat on the telephone."""

from __future__ import annotations

from enum import Enum, auto
from functools import singledispatch

from ...expressions.numbers import percent, percent_to_tenths, show_value
from ...form.fields import Field, Form
from ...form.rows import printed_number
from ...form.tables import PlanItem
from ...texts.wording import with_noun
from ..figures import Exact, Figure, Recipe, Total
from ..numbers.plan import ALL, PlanCount
from ..numbers.subjects import Sitters


class Sort(Enum):
    """What a number is of the two sums that it is made from."""

    SUM = auto()
    SHARE = auto()
    MEAN = auto()


def sort_of(recipe: Recipe) -> Sort:
    """Found by asking the recipe: it alone knows what it makes of its sums."""
    value = recipe.value(3, 7)
    if value in (percent(3, 7), percent_to_tenths(3, 7)):
        return Sort.SHARE
    return Sort.MEAN if value == 3 / 7 else Sort.SUM


BY_SCHOOLS = ("школе", "школам", "школам")
_MOST_LABELS = 3


def how(figure: Figure) -> str:
    """«сумма численностей по 9 школам», «доля: 12 из 83 (по 9 школам)»."""
    if figure.count is None:
        return "ни у одной школы здесь нет числа"
    return _words(figure.recipe, figure)


def what(recipe: Recipe, form: Form) -> str:
    """What the number rests on, as the form calls it: «Физика: Всего», «пункты раздела 2»."""
    if isinstance(recipe, PlanCount):
        section = recipe.section
        return "пункты всего плана" if section == ALL else f"пункты раздела {section} плана"
    fields = [form.fields[slot] for slot in recipe.slots]
    rows = _first_labels(dict.fromkeys(name for field in fields if (name := row_name(field))))
    columns = _first_labels(dict.fromkeys(field.spec.full_label or field.label for field in fields))
    return ": ".join(part for part in (rows, columns) if part)


def row_name(field: Field) -> str:
    """The row a cell stands in; of the plan its number, for an activity has forty words."""
    if field.table is PlanItem:
        return f"пункт {printed_number(field.row)['code']}"
    return field.row.label


def _first_labels(labels: dict[str, None]) -> str:
    found = list(labels)
    more = len(found) - _MOST_LABELS
    words = "; ".join(found[:_MOST_LABELS])
    return f"{words} и ещё {more}" if more > 0 else words


def _over(figure: Figure) -> str:
    return f"по {with_noun(figure.gave, BY_SCHOOLS)}"


def number(value: Exact | float | None) -> str:
    """A number as it is said: at most two decimals, a comma."""
    return show_value(None if value is None else value if isinstance(value, int) else float(value))


@singledispatch
def _words(recipe: Recipe, figure: Figure) -> str:
    sort = sort_of(recipe)
    if sort is Sort.SHARE:
        return (
            f"доля: {number(figure.count)} из {number(figure.whole)} ({_over(figure)}); "
            "процент посчитан из сумм, проценты школ не усреднялись"
        )
    if sort is Sort.MEAN:
        return (
            f"взвешенное среднее {_over(figure)}: сумма произведений (значение на численность) "
            f"{number(figure.count)}, делённая на сумму численностей {number(figure.whole)}"
        )
    return f"сумма {_over(figure)}"


@_words.register
def _(recipe: Total, figure: Figure) -> str:
    return f"сумма численностей {_over(figure)}"


@_words.register
def _(recipe: Sitters, figure: Figure) -> str:
    return f"число школ, где есть хотя бы один сдававший: {figure.gave}"
