"""`--quiet`: nothing is said but errors; the exit status tells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import click

_ASKED = f"{__name__}.asked"


def is_quiet() -> bool:
    """Whether the running command was asked to say nothing but errors."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_ASKED))


@contextmanager
def _nothing_shown() -> Iterator[None]:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        yield


def _silence(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        context.meta[_ASKED] = True
        context.with_resource(_nothing_shown())


QUIET = click.Option(
    ["-q", "--quiet"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_silence,
    help="Молчать, если нет ошибок: ответ — код завершения.",
)
