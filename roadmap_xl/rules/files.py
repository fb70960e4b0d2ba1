"""FIL-001 to FIL-003: why a file could not be read at all, one text for each reason.

The reasons are found before there are any cells, so they are no formulas. A code may stand for
several reasons; `note` tells them apart.
"""

from ..findings import Excludes, Severity
from .rule import ReadingRule

_SAVE_AS = "Файл → Сохранить как → «Книга Excel (*.xlsx)»"


def _file_rule(code: str, note: str, title: str, message: str, fix: str, why: str) -> ReadingRule:
    return ReadingRule(
        code=code,
        name=note,
        note=note,
        severity=Severity.ERROR,
        excludes=Excludes.FILE,
        title=title,
        message=message,
        fix=fix,
        why=why,
        source=f"domain.md 2, {code}",
    )


FILE_RULES = (
    _file_rule(
        "FIL-001",
        "other-spreadsheet",
        "файл сохранён не как книга Excel",
        "Файл «{file}» сохранён как {ext}.",
        f"Откройте его и сохраните: {_SAVE_AS}, затем пришлите снова.",
        "Прочитать ячейки точно можно только из книги .xlsx или .xlsm.",
    ),
    _file_rule(
        "FIL-001",
        "other-document",
        "файл — не таблица",
        "Файл «{file}» сохранён как {ext}.",
        "Это не книга Excel: перенесите данные в бланк дорожной карты и пришлите его.",
        "Из документа, снимка или распечатки числа не складываются сами.",
    ),
    _file_rule(
        "FIL-002",
        "unavailable",
        "файл не открывается",
        "Файл «{file}» не открывается: {reason}.",
        "Проверьте имя файла и доступ к нему; если он открыт в Excel, закройте его.",
        "Программа читает файл целиком, прежде чем его проверить.",
    ),
    _file_rule(
        "FIL-002",
        "empty",
        "файл пуст",
        "Файл «{file}» пуст: в нём 0 байт.",
        "Пришлите его снова: при отправке или копировании он не дошёл.",
        "В пустом файле нечего проверять.",
    ),
    _file_rule(
        "FIL-002",
        "damaged",
        "файл повреждён",
        "Файл «{file}» не открывается: он повреждён.",
        f"Откройте его в Excel, сохраните заново ({_SAVE_AS}) и пришлите снова. Если не "
        "открывается и там — возьмите последнюю целую копию.",
        "По части файла нельзя судить о всех данных.",
    ),
    _file_rule(
        "FIL-002",
        "password",
        "файл закрыт паролем",
        "Файл «{file}» не открывается: он закрыт паролем.",
        "Снимите пароль на открытие (Файл → Сведения → Защита книги) и пришлите снова.",
        "Без пароля данные не прочитать.",
    ),
    _file_rule(
        "FIL-002",
        "outsized",
        "файл слишком велик",
        "Файл «{file}» не открывается: {reason}.",
        "Перенесите данные в чистый бланк (вставка «Только значения») и пришлите его.",
        "Заполненный бланк во много раз меньше; такой файл занял бы всю память.",
    ),
    _file_rule(
        "FIL-003",
        "not-this-form",
        "это не бланк дорожной карты",
        "Файл «{file}» — не бланк дорожной карты.",
        "Возьмите бланк у муниципального специалиста и перенесите в него данные.",
        "Бланк узнаётся по скрытым меткам; без них неизвестно, где какое число.",
    ),
    _file_rule(
        "FIL-003",
        "unknown-edition",
        "бланк неизвестного года",
        "Файл «{file}» — бланк издания «{edition}», а программа знает: {known}.",
        "Обновите программу или возьмите бланк нужного года у муниципального специалиста.",
        "В бланке другого года другие показатели и пороги.",
    ),
)
"""One for each reason a file cannot be read."""
