"""A few labels of an office's own turn a model towards that office, and never by more than unseen texts bear out."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import adapted, stacked, words
from models.evaluate import figures
from models.judgement import Judgement, ScoreFailure, Text
from models.labels import Frame, Issue, Kind, Sentiment, Tone
from models.tasks import ISSUES, RELEVANCE, SENTIMENT, WIDTH, targets
from models.training_set import Labelled, Labels
from tests.models.texts import MORE_PLACES, PLACES, labelled

# What this office calls by names that the model before it has never read.
OURS = Labels(True, Sentiment.NEGATIVE, Tone.NEGATIVE, (Issue.DOGS,), (Frame.REBOUND,), Kind.COMPLAINT)
THANKS = Labels(True, Sentiment.POSITIVE, Tone.POSITIVE, (Issue.GREENING,), (Frame.SERVICE,), Kind.PRAISE)
PLAIN = Labels(True, Sentiment.NEUTRAL, Tone.NEUTRAL, (Issue.DOGS,), (), Kind.REPORT)
OFF = Labels(False, Sentiment.NEUTRAL, Tone.NEUTRAL, (), (), Kind.OPINION)
PATTERNS = (
    ("{}大黄又在乱窜，吓着娃娃", OURS),
    ("{}老樟树下阴凉了，多谢师傅", THANKS),
    ("{}下周起给大黄上牌", PLAIN),
    ("{}今晚煲汤下锅前放三片陈皮", OFF),
)


def local() -> list[Labelled]:
    return [
        Labelled(Text(f"{place}{turn}-{number}", "", pattern.format(f"{place}{turn}号")), labels, place, "local")
        for place in PLACES
        for turn in range(5)
        for number, (pattern, labels) in enumerate(PATTERNS)
    ]


@cache
def before() -> stacked.Model:
    return stacked.train(labelled(), words.learn([[row.text.text for row in labelled()] * 4], width=8))


@cache
def after() -> adapted.Model:
    return learned([row for row in local() if row.group != "湖畔"])


def learned(rows: list[Labelled]) -> adapted.Model:
    return adapted.train(rows, before(), len(rows))


def said(model: adapted.Model | stacked.Model, rows: list[Labelled]) -> dict[str, float]:
    module = adapted if isinstance(model, adapted.Model) else stacked
    found = figures(rows, module.score(model, [row.text for row in rows]))  # type: ignore[arg-type]
    # How sure it is may change a little: weights are kept in few bits, and a step makes it surer.
    return {name: value for name, value in found.items() if name != "ece"}


def chances(model: adapted.Model) -> np.ndarray:
    answers = adapted.score(model, [row.text for row in (*local(), *labelled())])
    return np.array([[a.relevance, *a.probabilities.values()] for a in answers if isinstance(a, Judgement)])


def test_what_the_model_before_did_not_know_is_learned() -> None:
    held = [row for row in local() if row.group == "湖畔"]
    without, found = said(before(), held), said(after(), held)
    assert without["issues_micro_f1"] == 0
    assert (found["issues_micro_f1"], found["f1_negative"], found["f1_positive"]) == (1, 1, 1)


def test_what_the_model_before_knew_is_kept() -> None:
    assert said(after(), labelled())["sentiment_macro_f1"] >= 0.95


def test_labels_that_agree_with_the_model_before_change_nothing() -> None:
    rows = labelled()
    same = learned(rows)
    assert said(same, rows) == pytest.approx(said(before(), rows), abs=0.02)


def test_labels_without_rhyme_or_reason_get_no_step() -> None:
    draw = np.random.default_rng(3)
    rows = labelled() * 2
    mixed = [
        Labelled(row.text, rows[place].labels, f"{number}", "noise")
        for number, (row, place) in enumerate(zip(rows, draw.permutation(len(rows)), strict=True))
    ]
    raw = np.zeros((len(mixed), WIDTH), dtype=np.float32)
    raw[:] = np.log(targets([row.labels for row in mixed]).mean(axis=0).clip(0.01, 0.99))
    step = draw.normal(size=raw.shape).astype(np.float32)
    assert adapted.lengths(raw, step, targets([row.labels for row in mixed]))[ISSUES].max() <= 0.5


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_every_text_gets_an_answer_or_a_named_failure(texts: list[str]) -> None:
    answers = adapted.score(after(), [Text(str(number), "", text) for number, text in enumerate(texts)])
    assert len(answers) == len(texts)
    for answer, text in zip(answers, texts, strict=True):
        assert isinstance(answer, Judgement | ScoreFailure)
        if isinstance(answer, Judgement):
            assert sum(answer.probabilities.values()) == pytest.approx(1, abs=1e-3)
            assert all(phrase in text for phrase in answer.why)


def test_saved_and_loaded_it_says_the_same_and_twice_trained_it_is_the_same(tmp_path: Path) -> None:
    adapted.save(after(), tmp_path / "a")
    adapted.save(learned([row for row in local() if row.group != "湖畔"]), tmp_path / "b")
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert adapted.STEP in names
    assert [(tmp_path / "a" / n).read_bytes() for n in names] == [(tmp_path / "b" / n).read_bytes() for n in names]
    loaded = adapted.load(tmp_path / "a")
    assert said(loaded, local()) == said(after(), local())
    np.testing.assert_allclose(chances(loaded), chances(after()), atol=0.03)


def test_too_few_labels_are_refused_by_number() -> None:
    empty = [replace(row, text=Text(f"{number}", "", " ")) for number, row in enumerate(labelled())]
    few = labelled(MORE_PLACES)[:99]
    for rows in (few, few * 2, few + empty):
        with pytest.raises(adapted.TooFewLabelsError) as refused:
            adapted.unseen(rows, replace(before(), known=before().known[:0]))
        assert refused.value.args == (99, 0, 100)


def test_what_the_model_before_has_learned_is_known_again_with_other_marks() -> None:
    again = [replace(row, text=Text(row.text.id, row.text.text, "！！")) for row in labelled()]
    assert adapted.unseen([*again, *local()], before()) == local()
    with pytest.raises(adapted.TooFewLabelsError) as refused:
        adapted.unseen([*again, *local()[:50]], before())
    assert refused.value.args == (50, 64, 100)


def test_a_step_knows_its_own_texts_and_those_before_it() -> None:
    mine = [row.text for row in local() if row.group != "湖畔"]
    wordless = Text("0", "", "🙂🙂")
    assert adapted.seen(after(), [*mine, *(row.text for row in labelled()), wordless]).tolist() == [True] * (
        len(mine) + 64
    ) + [False]


def test_texts_without_words_teach_nothing() -> None:
    rows = [row for row in local() if row.group != "湖畔"]
    empty = [replace(row, text=Text(f"{number}", "", "……")) for number, row in enumerate(labelled())]
    assert np.array_equal(adapted.train(rows + empty, before(), len(rows)).dual, learned(rows).dual)


@pytest.mark.parametrize("sentiment", list(Sentiment))
def test_labels_of_one_sentiment_alone_do_not_move_sentiments(sentiment: Sentiment) -> None:
    rows = [replace(row, labels=replace(row.labels, relevant=True, sentiment=sentiment)) for row in local()] * 2
    moved = learned(rows)
    assert not moved.dual[:, [*range(*RELEVANCE.indices(WIDTH)), *range(*SENTIMENT.indices(WIDTH))]].any()
    assert np.array_equal(moved.characters.cuts[SENTIMENT], before().characters.cuts[SENTIMENT])


def test_labels_without_an_issue_leave_the_cuts() -> None:
    found = learned([replace(row, labels=OFF) for row in local()]).characters.cuts
    assert np.array_equal(found, before().characters.cuts)


def test_a_fold_is_weighed_by_the_rule_of_the_whole() -> None:
    cuts = np.full(WIDTH, 0.75, dtype=np.float32)
    other = replace(before(), characters=replace(before().characters, cuts=cuts))
    found = [adapted.train(local(), other, whole).characters.cuts[SENTIMENT].tolist() for whole in (299, 300)]
    assert found[0] == cuts[SENTIMENT].tolist() != found[1]
