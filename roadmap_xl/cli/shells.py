"""click's classes for shells, mended where the form's words have spaces and Russian letters."""

from __future__ import annotations

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    PowerShellComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
)


class _Bash(BashComplete):
    """A space is typed with a backslash; click's script reads it away once, so it is doubled."""

    def source(self) -> str:
        return ShellComplete.source(self)  # without starting bash to ask how old it is

    def format_completion(self, item: CompletionItem[str]) -> str:
        typed = item.value if item.type != "plain" else item.value.replace(" ", "\\\\ ")
        return f"{item.type},{typed}"


class _Zsh(ZshComplete):
    """A fresh zsh has no completion yet that a script could add to."""

    source_template = ZshComplete.source_template.replace(
        "\n", "\n(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n", 1
    )


class _Fish(FishComplete):
    """A comma in what a code says is no end of it."""

    source_template = FishComplete.source_template.replace("split ", "split --max 1 ")


class _PowerShell(PowerShellComplete):
    """A word with a space is quoted; the answer is UTF-8, not the console's old letters."""

    source_template = PowerShellComplete.source_template.replace(
        "    try {\n",
        "    $letters = [Console]::OutputEncoding\n"
        "    [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false)\n"
        "    try {\n",
        1,
    ).replace(
        "    } finally {\n", "    } finally {\n        [Console]::OutputEncoding = $letters\n"
    )

    def format_completion(self, item: CompletionItem[str]) -> str:
        if item.type == "plain" and " " in item.value:
            item = CompletionItem(f"'{item.value}'", help=item.help)
        return super().format_completion(item)


for _shell in (_Bash, _Zsh, _Fish, _PowerShell):
    add_completion_class(_shell)


def completion_class(shell: str) -> type[ShellComplete]:
    """The class that speaks with a shell; `shell` is one of `completion.SHELLS`."""
    found = get_completion_class(shell)
    assert found is not None
    return found
