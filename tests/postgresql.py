"""A PostgreSQL of the tests' own, on loopback and in a folder that goes with it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

USER = "tests"
SECONDS = 30
_UNPRIVILEGED = ("postgres", "nobody")
"""As whom it runs where the tests run as root, which PostgreSQL refuses to."""


@lru_cache(maxsize=1)
def programs() -> Path | None:
    """The folder of `initdb` and `postgres`: Debian keeps them out of PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def missing() -> str:
    """What is missing to start it; empty where nothing is."""
    if os.name == "nt" or programs() is None:
        return "нет PostgreSQL (пакет postgresql): нет initdb"
    return ""


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in _UNPRIVILEGED if name in names), None)


@contextmanager
def served() -> Iterator[str]:
    """The address of the running server, without the name of a database."""
    place, found, user = Path(tempfile.mkdtemp(prefix="pg")), programs(), _user()
    assert found is not None
    if user:
        shutil.chown(place, user)
    data = place / "data"
    initdb = [found / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale",
              "--no-sync"]  # fmt: skip
    subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=place)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    settings = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={place}",
                "fsync=off", "shared_buffers=8MB", "max_connections=50")  # fmt: skip
    command = [found / "postgres", "-D", data, *(part for one in settings for part in ("-c", one))]
    with (place / "log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=place)
    try:
        _wait(port, place / "log")
        yield f"postgresql://{USER}@127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(SECONDS)
        shutil.rmtree(place, ignore_errors=True)


def _wait(port: int, log: Path) -> None:
    import psycopg

    end = time.monotonic() + SECONDS
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname="postgres").close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < end, log.read_text(errors="replace")
            time.sleep(0.05)


def new_database(address: str, name: str) -> str:
    """The address of a database that nobody has used yet."""
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type,unused-ignore]
    return f"{address}/{name}"
