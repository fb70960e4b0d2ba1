"""Servers to be killed, forked from a process that has imported everything: a start takes little.

python tests/intake/server_to_kill.py FOLDER HOME: for each line read it starts a server and says
«pid address»; the caller kills it whenever it likes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn  # noqa: F401 - imported once for all

from roadmap_xl.intake import application, serving, work  # noqa: F401


def main() -> None:
    folder, home = map(Path, sys.argv[1:])
    serving.home = lambda: home  # type: ignore[assignment]
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            serving.serve(folder, open_browser=False, say=lambda line: say(line))
            os._exit(0)

        os.waitpid(child, 0)


def say(line: str) -> None:
    print(os.getpid(), line.rpartition(" ")[2], flush=True)


if __name__ == "__main__":
    main()
