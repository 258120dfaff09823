"""Imitated pages kept as files, written without knowledge of the rules. Imports tests.crawlers.shapes.texts."""

import json
from pathlib import Path

from tests.crawlers.shapes.texts import Shape

FOLDER = Path(__file__).parent.parent.parent / "pages" / "articles"


def _saved(path: Path) -> Shape:
    fields = json.loads(path.read_text(encoding="utf-8"))
    html = path.with_suffix(".html").read_bytes().decode(fields["encoding"])
    lists = {name: tuple(fields.pop(name)) for name in ("text", "never")}
    return Shape(name=path.stem, html=html, **lists, **fields)


SHAPES = tuple(map(_saved, sorted(FOLDER.glob("*.json"))))
