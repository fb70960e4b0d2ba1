"""The command that opens «Приёмная», the district's page on its own computer: `serve`."""

from __future__ import annotations

from pathlib import Path

import click

from .options import FOLDER, show
from .russian import command


@command(
    "roadmap-xl serve",
    'roadmap-xl serve "Сбор 2026"',
    'roadmap-xl serve "Сбор 2026" --no-browser --port 8300',
)
@click.argument("folder", type=FOLDER, metavar="[ПАПКА]", required=False)
@click.option(
    "--port", type=click.IntRange(1, 65_535), metavar="ЧИСЛО", help="Порт; иначе свободный."
)
@click.option("--no-browser", is_flag=True, help="Браузер не открывать, а показать ссылку.")
def serve(folder: Path | None, port: int | None, no_browser: bool) -> None:
    """Открыть приёмную: сборы района на странице в браузере этого компьютера.

    Сеть не нужна; страница видна только тому, кто её открыл.
    """
    from ..intake.serving import serve as serve_page

    serve_page(folder, port=port or 0, open_browser=not no_browser, say=lambda line: show([line]))
