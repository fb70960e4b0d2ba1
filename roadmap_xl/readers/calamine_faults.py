"""What calamine does with a file that is none: errors, and panics of the Rust it is written in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from threading import Lock
from types import TracebackType

from python_calamine import CalamineError

from .package_parts import DamagedPartError

_PANIC = ("pyo3_runtime", "PanicException")
"""A panic reaches Python as this class, made anew in each extension: it cannot be imported and, on
purpose, is no `Exception` (PyO3, `pyo3::panic::PanicException`)."""
_STANDARD_ERROR = 2
_silencing = Lock()


class CalamineFaults(AbstractContextManager[None]):
    """Raises `DamagedPartError` for a fault or a panic of calamine; all else passes."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            return
        if issubclass(kind, CalamineError) or (kind.__module__, kind.__name__) == _PANIC:
            raise DamagedPartError(str(fault)) from fault


@contextmanager
def without_rust_messages() -> Iterator[None]:
    """Whatever is written to standard error inside is lost: Rust reports a panic there itself.

    This holds for the whole process, so it is for formats alone in which panics were seen.
    """
    with _silencing:
        with suppress(OSError, ValueError, AttributeError):  # a program without a console has none
            sys.stderr.flush()
        try:
            kept = os.dup(_STANDARD_ERROR)
        except OSError:
            yield
            return
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, _STANDARD_ERROR)
            os.close(nowhere)
            yield
        finally:
            os.dup2(kept, _STANDARD_ERROR)
            os.close(kept)
