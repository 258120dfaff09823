"""JSON Lines in, JSON Lines out: the bytes, the order, and the same from one process and from two."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.judgement import Judgement, ScoreFailure
from models.labels import Frame, Issue, Kind, Sentiment, Tone
from models.lines import BATCH, answer_json, score_lines
from models.parallel import score_lines_by
from models.registry import load_model

ARTIFACTS = Path(__file__).parent.parent.parent / "models" / "artifacts"
SHARES = st.integers(0, 10_000).map(lambda share: share / 10_000)
JUDGEMENTS = st.builds(
    Judgement,
    relevant=st.booleans(),
    relevance=SHARES,
    sentiment=st.sampled_from(Sentiment),
    probabilities=st.fixed_dictionaries(dict.fromkeys(Sentiment, SHARES)),
    tone=st.sampled_from(Tone),
    issues=st.lists(st.sampled_from(Issue), max_size=2).map(tuple),
    frames=st.lists(st.sampled_from(Frame), max_size=4).map(tuple),
    kind=st.sampled_from(Kind),
    why=st.lists(st.text(), max_size=5).map(tuple),
)


@given(st.text() | st.integers(), JUDGEMENTS, st.text())
def test_a_judgement_is_written_as_json_would_write_it(name: str | int, answer: Judgement, model: str) -> None:
    fields = answer._asdict()
    expected = json.dumps({"id": name} | fields | {"model": model}, ensure_ascii=False)
    assert answer_json(name, answer, model) == expected


@pytest.mark.parametrize("name", [None, 7, "甲\n"])
def test_a_failure_is_written_with_its_reason(name: object) -> None:
    written = answer_json(name, ScoreFailure("no_id"), "linear@1")
    assert json.loads(written) == {"id": name, "error": "no_id"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (json.dumps({"id": "1", "text": "路灯\ud83d"}), {"id": "1", "error": "bad_text"}),
        (json.dumps({"id": "1", "title": "\udc00", "text": "灯"}), {"id": "1", "error": "bad_title"}),
        (json.dumps({"id": "\ud83d", "text": "灯"}), {"id": None, "error": "no_id"}),
        (json.dumps({"id": True, "text": "灯"}), {"id": None, "error": "no_id"}),
    ],
)
def test_half_an_emoji_fails_its_own_line_alone(line: str, expected: dict[str, str | None]) -> None:
    model = load_model("linear", ARTIFACTS)
    ((written, judged),) = score_lines([line, json.dumps({"id": 2, "text": "城管来了"})], model.score, "linear@1")
    assert (json.loads(written[0]), judged) == (expected, 1)


def test_two_processes_say_what_one_says_in_the_same_order() -> None:
    sound = [json.dumps({"id": n, "text": f"{n}号摊位占道，城管{'来了' if n % 2 else '不管'}"}) for n in range(BATCH)]
    lines = [*sound, "{", *sound[:5]]
    model = load_model("linear", ARTIFACTS)
    alone = list(score_lines(lines, model.score, "linear@1"))
    assert [(len(written), judged) for written, judged in alone] == [(BATCH, BATCH), (6, 5)]
    assert list(score_lines_by(2, lines, "linear", (ARTIFACTS, ARTIFACTS), "linear@1")) == alone
