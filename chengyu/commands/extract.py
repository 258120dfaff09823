"""`chengyu extract`: what the program reads from one saved page, as JSON. May import everything."""

import json
from pathlib import Path
from typing import Annotated

import typer

from chengyu.console import say
from chengyu.errors import MissingFileError
from crawlers.extraction import extract


def command(
    file: Annotated[Path, typer.Argument(metavar="文件", help="网页文件（原始字节，任何编码）")],
    url: Annotated[str, typer.Option("--url", help="这个网页的地址")] = "",
) -> None:
    """Print one extraction."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise MissingFileError(str(file)) from error
    found = extract(raw, url)
    fields = ("title", "published_at", "date_confidence", "source", "author", "text", "encoding")
    say(json.dumps({name: getattr(found, name) for name in fields}, ensure_ascii=False))
