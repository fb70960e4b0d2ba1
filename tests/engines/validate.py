"""`make validate`: every kind of file through two validators and a check of our own."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from engines import audit, open_xml_sdk, strict
from engines.every_file import write_every_kind
from engines.messages import Message

EXCEPTIONS = Path(__file__).with_name("exceptions.toml")
VALIDATORS = (open_xml_sdk, audit, strict)


def exceptions() -> list[dict[str, str]]:
    """The messages that are no faults, each with its reason."""
    return tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))["exception"]


def is_excepted(message: Message) -> bool:
    """Whether the message is one of those that are known to be no faults."""
    return any(is_of(exception, message) for exception in exceptions())


def is_of(exception: dict[str, str], message: Message) -> bool:
    """Whether this exception is of that message."""
    return (
        message.validator.startswith(exception["validator"])
        and message.code == exception["code"]
        and exception["says"] in message.text
    )


def validated(paths: Iterable[Path]) -> Iterator[Message]:
    """What all validators say of the files, the exceptions included."""
    files = list(paths)
    for validator in VALIDATORS:
        yield from validator.validated(files)


def main() -> int:
    with TemporaryDirectory() as folder:
        paths = write_every_kind(Path(folder))
        messages = list(validated(paths))
    real = [message for message in messages if not is_excepted(message)]
    unused = [one["says"] for one in exceptions() if not any(is_of(one, m) for m in messages)]
    for fault in (*real, *(f"nothing is excepted by {says!r} any more" for says in unused)):
        print(fault)
    print(f"{len(paths)} files, {len(messages) - len(real)} exceptions, {len(real)} faults")
    return 1 if real or unused else 0


if __name__ == "__main__":
    sys.exit(main())
