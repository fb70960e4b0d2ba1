"""The program behind the page: it opens the browser, and ends when nobody looks any more."""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import socket
import time
import webbrowser
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..campaign.folder import CampaignFolder, campaign_at
from ..errors import RoadmapError
from ..files import write_private
from .guard import Guard, Keys

HOST = "127.0.0.1"
SECONDS_UNTIL_IT_ENDS = 30 * 60
"""For which nobody has looked at the page, and nothing waits."""
SECONDS_BETWEEN_LOOKS = 5.0
SECONDS_TO_ANSWER = 3
_OPEN, _LINK = "page.json", "page.html"
_LOG = logging.getLogger(__name__)


class ServingError(RoadmapError):
    """The page cannot be served with what was given."""


def home() -> Path:
    """The user's own folder of this program."""
    return Path.home() / ".roadmap_xl"


def serve(
    folder: Path | None = None,
    *,
    port: int = 0,
    open_browser: bool = True,
    seconds: float = SECONDS_UNTIL_IT_ENDS,
    say: Callable[[str], None],
) -> None:
    """Serves the page until it is closed, or for so many seconds nobody has looked.

    Port 0 takes any free one. A page that the user has open already is opened again instead.
    Raises `ServingError` with what is in the way.
    """
    if find_spec("fastapi") is None or find_spec("sqlalchemy") is None:
        raise ServingError('Приёмная не установлена. Установите: pip install "roadmap_xl[intake]"')
    found = _campaign(folder)
    if (address := _opened_already(found)) is not None:
        say("Приёмная уже открыта; вот она ещё раз.")
        _show(address, open_browser=open_browser, say=say)
        return
    with closing(_listening(port)) as place:
        _Served(place, found, seconds).run(open_browser=open_browser, say=say)


def _campaign(folder: Path | None) -> CampaignFolder | None:
    if folder is None:
        return None
    found = campaign_at(folder.resolve())
    if found is None:
        raise ServingError(
            f"«{folder}» — не папка сбора. Новую делает roadmap-xl init или сама страница: "
            "запустите roadmap-xl serve без папки."
        )
    return found


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except (OSError, OverflowError) as fault:
        raise ServingError(
            f"Порт {port} занят другой программой или закрыт. Укажите другой: --port, или уберите "
            "этот параметр: программа возьмёт свободный."
        ) from fault


class _Served:
    """One run of the server."""

    def __init__(self, place: socket.socket, folder: CampaignFolder | None, seconds: float) -> None:
        self._place, self._folder, self._seconds = place, folder, seconds
        self._port = int(place.getsockname()[1])
        self._keys = Keys()

    def run(self, *, open_browser: bool, say: Callable[[str], None]) -> None:
        import uvicorn

        from ..addin.connections import TimedConnection
        from .application import application
        from .campaigns import Campaigns
        from .check_page import built_page
        from .work import Work

        known = Campaigns(home(), [Path.cwd()])
        work = Work(known.opened)
        campaign = known.know(self._folder) if self._folder else ""
        if campaign:
            known.open(campaign)
        page = built_page(home())
        pages = application(known, work, lambda: setattr(server, "should_exit", True), page)
        guard = Guard(pages, self._keys, self._port)
        config = uvicorn.Config(
            guard, interface="asgi3", http=TimedConnection, ws="none", log_level="warning",
            access_log=False, server_header=False,
            timeout_graceful_shutdown=3, lifespan="off",
        )  # fmt: skip
        server = uvicorn.Server(config)
        work.start()
        try:
            self._note_open()
            _show(_address(self._port, self._keys.one_time(), campaign),
                  open_browser=open_browser, say=say)  # fmt: skip
            asyncio.run(self._until_nobody_looks(server, guard, lambda: work.is_idle))
        finally:
            (home() / _OPEN).unlink(missing_ok=True)
            work.stop()
            known.close()

    async def _until_nobody_looks(
        self, server: Any, guard: Guard, is_idle: Callable[[], bool]
    ) -> None:
        serving = asyncio.create_task(server.serve(sockets=[self._place]))
        while not serving.done():
            await asyncio.wait([serving], timeout=min(SECONDS_BETWEEN_LOOKS, self._seconds))
            quiet = time.monotonic() - guard.asked > self._seconds and not guard.looking
            if quiet and await asyncio.to_thread(is_idle):
                server.should_exit = True
        await serving

    def _note_open(self) -> None:
        """For this user's program, started again."""
        text = json.dumps({"port": self._port, "owner": self._keys.owner})
        write_private(home() / _OPEN, text)


def _address(port: int, secret: str, campaign: str) -> str:
    return f"http://{HOST}:{port}/open?secret={secret}&campaign={campaign}"


def _opened_already(folder: CampaignFolder | None) -> str | None:
    """The address that opens the page which this user's program serves already."""
    try:
        found = json.loads((home() / _OPEN).read_text(encoding="utf-8"))
        port, owner = int(found["port"]), str(found["owner"])
        with closing(http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_ANSWER)) as asking:
            asking.request("POST", "/secret", headers={"X-Owner": owner})
            answer = asking.getresponse()
            secret = answer.read(200).decode("ascii")
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return None
    if answer.status != 200:
        return None
    if folder is None:
        return _address(port, secret, "")
    from .campaigns import Campaigns

    return _address(port, secret, Campaigns(home()).know(folder))


def _show(address: str, *, open_browser: bool, say: Callable[[str], None]) -> None:
    """Opens the browser on a file of the user's own: others see what a browser is started with."""
    if not open_browser:
        say(f"Откройте в браузере (ссылка действует один раз): {address}")
        return
    text = (
        '<!doctype html><html lang="ru"><meta charset="utf-8"><title>Приёмная</title>'
        f'<meta http-equiv="refresh" content="0;url={address.replace("&", "&amp;")}">'
        f'<p><a href="{address.replace("&", "&amp;")}">Открыть приёмную</a></p></html>'
    )
    path = home() / _LINK
    write_private(path, text)
    say("Приёмная открывается в браузере. Закроете её там или нажмёте здесь Ctrl+C — закончит.")
    if not webbrowser.open(path.as_uri()):
        say(f"Браузер не открылся. Откройте сами (ссылка действует один раз): {address}")
