"""The help of a command in Russian: how to write it, options, examples, exit statuses.

click's own help is English; the words a user sees instead stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from .quiet import QUIET

DONE, NOT_DONE, INTERRUPTED = 0, 2, 130
"""Exit status where all went well; where a file or the call could not be used; after Ctrl+C."""
STATUSES = {
    DONE: "сделано",
    NOT_DONE: "не получилось: сообщение говорит, что сделать",
    INTERRUPTED: "прервано (Ctrl+C)",
}
"""What a script may rely on; a command says more where it answers more."""
_HEADINGS = {"Positional arguments": "Что указать", "Commands": "Команды"}


class RussianHelp(click.HelpFormatter):
    """The page of a help with Russian headings; examples stand as they are typed."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "Как писать: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_lines(self, heading: str, lines: Sequence[str]) -> None:
        """A section whose lines are not wrapped."""
        with self.section(heading):
            self.write("".join(f"{'':>{self.current_indent}}{line}\n" for line in lines))


class RussianContext(click.Context):
    """Where a command's help is written with `RussianHelp`."""

    formatter_class = RussianHelp


class RussianCommand(click.Command):
    """A command with examples and exit statuses in its help, and `--quiet` where it only does."""

    context_class = RussianContext

    def __init__(
        self,
        name: str | None,
        *,
        examples: Sequence[str] = (),
        statuses: Mapping[int, str] | None = None,
        quietly: bool = False,
        **attributes: Any,
    ) -> None:
        super().__init__(name, **{"options_metavar": "[ПАРАМЕТРЫ]", **attributes})
        self.examples = examples
        self.statuses = {**STATUSES, **(statuses or {})}
        if quietly:
            self.params.append(QUIET)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, whole: it is wrapped where the window is narrow."""
        return (self.help or "").partition("\n\n")[0].replace("\n", " ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Показать эту справку."
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            (record[0], _explained(option, ctx))
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx))
        ]
        with formatter.section("Параметры"):
            formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        assert isinstance(formatter, RussianHelp)
        if self.examples:
            formatter.write_lines("Примеры", self.examples)
        width = max(len(str(status)) for status in self.statuses)
        said = [f"{status:<{width}}  {what}" for status, what in sorted(self.statuses.items())]
        formatter.write_lines("Код завершения", said)


def command(
    *examples: str,
    name: str | None = None,
    statuses: Mapping[int, str] | None = None,
    quietly: bool = True,
) -> Callable[[Callable[..., Any]], RussianCommand]:
    """Makes a function a command; `quietly` not for one whose answer is all it is for."""
    return click.command(
        name, cls=RussianCommand, examples=examples, statuses=statuses, quietly=quietly
    )


def _explained(option: click.Option, context: click.Context) -> str:
    extra = option.get_help_extra(context)
    said = [f"обычно {extra['default']}"] if "default" in extra else []
    said += ["обязательно"] if "required" in extra else []
    if isinstance(option.type, click.Choice) and "|" not in option.make_metavar(context):
        said.append(", ".join(f'"{choice}"' for choice in option.type.choices))
    return f"{option.help} [{'; '.join(said)}]" if said else option.help or ""
