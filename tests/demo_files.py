"""The demo's workbooks, which many tests read: written once in a run, copied for each."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

import made_once

from roadmap_xl.campaign.demo.run import DemoFile, write_demo_files
from roadmap_xl.form.fields import form_of

_LIST = "files.json"


def demo_files(folder: Path, edition: str = "2020") -> tuple[DemoFile, ...]:
    """The twelve workbooks in this folder, by code."""
    made = made_once.FOLDER / f"demo {edition}"
    if not made.exists():
        with tempfile.TemporaryDirectory(dir=made_once.FOLDER) as name:
            _write(Path(name, "demo"), edition)
            if not made.exists():  # another worker may have made them meanwhile
                Path(name, "demo").rename(made)
    folder.mkdir(parents=True, exist_ok=True)
    listed = json.loads((made / _LIST).read_text(encoding="utf-8"))
    return tuple(
        DemoFile(Path(shutil.copy(made / name, folder)), code, remark)
        for name, code, remark in listed
    )


def _write(folder: Path, edition: str) -> None:
    files = write_demo_files(folder, form_of(edition), created=date(2020, 10, 1))
    listed = [(file.path.name, file.code, file.remark) for file in files]
    (folder / _LIST).write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
