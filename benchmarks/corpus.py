"""A region of invented schools: as many filled workbooks as asked for, and their registry.

python benchmarks/corpus.py 1000 corpus

Each school has its own name and code, the first thousand their own graduates; plans and texts are
those of the demo's schools, as real ones copy from each other. Beyond the first thousand a file is
another one's with its own name and code put in. The same number gives the same files.
"""

from __future__ import annotations

import random
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from roadmap_xl.campaign.demo.invented import graduates_of, invented_district
from roadmap_xl.campaign.demo.schools import DemoSchool, demo_schools, exam_values
from roadmap_xl.district.registry import Registry, SchoolEntry
from roadmap_xl.district.registry_workbook import write_registry_workbook
from roadmap_xl.form.fields import form_of
from roadmap_xl.form.submission import blank
from roadmap_xl.form.vocabulary import HAS_GRADE11
from roadmap_xl.workbook.school_workbook import write_school_workbook

EDITION = "2020"
OWN_NUMBERS = 1000
"""As many schools have numbers of their own."""
CREATED = date(2020, 10, 12)
SENT, REGISTRY = "Книги школ", "Реестр района.xlsx"
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
    written = [job for job in todo if job[0] < OWN_NUMBERS]
    copied = [(*job, _path(region, job[0] % OWN_NUMBERS)) for job in todo if job[0] >= OWN_NUMBERS]
    with ProcessPoolExecutor() as pool:
        list(pool.map(_write, written, chunksize=8))
        list(pool.map(_copy, copied, chunksize=8))
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


def _write(job: tuple[int, Path]) -> None:
    n, path = job
    form, bases = form_of(EDITION), _bases()
    base = bases[n % len(bases)]
    values = {key: value for key, value in base.raw.items() if not key.startswith(_EXAMS)}
    values |= {"meta.school_id": code(n), "meta.school_name": name(n)}
    if base.raw["meta.grade11"] == HAS_GRADE11:
        chance = random.Random(n)
        everyone = [g for s in invented_district().schools for g in graduates_of(s.code)]
        graduates = chance.choices(everyone, k=chance.randrange(8, 60))
        values |= exam_values(form.edition, graduates)
        values["meta.grads11_total"] = len(graduates)
    write_school_workbook(path, blank(form, values), created=CREATED)


def _copy(job: tuple[int, Path, Path]) -> None:
    n, path, original = job
    other = n % OWN_NUMBERS
    changes = [(name(other), name(n)), (code(other), code(n))]
    with ZipFile(original) as read, ZipFile(path, "w", ZIP_DEFLATED) as written:
        for part in read.infolist():
            data = read.read(part)
            for old, new in changes:
                data = data.replace(f">{old}<".encode(), f">{new}<".encode())
            written.writestr(part, data)


if __name__ == "__main__":
    write_corpus(Path(sys.argv[2]), int(sys.argv[1]))
