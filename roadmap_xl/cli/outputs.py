"""What `consolidate` writes beside the summary when it is asked to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import OutputError
from .options import BOOK, FILE, FOLDER, progress, waiting

if TYPE_CHECKING:
    from ..district.summary import DistrictSummary


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that ask for more than the summary."""
    options = (
        click.option("--tidy", type=FILE, help="Таблица всех значений: .csv или .parquet."),
        click.option("--publish", type=BOOK, help="Книга для публикации: малые группы скрыты."),
        click.option("--feedback", type=FOLDER, help="Папка писем школам с книгами с замечаниями."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files and the folder that were asked for."""

    tidy: Path | None
    publish: Path | None
    feedback: Path | None
    workers: int | None

    @property
    def files(self) -> list[Path]:
        """The files among them: none of these is a school's."""
        return [path for path in (self.tidy, self.publish) if path]

    def check(self, folder: Path, summary: Path, snapshot: Path) -> None:
        """Says before the long work what would stop the writing after it."""
        from ..writers.files import expect

        if self.publish and self.publish.resolve() == summary.resolve():
            raise OutputError("Книге для публикации нужно другое имя, чем у сводки (--publish).")
        if self.tidy:
            from ..writers.tidy import may_be_tidy

            may_be_tidy(self.tidy)
        if self.feedback:
            from ..feedback.writing import may_write_to

            may_write_to(self.feedback, folder)
        for file in (summary, snapshot, *self.files):
            expect(file)

    def written(self, folder: Path, summary: DistrictSummary, day: date) -> Iterator[str]:
        """Writes each and says so."""
        if self.tidy:
            from ..district.tidy_rows import tidy_rows
            from ..writers.tidy import write_tidy

            with waiting("Записывается таблица значений"):
                write_tidy(self.tidy, tidy_rows(summary))
            yield f"Таблица значений записана: {self.tidy}"
        if self.publish:
            from ..writers.published_workbook import write_published_workbook

            with waiting("Записывается книга для публикации"):
                write_published_workbook(self.publish, summary, created=day)
            yield f"Книга для публикации записана: {self.publish}"
        if self.feedback:
            yield from self._feedback(self.feedback, folder, summary, day)

    def _feedback(
        self, target: Path, folder: Path, summary: DistrictSummary, day: date
    ) -> Iterator[str]:
        from ..campaign.processes import executor, workers_for
        from ..checking import Occasion
        from ..feedback.writing import write_feedback

        workers = workers_for(len(summary.lines)) if self.workers is None else self.workers
        with progress("Писем школам") as told, executor(workers) as pool:
            done = write_feedback(
                target,
                folder,
                summary,
                written=day,
                occasion=Occasion(summary.settings.stage, summary.settings.report_day, day),
                executor=pool,
                progress=told,
            )
        yield from done.as_lines()
        yield f"Письма в папке: {target}"
