"""Connections that wait for nobody: a client that sends its headers slowly is let go.

uvicorn limits how long a connection may rest between requests, not how long a request may take to
begin, nor an answer to be taken; some hundred slow clients would hold every connection that the
system gives.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS_FOR_HEADERS = 10
SECONDS_TO_TAKE = 90
"""For a client to take what waits for it."""
MOST_CONNECTIONS = 800
"""Beyond, the connection that has waited longest for its request makes room for the new one."""


class TimedConnection(H11Protocol):
    """A connection of uvicorn whose next request has to begin in time, and its answer be taken."""

    _until: asyncio.TimerHandle | None = None
    _taken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST_CONNECTIONS:
            waiting = [one for one in self.connections if isinstance(one, TimedConnection)]
            idle = [one for one in waiting if one._until is not None]
            if idle:
                min(idle, key=lambda one: one._until.when() if one._until else 0).transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_longer()
        elif self._until is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_longer()
        self._is_taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taken = self.loop.call_later(SECONDS_TO_TAKE, self.transport.abort)

    def resume_writing(self) -> None:
        self._is_taken()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What follows an answer and is no request gets none: uvicorn would fail on it."""
        try:
            super().send_400_response(msg)
        except h11.LocalProtocolError:
            self.transport.abort()

    def _wait(self) -> None:
        self._until = self.loop.call_later(SECONDS_FOR_HEADERS, self.transport.abort)

    def _is_taken(self) -> None:
        if self._taken is not None:
            self._taken.cancel()
            self._taken = None

    def _wait_no_longer(self) -> None:
        if self._until is not None:
            self._until.cancel()
            self._until = None
