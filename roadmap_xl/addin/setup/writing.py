"""Files of the user's own, written and deleted; what goes wrong is said in Russian."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...errors import SetupError


def write_file(path: Path, content: bytes) -> None:
    """Writes a file if it does not hold this already; its folder is made if it is not there."""
    with faults_said(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)


def delete_file(path: Path) -> None:
    """Deletes a file if it is there."""
    with faults_said(path):
        path.unlink(missing_ok=True)


@contextmanager
def faults_said(path: Path) -> Iterator[None]:
    """Turns a refusal of the system into a `SetupError` that names the file and the way out."""
    try:
        yield
    except PermissionError as fault:
        raise SetupError(
            f"Нет доступа к «{path}»: файл занят или не хватает прав. Закройте Excel (все окна) "
            f"и повторите; если не помогло, нужны права на запись в эту папку.{_cloud(path)}"
        ) from fault
    except OSError as fault:
        raise SetupError(
            f"Не удалось записать «{path}»: папка недоступна, или на её месте файл.{_cloud(path)}"
        ) from fault


def _cloud(path: Path) -> str:
    if not any(part.lower().startswith("onedrive") for part in path.parts):
        return ""
    return (
        " Папка перенаправлена в OneDrive: дождитесь окончания синхронизации или назовите другую "
        "папку (--config-dir, --startup-dir)."
    )
