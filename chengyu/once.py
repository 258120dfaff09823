"""A file for each thing that was told, so that it is told once, by whichever process comes first. Imports nothing of ours."""

from hashlib import sha256
from pathlib import Path

SENDING, SENT = "sending", "sent"


def standing(folder: Path, key: str) -> str:
    """ "" where a thing was never told, `sent`, or `sending` where a process ended before it knew."""
    path = _path(folder, key)
    return path.read_text(encoding="ascii") if path.exists() else ""


def claim(folder: Path, key: str) -> bool:
    """Take a thing; False where it was taken before. Two processes never both take it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with _path(folder, key).open("x", encoding="ascii") as file:
            file.write(SENDING)
    except FileExistsError:
        return False
    return True


def settle(folder: Path, key: str, sent: bool) -> None:
    """Say how it went: what was not sent can be taken again."""
    path = _path(folder, key)
    if sent:
        path.write_text(SENT, encoding="ascii")
    else:
        path.unlink()


def _path(folder: Path, key: str) -> Path:
    return folder / sha256(key.encode()).hexdigest()[:32]
