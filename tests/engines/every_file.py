"""Every kind of file that the product writes, written by its own commands into one folder."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner
from engines.every_file_of_own import write_kinds_of_own
from made_books import MADE

from roadmap_xl.addin.building.books import write_macro_workbooks
from roadmap_xl.cli import commands
from roadmap_xl.district.registry import read_registry
from roadmap_xl.form.loading import editions

DAY, LATER = ("--date", "2020-10-12"), ("--date", "2020-11-02")
WRITTEN = {".xlsx", ".xlsm", ".xlam", ".docx"}


def write_every_kind(folder: Path, *, schools: int | None = None) -> list[Path]:
    """Writes the files and returns their paths; of some kinds there is one for each school.

    `schools` is of how many schools they are written; of all twelve of the demo, if None.
    """
    campaign = folder / "Сбор"
    _run("demo", "-o", folder / "Показ", *DAY)
    books = _some_books(folder / "Показ" / "Книги школ", schools)
    registry = folder / "Показ" / "Реестр района.xlsx"
    _run("init", campaign, "--edition", "2020", "--district", "Степной район",
         "--registry", registry, *DAY)  # fmt: skip
    _copied(books, campaign / "Книги школ")
    _copied([campaign / "Журнал.xlsx"], folder / "Журнал до пополнения")
    if schools is None:
        _run("template", "--all", campaign, *DAY)
    _summaries(folder, campaign)
    _of_each_school(folder, books)
    _blanks(folder, books[0], registry)
    write_kinds_of_own(_run, folder / "Своё")
    _with_macros(folder / "Макросы")
    _made_by_writers(folder / "Писатели")
    return sorted(path for path in folder.rglob("*") if path.suffix in WRITTEN)


def _some_books(folder: Path, schools: int | None) -> list[Path]:
    books = sorted(folder.glob("*.xlsx"))
    for extra in books[schools:] if schools else ():
        extra.unlink()
    return books[:schools]


def _summaries(folder: Path, campaign: Path) -> None:
    """Two summaries of a campaign, the second beside the first; publication and letters."""
    first = folder / "Первая сводка.xlsx"
    _run("consolidate", campaign, "-o", first, *DAY)
    _run("consolidate", campaign, "-o", folder / "Вторая сводка.xlsx", *LATER,
         "--previous", first.with_suffix(".json"), "--publish", folder / "Для публикации.xlsx",
         "--feedback", folder / "Письма")  # fmt: skip


def _of_each_school(folder: Path, books: Sequence[Path]) -> None:
    """A repaired copy, a Word document, and the workbook of that document."""
    for number, book in enumerate(books, start=1):
        copy, paper, back = (
            folder / name
            for name in (f"Копия {number}.xlsx", f"Карта {number}.docx", f"Из Word {number}.xlsx")
        )
        _run("repair", book, "-o", copy, *DAY)
        _run("document", book, "-o", paper, *DAY)
        _run("import", paper, "-o", back, *DAY)


def _blanks(folder: Path, book: Path, registry: Path) -> None:
    schools, _ = read_registry(registry)
    code = schools.schools[0].code
    ways: dict[str, Sequence[object]] = {
        "Перенесённое.xlsx": ("--from", book),
        "Школы.xlsx": ("--school", code, "--registry", registry, "--send-to", "edu@example.org"),
    }
    for edition in editions():
        ways |= {
            f"Бланк {edition}.xlsx": ("--edition", edition),
            f"Бланк {edition}.xlsm": ("--edition", edition),
            f"Района {edition}.xlsx": ("--edition", edition, "--district"),
        }
    for name, options in ways.items():
        _run("template", *options, "-o", folder / name, *DAY)


def _with_macros(folder: Path) -> None:
    folder.mkdir()
    write_macro_workbooks(folder)


def _made_by_writers(folder: Path) -> None:
    """What the commands write only with particular contents."""
    for name, write in MADE.items():
        made = folder / name / f"{name}.xlsx"
        made.parent.mkdir(parents=True)
        write(made)
        for beside in set(made.parent.iterdir()) - {made}:  # what a workbook was made from
            beside.unlink()


def _copied(paths: Sequence[Path], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for path in paths:
        shutil.copy(path, folder)


def _run(*arguments: object) -> None:
    done = CliRunner().invoke(commands, [str(one) for one in arguments], catch_exceptions=False)
    if done.exit_code > 1:  # 1 says that a check has found faults
        raise RuntimeError(f"{' '.join(map(str, arguments))}:\n{done.output}")


if __name__ == "__main__":
    import sys

    found = write_every_kind(Path(sys.argv[1]))
    print(len(found))
