"""An edition from outside: each value is of the kind that `rows.py` and `edition.py` declare.

By hand, not by pydantic: every door reads editions of one's own, a command that is over in half a
second and the page for browsers too, and here are nine kinds of values. What pydantic would say of
the same file is asked by a test.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from ..errors import EditionError
from .edition import Edition, contradictions, fill_in_words, words_of
from .rows import Data

Place = tuple[str | int, ...]


class Fault(NamedTuple):
    """What is wrong in an edition's data: where, as keys and positions, and what."""

    place: Place
    message: str


class FaultyEditionError(ValueError):
    """Some data make no edition; `faults` says each reason."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


def validate_edition(source: bytes, name: str) -> Edition:
    """The edition of a TOML; `EditionError` if it contradicts itself."""
    return edition_of(tomllib.loads(source.decode()), name)


def edition_of(data: Mapping[str, Any], name: str) -> Edition:
    """The edition of what a file says; raises `EditionError` if it contradicts itself."""
    year, region = data.get("exam_year"), data.get("region", {})
    if not isinstance(year, int) or not isinstance(region, dict):
        raise EditionError(f"Файл года «{name}»: exam_year — год числом, region — таблица имён.")
    try:
        return edition_as_said(data)
    except FaultyEditionError as faulty:
        places = "; ".join(map(_place_and_fault, faulty.faults[:5]))
        raise EditionError(f"Файл года «{name}» противоречит сам себе: {places}.") from faulty
    except (KeyError, ValueError, TypeError) as fault:
        raise EditionError(f"Файл года «{name}»: неизвестная подстановка ({fault}).") from fault


def edition_as_said(data: Mapping[str, Any]) -> Edition:
    """The edition of a file's data; raises `FaultyEditionError` with each fault's place."""
    words = words_of(data["exam_year"], data.get("region", {}))
    faults: list[Fault] = []
    edition: Edition = _value(Edition, fill_in_words(dict(data), words), (), faults.append)
    if not faults:
        faults += [Fault((), message) for message in contradictions(edition)]
    if faults:
        raise FaultyEditionError(faults)
    return edition.with_its_rows


def _place_and_fault(fault: Fault) -> str:
    where = ".".join(map(str, fault.place))
    return f"{where}: {fault.message}" if where else fault.message


# --- values of the declared kinds ---

Tell = Callable[[Fault], Any]
_PLAIN = {str: "нужен текст", bool: "нужно да или нет (true, false)", int: "нужно целое число"}


def _value(kind: Any, given: Any, place: Place, tell: Tell) -> Any:
    """What was given, as this kind; what cannot be that is told, and None."""
    if kind in _PLAIN:
        if type(given) is kind:
            return given
        return tell(Fault(place, _PLAIN[kind]))
    if isinstance(kind, type) and issubclass(kind, Data):
        return _record(kind, given, place, tell)
    return _READERS[get_origin(kind) or kind](kind, given, place, tell)


def _record(kind: Any, given: Any, place: Place, tell: Tell) -> Any:
    if not isinstance(given, dict):
        return tell(Fault(place, "нужна таблица с ключами"))
    told: list[Fault] = []
    kinds, needed = _declared(kind)
    told += [Fault((*place, name), "неизвестный ключ") for name in given if name not in kinds]
    told += [Fault((*place, name), "не указано") for name in needed if name not in given]
    values = {
        name: _value(kinds[name], value, (*place, name), told.append)
        for name, value in given.items()
        if name in kinds
    }
    for fault in told:
        tell(fault)
    return None if told else kind(**values)


@lru_cache
def _declared(kind: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The kinds of a record's values by name, and the names that must be given."""
    declared = fields(kind)
    needed = [
        one.name for one in declared if one.default is MISSING and one.default_factory is MISSING
    ]
    return {one.name: one.type for one in declared}, tuple(needed)


def _list(kind: Any, given: Any, place: Place, tell: Tell) -> Any:
    if not isinstance(given, list | tuple):
        return tell(Fault(place, "нужен список"))
    one_kind = get_args(kind)[0]
    return tuple(
        [_value(one_kind, one, (*place, number), tell) for number, one in enumerate(given)]
    )


def _mapping(kind: Any, given: Any, place: Place, tell: Tell) -> Any:
    if not isinstance(given, dict):
        return tell(Fault(place, "нужна таблица с ключами"))
    one_kind = get_args(kind)[1]
    return {name: _value(one_kind, one, (*place, name), tell) for name, one in given.items()}


def _choice(kind: Any, given: Any, place: Place, tell: Tell) -> Any:
    choices = get_args(kind)
    if isinstance(given, str) and given in choices:
        return given
    return tell(Fault(place, f"нужно одно из: {', '.join(choices)}"))


def _bounded(kind: Any, given: Any, place: Place, tell: Tell) -> Any:
    whole, (lowest, highest) = get_args(kind)
    value = _value(whole, given, place, tell)
    if value is not None and value > highest:
        return tell(Fault(place, f"нужно не больше {highest}"))
    if value is not None and value < lowest:
        return tell(Fault(place, f"нужно не меньше {lowest}"))
    return value


def _one_of(kind: Any, given: Any, place: Place, tell: Tell) -> Any:
    """The first of several kinds that it is; None is given by nothing but None."""
    told: list[Fault] = []
    for one in get_args(kind):
        before = len(told)
        value = None if one is type(None) else _value(one, given, place, told.append)
        if len(told) == before and (value is not None or given is None):
            return value
    tell(Fault(place, " или ".join(dict.fromkeys(fault.message for fault in told))))
    return None


def _number(_: Any, given: Any, place: Place, tell: Tell) -> Any:
    try:
        if isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given):
            return float(given)
    except OverflowError:  # a whole number beyond all floats
        pass
    return tell(Fault(place, "нужно число"))


def _as_it_is(_: Any, given: Any, __: Place, ___: Tell) -> Any:
    return given


_READERS: dict[Any, Callable[[Any, Any, Place, Tell], Any]] = {
    tuple: _list,
    dict: _mapping,
    Literal: _choice,
    Annotated: _bounded,
    UnionType: _one_of,
    Union: _one_of,
    float: _number,
    Any: _as_it_is,
}
