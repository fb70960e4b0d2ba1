"""The command line: parse, call the library, show. Every text is for the user, in Russian."""

from __future__ import annotations

import atexit
import gc
import os
import sys

import click

from . import addin, campaign, completion, district, edition, filling, form, intake, school
from .console import replace_missing_letters
from .russian import RussianGroup

COMMANDS = (
    school.template,
    school.check,
    school.repair,
    filling.fill,
    school.document,
    school.import_document,
    campaign.init,
    district.consolidate,
    intake.serve,
    form.explain,
    form.rules,
    form.layout,
    form.demo,
    edition.edition,
    addin.addin,
    completion.completion,
    addin.button,
)
"""Every command. Each imports what it calls when it is called, so that a short one starts fast."""


FIRST_STEPS = """\
Дорожная карта школы: бланк Excel, проверка, сводка района. С чего начать:

  посмотреть всё на примере     roadmap-xl demo
  сделать бланк для школы       roadmap-xl template -o Бланк.xlsx
  проверить заполненную книгу   roadmap-xl check Книга.xlsx
  принять книги района          roadmap-xl serve («Приёмная» в браузере)
  то же командами               roadmap-xl init "Сбор 2026"

Все команды: roadmap-xl --help. Одна из них: roadmap-xl check --help."""
"""What a call without a command says."""


@click.group(
    cls=RussianGroup,
    first_steps=FIRST_STEPS,
    examples=(
        "roadmap-xl demo",
        "roadmap-xl template -o Бланк.xlsx",
        "roadmap-xl check Книга.xlsx",
    ),
    statuses={1: "найдены ошибки (check) или неполадки (addin status)"},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    package_name="roadmap_xl", message="roadmap-xl %(version)s", help="Показать версию."
)
def commands() -> None:
    """Дорожная карта школы: бланк Excel, проверка, сводка района."""


for _command in COMMANDS:
    commands.add_command(_command)


def main() -> None:
    """The entry point; a console that lacks a letter shows the nearest it has."""
    # What a command makes at its start lives to its end: looking for rubbish in it, then and while
    # the process ends, would take a fifth of the time of a short one.
    gc.set_threshold(100_000, 50, 50)
    atexit.register(gc.freeze)
    replace_missing_letters()
    if getattr(sys, "frozen", False) and len(sys.argv) == 1:
        sys.argv.append(intake.serve.name or "serve")  # a double click opens the page
    if completion.VARIABLE in os.environ:
        from . import shells  # noqa: F401 - tells click how these shells are spoken with
    commands(prog_name="roadmap-xl")
