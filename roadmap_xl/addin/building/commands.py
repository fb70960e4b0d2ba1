"""The commands of the add-in, and what is made of them: the ribbon and the texts of the macros."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from ...form.layout import REVIEW as REVIEW_SHEET


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person presses: its words, its macros, Excel's own picture for it."""

    caption: str
    tip: str
    macro: str
    callback: str
    image: str
    """The name of one of Office's own pictures (imageMso)."""
    is_large: bool = True


CHECK = Command(
    caption="Проверить",
    tip="Найти ошибки, записать их на лист «Протокол» и отметить ячейки. Введённое не меняется.",
    macro="RoadmapCheck",
    callback="RibbonCheck",
    image="ReviewAcceptChange",
)
REPAIR = Command(
    caption="Исправить копию",
    tip="Перенести данные в чистый бланк рядом с этой книгой. Сама книга не меняется.",
    macro="RoadmapRepair",
    callback="RibbonRepair",
    image="FileSaveAs",
)
DOCUMENT = Command(
    caption="Документ Word",
    tip="Сделать рядом дорожную карту на подпись. Пока есть ошибки, на ней стоит «ЧЕРНОВИК».",
    macro="RoadmapDocument",
    callback="RibbonDocument",
    image="FilePrintPreview",
)
COLLECT = Command(
    caption="Собрать свод",
    tip="Выбрать папку с книгами школ, проверить их и собрать сводку района.",
    macro="RoadmapCollect",
    callback="RibbonCollect",
    image="TableInsert",
)
REVIEW = Command(
    caption="Лист «Проверка»",
    tip="Замечания живых формул: видны и без этой надстройки.",
    macro="RoadmapReview",
    callback="RibbonReview",
    image="GoToDialog",
    is_large=False,
)
SCHOOL = (CHECK, REPAIR, DOCUMENT, REVIEW)
DISTRICT = (COLLECT,)
"""The commands of each kind of workbook; the add-in for all workbooks has the school's."""


# The ribbon tab, as a customUI part that Office 2007 and all later ones understand.

NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"
RELATION = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
PART = "customUI/customUI.xml"
TAB = "Дорожная карта"


def ribbon_xml(commands: Iterable[Command], key: str) -> bytes:
    """The tab with a button for each command; `key` tells the tabs of several workbooks apart."""
    ui = ElementTree.Element("customUI", {"xmlns": NAMESPACE})
    tabs = ElementTree.SubElement(ElementTree.SubElement(ui, "ribbon"), "tabs")
    tab = ElementTree.SubElement(tabs, "tab", {"id": f"roadmap_{key}", "label": TAB})
    group = ElementTree.SubElement(tab, "group", {"id": f"roadmap_{key}_group", "label": TAB})
    for command in commands:
        button = {
            "id": f"roadmap_{key}_{command.macro}",
            "label": command.caption,
            "screentip": command.caption,
            "supertip": command.tip,
            "imageMso": command.image,
            "size": "large" if command.is_large else "normal",
            "onAction": command.callback,
        }
        ElementTree.SubElement(group, "button", button)
    xml: bytes = ElementTree.tostring(ui, encoding="utf-8", xml_declaration=True)
    return xml


# The texts of the macros, which read them from the hidden sheet of their workbook.

_LIVE = (
    f"Проверять можно и без этого: все ошибки, которые видят формулы, — на листе «{REVIEW_SHEET}», "
    "он откроется сейчас."
)
_ASK = "Если нужна помощь, покажите это сообщение специалисту по компьютерам."
SCHOOL_HINT = (
    f"Кнопки не отвечают? Значит, макросы запрещены. Это не мешает: ошибки видны на листе "
    f"«{REVIEW_SHEET}» и справа от таблиц."
)
DISTRICT_HINT = (
    "Кнопка не отвечает? Значит, макросы запрещены. Сводку соберёт и файл «Собрать свод.cmd»: "
    "перетащите на него папку с книгами."
)
_MESSAGES = {
    "no_workbook": "Откройте книгу «дорожная карта» и повторите: проверять пока нечего.",
    "not_saved": "Сначала сохраните книгу (Ctrl+S) в папку на этом компьютере, затем повторите.",
    "brings_settings": (
        "В этой книге или рядом с ней записано, какую программу запускать (лист или файл "
        "xlwings.conf, лист .py). В бланке такого не бывает, поэтому ничего не запущено. Удалите "
        f"этот лист или файл, а если вы его не создавали, спросите, откуда книга. {_LIVE}\n\n{_ASK}"
    ),
    "no_python": (
        "На этом компьютере не найдена программа проверки: ни roadmap-xl.exe, ни Python. "
        f"{_LIVE}\n\n{_ASK}"
    ),
    "no_package": (
        "Python на этом компьютере есть, но программа roadmap_xl или xlwings в нём не установлена. "
        f"{_LIVE}\n\n{_ASK}"
    ),
    "failed": (
        "Excel не дал запустить программу проверки: возможно, её остановила защита компьютера. "
        f"Введённые данные не изменены. {_LIVE}\n\n{_ASK}"
    ),
}


def school_texts() -> dict[str, str]:
    """For a school's workbook, whose commands are about itself."""
    return {**_MESSAGES, "works_on": "this", "live_sheet": REVIEW_SHEET}


def addin_texts() -> dict[str, str]:
    """For the add-in, whose commands are about the workbook that is open."""
    return {**_MESSAGES, "works_on": "active", "live_sheet": REVIEW_SHEET}


def district_texts() -> dict[str, str]:
    """For the district's workbook; it has no sheet of live checks, so none is promised."""
    messages = {key: text.replace(_LIVE, DISTRICT_HINT) for key, text in _MESSAGES.items()}
    folder = "Папка с книгами школ"
    return {**messages, "works_on": "this", "live_sheet": "Настройки", "choose_folder": folder}


XLWINGS = {"ADD_WORKBOOK_TO_PYTHONPATH": "False"}
"""So that a workbook's folder, which may be a web address, is no concern of Python's."""
