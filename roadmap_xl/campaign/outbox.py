"""The outbox: a letter is handed to the mail server once, whatever happens meanwhile.

That it is on its way is noted before the server gets it. Where nobody noted how that ended, since
the program was killed or the connection broke, it is never sent again by itself: people decide.
"""

from __future__ import annotations

from sqlalchemy import Connection

from .folder import CampaignFolder
from .mail import MailError, MailServer, UncertainMailError, send
from .store import letters
from .store.database import Store
from .store.events import SCHOOL, Actor, What, note

_ENDED = "Программа закрылась раньше, чем почтовый сервер ответил."
_ASK = "Спросите школу, дошло ли, или отправьте ещё раз."


def send_letter(
    store: Store, folder: CampaignFolder, server: MailServer | None, school: str, by: Actor
) -> str:
    """Sends the letter to a school if it waits; what was done in words, empty where nothing was.

    Raises `MailError` where it did not go out, `UncertainMailError` where that is not known,
    `OSError` where one of its files is gone, `StoreError`.
    """
    from .drafts import message_of  # the first page of «Приёмная» waits for no writer of books

    with store.reading() as connection:
        letter = letters.of(connection, school)
    if letter is None or letter.state is not letters.State.QUEUED:
        return ""
    if server is None:
        raise MailError("Не указан почтовый сервер района.")
    message = message_of(folder, letter, server.sender)
    with store.writing() as connection:
        if not letters.begin(connection, school):
            return ""
    try:
        refused = send(server, message)
    except UncertainMailError:
        raise
    except MailError:
        with store.writing() as connection:
            letters.note_not_sent(connection, school)
        raise
    not_taken = f"Сервер не принял адрес: {', '.join(refused)}." if refused else ""
    words = f"Отправлено письмо: {letter.name} ({letter.addresses}) {not_taken}".rstrip()
    with store.writing() as connection:
        letters.note_sent(connection, school, not_taken)
        note(connection, by, What.LETTERS, words, SCHOOL, school)
    return words


def lose_track(connection: Connection, by: Actor, words: str = _ENDED, school: str = "") -> bool:
    """Notes that nobody knows whether letters that are on their way, or one, went out.

    False where none was on its way.
    """
    lost = letters.note_unknown(connection, f"{words} {_ASK}", school)
    for one in lost:
        event = f"Неизвестно, ушло ли письмо: {one.name} ({one.addresses}). {words}"
        note(connection, by, What.LOST, event, SCHOOL, one.school)
    return bool(lost)
