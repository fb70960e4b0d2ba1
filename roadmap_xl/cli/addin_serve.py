"""`roadmap-xl addin serve`: the add-in's server for Excel on Windows, Mac and in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from .options import FILE


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Адрес, который слушать.")
@click.option("--port", default=8000, show_default=True, help="Порт; 0 — любой свободный.")
@click.option("--certificate", type=FILE, help="Сертификат HTTPS (PEM).")
@click.option("--private-key", type=FILE, help="Закрытый ключ сертификата (PEM).")
@click.option("--public-name", default="", help="Имя сервера для пользователей: имя[:порт].")
@click.option(
    "--licence-key",
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
