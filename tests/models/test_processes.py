"""Several processes at once: order, large tasks and results, and one that dies."""

import os
import time
from multiprocessing import active_children

import pytest

from models.processes import ProcessDiedError, in_order

_told: list[str] = []


def remember(word: str) -> None:
    _told.append(word)


def answer(number: int) -> tuple[int, str]:
    time.sleep(0.01 * (number % 3))
    return number, _told[0]


def doubled(text: str) -> str:
    return text * 2


def die_at_three(number: int) -> int:
    if number == 3:
        os._exit(7)
    return number


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert list(in_order(2, remember, ("早",), answer, range(9), 2)) == [(n, "早") for n in range(9)]
    assert active_children() == []


def test_full_pipes_both_ways_do_not_wait_for_each_other() -> None:
    tasks = ["长" * 500_000] * 8
    assert [len(text) for text in in_order(2, remember, ("",), doubled, tasks, 3)] == [1_000_000] * 8


def test_a_process_that_dies_is_an_error_that_says_how() -> None:
    results = in_order(2, remember, ("",), die_at_three, range(9), 2)
    found: list[int] = []
    with pytest.raises(ProcessDiedError, match=r"^7$"):
        found.extend(results)
    assert found == list(range(len(found)))
    assert len(found) <= 3
    assert active_children() == []


def test_what_is_not_read_to_its_end_is_closed() -> None:
    results = in_order(2, remember, ("",), doubled, ["甲"] * 9, 2)
    assert next(results) == "甲甲"
    results.close()
    assert active_children() == []
