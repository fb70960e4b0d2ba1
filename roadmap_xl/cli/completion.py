"""What a shell completes by Tab, and the lines that teach it to.

click does the talking to shells; here is what it does not know: the form's own words, and how a
word with a space is typed in a shell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .chosen import chosen
from .russian import command

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish", "powershell")
"""The shells click can teach."""
VARIABLE = "_ROADMAP_XL_COMPLETE"
"""The variable by which a shell asks the program."""


def editions(begun: str) -> list[CompletionItem]:
    """The years of the blanks there are."""
    from click.shell_completion import CompletionItem

    from ..form.loading import editions as known

    return [CompletionItem(year) for year in known() if year.startswith(begun)]


def rule_codes(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The families of rules and, once one is begun, its codes with what they say."""
    from click.shell_completion import CompletionItem

    from ..rules.rulebook import entries

    wanted = begun.upper()
    form = chosen(context.params["edition"]).form
    titles = {entry.code: entry.title for entry in entries(form)}
    families = sorted({code.partition("-")[0] for code in titles})
    if "-" not in wanted and wanted not in families:
        return [CompletionItem(family) for family in families if family.startswith(wanted)]
    codes = sorted(code for code in titles if code.startswith(wanted))
    return [CompletionItem(code, help=titles[code]) for code in codes]


@command(
    'eval "$(roadmap-xl completion bash)"',
    "roadmap-xl completion fish | source",
    quietly=False,
)
@click.argument("shell", type=click.Choice(SHELLS), metavar="ОБОЛОЧКА")
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Дополнять команды клавишей Tab: файлы, годы бланков, стадии, коды контролей.

    Печатает сценарий для оболочки bash (4.4 и новее), zsh, fish или powershell. Чтобы он
    действовал всегда, выполните один раз строку своей оболочки:

    \b
    bash:
      echo 'eval "$(roadmap-xl completion bash)"' >> ~/.bashrc
    zsh:
      echo 'eval "$(roadmap-xl completion zsh)"' >> ~/.zshrc
    fish:
      roadmap-xl completion fish > ~/.config/fish/completions/roadmap-xl.fish
    PowerShell:
      mkdir -Force (Split-Path $PROFILE)
      Add-Content $PROFILE 'roadmap-xl completion powershell|Out-String|iex'
    """
    from .shells import completion_class

    click.echo(
        completion_class(shell)(context.find_root().command, {}, "roadmap-xl", VARIABLE).source()
    )
