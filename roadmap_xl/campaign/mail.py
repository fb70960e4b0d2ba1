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
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import RoadmapError
from ..files import write_private

SECONDS = 30


class MailError(RoadmapError):
    """Mail that cannot be sent, and what to do."""


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


def send(server: MailServer, message: EmailMessage) -> None:
    """Sends one letter; raises `MailError` with what the server has against it."""
    try:
        with _connect(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except smtplib.SMTPAuthenticationError as fault:
        raise MailError("Почтовый сервер не принял имя или пароль. Проверьте их.") from fault
    except smtplib.SMTPRecipientsRefused as fault:
        raise MailError("Почтовый сервер не принял адрес получателя. Проверьте его.") from fault
    except smtplib.SMTPException as fault:
        raise MailError("Почтовый сервер отказал. Попробуйте позже.") from fault
    except ssl.SSLError as fault:
        raise MailError(
            "С почтовым сервером нет защищённой связи: проверьте порт и вид защиты."
        ) from fault
    except OSError as fault:
        raise MailError("Почтовый сервер не отвечает. Проверьте адрес, порт и сеть.") from fault
    except (MessageError, ValueError, UnicodeError) as fault:
        raise MailError("Письмо не составлено: проверьте адрес отправителя.") from fault


def _connect(server: MailServer) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    if server.security == "starttls":
        connection.starttls(context=ssl.create_default_context())
    return connection
