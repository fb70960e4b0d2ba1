"""The workbooks with macros: the school's, the district's, the add-in for all workbooks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from ...district.registry import Registry
from ...district.workbook import write_district_workbook
from ...files import write_whole
from ...form.fields import form_of
from ...form.loading import editions
from ...form.prefilled import Delivery, prefilled
from ...form.proposals import AcceptedProposals
from ...form.score_list import ScoreList
from ...form.submission import Submission
from ...workbook.buttons import Button, Buttons, write_macro_sheets
from ...workbook.drawing import new_workbook
from ...workbook.school_workbook import CREATED, template_name, write_school_workbook
from . import commands as texts
from .commands import CHECK, DISTRICT, DOCUMENT, REPAIR, SCHOOL, Command, ribbon_xml
from .package import ADDIN, WORKBOOK, sources, with_macros

ADDIN_NAME = "roadmap_xl.xlam"
DISTRICT_NAME = "district_summary.xlsm"


def write_school_macro_workbook(
    path: Path,
    submission: Submission,
    *,
    created: date,
    delivery: Delivery | None = None,
    scores: ScoreList | None = None,
    proposals: AcceptedProposals | None = None,
) -> None:
    """The school's workbook with its buttons, from «Проверить» to «Документ Word».

    The same submission and date give the same bytes. Raises `OutputError` if it cannot be written.
    """

    def write(plain: Path) -> None:
        write_school_workbook(
            plain,
            submission,
            created=created,
            delivery=delivery,
            buttons=school_buttons(),
            scores=scores,
            proposals=proposals,
        )

    _write(path, write, SCHOOL, "school")


def school_buttons() -> Buttons:
    """The buttons of a school's workbook, with all its macros say."""
    return _buttons((CHECK, REPAIR, DOCUMENT), texts.SCHOOL_HINT, texts.school_texts())


def write_district_macro_workbook(
    path: Path, registry: Registry | None = None, *, created: date
) -> None:
    """The district's workbook: settings, registry, journal and the button «Собрать свод».

    Without a registry it is empty, to be filled in. Raises `OutputError` if it cannot be written.
    """

    def write(plain: Path) -> None:
        write_district_workbook(plain, registry, created=created, buttons=district_buttons())

    _write(path, write, DISTRICT, "district")


def district_buttons() -> Buttons:
    """The button of the district's workbook, with all its macros say."""
    return _buttons(DISTRICT, texts.DISTRICT_HINT, texts.district_texts())


def write_addin(path: Path, *, created: date) -> None:
    """The add-in: the school's commands in the ribbon, for whatever workbook is open.

    Raises `OutputError` if it cannot be written.
    """

    def write(plain: Path) -> None:
        with new_workbook(plain, title="Дорожная карта", created=created) as workbook:
            workbook.add_worksheet("Надстройка").write_string(0, 0, "Надстройка «Дорожная карта»")
            write_macro_sheets(workbook, _buttons((), "", texts.addin_texts()))

    _write(path, write, SCHOOL, "addin", for_addin=True)


def write_macro_workbooks(folder: Path, created: date = CREATED) -> list[Path]:
    """Writes every committed workbook with macros into a folder; returns their paths."""
    paths = []
    for edition in editions():
        paths.append(folder / template_name(edition, ".xlsm"))
        write_school_macro_workbook(paths[-1], prefilled(form_of(edition)), created=created)
    write_district_macro_workbook(folder / DISTRICT_NAME, created=created)
    write_addin(folder / ADDIN_NAME, created=created)
    return [*paths, folder / DISTRICT_NAME, folder / ADDIN_NAME]


def _buttons(commands: Sequence[Command], hint: str, messages: dict[str, str]) -> Buttons:
    drawn = tuple(Button(command.caption, command.macro, command.tip) for command in commands)
    return Buttons(drawn, hint, messages, texts.XLWINGS)


def _write(
    path: Path,
    write: Callable[[Path], None],
    commands: Sequence[Command],
    key: str,
    *,
    for_addin: bool = False,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.xlsx")
        write(plain)
        data = with_macros(
            plain,
            sources(for_addin=for_addin),
            ribbon_xml(commands, key),
            ADDIN if for_addin else WORKBOOK,
        )
    write_whole(path, data)
