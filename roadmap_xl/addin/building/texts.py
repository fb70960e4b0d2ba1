"""What the macros say; they read it from the hidden sheet of their workbook."""

from __future__ import annotations

from ...layout import REVIEW

_LIVE = (
    f"Проверять можно и без этого: все ошибки, которые видят формулы, — на листе «{REVIEW}», он "
    "откроется сейчас."
)
_ASK = "Если нужна помощь, покажите это сообщение специалисту по компьютерам."
SCHOOL_HINT = (
    f"Кнопки не отвечают? Значит, макросы запрещены. Это не мешает: ошибки видны на листе "
    f"«{REVIEW}» и справа от таблиц."
)
DISTRICT_HINT = (
    "Кнопка не отвечает? Значит, макросы запрещены. Сводку соберёт и файл «Собрать свод.cmd»: "
    "перетащите на него папку с книгами."
)
_SAID = {
    "no_workbook": "Откройте книгу «дорожная карта» и повторите: проверять пока нечего.",
    "not_saved": "Сначала сохраните книгу (Ctrl+S) в папку на этом компьютере, затем повторите.",
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
    return {**_SAID, "works_on": "this", "live_sheet": REVIEW}


def addin_texts() -> dict[str, str]:
    """For the add-in, whose commands are about the workbook that is open."""
    return {**_SAID, "works_on": "active", "live_sheet": REVIEW}


def district_texts() -> dict[str, str]:
    """For the district's workbook; it has no sheet of live checks, so none is promised."""
    said = {key: text.replace(_LIVE, DISTRICT_HINT) for key, text in _SAID.items()}
    folder = "Папка с книгами школ"
    return {**said, "works_on": "this", "live_sheet": "Настройки", "choose_folder": folder}


XLWINGS = {"ADD_WORKBOOK_TO_PYTHONPATH": "False"}
"""So that a workbook's folder, which may be a web address, is no concern of Python's."""
