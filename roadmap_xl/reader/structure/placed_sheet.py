"""The places of a sheet's fields in a file, found or as the blank has them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from ...form.submission import Remark
from ..files.sheet_xml import At
from .imprint import Imprint
from .sheet_index import SheetIndex


class OriginMap:
    """Which cell of the blank a cell of a file was, on a sheet whose rows or columns have moved."""

    def __init__(self, index: SheetIndex, imprint: Imprint) -> None:
        self._rows: dict[int, Counter[int]] = defaultdict(Counter)
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for text, (row, column) in imprint.single.items():
            places = index.at.get(text, ())
            for here, there in places:
                if len(places) > 1 and (here, there) in imprint.formula_at:
                    continue  # a formula of the blank's quotes the text
                self._rows[here][row] += 1
                votes[there][column] += 1
        self._columns = {here: seen.most_common(1)[0][0] for here, seen in votes.items()}

    def column_of(self, column: int) -> int | None:
        """The file's column that was this one of the blank; None unless it is the only one."""
        here = [there for there, printed in self._columns.items() if printed == column]
        return here[0] if len(here) == 1 else None

    def support(self, at: At) -> int:
        """How many texts say which row of the blank the cell's row is."""
        return max(self._rows.get(at[0], {}).values(), default=0)

    def is_best_match(self, at: At) -> bool:
        """Whether no other row looks more like the blank's row than the cell's row does."""
        mine: Counter[int] = self._rows.get(at[0], Counter())
        return any(n == self._most[printed] for printed, n in mine.items())

    @cached_property
    def _most(self) -> dict[int, int]:
        most: dict[int, int] = {}
        for row in self._rows.values():
            for printed, n in row.items():
                most[printed] = max(n, most.get(printed, 0))
        return most

    @cached_property
    def _known_rows(self) -> frozenset[int]:
        return frozenset().union(*self._rows.values())

    @cached_property
    def _known_columns(self) -> frozenset[int]:
        return frozenset(self._columns.values())

    @cached_property
    def _last_rows(self) -> dict[int, int]:
        return {here: max(printed) for here, printed in self._rows.items()}

    def printed_at(self, at: At) -> set[At]:
        """The cells of the blank that this cell of the file may be."""
        rows = set(self._rows.get(at[0], ())) or _beyond(self._last_rows, self._known_rows, at[0])
        column = self._columns.get(at[1])
        columns = _beyond(self._columns, self._known_columns, at[1]) if column is None else {column}
        return {(row, column) for row in rows for column in columns}


def _beyond(known: dict[int, int], taken: frozenset[int], here: int) -> set[int]:
    """Counted on from the nearest known one before; nothing if that is known to be elsewhere."""
    before = max((one for one in known if one < here), default=None)
    counted = here if before is None else known[before] + here - before
    return set() if counted in taken else {counted}


@dataclass
class PlacedSheet:
    """The places of a sheet's fields in the file."""

    sheet: str
    """Its name in the file."""
    places: dict[int, At] = field(default_factory=dict)
    """By slot."""
    lost: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    explained_rows: set[int] = field(default_factory=set)
    explained_columns: set[int] = field(default_factory=set)
    """What a remark already names: the cells there that are left over are not named again."""
    other_labels: set[At] = field(default_factory=set)
    """The cells with another known name of a row, which need no remark."""
    is_as_printed: bool = True
    """Everything that the blank prints stands where the blank has it."""
    origins: OriginMap | None = None
    """Where it is not: which cells of the blank the sheet's cells were."""

    def explains(self, at: At) -> bool:
        """A cell that is left over here needs no remark of its own."""
        is_told = at[0] in self.explained_rows or at[1] in self.explained_columns
        return is_told or at in self.other_labels

    @property
    def places_taken(self) -> frozenset[At]:
        """The cells of the fields."""
        return frozenset(self.places.values())
