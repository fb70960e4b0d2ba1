"""A region of invented schools: as many filled workbooks as asked for, and their registry.

python benchmarks/corpus.py 1000 build/corpus/1000

Each school has its own name, code and graduates, so its own numbers; plans and texts are those of
the demo's schools, as real ones copy from each other. The first two hundred are written as the
program writes them; into the parts of one of these the others have their name, code and numbers
put in, a tenth of the work. What formulas showed stays as it was there: no reader asks for it. The
same number gives the same files.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from roadmap_xl.campaign.demo.invented import Graduate, graduates_of, invented_district
from roadmap_xl.campaign.demo.schools import DemoSchool, demo_schools, exam_values
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.registry_workbook import write_registry_workbook
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import Value, blank
from roadmap_xl.form.vocabulary import HAS_GRADE11
from roadmap_xl.workbook.school_workbook import write_school_workbook

EDITION = "2020"
WRITTEN = 200
"""As many files are written; the others are made from them."""
CREATED = date(2020, 10, 12)
SENT, REGISTRY = "Книги школ", "Реестр района.xlsx"
_CELL = re.compile(r'(<c r="([A-Z]+\d+)"(?: s="\d+")?)(?:/>|><v>[^<]*</v></c>)')
"""A cell of a number or a blank one: its beginning, its name."""
_EXAMS = ("ege.", "org.", "prob.n80", "prob.avg", "prob.n_not_passed_ege", "meta.grads11_total")


@dataclass(frozen=True)
class Region:
    """Where the files of a corpus are."""

    folder: Path

    @property
    def sent(self) -> Path:
        return self.folder / SENT

    @property
    def registry(self) -> Path:
        return self.folder / REGISTRY


def write_corpus(folder: Path, number: int) -> Region:
    """Writes what is not there yet, with every core."""
    region = Region(folder)
    region.sent.mkdir(parents=True, exist_ok=True)
    todo = [(n, _path(region, n)) for n in range(number) if not _path(region, n).exists()]
    written = [job for job in todo if job[0] < WRITTEN]
    derived = [(*job, _path(region, job[0] % WRITTEN)) for job in todo if job[0] >= WRITTEN]
    with ProcessPoolExecutor() as pool:
        list(pool.map(_write, written, chunksize=8))
        list(pool.map(_derive, derived, chunksize=8))
    schools = [SchoolEntry(code=code(n), name=name(n), settlement=place(n)) for n in range(number)]
    write_registry_workbook(region.registry, Registry(schools), created=CREATED)
    return region


def code(n: int) -> str:
    return f"{500000 + n}"


def name(n: int) -> str:
    return f"МБОУ СОШ № {n + 1} {place(n)}"


def place(n: int) -> str:
    return f"п. Степной-{n // 40 + 1}"


def _path(region: Region, n: int) -> Path:
    return region.sent / f"{code(n)} школа {n + 1}.xlsx"


@lru_cache(maxsize=1)
def _bases() -> list[DemoSchool]:
    return [school for school in demo_schools(form_of(EDITION)) if not school.remark]


@lru_cache(maxsize=1)
def _graduates() -> list[Graduate]:
    return [g for school in invented_district().schools for g in graduates_of(school.code)]


def _exams(n: int) -> dict[str, Value]:
    """The numbers of a school's ЕГЭ, by field; none where its base has no grade 11."""
    base = _base(n)
    if base.raw["meta.grade11"] != HAS_GRADE11:
        return {}
    chance = random.Random(n)
    graduates = chance.choices(_graduates(), k=chance.randrange(8, 60))
    numbers = exam_values(form_of(EDITION).edition, graduates)
    return {**numbers, "meta.grads11_total": len(graduates)}


def _base(n: int) -> DemoSchool:
    """The school of the demo whose plan and texts it has."""
    return _bases()[n % WRITTEN % len(_bases())]


def _write(job: tuple[int, Path]) -> None:
    n, path = job
    raw = _base(n).raw
    values = {key: value for key, value in raw.items() if not key.startswith(_EXAMS)}
    values |= {"meta.school_id": code(n), "meta.school_name": name(n)} | _exams(n)
    write_school_workbook(path, blank(form_of(EDITION), values), created=CREATED)


def _derive(job: tuple[int, Path, Path]) -> None:
    n, path, original = job
    other, numbers = n % WRITTEN, _numbers_by_part(n)
    named = [(f">{name(other)}<", f">{name(n)}<"), (f">{code(other)}<", f">{code(n)}<")]
    with ZipFile(original) as read, ZipFile(path, "w", ZIP_DEFLATED) as written:
        for part in read.infolist():
            data = read.read(part)
            if part.filename.startswith(("xl/sharedStrings", "xl/worksheets/sheet")):
                text = data.decode()
                for old, new in named:
                    text = text.replace(old, new)
                data = _with_numbers(text, numbers[part.filename]).encode()
            written.writestr(part, data)


def _numbers_by_part(n: int) -> Mapping[str, Mapping[str, Value]]:
    """By part and cell, the numbers of ЕГЭ; where the school has none, a blank."""
    found: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    form, exams = form_of(EDITION), _exams(n)
    for place, field in form.layout.at.items():
        if exams and field.is_input and field.id.startswith(_EXAMS):
            part = f"xl/worksheets/sheet{1 + form.layout.sheets.index(place.sheet)}.xml"
            found[part][place.cell] = exams.get(field.id)
    return found


def _with_numbers(text: str, numbers: Mapping[str, Value]) -> str:
    def cell(found: re.Match[str]) -> str:
        if found[2] not in numbers:
            return found[0]
        number = numbers[found[2]]
        return f"{found[1]}/>" if number is None else f"{found[1]}><v>{number}</v></c>"

    return _CELL.sub(cell, text) if numbers else text


if __name__ == "__main__":
    write_corpus(Path(sys.argv[2]), int(sys.argv[1]))
