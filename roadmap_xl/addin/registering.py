"""From an entry of the catalogue to what xlwings registers: one way for both of its kinds."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Protocol

from .book_cells import cell_value
from .functions.catalogue import CellFunction


class Decorators(Protocol):
    """`xlwings` itself for Excel on Windows, `xlwings.server` for Office.js."""

    @property
    def func(self) -> Callable[..., Any]: ...

    @property
    def arg(self) -> Callable[..., Any]: ...


def registered(
    entry: CellFunction,
    name: str,
    function: Callable[..., object],
    decorators: Decorators,
    **options: object,
) -> Callable[..., object]:
    """The function under this name, with the entry's words, for the ranges that xlwings passes.

    Its parameters carry no types: xlwings would convert by them. An error in a cell arrives as its
    name, because it would be a blank otherwise.
    """

    def called(*arguments: object) -> object:
        return function(*map(_plain, arguments))

    parameters = inspect.signature(function).parameters.values()
    untyped = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]
    called.__signature__ = inspect.Signature(untyped)  # type: ignore[attr-defined]
    called.__name__ = called.__qualname__ = name
    called.__doc__ = entry.help
    called.__annotations__ = {}
    for argument in entry.arguments:
        decorators.arg(argument.name, ndim=2, err_to_str=True, doc=argument.help)(called)
    result: Callable[..., object] = decorators.func(**options)(called)
    return result


def _plain(argument: object) -> object:
    """A range with errors as the reader knows them; anything else as it came."""
    if not isinstance(argument, list):
        return argument
    return [[cell_value(cell) for cell in row] for row in argument]
