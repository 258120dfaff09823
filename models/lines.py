"""JSON Lines in, JSON Lines out: texts as an outsider hands them over. May import models."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from json.encoder import encode_basestring
from typing import Any

from models.judgement import Judgement, ScoreFailure, Text, is_whole

Answer = Judgement | ScoreFailure
# As many texts as are vectorised at once; more costs memory and gains nothing.
BATCH = 4_000
# Of probabilities with four digits, and of issues and frames said together, there are only so many.
_number = lru_cache(maxsize=20_000, typed=True)(repr)


def score_lines(
    lines: Iterable[str], score: Callable[[Sequence[Text]], Sequence[Answer]], model: str
) -> Iterator[tuple[list[str], int]]:
    """One JSON line out for each line in, in order, by batches; with each batch, how many of it were judged.

    A line holds `id`, `title`, `text`; one that cannot be read gives an `error` (bad_json, no_id, bad_title,
    bad_text). `model` is name@version.
    """
    stream = iter(lines)
    while batch := list(islice(stream, BATCH)):
        yield _score_batch([read_line(line) for line in batch], score, model)


def read_line(line: str) -> tuple[Any, Text | ScoreFailure]:
    """The id of one line as it stands there (None where it has none), with its text or the reason why it is none."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None, ScoreFailure("bad_json")
    if not isinstance(fields, dict):
        return None, ScoreFailure("bad_json")
    name = fields.get("id")
    if isinstance(name, bool) or not (isinstance(name, int) or _is_text(name)):
        return None, ScoreFailure("no_id")
    for key in ("title", "text"):
        if not _is_text(fields.get(key, "")):
            return name, ScoreFailure(f"bad_{key}")
    return name, Text(str(name), fields.get("title", ""), fields.get("text", ""))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and is_whole(value)


def answer_json(name: Any, answer: Answer, model: str) -> str:
    """One answer as a JSON line without its line break.

    Written out field by field: `json.dumps` of the same fields gives the same bytes and takes four times as long.
    """
    if isinstance(answer, ScoreFailure):
        return json.dumps({"id": name, "error": answer.reason}, ensure_ascii=False)
    chances = ", ".join([f'"{label}": {_number(share)}' for label, share in answer.probabilities.items()])
    quoted = encode_basestring(name) if isinstance(name, str) else str(name)
    return (
        f'{{"id": {quoted}, "relevant": {"true" if answer.relevant else "false"}, '
        f'"relevance": {_number(round(answer.relevance, 4))}, "sentiment": "{answer.sentiment}", '
        f'"probabilities": {{{chances}}}, "tone": "{answer.tone}", "issues": {_codes(answer.issues)}, '
        f'"frames": {_codes(answer.frames)}, "kind": "{answer.kind}", "why": {_listed(answer.why)}, '
        f'"model": {encode_basestring(model)}}}'
    )


def _listed(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(encode_basestring, texts))}]"


_codes = lru_cache(maxsize=20_000)(_listed)


def _score_batch(
    read: Sequence[tuple[Any, Text | ScoreFailure]],
    score: Callable[[Sequence[Text]], Sequence[Answer]],
    model: str,
) -> tuple[list[str], int]:
    judged = iter(score([item for _, item in read if isinstance(item, Text)]))
    answers = [next(judged) if isinstance(item, Text) else item for _, item in read]
    written = [answer_json(name, answer, model) for (name, _), answer in zip(read, answers, strict=True)]
    return written, sum(isinstance(answer, Judgement) for answer in answers)
