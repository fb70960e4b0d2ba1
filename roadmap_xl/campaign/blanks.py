"""Prefilled blanks: for each school of a campaign and its district, or one to order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from zipfile import BadZipFile

from ..district.registry import SchoolEntry, read_registry
from ..district.results import DistrictResults
from ..errors import OutputError, RegistryError
from ..files import make_folder, read_parts, temporary_folder, write_whole
from ..form.fields import Form
from ..form.forms import PACKAGED, Forms
from ..form.loading import DISTRICT_SUFFIX
from ..form.prefilled import Delivery, prefilled
from ..form.proposals import AcceptedProposals
from ..form.score_list import ScoreList
from ..form.submission import Submission
from ..reader.isolated import LostTaskError
from ..school.next_year import read_last_year
from ..texts.days import day_text
from ..workbook.school_workbook import write_school_workbook
from .folder import safe_names
from .opening import Campaign
from .receiving import AHEAD, Progress, no_progress

_CREATION_DATE = "docProps/core.xml"
"""The part that tells when a workbook was made; all else of two equal blanks is the same."""


@dataclass(slots=True)
class Blanks:
    """What became of each blank, by the name of its file."""

    folder: Path
    written: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    """There already, and nobody has typed anything."""
    kept: list[str] = field(default_factory=list)
    """There already and different: somebody has typed, or the settings were others."""

    def as_lines(self, *, with_names: bool = True) -> list[str]:
        """What was done, in sentences; `with_names` lists the blanks that were written too."""
        lines = [f"Записано бланков: {len(self.written)}. Папка: {self.folder}"]
        lines += [f"  {name}" for name in self.written if with_names]
        if self.same:
            lines.append(f"Уже были такими же: {len(self.same)}.")
        if self.kept:
            lines.append(
                f"Не заменено, потому что отличается (заполнено или прежние настройки): "
                f"{len(self.kept)}. Чтобы сделать заново, удалите файл:"
            )
            lines += [f"  {name}" for name in self.kept]
        return lines


def form_of_blanks(campaign: Campaign) -> Form:
    """The form of the campaign's year; raises `RegistryError` if the settings do not say it."""
    if campaign.settings.edition is None:
        raise RegistryError("На листе «Настройки» не указан год бланка: без него бланк не сделать.")
    return campaign.forms.of(campaign.settings.edition)


def write_blanks(
    campaign: Campaign,
    *,
    created: date,
    results: DistrictResults | None = None,
    last: Mapping[str, Submission] = MappingProxyType({}),
    scores: ScoreList | None = None,
    proposals: AcceptedProposals | None = None,
    executor: Executor | None = None,
    progress: Progress = no_progress,
) -> Blanks:
    """Writes the blanks of a campaign; a file that is there and differs is kept.

    They know what the protocols' `results` say, and by code what the schools handed in `last` year;
    with `scores` they have the sheet «Баллы», with `proposals` «Предложения».
    Raises `RegistryError` if the settings do not say the year, `OutputError` if one cannot be
    written.
    """
    form = form_of_blanks(campaign)
    done = Blanks(campaign.folder.blanks)
    make_folder(done.folder)
    wanted = list(_blanks_to_write(campaign, form, results, last))
    names = safe_names(name for name, _ in wanted)
    orders = [
        _Order(submission, _delivery(campaign, submission), created, scores, proposals)
        for _, submission in wanted
    ]
    made = _make(orders, executor)
    for number, (name, data) in enumerate(zip(names, made, strict=True), start=1):
        _keep(done, f"{name}.xlsx", data)
        progress(number, len(wanted))
    return done


class _Order(NamedTuple):
    """A blank to be made, wherever that is done."""

    submission: Submission
    delivery: Delivery
    created: date
    scores: ScoreList | None
    proposals: AcceptedProposals | None


def _make(orders: Iterable[_Order], executor: Executor | None) -> Iterator[bytes]:
    """The blanks in their order; a worker that is lost costs time and no blank."""
    waiting: deque[tuple[_Order, Future[bytes] | None]] = deque()
    for order in orders:
        waiting.append((order, executor.submit(_blank, order) if executor else None))
        while len(waiting) > (AHEAD if executor else 0):
            yield _finished(*waiting.popleft())
    while waiting:
        yield _finished(*waiting.popleft())


def _finished(order: _Order, future: Future[bytes] | None) -> bytes:
    try:
        return future.result() if future else _blank(order)
    except (LostTaskError, BrokenExecutor):
        return _blank(order)


def _blank(order: _Order) -> bytes:
    with temporary_folder() as folder:
        path = folder / "blank.xlsx"
        write_school_workbook(
            path,
            order.submission,
            created=order.created,
            delivery=order.delivery,
            scores=order.scores,
            proposals=order.proposals,
        )
        return path.read_bytes()


def _blanks_to_write(
    campaign: Campaign,
    form: Form,
    results: DistrictResults | None,
    last: Mapping[str, Submission],
) -> Iterator[tuple[str, Submission]]:
    yield f"Район — книга {form.edition.key} года", prefilled(form.of_district)
    for school in campaign.registry.schools:
        counted = results.values_of(school) if results else {}
        known = {**school.known_fields, **counted}
        submission = prefilled(form, school=known, last=last.get(school.code))
        yield f"{school.code} {school.name}", submission


def _delivery(campaign: Campaign, submission: Submission) -> Delivery:
    """What a blank says of where it goes; the sentences end with a full stop of their own."""
    settings = campaign.settings
    until = day_text(settings.deadline) if settings.deadline else ""
    where = settings.send_to
    if submission.form.edition.key.endswith(DISTRICT_SUFFIX):
        where = f"никуда: положите в папку «{campaign.folder.incoming.name}»"
    return Delivery(where.rstrip(" ."), until, settings.ring.rstrip(" ."))


def _keep(done: Blanks, name: str, data: bytes) -> None:
    """Puts a blank into its folder, unless something is there already."""
    path = done.folder / name
    if not path.exists():
        write_whole(path, data)
        done.written.append(name)
    elif _has_same_content(path, data):
        done.same.append(name)
    else:
        done.kept.append(name)


def _has_same_content(path: Path, data: bytes) -> bool:
    try:
        there = path.read_bytes()
    except OSError as fault:
        raise OutputError(
            f"Не удалось прочитать «{path.name}» в папке «{path.parent.name}»: нет доступа."
        ) from fault
    try:
        return _parts(there) == _parts(data)
    except BadZipFile:
        return False


def _parts(data: bytes) -> dict[str, bytes]:
    return {name: part for name, part in read_parts(data).items() if name != _CREATION_DATE}


# One blank to order, for a school of the registry or from last year's workbook.


def blank_for(
    edition: str,
    *,
    code: str | None = None,
    registry: Path | None = None,
    last: Path | None = None,
    of_district: bool = False,
    forms: Forms = PACKAGED,
) -> Submission:
    """A blank with what the registry and last year's workbook already know.

    Raises `EditionError`, `RegistryError` or `LastYearError` with what is wrong.
    """
    school_form = forms.of(edition)
    form = school_form.of_district if of_district else school_form
    school = _entry(code, registry) if code or registry else None
    return prefilled(
        form,
        school=school.known_fields if school else None,
        last=read_last_year(last, forms) if last else None,
    )


def _entry(code: str | None, registry: Path | None) -> SchoolEntry:
    if not code or not registry:
        raise RegistryError("Чтобы вписать школу, нужны и код школы, и файл реестра.")
    schools, _ = read_registry(registry)
    if code not in schools.by_code:
        raise RegistryError(f"В реестре «{registry.name}» нет школы с кодом «{code}».")
    return schools.by_code[code]
