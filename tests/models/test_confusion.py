"""How often one class is taken for another."""

from models import confusion
from models.judgement import ScoreFailure
from models.linear import score, train
from tests.models.texts import labelled


def test_confusion_counts_every_judged_text_by_its_class() -> None:
    rows = labelled()
    answers = [*score(train(rows), [row.text for row in rows[:-1]]), ScoreFailure("empty_text")]
    table = confusion.by_class(rows, answers)
    assert {true: sum(said.values()) for true, said in table.items()} == {
        "irrelevant": 15,
        "negative": 16,
        "neutral": 16,
        "positive": 16,
    }
    assert table["negative"]["negative"] == 16
