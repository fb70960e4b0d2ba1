"""Commands that speak Russian: their help, and what is said when one is typed wrongly.

click hands its messages to gettext but brings no catalogue for any language (8.5 has none), and
gettext's own domain is the whole process's. Its sentences would also have to be taken apart to name
what is wrong in a user's words. So the few that a user can meet stand here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import IO, Any

import click

from ..errors import RoadmapError, refusal
from ..texts.signs import safe_text

_QUIET_KEY = f"{__name__}.asked"


def is_quiet() -> bool:
    """Whether the running command was asked to say nothing but errors."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_QUIET_KEY))


@contextmanager
def _discard_output() -> Iterator[None]:
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        yield


def _silence(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        context.meta[_QUIET_KEY] = True
        context.with_resource(_discard_output())


QUIET = click.Option(
    ["-q", "--quiet"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_silence,
    help="Молчать, если нет ошибок: ответ — код завершения.",
)


# The help of a command: how to write it, options, examples, exit statuses.

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
            (record[0], _explain(option, ctx))
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
        lines = [f"{status:<{width}}  {what}" for status, what in sorted(self.statuses.items())]
        formatter.write_lines("Код завершения", lines)


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


def _explain(option: click.Option, context: click.Context) -> str:
    extra = option.get_help_extra(context)
    details = [f"обычно {extra['default']}"] if "default" in extra else []
    details += ["обязательно"] if "required" in extra else []
    if isinstance(option.type, click.Choice) and "|" not in option.make_metavar(context):
        details.append(", ".join(f'"{choice}"' for choice in option.type.choices))
    return f"{option.help} [{'; '.join(details)}]" if details else option.help or ""


# A command typed wrongly: what is wrong, and where the right way stands.

_DASHES = ("—", "–")
"""What a text editor makes of two hyphens, and a copied command brings along."""


class UsageFault(click.ClickException):
    """A wrong call in one Russian sentence, with the command that shows the right one."""

    exit_code = NOT_DONE

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(safe_text(f"Не получилось: {self.message}"), file=file, err=True)


class FirstSteps(UsageFault):
    """A call without anything: what to do first."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


@contextmanager
def usage_errors_in_russian() -> Iterator[None]:
    """Turns click's usage errors into `UsageFault`; a call without a command shows the help."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as fault:
        hint = f" Как писать: {fault.ctx.command_path} --help" if fault.ctx else ""
        raise UsageFault(f"{_sentence(fault)}{hint}") from fault


def missing_sentence(context: click.Context, name: str) -> click.MissingParameter:
    """What to raise where an option turns out to be needed."""
    parameter = next(one for one in context.command.params if one.name == name)
    return click.MissingParameter(ctx=context, param=parameter)


def _sentence(fault: click.UsageError) -> str:
    if isinstance(fault, click.exceptions.NoSuchCommand):
        return f"Нет команды «{fault.command_name}».{_close(fault.possibilities)}"
    if isinstance(fault, click.NoSuchOption):
        return f"Нет параметра {fault.option_name}.{_close(fault.possibilities)}"
    if isinstance(fault, click.BadOptionUsage):
        return f"Параметр {fault.option_name} написан не так: проверьте значение после него."
    if isinstance(fault, click.MissingParameter):
        return f"Не указано обязательное: {_name(fault)}."
    if isinstance(fault, click.BadParameter):
        return f"{_name(fault)}: не то значение.{_wanted_sentence(fault.param)}"
    if fault.ctx and isinstance(fault.ctx.command, click.Group):
        return "Не указана команда."
    return "В команде лишние слова. Имя с пробелами возьмите в кавычки."


def _close(possibilities: list[str] | None) -> str:
    return f" Может быть, {' или '.join(possibilities)}?" if possibilities else ""


def _name(fault: click.BadParameter) -> str:
    return fault.param.get_error_hint(fault.ctx).replace("'", "") if fault.param else ""


def _wanted_sentence(parameter: click.Parameter | None) -> str:
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return f" Можно: {', '.join(f'«{choice}»' for choice in kind.choices)}."
    if isinstance(kind, click.DateTime):
        return " Дату пишут так: 2026-11-01."
    if isinstance(kind, click.IntRange):
        return f" Нужно целое число от {kind.min}."
    if isinstance(kind, click.types.IntParamType):
        return " Нужно целое число."
    return ""


class RussianGroup(RussianCommand, click.Group):
    """Shows an error as one Russian sentence, with exit status 2, and never a traceback."""

    def __init__(self, name: str | None, *, first_steps: str = "", **attributes: Any) -> None:
        super().__init__(name, **{"subcommand_metavar": "КОМАНДА ...", **attributes})
        self.first_steps = first_steps

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and self.first_steps and not ctx.resilient_parsing:
            raise FirstSteps(self.first_steps)
        if dashed := next((word for word in args if word.startswith(_DASHES)), ""):
            raise UsageFault(f"«{dashed}» начинается с тире, а параметры — с двух дефисов: --.")
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the work, as they were added."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        with usage_errors_in_russian():
            return super().make_context(*args, **kwargs)

    def invoke(self, context: click.Context) -> Any:
        try:
            with usage_errors_in_russian():
                return super().invoke(context)
        except RoadmapError as fault:
            click.echo(safe_text(f"Не получилось: {fault}"), err=True)
            context.exit(NOT_DONE)
        except BrokenPipeError:
            raise  # the reader of a pipe has seen enough; click ends quietly
        except (OSError, MemoryError) as fault:
            why = refusal(fault) or f"система отказала: {fault}."
            click.echo(safe_text(f"Не получилось: {why}"), err=True)
            context.exit(NOT_DONE)
        except KeyboardInterrupt:
            after = "\n" if sys.stderr.isatty() else ""  # the console has written ^C
            click.echo(f"{after}Прервано. Повторите команду, когда понадобится.", err=True)
            context.exit(INTERRUPTED)
