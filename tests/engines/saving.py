"""Workbooks opened and saved by ONLYOFFICE, which Р7-Офис is built on, and by openpyxl.

ONLYOFFICE runs in a process of its own, because it does not end without a crash:

    python -m engines.saving < pairs of paths as JSON
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SECONDS = 300


def save_with_onlyoffice(targets: Mapping[Path, Path]) -> None:
    """Each workbook, saved anew where it is to go."""
    pairs = [[str(source), str(target)] for source, target in targets.items()]
    subprocess.run(
        [sys.executable, "-m", "engines.saving"],
        input=json.dumps(pairs),
        check=True,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    missing = [target.name for target in targets.values() if not target.exists()]
    if missing:
        raise RuntimeError(f"ONLYOFFICE did not save {missing}")


def save_with_openpyxl(targets: Mapping[Path, Path]) -> None:
    """As programs do that keep no parts they do not know."""
    from openpyxl import load_workbook

    for source, target in targets.items():
        load_workbook(source).save(target)


def main() -> None:
    import docbuilder

    builder = docbuilder.CDocBuilder()
    for source, target in json.load(sys.stdin):
        if builder.OpenFile(source, ""):
            raise RuntimeError(f"ONLYOFFICE did not open {source}")
        builder.SaveFile("xlsx", target)
        builder.CloseFile()
    os._exit(0)


if __name__ == "__main__":
    main()
