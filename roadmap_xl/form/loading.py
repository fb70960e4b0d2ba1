"""The editions that come with the package, by their keys."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..errors import EditionError
from .checked import checked_before
from .district_edition import SUFFIX, of_district
from .edition import Edition

_EDITIONS = Path(__file__).parent / "editions"


def editions() -> tuple[str, ...]:
    """The keys of the editions that come with the package, newest last."""
    return tuple(sorted(path.stem for path in _EDITIONS.iterdir() if path.suffix == ".toml"))


def is_known(key: str) -> bool:
    """Whether there is an edition with this key, a school's or the district's own."""
    return key.removesuffix(SUFFIX) in editions()


@lru_cache(maxsize=8)
def load_edition(key: str) -> Edition:
    """The edition with this key, such as `2020`; `2020-район` is the district's own form.

    Raises `EditionError` if there is none, or if its file contradicts itself.
    """
    if key.endswith(SUFFIX):
        return of_district(load_edition(key.removesuffix(SUFFIX)))
    if key not in editions():
        raise EditionError(f"Нет бланка за «{key}» год. Есть: {', '.join(editions())}.")
    source = source_of(key)
    known = checked_before(key, source)
    if known is None:
        from .validating import validated  # with what reads TOML, seldom needed

        known = validated(source, f"{key}.toml")
    return known


def source_of(key: str) -> bytes:
    """The TOML of a year that comes with the package."""
    return (_EDITIONS / f"{key}.toml").read_bytes()
