"""From a folder of protocols to prefilled blanks: 40 schools, 12 subjects, by the clock.

python benchmarks/protocols.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random

from xlsxwriter import Workbook

from roadmap_xl.campaign.creating import create_campaign
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.settings import Settings
from roadmap_xl.form.fields import form_of

EDITION = form_of("2026").edition
DAY = date(2026, 11, 1)
SCHOOLS, SUBJECTS, GRADUATES = 40, 12, 30
TITLES = ("№", "Код МСУ", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Серия", "Номер",
          "Задания с кратким ответом", "Первичный балл", "Балл")  # fmt: skip
ONE_FILE_EACH, ONE_A_SUBJECT = "a file for each school and subject", "a file for each subject"


def rows_of(school: int, dice: Random) -> list[tuple[object, ...]]:
    """Invented participants of a school in one subject."""
    return [
        (at, 5, 300 + school, "11", f"Фамилия{at}", f"Имя{school}", "Отчество", 7804,
         1000 * school + at, "++-+3-" * 5, 20, dice.randint(0, 100))
        for at in range(1, GRADUATES + 1)
    ]  # fmt: skip


def protocol(path: Path, subject: str, rows: list[tuple[object, ...]]) -> None:
    with Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Page 1")
        sheet.write_row(0, 0, ["Протокол проверки результатов"])
        sheet.write_row(3, 0, [f"{subject} 01.06.{EDITION.exam_year}"])
        sheet.write_row(5, 0, TITLES)
        for at, row in enumerate(rows, start=6):
            sheet.write_row(at, 0, row)


def write_protocols(folder: Path, kind: str) -> None:
    dice = Random(40)
    folder.mkdir()
    for number, subject in enumerate(EDITION.subjects[:SUBJECTS]):
        schools = [rows_of(school, dice) for school in range(SCHOOLS)]
        if kind == ONE_A_SUBJECT:
            every = [row for rows in schools for row in rows]
            protocol(folder / f"{number}.xlsx", subject.label, every)
            continue
        for school, rows in enumerate(schools):
            protocol(folder / f"{number}-{school}.xlsx", subject.label, rows)


def seconds(kind: str) -> float:
    """`roadmap-xl template --all --results`, from its start to its end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        entries = [SchoolEntry(code=str(300 + n), name=f"СОШ № {n}") for n in range(SCHOOLS)]
        settings = Settings(edition=EDITION.key)
        create_campaign(folder / "Сбор", settings, registry=Registry(entries), created=DAY)
        write_protocols(folder / "Протоколы", kind)
        command = [sys.executable, "-m", "roadmap_xl", "template", "--all", str(folder / "Сбор")]
        begun = time.monotonic()
        done = subprocess.run(
            [*command, "--results", str(folder / "Протоколы")], capture_output=True, check=True
        )
        spent = time.monotonic() - begun
        if f"учтено: {SCHOOLS * SUBJECTS * GRADUATES}".encode() not in done.stdout:
            raise RuntimeError(done.stdout.decode())
        return spent


if __name__ == "__main__":
    for kind in (ONE_A_SUBJECT, ONE_FILE_EACH):
        print(f"{SCHOOLS} schools × {SUBJECTS} subjects, {kind}: {seconds(kind):.1f} s")
