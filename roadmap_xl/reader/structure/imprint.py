"""What a blank of an edition has printed on it, so that a school's own cells are told apart.

The files in `imprints/` are made from the blanks by `make templates`. A blank of one's own
edition is looked at when it is first needed, and what was seen is kept in the user's cache.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from ...form.derived import derived
from ...form.fields import Form
from ...form.kept import keep_json, kept_json
from ...form.loading import is_known
from ...records import Record
from ...texts.squeezing import normalize
from ..files.places import At, places_of

FOLDER = Path(__file__).parent / "imprints"


_DIGITS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")


class Imprint(Record):
    """One sheet of a blank. Places are zero-based rows and columns."""

    texts: tuple[tuple[int, int, str], ...]
    """Row, column and text of all that is printed, the hidden tags too."""
    formulas: str
    """The names of the cells with formulas, in the order of the file."""
    free: frozenset[At]
    """Where text is printed that differs from one campaign to the next."""
    validated: frozenset[str]
    """The names of the inputs with a prompt, a limit or a list."""
    hidden_marks: int
    """How many of its rows and columns are hidden."""
    merged: frozenset[str]
    earlier: frozenset[str] = frozenset()
    """What blanks of earlier versions print and this one does not, as it compares."""

    @cached_property
    def text_at(self) -> dict[At, str]:
        return {(row, column): text for row, column, text in self.texts}

    @cached_property
    def digits_at(self) -> dict[At, str]:
        """The printed texts that are numbers to a program, as «10» and «1.11»."""
        return {at: text for at, text in self.text_at.items() if _DIGITS.fullmatch(text)}

    @cached_property
    def word_counts(self) -> Counter[str]:
        """Every text as it compares, with how often it is printed."""
        return Counter(normalize(text) for _, _, text in self.texts)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.word_counts)

    @cached_property
    def single(self) -> dict[str, At]:
        """The texts that are printed only once, as they compare, with their places."""
        places = {normalize(text): (row, column) for row, column, text in self.texts}
        return {text: at for text, at in places.items() if self.word_counts[text] == 1}

    @cached_property
    def own(self) -> frozenset[At]:
        """Where texts and formulas stand."""
        return self.formula_at | self.text_at.keys()

    @cached_property
    def own_columns(self) -> Mapping[int, frozenset[int]]:
        """The same by row."""
        rows: dict[int, set[int]] = {}
        for row, column in self.own:
            rows.setdefault(row, set()).add(column)
        return {row: frozenset(columns) for row, columns in rows.items()}

    @cached_property
    def formula_at(self) -> frozenset[At]:
        return places_of(self.formulas.split())


@derived
def imprints_of(form: Form) -> Mapping[str, Imprint]:
    """By sheet, what a blank of this form has printed on it."""
    return {name: _imprint(sheet) for name, sheet in _data_of(form, "").items()}


@derived
def hidden_imprints_of(form: Form) -> Mapping[str, Sequence[Imprint]]:
    """The same of its hidden sheets with formulas, then those of earlier versions; seldom asked."""
    earlier = sorted(FOLDER.glob(f"{form.edition.key}.hidden-*.json"))
    kept = [_data_of(form, ".hidden"), *(json.loads(one.read_text("utf-8")) for one in earlier)]
    return {sheet: [_hidden(one[sheet]) for one in kept] for sheet in kept[0]}


_Data = dict[str, dict[str, Any]]


def _data_of(form: Form, ending: str) -> _Data:
    """What is known of a blank: as data of the package or, for a form of one's own, as kept."""
    if is_known(form.edition.key):
        text = (FOLDER / f"{form.edition.key}{ending}.json").read_text(encoding="utf-8")
        of_package: _Data = json.loads(text)
        return of_package
    kept: _Data | None = kept_json(form.edition, f"blank{ending}") if form.edition.mark else None
    return kept or _look_at_blank(form, ending)


def _look_at_blank(form: Form, ending: str) -> _Data:
    """What a blank of a form of one's own has printed, kept for the next time where it can be."""
    from .imprinting import printed_data, visible_data  # they draw a blank, which is seldom needed

    found = printed_data(form).hidden if ending else visible_data(form)
    if form.edition.mark:
        keep_json(form.edition, f"blank{ending}", found)
    return found


def _hidden(sheet: dict[str, Any]) -> Imprint:
    """Of a sheet whose few texts stand in many cells each."""
    cells = sheet["texts"].items()
    texts = sorted((*at, text) for text, names in cells for at in places_of(names.split()))
    none = frozenset[str]()
    return Imprint(tuple(texts), sheet["formulas"], frozenset(), none, 0, none)


def _imprint(sheet: dict[str, Any]) -> Imprint:
    return Imprint(
        texts=tuple((row, column, text) for row, column, text in sheet["texts"]),
        formulas=sheet["formulas"],
        free=places_of(sheet["free"].split()),
        validated=frozenset(sheet["validated"].split()),
        hidden_marks=sheet["hidden_marks"],
        merged=frozenset(sheet["merged"].split()),
        earlier=frozenset(map(normalize, sheet.get("earlier", ()))),
    )
