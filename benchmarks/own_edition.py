"""What an edition of one's own costs: CPU of `check` as a process, beside the package's edition."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

from roadmap_xl.campaign.demo.schools import demo_schools
from roadmap_xl.form.fields import Form, form_of
from roadmap_xl.form.forms import FOLDER
from roadmap_xl.form.kept import CACHE
from roadmap_xl.form.loading import newest, read_edition, source_of
from roadmap_xl.form.submission import blank
from roadmap_xl.workbook.school_workbook import write_school_workbook

TIMES = 5


def main() -> None:
    """Prints the medians in seconds: the package's, one's own the first time, and after it."""
    with tempfile.TemporaryDirectory() as folder:
        packaged, own, cache = _books(Path(folder))
        environment = {**os.environ, CACHE: str(cache)}
        _cpu(packaged, environment)
        print(f"{median(_cpu(packaged, environment) for _ in range(TIMES)):.2f} the package's")
        first = []
        for _ in range(TIMES):
            shutil.rmtree(cache, ignore_errors=True)
            first.append(_cpu(own, environment))
        print(f"{median(first):.2f} one's own, the first check")
        print(f"{median(_cpu(own, environment) for _ in range(TIMES)):.2f} one's own, after it")


def _books(folder: Path) -> tuple[Path, Path, Path]:
    year, raw = newest(), demo_schools(form_of(newest()))[0].raw
    packaged, own = folder / "packaged" / "5.xlsx", folder / "own" / "5.xlsx"
    packaged.parent.mkdir()
    (own.parent / FOLDER).mkdir(parents=True)
    source = own.parent / FOLDER / f"{year}-степной.toml"
    text = source_of(year).decode().replace(f'key = "{year}"', f'key = "{year}-степной"', 1)
    source.write_text(text, encoding="utf-8")
    for path, form in ((packaged, form_of(year)), (own, Form(read_edition(source)))):
        write_school_workbook(path, blank(form, raw), created=date(2026, 11, 1))
    return packaged, own, folder / "cache"


def _cpu(book: Path, environment: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "roadmap_xl", "check", str(book)]
    subprocess.run(command, env=environment, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
