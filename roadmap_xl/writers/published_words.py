"""What the page «О публикации» says: what is hidden, what that protects and what it does not."""

from __future__ import annotations

from collections.abc import Iterator

from ..district.published import Publication
from ..district.school_table import MEASURES
from ..district.summary import DistrictSummary
from ..district.suppression import Shown

_TITLE, _TEXT = "section", "open"
_PROTECTED = (
    "Вместе с каждым малым числом скрыто столько других чисел той же строки или того же предмета, "
    "чтобы вычитанием из итогов, строк и граф его нельзя было вернуть: у каждого скрытого числа "
    "остаются возможными значения, которые различаются не меньше чем на {width}. Проценты скрытых "
    "чисел не показаны.",
    "Если скрыто число школы по предмету, скрыты все её числа по этому предмету. Нуль, который "
    "следует из итога, показан.",
    "«Не сдали», «Сдали до 60 баллов» и «80 и более» показаны по школам, только если показаны и "
    "соответствующие диапазоны по району.",
)
_NOT_PROTECTED = (
    "Кто сам входит в число или знает его (например, школа — своё), может вычесть его и узнать "
    "о других больше, чем остальные.",
    "То, что известно о школе со стороны: сколько в ней выпускников, что русский язык сдавали все, "
    "что написано в отчёте самой школы или в прежней публикации.",
    "Сравнение с публикацией, собранной из других файлов: после исправлений разница двух "
    "публикаций может показать, что изменилось. Публикуйте один раз.",
    "Если все участники попали в один диапазон или показатель, это видно; нуль не скрывается.",
)
_LEFT_OUT = (
    "«Средние баллы» и отклонения: у малой группы средний балл — это баллы отдельных людей.",
    "«Численность участников» по школам и по району: вместе с числами по предметам она сужает "
    "скрытые числа.",
    "«Базовая математика», «Показатели», «План», «Риски», «Динамика»: их защита от вычитания не "
    "доказана, а показатели малых школ говорят об отдельных людях.",
    "«Сдача», «Замечания», «Просрочено», перечень файлов, ответственные и контакты: это "
    "переписка района, а не итоги.",
)


def paragraphs(summary: DistrictSummary, published: Publication) -> Iterator[tuple[str, str]]:
    """The page's lines, each with its style."""
    least = published.least
    yield _TITLE, "Что скрыто"
    yield (
        _TEXT,
        f"Числа от 1 до {least - 1} человек (меньше {least}) — малые группы. На их месте и на "
        f"месте чисел, по которым их можно вычислить, стоит «{Shown.HIDDEN.value}».",
    )
    yield _TITLE, "Что этим защищено"
    yield from ((_TEXT, text.format(width=least - 1)) for text in _PROTECTED)
    yield _TITLE, "Что не защищено"
    yield from ((_TEXT, text) for text in _NOT_PROTECTED)
    yield _TITLE, "Чего здесь нет и почему"
    yield from ((_TEXT, text) for text in (*_withheld(published), *_LEFT_OUT))


def _withheld(published: Publication) -> Iterator[str]:
    columns = [column.label for column in published.columns if not column.measures]
    if columns:
        yield (
            f"«По школам», графы «{'», «'.join(columns)}»: сдававших или школ слишком мало, чтобы "
            "числа школ можно было защитить, или числа школ не сходятся с итогом района."
        )
    if len(published.measures) < len(MEASURES):
        yield (
            "«По школам», часть строк («Не сдали», «до 60», «80 и более»): ни по одному предмету "
            "их нельзя было защитить от вычитания."
        )
    if published.languages_withheld:
        yield (
            "Иностранные языки по отдельности: среди них малые группы, показан только общий "
            "итог по иностранным языкам."
        )
