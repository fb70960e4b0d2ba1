"""Sending letters through the district's own mail server (SMTP).

How to reach it is the user's, not the campaign's: it lies in her own folder, readable for her
alone, and never among a campaign's files.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import RoadmapError
from ..files import write_private

SECONDS = 30
_TAKEN = 250
"""What a server answers to a letter that it took."""


class MailError(RoadmapError):
    """Mail that cannot be sent, and what to do."""


class UncertainMailError(MailError):
    """The connection ended when the server had the letter: whether it took it is not known."""


class MailServer(BaseModel):
    """The server that sends, and for whom."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(min_length=1, max_length=200)
    port: int = Field(default=465, ge=1, le=65_535)
    security: Literal["tls", "starttls", "none"] = "tls"
    """`none` only for a server on this computer or in one's own network."""
    user: str = ""
    password: str = Field(default="", repr=False)
    sender: str = Field(min_length=3, max_length=200)
    """Whose address stands in the letters."""


def read_server(path: Path) -> MailServer | None:
    """The server that is noted; None where none is, or it is not to be read."""
    with suppress(OSError, ValidationError):
        return MailServer.model_validate_json(path.read_bytes())
    return None


def write_server(path: Path, server: MailServer) -> None:
    """Notes it for this user alone; raises `OutputError` where that cannot be done."""
    write_private(path, server.model_dump_json())


def send(server: MailServer, message: EmailMessage) -> list[str]:
    """Sends one letter; the addresses that the server did not take while it took others.

    Raises `MailError` with what the server has against the letter, which then did not go out, and
    `UncertainMailError`.
    """
    connection: _Smtp | _SmtpOverTls | None = None
    try:
        connection = _connect(server)
        if server.user:
            connection.login(server.user, server.password)
        return list(connection.send_message(message))
    except OSError as fault:
        is_answer = isinstance(fault, smtplib.SMTPResponseException)
        if connection is not None and connection.has_letter and not is_answer:
            raise UncertainMailError(
                "Связь оборвалась, когда письмо было уже у почтового сервера."
            ) from fault
        raise _not_sent(fault) from fault
    except (MessageError, ValueError, UnicodeError) as fault:
        raise MailError("Письмо не составлено: проверьте адрес отправителя.") from fault
    finally:
        if connection is not None:
            _part(connection)


def _not_sent(fault: OSError) -> MailError:
    """Why a letter did not go out; the faults of smtplib are all `OSError`."""
    match fault:
        case smtplib.SMTPAuthenticationError():
            return MailError("Почтовый сервер не принял имя или пароль. Проверьте их.")
        case smtplib.SMTPRecipientsRefused():
            return MailError("Почтовый сервер не принял адрес получателя. Проверьте его.")
        case smtplib.SMTPSenderRefused():
            return MailError("Почтовый сервер не принял адрес отправителя. Проверьте его.")
        case smtplib.SMTPException():
            return MailError("Почтовый сервер отказал. Попробуйте позже.")
        case ssl.SSLError():
            return MailError(
                "С почтовым сервером нет защищённой связи: проверьте порт и вид защиты."
            )
        case _:
            return MailError("Почтовый сервер не отвечает. Проверьте адрес, порт и сеть.")


def _part(connection: smtplib.SMTP) -> None:
    """Says goodbye; what the server answers to that is nothing against a letter that it took."""
    with suppress(OSError):
        connection.quit()
    connection.close()


class _Smtp(smtplib.SMTP):
    """Knows whether the letter itself has been handed over and not been refused."""

    has_letter = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_letter = True
        answer = super().data(msg)
        self.has_letter = answer[0] == _TAKEN
        return answer


class _SmtpOverTls(smtplib.SMTP_SSL, _Smtp):
    """The same over TLS."""


def _connect(server: MailServer) -> _Smtp | _SmtpOverTls:
    if server.security == "tls":
        context = ssl.create_default_context()
        return _SmtpOverTls(server.host, server.port, timeout=SECONDS, context=context)
    connection = _Smtp(server.host, server.port, timeout=SECONDS)
    if server.security == "starttls":
        connection.starttls(context=ssl.create_default_context())
    return connection
