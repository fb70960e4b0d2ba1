"""The commands of the add-in, once: button, ribbon and macro are derived from them."""

from __future__ import annotations

from dataclasses import dataclass


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
