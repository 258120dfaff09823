"""Raw pages as WARC: one gzip file a run and source, each page a request and a response record. Imports nothing of ours."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as they went over the wire (after chunked transfer, before decompression)."""

    url: str
    method: str
    target: str
    sent: Headers
    sent_body: bytes
    status: str
    received: Headers
    body: bytes


class Archive:
    """A WARC file that comes into being with its first page."""

    def __init__(self, path: Path, software: str, now: datetime) -> None:
        self.path = path
        self._software = software
        self._date = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._file: IO[bytes] | None = None
        self._writer: Any = None

    def add(self, exchange: Exchange) -> str:
        """Write one page, flush it, and give its name: "file#record-id"."""
        writer = self._writer or self._open()
        response = writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            http_headers=StatusAndHeaders(exchange.status, _plain(exchange.received), "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": self._date},
        )
        line = f"{exchange.method} {exchange.target} HTTP/1.1"
        request = writer.create_warc_record(
            exchange.url,
            "request",
            payload=BytesIO(exchange.sent_body),
            http_headers=StatusAndHeaders(line, _plain(exchange.sent), is_http_request=True),
            warc_headers_dict={"WARC-Date": self._date},
        )
        writer.write_request_response_pair(request, response)
        for record in (request, response):
            record.raw_stream.close()  # warcio leaves the buffer open in which it took the digest
        self.flush()
        return f"{self.path.name}#{response.rec_headers.get_header('WARC-Record-ID').strip('<>')}"

    def flush(self) -> None:
        """Hand everything to the operating system."""
        if self._file is not None:
            self._file.flush()

    def sync(self) -> None:
        """Put everything on disk."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """End the file."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def _open(self) -> Any:
        self._file = self.path.open("xb")
        self._writer = WARCWriter(self._file, gzip=True)
        about = {"software": self._software, "format": "WARC File Format 1.0"}
        self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, about))
        return self._writer


def _plain(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Header lines without anything that would break a line."""
    return [(name, " ".join(value.split())) for name, value in headers]
