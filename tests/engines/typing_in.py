"""Values typed into a workbook that is open in ONLYOFFICE: what its cells show after each.

Nothing is calculated but what the program itself does after an input, as in Р7-Офис, which is built
on it. In a process of its own, as in `recalculated`:

    python -m engines.typing_in ONLYOFFICE < {"workbook", "typed", "seen"} as JSON
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from engines.recalculated import Value, answers_of, onlyoffice, tell
from libreoffice import Change

_SCRIPT = """
var job = %s;
var answers = job.typed.map(function (one) {
  Api.GetSheet(one.sheet).GetRange(one.cell).SetValue(one.value === null ? "" : one.value);
  return job.seen.map(function (place) {
    return Api.GetSheet(place[0]).GetRange(place[1]).GetValue();
  });
});
GlobalVariable["answer"] = JSON.stringify(answers);
"""


def seen_after_each(
    workbook: Path, typed: Sequence[Change], seen: Sequence[tuple[str, str]]
) -> list[list[Value]]:
    """After each value, what these cells show."""
    changes = [change.as_json() for change in typed]
    job = {"workbook": str(workbook), "typed": changes, "seen": seen}
    (answer,) = answers_of("engines.typing_in", "ONLYOFFICE", job)
    return answer["seen"]


def main() -> None:
    job, builder = json.load(sys.stdin), onlyoffice()
    if builder.OpenFile(job["workbook"], ""):
        raise RuntimeError(f"ONLYOFFICE did not open {job['workbook']}")
    builder.ExecuteCommand(_SCRIPT % json.dumps(job))
    answer = builder.GetContext().GetGlobal()["GlobalVariable"]["answer"].ToString()
    tell({"seen": json.loads(answer)})
    os._exit(0)


if __name__ == "__main__":
    main()
