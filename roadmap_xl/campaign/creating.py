"""A new campaign's folder. What is there already is never written over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..district.journal import Journal
from ..district.journal_workbook import write_journal
from ..district.registry import Registry
from ..district.registry_workbook import write_campaign_workbook, write_official
from ..district.settings import Settings
from ..files import make_folder, write_whole
from .folder import CampaignFolder

_COLLECTOR = Path(__file__).with_name("collect.cmd")
_README = """Сбор дорожных карт: что делать, по порядку

1. Откройте «{registry}». На лист «Реестр» внесите школы района: код, наименование,
   населённый пункт. На листе «Настройки» проверьте год бланка, срок сдачи, куда отправлять
   и кого спрашивать.
2. Сделайте бланки, по одному на школу, и книгу самого района:
       roadmap-xl template --all "{folder}"
   Они лягут в папку «{blanks}». Разошлите их школам; книгу района заполните сами.
3. Присланное складывайте в папку «{incoming}» (можно с подпапками). Переименовывать файлы
   не нужно. Новый файл школы кладите рядом со старым: учтён будет пришедший позже.
4. Соберите сводку, сколько угодно раз: дважды щёлкните «{collector}» или наберите
       roadmap-xl consolidate "{folder}"
   Она ляжет в папку «{summaries}». Закройте перед этим «{journal}».
5. На листе «Сдача» видно, кто сдал, кто опоздал, кто не сдал и кому звонить.
   В «{journal}» программа записывает каждый новый файл; там вы решаете сами:
   - «Код школы» — чей это файл, если программа не узнала школу;
   - «Дата получения» — если файл пришёл не в день сбора;
   - «Отозван» — файл не учитывать;
   - «Засчитать» — считать сданной книгу, в которой осталась стадия «Черновик»;
   - «Возвращён на доработку» — что школе исправить; книга учитывается, пока не придёт другая;
   - строка без файла: код школы и «да» в графе «Нет данных — подтверждено» или день в графе
     «Другой срок».
   После правки закройте журнал и соберите сводку снова. Всё, что решено, программа помнит
   и в файле «Сбор.sqlite3»: не удаляйте его.
6. Пришли протоколы из РЦОИ — положите их в папку и наберите
       roadmap-xl template --all "{folder}" --results Протоколы
   Бланки будут заполнены итогами ЕГЭ, «{official}» — тоже. Готовую таблицу можно скопировать
   туда и самим: строка на школу и предмет, лишние графы не мешают. На листе «Замечания»
   сводки встанет всё, что школы указали иначе.

То же без командной строки — на странице, приёмной: roadmap-xl serve "{folder}"

Ни файлы школ, ни ваши записи программа не изменяет: в журнал она только дописывает строки.
"""


@dataclass(frozen=True, slots=True)
class Created:
    """What was made, and what was there already, by name."""

    made: tuple[str, ...]
    kept: tuple[str, ...]

    def as_lines(self) -> list[str]:
        lines = [f"Сделано: {', '.join(map(_quote, self.made))}."] if self.made else []
        if self.kept:
            lines.append(f"Уже было, не изменено: {', '.join(map(_quote, self.kept))}.")
        return lines


def create_campaign(
    path: Path,
    settings: Settings,
    *,
    registry: Registry | None = None,
    journal: Journal | None = None,
    own_edition: Path | None = None,
    created: date,
) -> Created:
    """Makes what is missing of a campaign's folder; raises `OutputError` if that cannot be done.

    `own_edition` is the file of an edition of one's own, which the campaign keeps a copy of.
    """
    folder = CampaignFolder(path)
    make_folder(path)
    steps: list[tuple[Path, Callable[[Path], None]]] = [
        (folder.registry, lambda to: write_campaign_workbook(
            to, registry, settings, created=created)),
        (folder.journal, lambda to: write_journal(to, journal or Journal(), created=created)),
        (folder.official, lambda to: write_official(to, created=created)),
        (folder.incoming, make_folder),
        (folder.blanks, make_folder),
        (folder.summaries, make_folder),
        (folder.readme, lambda to: write_whole(to, _readme(folder))),
        (folder.collector, lambda to: write_whole(to, _COLLECTOR.read_bytes())),
    ]  # fmt: skip
    if own_edition is not None:
        steps.append((folder.editions, lambda to: _keep_edition(to, own_edition)))
    done: list[str] = []
    kept: list[str] = []
    for part, make in steps:
        if part.exists():
            kept.append(part.name)
        else:
            make(part)
            done.append(part.name)
    return Created(tuple(done), tuple(kept))


def _keep_edition(folder: Path, file: Path) -> None:
    make_folder(folder)
    write_whole(folder / file.name, file.read_bytes())


def _readme(folder: CampaignFolder) -> bytes:
    """The text as Notepad of an old Windows shows it."""
    words = {
        "folder": str(folder.path),
        "registry": folder.registry.name,
        "journal": folder.journal.name,
        "official": folder.official.name,
        "incoming": folder.incoming.name,
        "blanks": folder.blanks.name,
        "summaries": folder.summaries.name,
        "collector": folder.collector.name,
    }
    return _README.format(**words).replace("\n", "\r\n").encode("utf-8-sig", "replace")


def _quote(name: str) -> str:
    return f"«{name}»"
