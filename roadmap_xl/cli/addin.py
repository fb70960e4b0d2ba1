"""Commands about the add-in of Excel: serving it, setting it up, and the hidden one of a button."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .options import FILE, FOLDER, show, waiting
from .russian import RussianGroup, command

NOT_IN_ORDER = 1
"""Exit status of `addin status` where the button would not run."""

_places = [
    click.option("--config-dir", type=FOLDER, help="Папка настроек xlwings вместо обычной."),
    click.option("--startup-dir", type=FOLDER, help="Папка автозапуска Excel вместо обычной."),
]


@command(
    "roadmap-xl addin serve --licence-key noncommercial",
    "roadmap-xl addin serve --certificate cert.pem --private-key key.pem",
    quietly=False,
)
@click.option(
    "--host",
    metavar="АДРЕС",
    default="127.0.0.1",
    show_default=True,
    help="Адрес, который слушать.",
)
@click.option(
    "--port", metavar="ЧИСЛО", default=8000, show_default=True, help="Порт; 0 — любой свободный."
)
@click.option("--certificate", type=FILE, help="Сертификат HTTPS (PEM).")
@click.option("--private-key", type=FILE, help="Закрытый ключ сертификата (PEM).")
@click.option(
    "--public-name", metavar="ИМЯ", default="", help="Имя сервера для пользователей: имя[:порт]."
)
@click.option(
    "--licence-key",
    metavar="КЛЮЧ",
    default="",
    help="Ключ xlwings: noncommercial (школы, районы) или купленный; иначе XLWINGS_LICENSE_KEY.",
)
@click.option(
    "--key-file",
    metavar="ФАЙЛ",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Файл с ключом, который стоит в каждом адресе; иначе .roadmap_xl/server.key пользователя.",
)
@click.option(
    "--user", metavar="ИМЯ", default="", help="Кем работать дальше, если запустил администратор."
)
def serve(
    host: str,
    port: int,
    certificate: Path | None,
    private_key: Path | None,
    public_name: str,
    licence_key: str,
    key_file: Path | None,
    user: str,
) -> None:
    """Раздавать надстройку «Дорожная карта» для Excel: панель, кнопка, функции в ячейках.

    Остановить: Ctrl+C.
    """
    from ..addin import serving

    serving.serve(
        host=host,
        port=port,
        certificate=certificate,
        private_key=private_key,
        public_name=public_name,
        licence_key=licence_key,
        key_file=key_file,
        user=user,
        say=click.echo,
    )


@click.group(
    cls=RussianGroup,
    examples=("roadmap-xl addin install", "roadmap-xl addin status"),
    statuses={1: "кнопка не сработает (status)"},
)
def addin() -> None:
    """Надстройка Excel с кнопкой «Проверить»: установить, осмотреть, убрать."""


@command("roadmap-xl addin install")
@click.option("--file", "file", type=FILE, help="Файл надстройки; иначе тот, что с программой.")
@_places[0]
@_places[1]
def install(file: Path | None, config_dir: Path | None, startup_dir: Path | None) -> None:
    """Установить надстройку для текущего пользователя или починить установленную."""
    from ..addin.setup import installing
    from ..addin.setup.places import addin_file, places_here

    places = places_here(config_dir, startup_dir)
    record = installing.install(places, file or addin_file())
    show(f"Записано: {path}" for path in (places.settings, *record.files))
    click.echo("Перезапустите Excel: надстройка загрузится сама.")


@command(
    "roadmap-xl addin status",
    statuses={0: "всё на месте", NOT_IN_ORDER: "кнопка не сработает"},
)
@click.option("--file", "file", type=FILE, help="С каким файлом сравнить надстройку.")
@_places[0]
@_places[1]
@click.pass_context
def status(
    context: click.Context, file: Path | None, config_dir: Path | None, startup_dir: Path | None
) -> None:
    """Сказать, что запускает кнопка и запустится ли она."""
    from ..addin.setup.places import addin_at_hand, places_here
    from ..addin.setup.status import status_of

    found = status_of(places_here(config_dir, startup_dir), file or addin_at_hand())
    show(found.as_lines())
    if found.faults:
        context.exit(NOT_IN_ORDER)


@command("roadmap-xl addin remove")
@_places[0]
@_places[1]
def remove(config_dir: Path | None, startup_dir: Path | None) -> None:
    """Убрать то, что записала установка; остальные настройки остаются."""
    from ..addin.setup import installing
    from ..addin.setup.places import places_here

    record = installing.remove(places_here(config_dir, startup_dir))
    show(f"Удалено: {path}" for path in record.files)
    show(f"Возвращено как было: {key}" for key in record.settings)
    if record == installing.Record():
        click.echo("Надстройку эта программа не устанавливала: убирать нечего.")


@command(
    "roadmap-xl addin wheels -o Установка",
    "roadmap-xl addin wheels -o Установка --python 3.12",
)
@click.option("-o", "--output", "folder", required=True, type=FOLDER, help="Папка для установки.")
@click.option(
    "--python", metavar="ВЕРСИЯ", default="3.11", show_default=True, help="Python того компьютера."
)
@click.option(
    "--platform", metavar="СИСТЕМА", default="win_amd64", show_default=True, help="Его система."
)
def wheels(folder: Path, python: str, platform: str) -> None:
    """Собрать папку, из которой программу ставят без сети (нужна сеть и папка проекта)."""
    from ..addin.setup.wheels import INSTALLER, Target, collect_wheels

    with waiting("pip собирает пакеты"):
        names = collect_wheels(folder, Target(python, platform), Path.cwd())
    show([f"Собрано файлов: {len(names)}. На том компьютере запустите {folder / INSTALLER}"])


for _command in (install, status, remove, wheels, serve):
    addin.add_command(_command)


@click.command(
    hidden=True,
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.argument("name")
def button(name: str) -> None:
    """Нажать кнопку книги, из которой Excel вызвал программу."""
    from ..addin.pressing import press

    press(name, sys.argv)
