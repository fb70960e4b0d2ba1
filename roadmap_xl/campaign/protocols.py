"""A folder of protocols in a campaign: read by workers, for the table «Данные РЦОИ» and blanks."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from datetime import date
from pathlib import Path

from ..district.official import read_official
from ..district.registry_workbook import write_official
from ..district.results import DistrictResults
from ..errors import RoadmapError
from ..form.fields import Form
from ..reader.files.faults import Refused
from ..reader.isolated import LostTaskError
from ..reader.protocols.newest import newest_of
from ..reader.protocols.reading import PersonMarks, Protocol, files_of
from ..reader.protocols.rows import ProtocolError
from ..school.filling import read_protocol_at
from .opening import Campaign
from .receiving import Progress, no_progress


def read_results(
    campaign: Campaign,
    form: Form,
    folder: Path,
    *,
    score_column: str = "",
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> DistrictResults:
    """What the protocols in a folder say of the campaign's schools; raises `ProtocolError`."""
    paths = files_of([folder])
    if not paths:
        raise ProtocolError(f"В папке «{folder}» нет протоколов: положите в неё файлы РЦОИ.")
    marks = PersonMarks()
    if executor is None:
        protocols = []
        for number, path in enumerate(paths, start=1):
            protocols.append(read_protocol_at(path, form, marks, score_column))
            progress(number, len(paths))
    else:
        waiting = [
            (path, executor.submit(read_protocol_at, path, form, marks, score_column))
            for path in paths
        ]
        protocols = _finished(waiting, progress)
    return DistrictResults(newest_of(protocols), form.edition, campaign.registry)


def _finished(
    waiting: Sequence[tuple[Path, Future[Protocol]]], progress: Progress
) -> list[Protocol]:
    found = []
    for number, (path, future) in enumerate(waiting, start=1):
        try:
            found.append(future.result())
        except LostTaskError as lost:
            fault = Refused("unbearable", file=path.name).fault
            raise ProtocolError(f"{fault.message} {fault.fix}") from lost
        except BrokenExecutor as broken:
            raise ProtocolError(
                "Система остановила процессы чтения: возможно, не хватило памяти. Закройте другие "
                "программы и повторите команду."
            ) from broken
        progress(number, len(waiting))
    return found


def write_official_table(campaign: Campaign, results: DistrictResults, created: date) -> str:
    """Fills «Данные РЦОИ» where nobody has filled it yet; what became of it, as a line.

    Raises `OutputError` if it cannot be written.
    """
    path, rows = campaign.folder.official, results.official_rows()
    stated = _existing_numbers(path)
    if stated is None:
        return f"«{path.name}» не прочитан и оставлен как есть."
    wanted = {(row.code, row.subject): dict(row.numbers) for row in rows}
    if stated and stated != wanted:
        return (
            f"«{path.name}» не изменён: в нём уже другие данные. Чтобы сделать его по этим "
            "протоколам, удалите файл и повторите команду."
        )
    if not stated:
        write_official(path, rows, created=created)
    return f"«{path.name}»: строк школы и предмета — {len(rows)}."


def _existing_numbers(path: Path) -> dict[tuple[str, str], dict[str, float]] | None:
    """What the table says already; empty where it says nothing, None where it cannot be read."""
    if not path.exists():
        return {}
    try:
        table = read_official(path, may_be_empty=True)
    except RoadmapError:
        return None
    return {(row.code, row.subject): dict(row.numbers) for row in table.rows}
