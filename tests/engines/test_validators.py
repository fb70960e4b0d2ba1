"""Files of every kind in validators of other people: one of each here, all by `make validate`.

Of files that differ in their properties alone (a blank is made in three ways) one is asked.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import audit, open_xml_sdk, strict
from engines.every_file import write_every_kind
from engines.kept import contents
from engines.messages import Message
from engines.validate import exceptions, is_excepted

SHEETS_OF_THEIR_OWN = {
    *("Издание.xlsx", "С баллами.xlsx", "Своя сводка.xlsx"),
    *("Данные РЦОИ.xlsx", "Журнал.xlsx", "Реестр школ.xlsx"),
}
"""What is asked of an edition of its own here: the rest has the sheets of others."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    written = write_every_kind(tmp_path_factory.mktemp("files"), schools=1)
    paths = [one for one in written if "Своё" not in one.parts or one.name in SHEETS_OF_THEIR_OWN]
    return list({contents(path): path for path in reversed(paths)}.values())


def faults(messages: list[Message]) -> list[str]:
    return [str(message) for message in messages if not is_excepted(message)]


@pytest.mark.validators
def test_microsofts_sdk_finds_nothing(files: list[Path]) -> None:
    assert len(files) > 30
    assert faults(list(open_xml_sdk.validated(files))) == []


@pytest.mark.validators
def test_a_second_validator_finds_nothing(files: list[Path]) -> None:
    distinct = {path.stem: path for path in files if "Писатели" not in path.parts}
    assert faults(list(audit.validated(distinct.values()))) == []


def test_nothing_else_is_wrong_that_excel_would_mend(files: list[Path]) -> None:
    assert faults(list(strict.validated(files))) == []


def test_every_exception_has_its_reason() -> None:
    assert all(len(one["reason"].split()) > 10 for one in exceptions())
