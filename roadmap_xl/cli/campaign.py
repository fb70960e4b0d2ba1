"""Commands about a campaign's folder: making it, and the blanks for its schools."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..form.vocabulary import SUBMITTING
from .chosen import chosen, is_file
from .options import DAY, FILE, FOLDER, STAGE, THE_NEWEST, day, progress, show
from .russian import UsageFault, command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..campaign.blanks import Blanks
    from ..campaign.opening import Campaign
    from ..district.results import DistrictResults
    from ..form.fields import Form
    from ..form.proposals import AcceptedProposals
    from ..form.score_list import ScoreList
    from ..form.submission import Submission


@command(
    'roadmap-xl init "Сбор 2026" --district "Степной район"',
    'roadmap-xl init "Сбор 2026" --deadline 2026-12-01 --stage "На сдачу"',
    'roadmap-xl init "Сбор 2026" --registry Реестр.xlsx',
)
@click.argument("folder", type=FOLDER, metavar="ПАПКА")
@THE_NEWEST
@click.option("--district", default="", metavar="ИМЯ", help="Название района для заголовков.")
@click.option("--deadline", type=DAY, help="Срок сдачи (2026-12-01).")
@click.option(
    "--stage",
    type=STAGE,
    default=SUBMITTING,
    show_default=True,
    help="Проверять все книги как на этой стадии.",
)
@click.option("--send-to", default="", metavar="АДРЕС", help="Куда школам отправлять книги.")
@click.option("--ring", default="", metavar="ИМЯ", help="К кому с вопросами: имя, телефон.")
@click.option("--registry", "registry_file", type=FILE, help="Готовый реестр: взять школы из него.")
@click.option("--date", "created", type=DAY, help="Дата создания (2026-11-01); иначе сегодня.")
def init(
    folder: Path,
    edition: str,
    district: str,
    deadline: datetime | None,
    stage: str,
    send_to: str,
    ring: str,
    registry_file: Path | None,
    created: datetime | None,
) -> None:
    """Сделать папку сбора: реестр школ с настройками, журнал, место для книг.

    Что уже есть, не изменяется.
    """
    from ..campaign.creating import create_campaign
    from ..district.registry import read_registry
    from ..district.settings import Settings

    wanted = chosen(edition, folder / "-").form.edition  # says so if there is none
    registry, journal = read_registry(registry_file) if registry_file else (None, None)
    settings = Settings(
        district=district,
        edition=wanted.key,
        stage=stage,
        deadline=deadline.date() if deadline else None,
        send_to=send_to,
        ring=ring,
    )
    done = create_campaign(
        folder,
        settings,
        registry=registry,
        journal=journal,
        own_edition=Path(edition) if is_file(edition) else None,
        created=day(created),
    )
    show(done.as_lines())
    show([f"Папка сбора: {folder}. Что делать дальше, написано в «Прочтите.txt»."])


def write_all_blanks(
    folder: Path,
    today: date,
    *,
    results_folder: Path | None,
    last_folder: Path | None,
    score_column: str,
    with_scores: bool,
    with_proposals: bool,
    other_options: bool,
) -> None:
    """`template --all`: a blank for each school, and the district's own book."""
    from ..campaign.blanks import form_of_blanks
    from ..campaign.folder import CampaignFolder
    from ..campaign.last_year import read_last_campaign
    from ..campaign.opening import open_campaign
    from ..campaign.protocols import write_official_table
    from ..form.proposals import nothing_accepted
    from ..form.score_list import ScoreList

    if other_options:
        raise UsageFault(
            "С --all указывают только папку сбора, --results, --from, --scores, --proposals и "
            "--date: остальное — из настроек."
        )
    campaign = open_campaign(CampaignFolder(folder))
    form = form_of_blanks(campaign)
    last = read_last_campaign(last_folder, form, campaign.registry) if last_folder else {}
    results = _read_results(campaign, form, results_folder, score_column)
    scores = ScoreList() if with_scores else None
    proposals = nothing_accepted(form.edition) if with_proposals else None
    done = _write_blanks(campaign, today, results, last, scores, proposals)
    show(done.as_lines())
    if results:
        show([*results.as_lines(), write_official_table(campaign, results, today)])
    if last_folder:
        missed = len(campaign.registry.schools) - len(last)
        show([f"Из прошлогодних книг перенесено школам: {len(last)}; книги не нашлось: {missed}."])


def _write_blanks(
    campaign: Campaign,
    today: date,
    results: DistrictResults | None,
    last: Mapping[str, Submission],
    scores: ScoreList | None,
    proposals: AcceptedProposals | None,
) -> Blanks:
    """By several workers where there are many; a few are made sooner than workers start."""
    from ..campaign.blanks import write_blanks
    from ..campaign.receiving import FEW_FILES, executor, workers_for

    schools = len(campaign.registry.schools)
    workers = workers_for(schools) if schools > FEW_FILES else 0
    with progress("Сделано бланков") as advance, executor(workers) as pool:
        return write_blanks(
            campaign,
            created=today,
            results=results,
            last=last,
            scores=scores,
            proposals=proposals,
            executor=pool,
            progress=advance,
        )


def _read_results(
    campaign: Campaign, form: Form, folder: Path | None, score_column: str
) -> DistrictResults | None:
    if folder is None:
        return None
    from ..campaign.protocols import read_results
    from ..campaign.receiving import executor, workers_for
    from ..reader.protocols.reading import files_of

    workers = workers_for(len(files_of([folder])))
    with progress("Прочитано протоколов") as advance, executor(workers) as pool:
        return read_results(
            campaign, form, folder, score_column=score_column, executor=pool, progress=advance
        )
