"""What a model keeps of its training set, for later weeks to be held against."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import linear
from models.judgement import ScoreFailure
from models.reference import PLACES, load, reference, save, sketch
from tests.models.texts import labelled


@given(st.text(max_size=50))
def test_a_sketch_has_length_one_or_none(text: str) -> None:
    found = sketch(text)
    assert found.shape == (PLACES,)
    assert np.linalg.norm(found) == pytest.approx(1 if len(text) > 1 else 0)


def test_a_reference_comes_back_nearly_as_it_was(tmp_path: Path) -> None:
    rows = labelled()
    answers = linear.score(linear.train(rows), [row.text for row in rows])
    made = reference(rows, [ScoreFailure("no_words"), *answers[1:]])
    save(tmp_path, made)
    kept = load(tmp_path)
    assert kept is not None
    assert kept.sketches == pytest.approx(made.sketches, abs=0.002)
    assert kept.scores == pytest.approx(made.scores, abs=1e-6)
    assert (len(kept.sketches), kept.accuracy) == (63, 1.0)
    assert load(tmp_path / "none") is None
