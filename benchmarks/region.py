"""What a summary of many schools costs, beside scripts an analyst would write, in one run.

python benchmarks/region.py [NUMBER] [--only compare repeat cluster grow] [--slow-peers]

Needs pandas, polars and fastexcel, for the part «cluster» distributed. The corpus
(benchmarks/corpus.py) is kept in build/corpus for the next run.
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import CREATED, EDITION, SENT, Region, write_corpus
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

import roadmap_xl

REPORT = "2020-12-31"
PEER = Path(__file__).with_name("peer.py")
PEERS = (
    ("polars + fastexcel, named sheets", "polars", "named"),
    ("pandas + calamine, named sheets", "calamine", "named"),
)
SLOW_PEERS = (
    ("pandas + calamine, all sheets", "calamine", "all"),
    ("pandas + openpyxl, named sheets", "openpyxl", "named"),
)
_STAGES = """
import atexit, contextlib, time
import roadmap_xl.cli, roadmap_xl.campaign.collect as collecting
spent = {}
def timed(name):
    function = getattr(collecting, name)
    def run(*args, **kwargs):
        began = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] = time.process_time() - began
    setattr(collecting, name, run)
collecting.executor = lambda *_: contextlib.nullcontext()  # read here, where it can be measured
timed("receive")
timed("write_summary")
atexit.register(lambda: print(time.process_time(), *spent.values()))
roadmap_xl.cli.main()
"""
PARTS = (8, 4, 2, 1)
"""Of the corpus, each measured by itself: the growth curve."""
FIRST = 16
"""Schools that a cluster's workers read before it is measured: they import the program first."""
FURTHER = 40_000
"""As many schools are read off the curve."""


@dataclass(frozen=True)
class Run:
    """One process with its children: CPU and wall seconds, and the most memory of one of them."""

    cpu: float
    wall: float
    megabytes: int


def run(*command: str) -> Run:
    """Runs Python with these arguments and waits."""
    code = (
        "import ctypes, contextlib, itertools, os, resource, subprocess, sys\n"
        "if sys.platform == 'linux':\n"
        "    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)\n"  # workers' server outlives who started it
        "subprocess.run([sys.executable, *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL)\n"
        "with contextlib.suppress(ChildProcessError):\n"
        "    for _ in itertools.count(): os.wait()\n"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(u.ru_utime + u.ru_stime, u.ru_maxrss // 1024)"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, check=True)
    cpu, megabytes = done.stdout.split()
    return Run(float(cpu), time.monotonic() - began, int(megabytes))


def ours(region: Region, output: Path, workers: int) -> Run:
    """`roadmap-xl consolidate`: read, check, match, sum, write; with its snapshot."""
    options = ["--registry", str(region.registry), "--edition", EDITION, "-o", str(output)]
    return _consolidate(region.sent, *options, "--workers", str(workers))


def _consolidate(folder: Path, *options: str) -> Run:
    days = ["--date", f"{CREATED}", "--report-date", REPORT]
    return run("-m", "roadmap_xl", "consolidate", str(folder), *days, *options)


def peer(engine: str, which: str, region: Region, layout: Path, output: Path) -> Run:
    return run(str(PEER), engine, which, str(region.sent), str(layout), str(output))


def cells(path: Path) -> int:
    """The cells of a workbook that hold something."""
    workbook = CalamineWorkbook.from_path(path)
    sheets = (workbook.get_sheet_by_name(name) for name in workbook.sheet_names if name[0] != "_")
    return sum(
        cell not in ("", None) for sheet in sheets for row in sheet.to_python() for cell in row
    )


def part_of(region: Region, number: int, folder: Path) -> Region:
    """The first schools of a corpus, linked."""
    part = Region(folder / f"{number}")
    part.sent.mkdir(parents=True)
    for path in sorted(region.sent.iterdir())[:number]:
        os.link(path, part.sent / path.name)
    shutil.copy(region.registry, part.registry)
    return part


def table(title: str, lines: Sequence[tuple[str, Run, int]], unit: Run) -> None:
    """Costs with their ratio to the first of ours."""
    print(f"\n{title}")
    print(f"  {'':44}{'CPU, s':>8}{'wall, s':>9}{'MB':>6}{'cells':>10}{'CPU ratio':>11}")
    for name, cost, number in lines:
        print(
            f"  {name:44}{cost.cpu:8.1f}{cost.wall:9.1f}{cost.megabytes:6}{number:10,}"
            f"{cost.cpu / unit.cpu:11.2f}"
        )


def compare(region: Region, folder: Path, peers: Sequence[tuple[str, str, str]]) -> None:
    """Ours with one process and with two against the ways to write the script."""
    layout = folder / "layout.json"
    command = [sys.executable, "-m", "roadmap_xl", "layout", "--edition", EDITION]
    layout.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    lines: list[tuple[str, Run, int]] = []
    for workers in (1, 2):
        path = folder / f"ours{workers}.xlsx"
        lines.append((f"ours, processes: {workers}", ours(region, path, workers), cells(path)))
    for title, engine, which in peers:
        path = folder / f"{engine} {which}.xlsx"
        lines.append((title, peer(engine, which, region, layout, path), cells(path)))
    number = len(list(region.sent.iterdir()))
    table(f"{number} schools: read, checked (ours), summed, written", lines, lines[0][1])
    print(f"  two processes by the clock: {lines[0][1].wall / lines[1][1].wall:.2f} times as fast")


def share(region: Region, folder: Path) -> None:
    """On Dask with one worker of this machine and with two, beside no cluster: the same bytes."""
    from distributed import LocalCluster

    path = folder / "Сводка.xlsx"
    alone, expected = ours(region, path, 2), path.read_bytes()
    lines = [("no cluster, processes: 2", alone, 0)]
    for workers in (1, 2):
        with LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster:
            address = cluster.scheduler_address
            _through(address, part_of(region, FIRST, folder / f"warm{workers}"), path)
            cost = _through(address, region, path)
        if path.read_bytes() != expected:
            raise SystemExit("the summary has other bytes on Dask")
        lines.append((f"Dask, workers: {workers}", cost, 0))
    table("On a cluster; the CPU of its workers is not in it", lines, alone)
    print(f"  two workers by the clock: {lines[1][1].wall / lines[2][1].wall:.2f} times as fast")


def _through(scheduler: str, region: Region, output: Path) -> Run:
    options = ["--registry", str(region.registry), "--edition", EDITION, "-o", str(output)]
    return _consolidate(region.sent, *options, "--scheduler", scheduler)


def repeat(region: Region, folder: Path) -> None:
    """The first run of a campaign, one more, and one after a single changed file."""
    campaign = folder / "campaign"
    init = ["init", str(campaign), "--edition", EDITION, "--date", f"{CREATED}"]
    subprocess.run([sys.executable, "-m", "roadmap_xl", *init], check=True, capture_output=True)
    _enter(region, campaign / "Реестр школ.xlsx")
    sent = campaign / SENT
    for path in sorted(region.sent.iterdir()):
        os.link(path, sent / path.name)
    found = [(name, *_stages(campaign)) for name in ("first", "nothing changed")]
    one, other = sorted(sent.iterdir())[:2]
    one.unlink()  # a link to the corpus: a new file in its place leaves that alone
    shutil.copy(other, one)
    found.append(("one file changed", *_stages(campaign)))
    print("\nA campaign's next run, CPU seconds: the whole command, and of it two parts")
    print(f"  {'':20}{'whole':>8}{'reading, checking':>20}{'writing':>10}")
    for name, whole, reading, writing in found:
        share = f"{reading:.2f} ({reading / found[0][2]:.0%})"
        print(f"  {name:20}{whole:8.2f}{share:>20}{writing:10.2f}")


def _stages(campaign: Path) -> tuple[float, float, float]:
    """CPU seconds of one run: in all, in reading and checking, in writing."""
    days = ["--date", f"{CREATED}", "--report-date", REPORT, "--workers", "1"]
    command = [sys.executable, "-c", _STAGES, "consolidate", str(campaign), *days]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    whole, reading, writing = map(float, done.stdout.splitlines()[-1].split())
    return whole, reading, writing


def _enter(region: Region, path: Path) -> None:
    """The corpus' schools in the campaign's registry, as a district would copy them."""
    schools = load_workbook(region.registry)["Реестр"].iter_rows(min_row=2, values_only=True)
    registry = load_workbook(path)
    for row, school in enumerate(schools, start=2):
        for column, value in enumerate(school, start=1):
            registry["Реестр"].cell(row, column, value)
    registry.save(path)


def grow(region: Region, folder: Path) -> None:
    """Time and the most memory of one process by the number of schools, and what follows of it."""
    number = len(list(region.sent.iterdir()))
    lines = []
    for size in (number // part for part in PARTS):
        part = part_of(region, size, folder / "grow")
        lines.append((f"schools: {size}", ours(part, folder / "grow.xlsx", 2), 0))
    table("Growth, processes: 2", lines, lines[0][1])
    (_, half, _), (_, whole, _) = lines[-2:]
    more = (FURTHER - number) / (number - number // 2)
    print(
        f"  {FURTHER:,} schools, if each further one costs what the last ones did: "
        f"CPU {whole.cpu + more * (whole.cpu - half.cpu):.0f} s, "
        f"by the clock {whole.wall + more * (whole.wall - half.wall):.0f} s, "
        f"{whole.megabytes + more * (whole.megabytes - half.megabytes):.0f} MB"
    )


def main(number: int, kept: Path, only: Sequence[str], *, slow_peers: bool) -> None:
    compileall.compile_dir(Path(roadmap_xl.__file__).parent, quiet=1)  # as an installation does
    region = write_corpus(kept / f"{number}", number)
    peers = (*PEERS, *SLOW_PEERS) if slow_peers else PEERS
    parts: dict[str, Callable[[Region, Path], None]] = {
        "compare": lambda region, folder: compare(region, folder, peers),
        "repeat": repeat,
        "cluster": share,
        "grow": grow,
    }
    for name in only:
        with tempfile.TemporaryDirectory(dir=kept) as folder:
            parts[name](region, Path(folder))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = argparse.ArgumentParser()
    asked.add_argument("number", type=int, nargs="?", default=200)
    asked.add_argument("--folder", type=Path, default=Path("build/corpus"))
    asked.add_argument("--only", nargs="+", default=["compare", "repeat", "grow"])
    asked.add_argument("--slow-peers", action="store_true")
    wanted = asked.parse_args()
    main(wanted.number, wanted.folder, wanted.only, slow_peers=wanted.slow_peers)
