"""Answers of a site kept in a folder, found again by the request that they answer, or rows of a table. Imports nothing of ours."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes

PAGES_FILE = "pages.json"
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zone


class NoPagesError(ValueError):
    """A folder that holds no saved pages; the message is the folder."""


def keep_page(folder: Path, response: Response, now: datetime) -> None:
    """Add one answer of `now`, as decompressed, to the pages kept in a folder; file names are numbers."""
    assert response.request is not None  # noqa: S101 - scrapy puts it there
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    listed = folder / PAGES_FILE
    pages = json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else []
    name = f"{len(pages) + 1}.page"
    (folder / name).write_bytes(response.body)
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
    asked = _asked(response.request)
    pages.append({"asked": asked, "url": response.url, "content_type": kind, "file": name, "kept_at": now.isoformat()})
    listed.write_text(json.dumps(pages, ensure_ascii=False, indent=1), encoding="utf-8")


def keep_rows(folder: Path, rows: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """Keep rows of a table as they were at `now`, as JSON Lines; a date is kept as the number that a spreadsheet holds."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = "1.jsonl"
    lines = (json.dumps(row, ensure_ascii=False, default=_cell) for row in rows)
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / PAGES_FILE).write_text(json.dumps([{"file": name, "kept_at": now.isoformat()}]), encoding="utf-8")


def _cell(value: object) -> float | str:
    if isinstance(value, datetime):
        return (value - _DAY_ZERO) / timedelta(days=1)
    return float((value - _DAY_ZERO.date()).days) if isinstance(value, date) else str(value)


def saved_rows(folder: Path) -> tuple[Path, datetime]:
    """The file of rows that a folder keeps, and when it was kept. Raises NoPagesError."""
    (kept,) = _listed(folder)
    return folder / kept["file"], datetime.fromisoformat(kept["kept_at"])


def saved_pages(folder: Path) -> tuple[Callable[[Request], Response | None], datetime]:
    """What a folder answers to a request (the page kept for it, or None), and when it was kept. Raises NoPagesError."""
    pages = _listed(folder)
    by_request = {page["asked"]: page for page in pages}

    def answer(request: Request) -> Response | None:
        page = by_request.get(_asked(request))
        return _response(page, request, folder) if page else None

    return answer, datetime.fromisoformat(pages[0]["kept_at"])


def _listed(folder: Path) -> Sequence[Mapping[str, str]]:
    try:
        pages: Sequence[Mapping[str, str]] = json.loads((folder / PAGES_FILE).read_text(encoding="utf-8"))
    except OSError as error:
        raise NoPagesError(str(folder)) from error
    return pages


def _asked(request: Request) -> str:
    """What tells one request from another; the time window of a search moves with the clock, and stands outside."""
    url = request.meta.get("redirect_urls", [request.url])[0]
    return f"{request.method} {url.partition('&timescope=')[0]} {request.body.decode('utf-8', 'replace')}"


def _response(page: Mapping[str, str], request: Request, folder: Path) -> Response:
    headers = {b"Content-Type": page["content_type"].encode()}
    made: type[Response] = responsetypes.from_args(headers=headers, url=page["url"])
    return made(page["url"], headers=headers, body=(folder / page["file"]).read_bytes(), request=request)
