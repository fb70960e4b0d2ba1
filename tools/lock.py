"""Every package with the hashes of its files: locks/*.txt, from what pyproject.toml asks for.

    python tools/lock.py            versions stay as they are where they still fit
    python tools/lock.py --upgrade  the newest that fit

One resolution serves every system and Python (uv's "universal"); each lock stands on those before
it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
LOCKS: dict[str, tuple[str, ...]] = {
    "users": ("build", "intake"),
    "tests": ("build", "test", "server", "browser", "lint", "release", "freeze"),
    "engines": ("build", "engines"),
    "tools": ("build", "benchmark", "pictures", "supply"),
}
"""By name of the lock, the extras it is for."""


def write_locks(*options: str) -> None:
    """Writes each lock; those before it bind its versions."""
    before: list[str] = []
    for name, extras in LOCKS.items():
        lock = f"locks/{name}.txt"
        asked = [word for extra in extras for word in ("--extra", extra)]
        bound = [word for other in before for word in ("-c", other)]
        subprocess.run(
            ["uv", "pip", "compile", "pyproject.toml", *asked, *bound, *options, "-o", lock,
             "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate",
             "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"],
            cwd=PROJECT,
            check=True,
        )  # fmt: skip
        before.append(lock)


if __name__ == "__main__":
    write_locks(*sys.argv[1:])
