"""A command typed wrongly, said in Russian: what is wrong and where the right way stands.

click's own sentences are English; only its exceptions are used here, never their words.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from ..errors import RoadmapError, refusal
from .console import shown
from .help import INTERRUPTED, NOT_DONE, RussianCommand

_DASHES = ("—", "–")
"""What a text editor makes of two hyphens, and a copied command brings along."""


class UsageFault(click.ClickException):
    """A wrong call in one Russian sentence, with the command that shows the right one."""

    exit_code = NOT_DONE

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(shown(f"Не получилось: {self.message}"), file=file, err=True)


class FirstSteps(UsageFault):
    """A call without anything: what to do first."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


@contextmanager
def said_in_russian() -> Iterator[None]:
    """Turns click's usage errors into `UsageFault`; a call without a command shows the help."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as fault:
        hint = f" Как писать: {fault.ctx.command_path} --help" if fault.ctx else ""
        raise UsageFault(f"{_sentence(fault)}{hint}") from fault


def missing(context: click.Context, name: str) -> click.MissingParameter:
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
        return f"{_name(fault)}: не то значение.{_wanted(fault.param)}"
    if fault.ctx and isinstance(fault.ctx.command, click.Group):
        return "Не указана команда."
    return "В команде лишние слова. Имя с пробелами возьмите в кавычки."


def _close(possibilities: list[str] | None) -> str:
    return f" Может быть, {' или '.join(possibilities)}?" if possibilities else ""


def _name(fault: click.BadParameter) -> str:
    return fault.param.get_error_hint(fault.ctx).replace("'", "") if fault.param else ""


def _wanted(parameter: click.Parameter | None) -> str:
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
        with said_in_russian():
            return super().make_context(*args, **kwargs)

    def invoke(self, context: click.Context) -> Any:
        try:
            with said_in_russian():
                return super().invoke(context)
        except RoadmapError as fault:
            click.echo(shown(f"Не получилось: {fault}"), err=True)
            context.exit(NOT_DONE)
        except BrokenPipeError:
            raise  # the reader of a pipe has seen enough; click ends quietly
        except (OSError, MemoryError) as fault:
            why = refusal(fault) or f"система отказала: {fault}."
            click.echo(shown(f"Не получилось: {why}"), err=True)
            context.exit(NOT_DONE)
        except KeyboardInterrupt:
            after = "\n" if sys.stderr.isatty() else ""  # the console has written ^C
            click.echo(f"{after}Прервано. Повторите команду, когда понадобится.", err=True)
            context.exit(INTERRUPTED)
