"""Workbooks opened and saved by ONLYOFFICE, which Р7-Офис is built on, and by openpyxl.

ONLYOFFICE runs in a process of its own, as in `recalculated`:

    python -m engines.saving ONLYOFFICE < pairs of paths as JSON
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from engines.recalculated import answers_of, onlyoffice


def save_with_onlyoffice(targets: Mapping[Path, Path]) -> None:
    """Each workbook, saved anew where it is to go."""
    pairs = [[str(source), str(target)] for source, target in targets.items()]
    for _ in answers_of("engines.saving", "ONLYOFFICE", pairs):
        pass  # it says nothing: the files are its answer
    missing = [target.name for target in targets.values() if not target.exists()]
    if missing:
        raise RuntimeError(f"ONLYOFFICE did not save {missing}")


def save_with_openpyxl(targets: Mapping[Path, Path]) -> None:
    """As programs do that keep no parts they do not know."""
    from openpyxl import load_workbook

    for source, target in targets.items():
        load_workbook(source).save(target)


def main() -> None:
    builder = onlyoffice()
    for source, target in json.load(sys.stdin):
        if builder.OpenFile(source, ""):
            raise RuntimeError(f"ONLYOFFICE did not open {source}")
        builder.SaveFile("xlsx", target)
        builder.CloseFile()
    os._exit(0)


if __name__ == "__main__":
    main()
