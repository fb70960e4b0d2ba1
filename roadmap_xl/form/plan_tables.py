"""Target indicators and the plan. Source: domain.md 1.7 and 1.8 with decisions 3 and 7."""

from typing import Annotated

from ..expressions.nodes import Expression
from ..expressions.write import conditional, parameter, share, total
from .columns import Amount, Choice, Column, Free, Kind, Share, Table, Text
from .passport_tables import Headcount
from .references import named, own


def percent_of_counts(count: object, of: object) -> Expression:
    """A whole percent; where shares are small, to a tenth."""
    return conditional(parameter("tenths"), share(count, of, 3), share(count, of))


_COUNTED = ("share",)
_PERCENT = (("share", Kind.SHARE),)
_PART = "Сколько из «Всего»: например, педагогов, повысивших квалификацию. Процент посчитается сам."
_WHOLE = "От чего доля. Педагоги, руководители и обучающиеся берутся с листа «Паспорт»."
_VALUE = (
    "Заполнять не нужно: процент посчитается справа из численности и пойдёт в документ. Показатель "
    "не для вашей школы — «не применимо»."
)


class Indicator(Table):
    """A target indicator of the groups 1.1 to 1.5: the document's columns and what they rest on."""

    prefix = "ind"
    rows = "indicators"
    name: Annotated[
        Text,
        Column(
            "Наименование целевого показателя",
            only_for=("own",),
            carried_from="name",
            prompt="Свой показатель безопасности школы. Нет своего — оставьте строку пустой.",
        ),
    ]
    unit: Annotated[
        Choice,
        Column(
            "Единица измерения",
            options="units",
            carried_from="unit",
            prompt="Единица из списка (%, чел., ед. …). Число пишите в графу «Численность».",
        ),
    ]
    y1: Annotated[Free, Column("{year1}", kind_for=_PERCENT, prompt=_VALUE)]
    y2: Annotated[Free, Column("{year2}", kind_for=_PERCENT, prompt=_VALUE)]
    y1_num: Annotated[
        Amount,
        Column("Численность", id="y1.num", added=True, only_for=_COUNTED, prompt=_PART),
    ]
    y1_den: Annotated[
        Amount,
        Column(
            "Всего",
            id="y1.den",
            added=True,
            only_for=_COUNTED,
            prompt=_WHOLE,
            default=total(named(Headcount, "base").y1),
        ),
    ]
    y1_pct: Annotated[
        Share,
        Column(
            "%",
            id="y1.pct",
            added=True,
            only_for=_COUNTED,
            computed=percent_of_counts(own("y1_num"), own("y1_den")),
        ),
    ]
    y2_num: Annotated[
        Amount,
        Column("Численность", id="y2.num", added=True, only_for=_COUNTED, prompt=_PART),
    ]
    y2_den: Annotated[
        Amount,
        Column(
            "Всего",
            id="y2.den",
            added=True,
            only_for=_COUNTED,
            prompt=_WHOLE,
            default=total(named(Headcount, "base").y2),
        ),
    ]
    y2_pct: Annotated[
        Share,
        Column(
            "%",
            id="y2.pct",
            added=True,
            only_for=_COUNTED,
            computed=percent_of_counts(own("y2_num"), own("y2_den")),
        ),
    ]


_TERM = "Например: до 01.10.{exam_year}, сентябрь {exam_year}, сентябрь – май, ежеквартально."


class PlanHeading(Table):
    """A section of the plan; what stands here applies to the blank items below."""

    prefix = "pln"
    rows = "plan_headings"
    term: Annotated[
        Text, Column("Сроки", prompt="Срок для всех пунктов раздела, у которых своего срока нет.")
    ]
    responsible: Annotated[
        Text,
        Column(
            "Ответственные",
            carried_from="responsible",
            prompt="Ответственный за все пункты раздела, у которых он не указан.",
        ),
    ]


class PlanItem(Table):
    """An activity of the plan."""

    prefix = "pln"
    rows = "plan_items"
    text: Annotated[
        Text,
        Column(
            "Мероприятия",
            only_for=("own",),
            carried_from="text",
            prompt="Мероприятие вашей школы. Нет своего — оставьте строку пустой.",
        ),
    ]
    term: Annotated[Text, Column("Сроки", prompt=_TERM)]
    responsible: Annotated[
        Text, Column("Ответственные", carried_from="responsible", prompt="Должность или Ф. И. О.")
    ]
    result: Annotated[
        Text, Column("Результат", prompt="Чем подтвердится: приказ, справка, протокол …")
    ]
    mark: Annotated[
        Text,
        Column(
            "Отметка об исполнении",
            prompt="Например: выполнено 12.10.{exam_year}, протокол № 3. Пункт не для вашей "
            "школы — «не применимо».",
        ),
    ]
