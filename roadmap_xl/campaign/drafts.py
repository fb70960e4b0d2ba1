"""Letters as mail: who gets what, as drafts that any mail program opens.

The text is the letter's file as it lies in «Письма школам», so that what somebody has changed in it
goes out. Address and subject come from the registry and the form. Equal letters give equal bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from ..district.lines import SubmissionLine
from ..files import pack_parts
from ..summary.numbers.summary import DistrictSummary
from ..texts.signs import safe_text
from .feedback import Answer, answers_to
from .folder import CampaignFolder
from .letters import has_to_mend
from .mail import MailError
from .store.letters import Kind, Letter

_WORD = "[A-Za-z0-9_%+-]"
_ADDRESS = re.compile(
    rf"(?<!{_WORD})(?<!{_WORD}[.])(?<![.][.])"  # never the end of something that is no address
    rf"{_WORD}{{1,64}}(?:[.]{_WORD}{{1,64}}){{0,8}}"
    r"@(?:[A-Za-z0-9-]{1,63}[.]){1,8}[A-Za-z]{2,24}"
)
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def letters_of(folder: CampaignFolder, summary: DistrictSummary, made: date) -> Iterator[Letter]:
    """The letters that lie in the folder, each with its addresses."""
    for answer in answers_to(summary):
        path = folder.letters / answer.letter
        if not path.is_file():
            continue
        attached = _attached(folder, answer)
        found = Letter(
            school=answer.line.school.key if answer.line.school else answer.stem,
            name=answer.line.school.full_name if answer.line.school else answer.stem,
            kind=_kind(summary, answer.line),
            addresses=" ".join(addresses_in(answer.line.contact)),
            subject=_subject(summary, answer.line),
            letter=answer.letter,
            workbook=attached,
            sha256="",
            made=made,
        )
        yield _with_mark(folder, found)


def _kind(summary: DistrictSummary, line: SubmissionLine) -> Kind:
    if line.received is None or line.status.is_awaited:
        return Kind.REMINDER
    return Kind.MEND if has_to_mend(summary, line) else Kind.THANKS


def _subject(summary: DistrictSummary, line: SubmissionLine) -> str:
    """«Дорожная карта школы. Итоги 2025/2026 учебного года — МБОУ СОШ № 5»."""
    school = f" — {line.school.full_name}" if line.school else ""
    year = summary.edition.results_year
    return safe_text(f"Дорожная карта школы. Итоги {year} учебного года{school}")


def _attached(folder: CampaignFolder, answer: Answer) -> str:
    """The school's workbook beside the letter; for one that sent nothing its blank."""
    if (folder.letters / answer.workbook).is_file():
        return answer.workbook
    blank = folder.blanks / f"{answer.stem}.xlsx"
    is_owed = answer.line.received is None and blank.is_file()
    return f"../{folder.blanks.name}/{blank.name}" if is_owed else ""


def _with_mark(folder: CampaignFolder, letter: Letter) -> Letter:
    mark = hashlib.sha256(f"{letter.addresses}\n{letter.subject}\n".encode())
    for name in filter(None, (letter.letter, letter.workbook)):
        mark.update((folder.letters / name).read_bytes())
    return Letter(
        letter.school, letter.name, letter.kind, letter.addresses, letter.subject, letter.letter,
        letter.workbook, mark.hexdigest(), letter.made,
    )  # fmt: skip


def addresses_in(contact: str) -> list[str]:
    """The addresses of mail in what a registry or a file says of whom to ring."""
    return list(dict.fromkeys(_ADDRESS.findall(contact)))


def message_of(folder: CampaignFolder, letter: Letter, sender: str = "") -> EmailMessage:
    """The letter as mail; without a sender it is a draft that the mail program asks to send.

    Raises `OSError` where one of its files is gone, `MailError` where it cannot be made a mail.
    """
    try:
        return _composed(folder, letter, sender)
    except (MessageError, ValueError) as fault:
        raise MailError(
            f"Письмо «{letter.letter}» не составлено: проверьте адрес в реестре и текст письма."
        ) from fault


def _composed(folder: CampaignFolder, letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = safe_text(letter.subject)
    if letter.addresses:
        message["To"] = [Address(addr_spec=one) for one in letter.addresses.split()]
    if sender:
        message["From"] = sender
    else:
        message["X-Unsent"] = "1"
    text = (folder.letters / letter.letter).read_text(encoding="utf-8-sig")
    message.set_content(text.replace("\r\n", "\n"), cte="base64")
    if letter.workbook:
        data = (folder.letters / letter.workbook).read_bytes()
        maintype, subtype = _XLSX
        name = safe_text(Path(letter.workbook).name)
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
        message.set_boundary(f"=_{letter.sha256[:32]}")
    return message


def drafts_zip(folder: CampaignFolder, letters: Iterable[Letter]) -> bytes:
    """The drafts of these letters in one archive, each as an `.eml`."""
    parts = {f"{Path(one.letter).stem}.eml": message_of(folder, one).as_bytes() for one in letters}
    return pack_parts(parts)
