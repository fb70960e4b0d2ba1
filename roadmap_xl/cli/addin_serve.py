"""`roadmap-xl addin serve`: the add-in's server for Excel on Windows, Mac and in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from .help import command
from .options import FILE


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
def serve(
    host: str,
    port: int,
    certificate: Path | None,
    private_key: Path | None,
    public_name: str,
    licence_key: str,
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
        say=click.echo,
    )
