"""CPU seconds of LibreOffice for each load of some workbooks, as JSON: a list for each workbook.

    /usr/bin/python3 benchmarks/loading.py TIMES WORKBOOK …

One LibreOffice loads and recalculates them in turns; each is loaded once before that. A script of
its own, because `uno` belongs to the system's Python.
"""

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import uno  # noqa: F401 - makes what follows importable
from com.sun.star.beans import PropertyValue
from recalculate import desktop_of, office

TICKS = os.sysconf("SC_CLK_TCK")


def main():
    times, *paths = sys.argv[1:]
    found = {path: [] for path in paths}
    with office() as context:
        desktop = desktop_of(context)
        for path in paths:
            load(desktop, path)
        for _ in range(int(times)):
            for path in paths:
                before = spent_below(os.getpid())
                load(desktop, path)
                found[path].append(spent_below(os.getpid()) - before)
    print(json.dumps(list(found.values())))


def load(desktop, path):
    hidden = PropertyValue("Hidden", 0, True, 0)
    url = Path(path).resolve().as_uri()
    desktop.loadComponentFromURL(url, "_blank", 0, (hidden,)).close(True)


def spent_below(process):
    """What the processes that this one has started, and those that they have, have spent so far."""
    parents, spent = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = folder.joinpath("stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents[int(folder.name)] = int(fields[1])
        spent[int(folder.name)] = (int(fields[11]) + int(fields[12])) / TICKS
    below, found = {process}, set()
    while below:
        below = {child for child, parent in parents.items() if parent in below}
        found |= below
    return sum(spent[one] for one in found)


if __name__ == "__main__":
    main()
