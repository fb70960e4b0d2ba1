"""What is worked out of a form or of a submission once, and kept with it.

The room that needs it says how: `@derived def checklist_of(form)`. So a form can be handed on with
all that belongs to it, whether it comes with the package or not, and nothing outlives it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar


class Source(Protocol):
    """A form or a submission: it never changes, so what is worked out of it stays true."""

    @property
    def derived(self) -> dict[Callable[..., Any], Any]: ...


S = TypeVar("S", bound=Source)
T = TypeVar("T")


def derived(work: Callable[[S], T]) -> Callable[[S], T]:
    """The function, with its answer for a source worked out once and kept with that source.

    All who ask get the same answer, so nobody may change it.
    """

    @wraps(work)
    def kept(source: S) -> T:
        if work not in source.derived:
            source.derived[work] = work(source)
        answer: T = source.derived[work]
        return answer

    return kept
