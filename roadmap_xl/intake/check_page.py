"""The page that checks and sends nothing (docs/browser.md), served as `make page` has built it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

_NAME, _FIRST = "page", "index.html"
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')


class CheckPage(StaticFiles):
    """The files of the page under its own policy: it runs WebAssembly, as no other page here."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)
        own = _POLICY.search((folder / _FIRST).read_text(encoding="utf-8"))
        self._policy = "; ".join(
            (own[1] if own else "default-src 'none'", "frame-ancestors 'none'")
        )

    def file_response(self, *given: Any, **more: Any) -> Response:
        """A file with the policy, which stands in place of the other pages'."""
        response = super().file_response(*given, **more)
        response.headers["Content-Security-Policy"] = self._policy
        return response


def built_page(home: Path) -> Path | None:
    """The folder of the page: the user's own, beside the program, or of this project's build."""
    places = (home, Path(sys.executable).parent, Path(__file__).parents[2] / "dist")
    return next((one / _NAME for one in places if (one / _NAME / _FIRST).is_file()), None)
