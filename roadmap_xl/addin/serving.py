"""The add-in's server: xlwings-server with the project folder `server/`, in one call.

xlwings-server is the extra `server`. It and the part of xlwings it stands on are free for
noncommercial use and paid otherwise: the operator states which by the key, never this program.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import ssl
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from ..errors import OutputError, RoadmapError
from ..files import write_private

PROJECT = Path(__file__).parent / "server"
KEY = "XLWINGS_LICENSE_KEY"
_NOT_INSTALLED = (
    'Сервер надстройки не установлен. Установите его: pip install "roadmap_xl[server]" — '
    "о лицензии xlwings см. docs/server.md."
)
_NO_KEY = (
    "Не указан ключ лицензии xlwings. Школам, районам и другим некоммерческим пользователям: "
    f"--licence-key noncommercial или переменная {KEY}=noncommercial; остальным нужен купленный "
    "ключ (xlwings.org)."
)
_WRONG_KEY = (
    "Ключ лицензии xlwings не подошёл: он с ошибкой или просрочен. Некоммерческим пользователям "
    "нужно слово noncommercial."
)


class ServingError(RoadmapError):
    """The server cannot be started with what was given."""


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    certificate: Path | None = None,
    private_key: Path | None = None,
    public_name: str = "",
    licence_key: str = "",
    key_file: Path | None = None,
    user: str = "",
    say: Callable[[str], None],
) -> None:
    """Serves the add-in until it is stopped; says where, once it can be reached.

    Port 0 takes any free one. `public_name` stands in the manifest where users reach the server by
    another name, such as a reverse proxy's. All but `/health` lies below the secret of `key_file`,
    which is made where it is missing. A server that an administrator starts goes on as `user`.
    """
    if find_spec("xlwings_server") is None:
        raise ServingError(_NOT_INSTALLED)
    _check_certificate(certificate, private_key)
    _write_licence(licence_key)
    secret = _secret_in(key_file or Path.home() / ".roadmap_xl" / "server.key")
    os.environ["XLWINGS_PROJECT_DIR"] = str(PROJECT)
    os.environ["XLWINGS_APP_PATH"] = f"/{secret}"
    os.environ["XLWINGS_STATIC_URL_PATH"] = f"/{secret}/static"
    if public_name:
        os.environ["XLWINGS_HOSTNAME"] = public_name
    with _listen(host, port) as place:
        _run(place, certificate, private_key, secret, user, say)


def _secret_in(path: Path) -> str:
    """The secret part of every address; made with a new file where there is none."""
    try:
        if not path.exists():
            write_private(path, secrets.token_urlsafe(24))
        if not path.is_file():  # a pipe would never be read to its end
            raise OSError(str(path))
        secret = path.read_text(encoding="ascii", errors="replace").strip()
    except (OSError, OutputError) as fault:
        raise ServingError(
            f"Файл с ключом сервера «{path}» не читается и не записывается. Укажите другой: "
            "--key-file."
        ) from fault
    if not re.fullmatch(r"[\w-]{24,100}", secret, re.ASCII):
        raise ServingError(
            f"В файле «{path}» не ключ сервера: нужны 24–100 латинских букв, цифр, «-» и «_». "
            "Удалите файл: сервер создаст новый ключ (манифест придётся раздать заново)."
        )
    return secret


def _drop_privileges(user: str, say: Callable[[str], None]) -> None:
    """Gives up an administrator's rights, once the port and the certificate are taken."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return
    if not user:
        say("Сервер работает с правами администратора, они ему не нужны: укажите --user ИМЯ.")
        return
    import pwd

    try:
        account = pwd.getpwnam(user)
    except KeyError as fault:
        raise ServingError(f"Пользователя «{user}» на этом компьютере нет: --user.") from fault
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.environ["HOME"] = account.pw_dir


def _check_certificate(certificate: Path | None, private_key: Path | None) -> None:
    if (certificate is None) != (private_key is None):
        raise ServingError("Для HTTPS нужны оба файла: --certificate и --private-key.")
    for path in (certificate, private_key):
        if path is not None and not path.is_file():
            raise ServingError(f"Файл «{path}» не найден: проверьте путь к сертификату и ключу.")
    if certificate and private_key:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, private_key)
        except OSError as fault:  # ssl.SSLError is one
            raise ServingError(
                f"Сертификат «{certificate}» с ключом «{private_key}» не подошёл: нужны файлы PEM "
                "одной пары, ключ без пароля."
            ) from fault


def _write_licence(licence_key: str) -> None:
    """Leaves the operator's key where xlwings looks for it; says so where there is none."""
    if licence_key:
        os.environ[KEY] = licence_key
    if not os.environ.get(KEY):
        raise ServingError(_NO_KEY)
    import xlwings as xw

    try:
        import xlwings.pro  # refuses to be imported without a valid key
    except xw.LicenseError as fault:
        raise ServingError(_WRONG_KEY) from fault


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError) as fault:
        raise ServingError(
            f"Адрес {host}:{port} занять нельзя: сервер уже запущен, порт занят другой программой "
            "или закрыт для этого пользователя. Укажите другой: --host, --port."
        ) from fault


def _run(
    place: socket.socket,
    certificate: Path | None,
    private_key: Path | None,
    secret: str,
    user: str,
    say: Callable[[str], None],
) -> None:
    import uvicorn
    from xlwings_server.main import main_app

    from .connections import TimedConnection
    from .gate import Gate
    from .workers import Workers

    workers = Workers()
    config = uvicorn.Config(
        Gate(main_app, workers, secret),
        interface="asgi3",
        http=TimedConnection,
        ws="none",
        access_log=False,  # the address of each page holds the secret
        server_header=False,
        ssl_certfile=certificate,
        ssl_keyfile=private_key,
    )
    config.load()
    _drop_privileges(user, say)
    host, port = place.getsockname()[:2]
    address = f"{'https' if certificate else 'http'}://{host}:{port}/{secret}"
    try:
        workers.start()
        say(f"Надстройка: {address}/taskpane.html\nМанифест: {address}/manifest/download")
        if not certificate:
            say("Без сертификата: Excel откроет надстройку только через прокси с HTTPS.")
        uvicorn.Server(config).run(sockets=[place])
    finally:
        workers.stop()
