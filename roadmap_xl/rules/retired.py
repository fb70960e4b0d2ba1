"""Codes of the form's description that are no rule here: retired, or waiting for their input."""

from __future__ import annotations

RETIRED: dict[str, str] = {
    "EGE-019": "Порог вне графы «Минимальный порог-50» — ошибка издания: такое издание не "
    "загружается.",
    "ORG-005": "Следует из ORG-004: участники, не сдавшие и сдавшие до 60 вычисляются.",
    "ORG-006": "Следует из ORG-004.",
    "SCH-008": "Название школы стоит в книге один раз, на «Титуле»; имя файла ничего не решает.",
    "YR-003": "Годы в таблице показателей печатает бланк по году издания, вписать их нельзя.",
    "YR-006": "Период в заголовках печатает бланк по году издания, разойтись он не может.",
}
"""Codes that no workbook can break, with the reason."""

WAITING: dict[str, str] = {
    "XWB-004": "результаты школ по данным РЦОИ",
}
"""Codes whose input the program does not read yet: what it will have to read for them."""
