"""Tidy data: a row for each filled cell, as CSV for Excel or as Parquet for programs.

The rows are written as they come, so memory does not grow with the number of schools.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from ..district.tidy_rows import TidyRow
from ..errors import OutputError
from .files import written_in_parts
from .spill import as_spilled

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
    written_in_parts(path, _csv(rows) if is_csv else _parquet(rows))


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


def _csv(rows: Iterable[TidyRow]) -> Iterator[bytes]:
    """As a Russian Excel opens it: a mark of UTF-8, semicolons, a comma in numbers."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff".encode()
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_shown(getattr(row, name)) for name in COLUMNS])
        if buffer.tell() > _BYTES_AT_ONCE:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, float):
        return repr(int(value) if value.is_integer() else value).replace(".", ",")
    return as_spilled(value)


def _parquet(rows: Iterable[TidyRow]) -> Iterator[bytes]:
    """The file's bytes, once all row groups are in a passing file."""
    import pyarrow as arrow
    from pyarrow import parquet

    kinds = {"value": arrow.float64(), "excluded": arrow.bool_()}
    schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])
    rest = iter(rows)
    with tempfile.TemporaryFile() as file:
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            while group := list(islice(rest, ROWS_OF_GROUP)):
                columns = {name: [getattr(row, name) for row in group] for name in COLUMNS}
                writer.write_table(arrow.table(columns, schema=schema))
        file.seek(0)
        while part := file.read(_BYTES_AT_ONCE):
            yield part
