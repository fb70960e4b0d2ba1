"""Kinds of options that several commands take, and how they answer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from ..form.vocabulary import STAGES
from ..texts.signs import safe_json, safe_text
from .russian import UsageFault, is_quiet

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _Path(click.Path):
    """A path with a Russian word for what it is in a help."""

    def __init__(self, word: str, **attributes: Any) -> None:
        super().__init__(path_type=Path, **attributes)
        self.name = word


class _Folder(_Path):
    """A folder, which may be still to be made."""

    def __init__(self) -> None:
        super().__init__("папка", file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if Path(value).is_file():
            raise UsageFault(f"«{value}» — файл, а нужна папка.")
        return Path(value)


class _Book(_Path):
    """A workbook to be written, with a name that Excel opens."""

    def __init__(self, *endings: str) -> None:
        super().__init__("файл")
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path.suffix.lower() not in self.endings and not path.is_dir():
            wanted = " или ".join(self.endings)
            raise UsageFault(f"«{value}»: дайте книге имя с окончанием {wanted}.")
        return path


class _Day(click.DateTime):
    """A day as 2026-11-01."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "ГГГГ-ММ-ДД"


class _Stage(click.Choice[str]):
    """A stage of the work; its words have spaces, so that they are listed and not put in bars."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "СТАДИЯ"


class _Edition(click.ParamType[str]):
    """The year of a blank, or the file of one's own; a shell is offered the years there are."""

    name = "год"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from .completion import editions

        return editions(incomplete)


STAGE = _Stage(STAGES, case_sensitive=False)
FILE, FOLDER = _Path("файл"), _Folder()
PATIENCE = 1.0
"""Seconds for which nobody asks how long it will take."""
BOOK, MACRO_BOOK = _Book(".xlsx"), _Book(".xlsx", ".xlsm")
DAY, EDITION = _Day(["%Y-%m-%d"]), _Edition()


def _newest() -> str:
    from ..form.loading import newest

    return newest()


_WHICH = "Год бланка или файл своего издания (.toml)."
THE_NEWEST = click.option(
    "--edition", type=EDITION, default=_newest, show_default="самый новый", help=_WHICH
)
"""The year a command is about; the newest there is, where it is not given."""


OWN_EDITION = click.option(
    "--edition",
    type=EDITION,
    default="",
    help="Файл своего издания (.toml), если его нет в папке «Издания».",
)
"""For commands that read files, which say themselves of which year they are."""


def day(moment: datetime | None) -> date:
    """The day of an option; today where it was not given."""
    return date.today() if moment is None else moment.date()


def show(lines: Iterable[str], *, err: bool = False) -> None:
    """Prints a line each."""
    for line in lines:
        click.echo(safe_text(line), err=err)


def _is_watched() -> bool:
    """Whether somebody sees what is written over itself on the console."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not is_quiet()


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left, told how many of how many are done.

    Only on a console, and only once the work has taken longer than `PATIENCE`.
    """
    begun, bars = monotonic(), list[Any]()

    def tell(done: int, of: int) -> None:
        if not bars and monotonic() - begun > PATIENCE:
            bars.append(stack.enter_context(_bar(label, of, monotonic() - begun)))
        for bar in bars:
            bar.update(done - bar.pos)

    with ExitStack() as stack:
        yield tell if _is_watched() else lambda done, of: None


def _bar(label: str, of: int, seconds: float) -> Any:
    """A bar of work that began some seconds ago, in characters that every console has."""
    bar = click.progressbar(length=of, label=label, fill_char="#", empty_char=".", file=sys.stderr)
    bar.start -= seconds
    return bar


@contextmanager
def waiting(label: str) -> Iterator[None]:
    """Says what is being done where nothing can be counted; silent but on a console."""
    if not _is_watched():
        yield
        return
    click.echo(f"{label}...", nl=False, err=True)
    try:
        yield
    finally:
        click.echo(f"\r{'':{len(label) + 3}}\r", nl=False, err=True)


def show_json(answer: dict[str, Any]) -> None:
    """Russian letters as they are in UTF-8; escaped for any other console, so that none is lost."""
    escaped = sys.stdout.encoding.lower() != "utf-8"
    click.echo(safe_json(json.dumps(answer, ensure_ascii=escaped, indent=1)))
