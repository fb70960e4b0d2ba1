"""Kinds of options that several commands take, and how they answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from ..form.vocabulary import STAGES

STAGE = click.Choice(STAGES, case_sensitive=False)
FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


def day(moment: datetime | None) -> date:
    """The day of an option; today where it was not given."""
    return date.today() if moment is None else moment.date()


def show(lines: Iterable[str]) -> None:
    """Prints a line each."""
    for line in lines:
        click.echo(line)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left, told how many of how many are done; silent but on a console."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    # Characters that every console has.
    bar = click.progressbar(length=0, label=label, fill_char="#", empty_char=".", file=sys.stderr)

    def tell(done: int, of: int) -> None:
        bar.length = of
        bar.update(done - bar.pos)

    with bar:
        yield tell


def show_json(answer: dict[str, Any]) -> None:
    """Russian letters as they are in UTF-8; escaped for any other console, so that none is lost."""
    escaped = sys.stdout.encoding.lower() != "utf-8"
    click.echo(json.dumps(answer, ensure_ascii=escaped, indent=1))
