"""Every filled cell of the schools whose files are in the totals, a row each, for analysts."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from ..district.counted import CountedSchool
from ..errors import OutputError
from ..files import write_parts
from ..form.columns import Kind
from ..form.fields import Field
from ..form.tables import Indicator
from .numbers.summary import INTERNAL, DistrictSummary

_UNITS = {Kind.SCORE: "балл", Kind.SHARE: "доля"}
"""What a number is in where the form says it; a count is in what its column names."""


@dataclass(frozen=True, slots=True)
class TidyRow:
    """One filled cell. A number stands in `value`, anything else in `text`."""

    school_code: str
    school: str
    file: str
    sha256: str
    edition: str
    table: str
    row: str
    row_label: str
    column: str
    column_label: str
    value: float | None
    """A share is 0 to 1, as Excel keeps it."""
    text: str
    """A day as 2026-10-01."""
    kind: str
    unit: str
    sheet: str
    cell: str
    excluded: bool
    """True where the cell is in no total."""
    code: str
    """Of the finding that says why."""


def tidy_rows(summary: DistrictSummary) -> Iterator[TidyRow]:
    """The typed cells school by school, in the order of the summary and of the form.

    Blank cells have no row, so a blank is never a 0; neither have cells that the form computes,
    for they would count twice. A cell that was read as nothing usable has one without a value.
    """
    for school in summary.counted:
        for field in school.submission.form.fields:
            code = school.code_out(field.slot)
            is_asked = field.is_input and field.slot not in school.submission.unasked
            if is_asked and (code or school.values[field.slot] is not None):
                yield _row(school, field, code)


def _row(school: CountedSchool, field: Field, code: str) -> TidyRow:
    value = school.values[field.slot]
    place = school.submission.place(field)
    is_number = isinstance(value, int | float)
    return TidyRow(
        school_code=school.school.code,
        school=school.name,
        file=school.received.file,
        sha256=school.received.sha256,
        edition=school.received.edition,
        table=field.table.prefix,
        row=field.row.key,
        row_label=field.row.label,
        column=field.column,
        column_label=field.spec.full_label or field.label,
        value=value if isinstance(value, int | float) else None,
        text="" if is_number or value is None else _text(value),
        kind=field.kind.value,
        unit=_unit(school, field),
        sheet=place.sheet,
        cell=place.cell,
        excluded=bool(code),
        code=code,
    )


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _unit(school: CountedSchool, field: Field) -> str:
    """An indicator's is the school's own word for it."""
    if field.table is Indicator and field.column in ("y1", "y2"):
        unit = school.submission.form.field(Indicator, field.row.key, "unit")
        unit_text = school.values[unit.slot] if unit else None
        return unit_text if isinstance(unit_text, str) else ""
    return _UNITS.get(field.kind, "")


# --- As a file ---

COLUMNS = tuple(field.name for field in fields(TidyRow))
ROWS_OF_GROUP = 50_000
"""Rows of a row group of Parquet, which are in memory at once: about 30 MB."""
CSV, PARQUET = ".csv", ".parquet"
_YES, _NO = "да", "нет"
_BYTES_AT_ONCE = 1_000_000


def write_tidy(path: Path, rows: Iterable[TidyRow]) -> None:
    """The rows as the file's name asks: .csv or .parquet; the same rows give the same bytes.

    Raises `OutputError` for another name, where the file cannot be written, or for Parquet where
    the library for it is missing; then nothing is left half-written.
    """
    may_be_tidy(path)
    is_csv = path.suffix.lower() == CSV
    write_parts(path, _csv(rows) if is_csv else _parquet(rows))


def may_be_tidy(path: Path) -> None:
    """Raises `OutputError` for another name, or where the library for Parquet is missing."""
    suffix = path.suffix.lower()
    if suffix not in (CSV, PARQUET):
        raise OutputError(
            f"Не знаю, в каком виде записать «{path.name}»: дайте файлу имя с окончанием .csv или "
            ".parquet."
        )
    if suffix == PARQUET and find_spec("pyarrow") is None:
        raise OutputError(
            f"Для «{path.name}» нужна библиотека pyarrow. Установите: "
            'pip install "roadmap_xl[parquet]" — или запишите таблицу в .csv.'
        )


FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r", "'")
"""A text that begins so would be taken for a formula by the program that opens the file.

It gets an apostrophe before it. So does one that has an apostrophe there already: to read the text
back, take the first apostrophe off where there is one, and nothing is lost.
"""
CsvValue = str | float | date | None


def csv_text(value: CsvValue) -> str:
    """As a Russian Excel reads it: a comma, a day as 01.10.2026, a text that stays a text."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | float):
        return f"{value:.15g}".replace(".", ",")
    return f"'{value}" if value.startswith(FORMULA_LIKE) else value


def _csv(rows: Iterable[TidyRow]) -> Iterator[bytes]:
    """As a Russian Excel opens it: a mark of UTF-8, semicolons, a comma in numbers."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff".encode()
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_value_text(getattr(row, name)) for name in COLUMNS])
        if buffer.tell() > _BYTES_AT_ONCE:
            yield _read_and_empty(buffer)
    yield _read_and_empty(buffer)


def _read_and_empty(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, float):
        return repr(int(value) if value.is_integer() else value).replace(".", ",")
    return csv_text(value)


def _parquet(rows: Iterable[TidyRow]) -> Iterator[bytes]:
    """The file's bytes, once all row groups are in a temporary file."""
    import pyarrow as arrow
    from pyarrow import parquet

    kinds = {"value": arrow.float64(), "excluded": arrow.bool_()}
    columns_of_file = [(name, kinds.get(name, arrow.string())) for name in COLUMNS]
    schema = arrow.schema(columns_of_file, metadata={"purpose": INTERNAL})
    rest = iter(rows)
    with tempfile.TemporaryFile() as file:
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(rest, ROWS_OF_GROUP)):
                columns = {name: [getattr(row, name) for row in group] for name in COLUMNS}
                writer.write_table(arrow.table(columns, schema=schema))
        file.seek(0)
        while part := file.read(_BYTES_AT_ONCE):
            yield part
