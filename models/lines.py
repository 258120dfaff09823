"""JSON Lines in, JSON Lines out: texts as an outsider hands them over. May import models."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from models.judgement import Judgement, ScoreFailure, Text

Answer = Judgement | ScoreFailure
# As many texts as are vectorised at once; more costs memory and gains nothing.
BATCH = 4_000


def score_lines(
    lines: Iterable[str], score: Callable[[Sequence[Text]], Sequence[Answer]], model: str
) -> Iterator[tuple[str, bool]]:
    """One JSON line out for each line in, in order, and whether it was judged.

    A line holds `id`, `title`, `text`; one that cannot be read gives an `error` (bad_json, no_id, bad_title,
    bad_text). `model` is name@version.
    """
    stream = iter(lines)
    while batch := list(islice(stream, BATCH)):
        yield from _score_batch([read_line(line) for line in batch], score, model)


def read_line(line: str) -> tuple[Any, Text | ScoreFailure]:
    """The id of one line as it stands there (None where it has none), with its text or the reason why it is none."""
    try:
        fields = json.loads(line)
    except ValueError:
        return None, ScoreFailure("bad_json")
    if not isinstance(fields, dict):
        return None, ScoreFailure("bad_json")
    name = fields.get("id")
    if not isinstance(name, str | int) or isinstance(name, bool):
        return None, ScoreFailure("no_id")
    for key in ("title", "text"):
        if not isinstance(fields.get(key, ""), str):
            return name, ScoreFailure(f"bad_{key}")
    return name, Text(str(name), fields.get("title", ""), fields.get("text", ""))


def answer_json(name: Any, answer: Answer, model: str) -> str:
    """One answer as a JSON line without its line break."""
    if isinstance(answer, ScoreFailure):
        return json.dumps({"id": name, "error": answer.reason}, ensure_ascii=False)
    fields = {
        "id": name,
        "relevant": answer.relevant,
        "relevance": round(answer.relevance, 4),
        "sentiment": answer.sentiment,
        "probabilities": {label.value: share for label, share in answer.probabilities.items()},
        "tone": answer.tone,
        "issues": answer.issues,
        "frames": answer.frames,
        "kind": answer.kind,
        "why": answer.why,
        "model": model,
    }
    return json.dumps(fields, ensure_ascii=False)


def _score_batch(
    read: Sequence[tuple[Any, Text | ScoreFailure]],
    score: Callable[[Sequence[Text]], Sequence[Answer]],
    model: str,
) -> Iterator[tuple[str, bool]]:
    answers = iter(score([item for _, item in read if isinstance(item, Text)]))
    for name, item in read:
        answer = next(answers) if isinstance(item, Text) else item
        yield answer_json(name, answer, model), isinstance(answer, Judgement)
