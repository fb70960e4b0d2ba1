"""The reading in words: a rule's condition as a Russian sentence for the page of the rules."""

from __future__ import annotations

from collections.abc import Callable

from .nodes import (
    Arithmetic,
    Comparison,
    Conditional,
    Constant,
    Expression,
    Extreme,
    Filled,
    HasAnyOf,
    Logic,
    Not,
    OneOf,
    Parameter,
    Reference,
    Rounded,
    Sum,
    Whole,
)
from .numbers import show_value

_PLACES = ("целых", "десятых", "сотых", "тысячных")
Name = Callable[[Expression], str]
_COMPARED = {"=": "=", "<=": "не больше", ">=": "не меньше"}
_NEGATED = {"=": "≠", "<=": "больше", ">=": "меньше"}


def in_words(node: Expression, name: Name) -> str:
    """The condition as a specialist would write it; `name` names references and parameters."""

    def words(part: Expression) -> str:
        return in_words(part, name)

    match node:
        case Reference() | Parameter():
            return name(node)
        case Constant(bool() as value):
            return "всегда" if value else "никогда"
        case Constant(value):
            return show_value(value)
        case Sum(terms):
            return " + ".join(map(words, terms)) if len(terms) > 1 else f"сумма {words(terms[0])}"
        case Extreme(which, terms):
            word = "наибольшее" if which == "max" else "наименьшее"
            return f"{word} из ({', '.join(map(words, terms))})"
        case Arithmetic(operator, left, right):
            sign = {"-": "−", "*": "×", "/": ":"}[operator]
            return f"({words(left)} {sign} {words(right)})"
        case Conditional(condition, then, otherwise):
            return f"({words(then)}, если {words(condition)}, иначе {words(otherwise)})"
        case Rounded(term, digits):
            return f"{words(term)}, округлённое до {_PLACES[digits]}"
        case Comparison(operator, left, right):
            return f"{words(left)} {_COMPARED[operator]} {words(right)}"
        case Not(term):
            return _negation_in_words(term, words)
        case Logic("or", (Not(condition), then)):
            return f"если {words(condition)}, то {words(then)}"
        case Logic(operator, terms):
            joined = " и " if operator == "and" else " или "
            return joined.join(_bracket(term, words) for term in terms)
    return _text_in_words(node, words)


def _negation_in_words(term: Expression, words: Name) -> str:
    match term:
        case Comparison(operator, left, right):
            return f"{words(left)} {_NEGATED[operator]} {words(right)}"
        case Filled(cells, _):
            return f"не заполнено {', '.join(map(words, cells))}"
        case OneOf(cell, tuple(options)):
            return f"{words(cell)} — не {' и не '.join(f'«{option}»' for option in options)}"
    return f"неверно, что {words(term)}"


def _bracket(term: Expression, words: Name) -> str:
    """A condition inside another, in brackets where «и» and «или» would run together."""
    return f"({words(term)})" if isinstance(term, Logic) else words(term)


def _text_in_words(node: Expression, words: Name) -> str:
    match node:
        case Filled(cells, need):
            listed = ", ".join(map(words, cells))
            if need == "all" and len(cells) > 1:
                return f"заполнено всё ({listed})"
            return f"заполнено {listed}" if len(cells) == 1 else f"заполнено хоть одно ({listed})"
        case OneOf(cell, Parameter()):
            return f"{words(cell)} — из списка бланка"
        case OneOf(cell, tuple(options)):
            listed = ", ".join(f"«{option}»" for option in options)
            return f"{words(cell)} — {listed if len(options) == 1 else 'одно из ' + listed}"
        case HasAnyOf(cell, pieces):
            digits = "".join(pieces).isdigit()
            listed = "цифра" if digits else ", ".join(f"«{piece}»" for piece in pieces)
            return f"в {words(cell)} есть {listed}"
        case Whole(term):
            return f"{words(term)} — целое число"
    raise TypeError(f"{node!r} has no words")
