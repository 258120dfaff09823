"""Which posts are handed out to be labelled, and what stays blind."""

from pathlib import Path

import pytest

from pipeline import database
from pipeline.database import Database
from pipeline.label_import import import_labels
from pipeline.labelling import How, OneModelError, Task, is_blind, tasks
from pipeline.periods import PeriodKind, parse_period
from tests.pipeline.labels import MODEL, NOW, filled
from tests.pipeline.test_database import score

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")


def number(task: Task) -> int:
    return int(task.post_id)


def test_a_fifth_of_all_texts_is_blind_and_always_the_same() -> None:
    names = [f"{n:016d}" for n in range(5_000)]
    blind = [name for name in names if is_blind(name)]
    assert 900 < len(blind) < 1_100
    assert blind == [name for name in names if is_blind(name)]


@pytest.mark.parametrize("how", [How.UNCERTAIN, How.RANDOM, How.NEGATIVE])
def test_what_is_blind_comes_without_a_guess_and_only_that(sqlite_db: Database, how: How) -> None:
    filled(sqlite_db, 50)
    found = tasks(sqlite_db, MODEL, WEEK, how, 20)
    assert len({task.post_id for task in found}) == 20
    assert all((task.guess is None) == is_blind(task.post_id) for task in found)
    assert found == tasks(sqlite_db, MODEL, WEEK, how, 20)


def test_the_uncertain_are_those_with_the_least_lead(sqlite_db: Database) -> None:
    filled(sqlite_db, 50)
    found = [task for task in tasks(sqlite_db, MODEL, WEEK, How.UNCERTAIN, 10) if task.guess]
    leads = {n: abs(2 * (0.34 + 0.6 * n / 50) - 1) for n in range(1, 51) if not is_blind(f"{n:016d}")}
    assert {number(task) for task in found} == set(sorted(leads, key=lambda n: leads[n])[: len(found)])


def test_the_negative_are_called_negative(sqlite_db: Database) -> None:
    filled(sqlite_db, 50)
    found = [task for task in tasks(sqlite_db, MODEL, WEEK, How.NEGATIVE, 10) if task.guess]
    assert found
    assert {task.guess["sentiment"] for task in found if task.guess} == {"negative"}


def test_disagreement_needs_two_models_and_finds_where_they_differ(sqlite_db: Database) -> None:
    filled(sqlite_db, 30)
    with pytest.raises(OneModelError, match="2026-W47"):
        tasks(sqlite_db, MODEL, WEEK, How.DISAGREE, 10)
    differing = {n for n in range(1, 31) if n % 3 == 0}
    other = [score(n, model="other@1", sentiment="positive") for n in differing]
    database.save_scores(sqlite_db, other)
    found = [task for task in tasks(sqlite_db, MODEL, WEEK, How.DISAGREE, 30) if task.guess]
    assert {number(task) for task in found} == {n for n in differing if not is_blind(f"{n:016d}")}


def test_a_labelled_text_is_not_handed_out_again(sqlite_db: Database, tmp_path: Path) -> None:
    filled(sqlite_db, 10)
    path = tmp_path / "a.csv"
    path.write_text(f"编号,相关,态度,语气,事项一,说法一,体裁\n{3:016d},否,,平和,,,报道\n", encoding="utf-8")

    assert import_labels(sqlite_db, path, "甲", NOW, replace=False).outcomes == {"added": 1}
    assert 3 not in {number(task) for task in tasks(sqlite_db, MODEL, WEEK, How.RANDOM, 100)}
