"""Labelled texts as the file that a user hands over."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.training_set import Labelled


def write_labelled(path: Path, rows: Sequence[Labelled], **more: Any) -> Path:
    """Write one JSON line for each text; `more` stands on every line."""
    path.write_text("".join(json.dumps(_line(row) | more, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def _line(row: Labelled) -> dict[str, Any]:
    labels = row.labels
    return {
        "id": row.text.id, "group": row.group, "source": row.source, "date": row.day, "title": row.text.title,
        "text": row.text.text, "relevant": labels.relevant, "sentiment": labels.sentiment, "tone": labels.tone,
        "issues": labels.issues, "frames": labels.frames, "kind": labels.kind,
    }  # fmt: skip
