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
    return any(
        message.validator.startswith(one["validator"])
        and message.code == one["code"]
        and one["says"] in message.text
        for one in exceptions()
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
    for message in real:
        print(message)
    print(f"{len(paths)} files, {len(messages) - len(real)} exceptions, {len(real)} faults")
    return 1 if real else 0


if __name__ == "__main__":
    sys.exit(main())
