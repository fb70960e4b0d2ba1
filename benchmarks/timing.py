"""CPU seconds of functions and of whole processes, measured side by side in one run."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the cheapest repetition and of the one in the middle."""

    best: float
    middle: float


def costs(actions: Mapping[str, Callable[[], object]], repetitions: int) -> dict[str, Cost]:
    """What each action costs, in turns, so that a busy moment of the machine hits them all."""
    seen: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(repetitions):
        for name, action in actions.items():
            seen[name].append(_cpu_seconds(action))
    return {name: Cost(min(found), median(found)) for name, found in seen.items()}


def process(*arguments: str) -> Callable[[], object]:
    """A run of Python with these arguments; what it prints is thrown away."""
    return lambda: subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL)


def shown(title: str, found: Mapping[str, Cost], unit: str) -> Sequence[str]:
    """A table of the costs, with the ratio of the medians to the one that is called `unit`."""
    one = found[unit].middle
    lines = [title, f"  {'':54}{'best, ms':>10}{'median, ms':>12}{'ratio':>8}"]
    for name, cost in found.items():
        times = f"{cost.best * 1000:>10.1f}{cost.middle * 1000:>12.1f}"
        lines.append(f"  {name:54}{times}{cost.middle / one:>8.2f}")
    return lines


def _cpu_seconds(action: Callable[[], object]) -> float:
    """Of this process and of the children that the action waited for."""
    before = _spent()
    action()
    return _spent() - before


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
