"""Requests and answers of Scrapy as the archive and the state keep them. May import crawlers.archive and crawlers.post."""

from scrapy.http import Request, Response

from crawlers.archive import Exchange
from crawlers.post import canonical_url


def header(response: Response | None, name: str) -> str:
    """A header of an answer, or an empty string."""
    value = response.headers.get(name) if response is not None else None
    return value.decode("latin-1") if value else ""


def exchange(request: Request, response: Response) -> Exchange:
    """A request and its answer for the archive, by the canonical address."""
    target = "/" + response.url.split("/", 3)[3] if response.url.count("/") > 2 else "/"
    return Exchange(
        url=canonical_url(response.url),
        method=request.method,
        target=target,
        sent=_lines(request),
        sent_body=request.body,
        status=f"{response.status} OK" if response.status == 200 else str(response.status),
        received=_lines(response),
        body=response.body,
    )


def _lines(message: Request | Response) -> tuple[tuple[str, str], ...]:
    headers = message.headers
    return tuple((name.decode("latin-1"), v.decode("latin-1")) for name in headers for v in headers.getlist(name))
