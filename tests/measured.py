"""Checks the file of each line it is given, in a process of its own, and says what that cost.

The process is a fork of this one, which has imported everything and read one file: it begins with
the memory of a program that is about to read its next.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """What was said of a file, and the most memory of the process that said it."""

    codes: list[str]
    lines: int
    megabytes: int


class Measuring:
    """The process that measures."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, path: Path) -> Measured:
        """Raises `AssertionError` where the process of the file did not end as it should."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(path, file=self._process.stdin, flush=True)
        said = self._process.stdout.readline()
        assert said.startswith("["), f"{path.name}: {said}"
        return Measured(*json.loads(said))


@contextmanager
def measuring(first: Path) -> Iterator[Measuring]:
    """A process that has read this file."""
    command = [sys.executable, __file__, str(first)]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=here) as process:
        yield Measuring(process)
        process.kill()


def _check(path: Path) -> Measured:
    from roadmap_xl.school.check import check_file

    report = check_file(path)
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(line for line in status if line.startswith("VmHWM"))
    codes = [finding.code for finding in report.findings]
    return Measured(codes, len(report.as_lines()), int(peak.split()[1]) // 1024)


def _main() -> None:
    _check(Path(sys.argv[1]))
    for line in sys.stdin:
        child = os.fork()
        if not child:
            print(json.dumps(_check(Path(line.rstrip("\n")))), flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print(f"ended with {os.waitstatus_to_exitcode(status)}", flush=True)


if __name__ == "__main__":
    _main()
