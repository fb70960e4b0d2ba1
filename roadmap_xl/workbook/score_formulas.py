"""How a pasted list of results is counted live: the hidden sheet behind «Баллы».

Each field that the list can fill has a cell here with what the list says, which the field's own
cell shows until somebody types over it. What guards make of such cells: `seen_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..expressions.excel import excel_text
from ..form.edition import Edition
from ..form.layout import SCORES
from ..form.results import (
    BASE_MATH,
    FAILED_PERSONS,
    HIGH,
    HIGH_PERSONS,
    MARKS,
    PARTICIPANTS,
    base_math_row,
    bounds_of,
)
from ..form.score_list import MOST_ROWS, WITHOUT_RESULT, names_of_subjects

COUNTED = "_scores"
"""The hidden sheet."""
HEADERS = ("Участник", "Предмет", "Балл или отметка", "Если результата нет")
"""Of the columns of «Баллы» from B on; by them a reader knows the sheet."""
FIRST_ROW, LAST_ROW = 7, 6 + MOST_ROWS
"""Of the list on «Баллы», numbered from 1."""
LATER = 2000
"""So far below the list a row too many is seen."""
CODES, PERSONS_OF_ROWS = f"$A$2:$A${1 + MOST_ROWS}", f"$B$1:$B${1 + MOST_ROWS}"
"""What each row says, and the first row of its participant; above these a 0."""
NAMES, STATUSES = "$E", "$H"
HIGH_ROWS, FAILED_ROWS = "L", "M"
"""The columns with the participants of high scores, and of those below the threshold."""
VALUE, DIFFERS = "J", "K"
"""The columns with a row for each field that the list can fill."""
NAMES_OF_LIST = {
    f"scores_{column}": f"'{SCORES}'!${column}${FIRST_ROW}:${column}${LAST_ROW}"
    for column in "BCDE"
}
"""The names of the list's columns: a formula that many rows share may name no other sheet."""
RESULTS, BAD, OVERTYPED = "$N$1", "$N$2", "$N$3"
"""How many results there are, if all rows are understood; rows that are not; cells typed over."""
NOTHING, NO_RESULT, UNCLEAR = 0, 1, 2
"""The codes of rows that are no result; a result is a thousand times its subject, and its score."""
FAILED = 500
"""Is added to the code of a result below the threshold."""
FIRST_FIELD = 2
NO_BREAK = "\xa0"


class ScoreFormulas:
    """The formulas for the results of an edition."""

    def __init__(self, edition: Edition, fields: Sequence[str]) -> None:
        self.edition = edition
        self.names = names_of_subjects(edition)
        keys = [subject.key for subject in edition.subjects]
        self.numbers = {key: number for number, key in enumerate([*keys, BASE_MATH], start=1)}
        self.at = {field_id: row for row, field_id in enumerate(fields, start=FIRST_FIELD)}
        """By field id, its row on the hidden sheet."""
        self._statuses = f"{STATUSES}$1:{STATUSES}${len(WITHOUT_RESULT)}"
        self._names = f"{NAMES}$1:{NAMES}${len(self.names)}"

    def value_cell(self, field_id: str) -> str:
        """The cell with what the list says of a field, seen from another sheet."""
        return f"{COUNTED}!${VALUE}${self.at[field_id]}"

    # --- a row of the list ---

    def subject_of(self) -> str:
        """The number of a row's subject; 0 where no subject is called so."""
        name = _cleaned(_typed("C"))
        numbers = self._names.replace(NAMES, "$F")
        return f"=IFERROR(INDEX({numbers},MATCH({name},{self._names},0)),0)"

    @staticmethod
    def score_of() -> str:
        """A row's score; -1 for what is no number."""
        score = _typed("D")
        return f"=IFERROR(IF(ISNUMBER({score}),{score},-1),-1)"

    def code_of(self, row: int) -> str:
        """What a row of the list says, as one number."""
        typed = "&".join(map(_typed, "BCDE"))
        status, number, score = _typed("E"), f"C{row}", f"D{row}"
        base = self.numbers[BASE_MATH]
        possible = (
            f"({score}=INT({score}))*({score}>=IF({number}={base},2,0))"
            f"*({score}<=IF({number}={base},5,100))"
        )
        failed = f"IF({score}<INDEX($G$1:$G${base},{number}),{FAILED},0)"
        code = f"IF({possible},1000*{number}+{score}+{failed},{UNCLEAR})"
        code = f"IF({number}=0,{UNCLEAR},{code})"
        known = f"ISNUMBER(MATCH({_cleaned(status)},{self._statuses},0))"
        said = f"IF(LEN({status})>0,IF({known},{NO_RESULT},{UNCLEAR}),{code})"
        return f"=IFERROR(IF(LEN({typed})=0,{NOTHING},{said}),{UNCLEAR})"

    @staticmethod
    def person_of(row: int) -> str:
        """The first row of a result's participant; -1 where no mark tells them, 0 for no result."""
        mark = _typed("B")
        known = f'IF(({_wildless(mark)}={mark}&"")*LEN({mark}),MATCH({mark},scores_B,0),-1)'
        return f"=IF(A{row}<1000,0,IFERROR({known},-1))"

    @staticmethod
    def high_of(row: int) -> str:
        """The participant of a result of 80 and more; else 0."""
        score = f"(A{row}-1000*INT(A{row}/1000))"
        return f"=IF(AND(A{row}>=1000,{score}>={HIGH},{score}<{FAILED}),B{row},0)"

    @staticmethod
    def failed_of(row: int) -> str:
        """The participant of a result below the threshold; else 0."""
        return f"=IF(AND(A{row}>=1000,(A{row}-1000*INT(A{row}/1000))>={FAILED}),B{row},0)"

    def threshold_of(self, key: str) -> int:
        """Scores below fail; of marks, those below 3."""
        if key == BASE_MATH:
            return min(MARKS.values()) + 1
        return next(one.threshold for one in self.edition.subjects if one.key == key)

    # --- what all rows say ---

    def sums(self) -> Iterator[tuple[str, str]]:
        """The cells that say how many rows there are of what kind."""
        later = f"'{SCORES}'!$B${LAST_ROW + 1}:$E${LATER}"
        # Every other sum reads this one first, and SUMPRODUCT, unlike COUNTIF, makes ONLYOFFICE
        # calculate the codes before it counts them.
        yield BAD, f"=SUMPRODUCT(--({CODES}={UNCLEAR}))+COUNTA({later})"
        yield RESULTS, f'=IF({BAD}>0,0,COUNTIF({CODES},">=1000"))'
        last = max(self.at.values())
        yield OVERTYPED, f"=SUM({DIFFERS}{FIRST_FIELD}:{DIFFERS}{last})"

    def fields(self) -> Iterator[tuple[str, str]]:
        """By field id that the form has, the formula for what the list says of it."""
        return ((one, formula) for one, formula in self._of_all_fields() if one in self.at)

    def _of_all_fields(self) -> Iterator[tuple[str, str]]:
        for subject in self.edition.subjects:
            yield from self._of_subject(subject.key)
        for column in self.edition.school_columns:
            keys = [one.key for one in self.edition.subjects if one.school_column == column.key]
            totals = ",".join(self._cell(f"ege.{key}.total") for key in keys)
            high = "+".join(self._between(key, HIGH, 100) for key in keys)
            yield f"org.{column.key}.n80_plus", f'=IF(COUNT({totals})=0,"",{high})'
        yield from self._of_base_math()
        yield PARTICIPANTS, self._persons("B")
        yield HIGH_PERSONS, self._persons(HIGH_ROWS)
        yield FAILED_PERSONS, self._persons(FAILED_ROWS)

    def _of_subject(self, key: str) -> Iterator[tuple[str, str]]:
        subject = next(one for one in self.edition.subjects if one.key == key)
        total, below = self._cell(f"ege.{key}.total"), self._cell(f"ege.{key}.below")
        number = self.numbers[key]
        yield f"ege.{key}.total", self._total(key)
        for band, (lowest, highest) in bounds_of(self.edition, subject).items():
            shift = FAILED if band == "below" else 0
            counted = self._between(key, lowest + shift, highest + shift)
            yield f"ege.{key}.{band}", f'=IF({total}="","",{counted})'
        points = (
            f'SUMIF({CODES},"<{1000 * (number + 1)}")-SUMIF({CODES},"<{1000 * number}")'
            f"-{1000 * number}*{total}-{FAILED}*{below}"
        )
        yield f"prob.avg.{key}", f'=IF({total}="","",ROUND(({points})/{total},2))'

    def _of_base_math(self) -> Iterator[tuple[str, str]]:
        prefix = f"bm.{base_math_row(self.edition)}"
        if f"{prefix}.total" not in self.at:
            return
        total = self._cell(f"{prefix}.total")
        yield f"{prefix}.total", self._total(BASE_MATH)
        for column, mark in MARKS.items():
            code = mark + (FAILED if mark == min(MARKS.values()) else 0)
            counted = self._between(BASE_MATH, code, code)
            yield f"{prefix}.{column}", f'=IF({total}="","",{counted})'

    def _total(self, key: str) -> str:
        counted = self._between(key, 0, 999)
        return f'=IF({RESULTS}=0,"",IF({counted}=0,"",{counted}))'

    def _between(self, key: str, lowest: int, highest: int) -> str:
        """How many results of a subject have codes between these, both included."""
        first = 1000 * self.numbers[key]
        above = f'COUNTIF({CODES},">={first + lowest}")'
        return f'({above}-COUNTIF({CODES},">{first + highest}"))'

    @staticmethod
    def _persons(column: str) -> str:
        """How many participants have a row in a column.

        A column each, because not every engine takes what is calculated for a range's numbers.
        """
        rows = PERSONS_OF_ROWS.replace("$B", f"${column}")
        distinct = f"SUMPRODUCT(--(FREQUENCY({rows},{PERSONS_OF_ROWS})>0))-1"
        return f'=IF({RESULTS}=0,"",IF(MIN({PERSONS_OF_ROWS})<0,"",{distinct}))'

    def _cell(self, field_id: str) -> str:
        return f"${VALUE}${self.at[field_id]}"


def first_bad_row() -> str:
    """The row of «Баллы» that is the first not understood, as a part of a formula."""
    rows = f"{COUNTED}!{CODES}"
    return f"IFERROR(MATCH({UNCLEAR},{rows},0)+{FIRST_ROW - 1},{LAST_ROW + 1})"


def _typed(column: str) -> str:
    """The list's cell in this column for the row that asks; it survives cut and paste."""
    return f"INDEX(scores_{column},ROW()-1)"


def _cleaned(text: str) -> str:
    """A text as it is looked up: without spaces around it and signs that stand for others."""
    return f'TRIM(SUBSTITUTE({_wildless(text)},{excel_text(NO_BREAK)}," "))'


def _wildless(text: str) -> str:
    for sign in "*?~":
        text = f"SUBSTITUTE({text},{excel_text(sign)},{excel_text('|')})"
    return text
