"""What is told of a span that may be a name, and how it is weighed."""

import pytest

from pipeline.name_verdict import Evidence, evidence, odds


def told(text: str, name: str, chance: float = 0.0, signs: float | None = None) -> Evidence:
    start = text.index(name)
    return evidence(text, (start, start + len(name)), chance, signs, framed=False, sounded=False)


def test_the_surer_the_network_the_likelier_a_name() -> None:
    weighed = [odds(told("楼上程栋不肯停", "程栋", chance)) for chance in (-8.0, -2.0, 2.0, 8.0)]
    assert weighed == sorted(weighed)
    assert weighed[0] < 0 < weighed[-1]


@pytest.mark.parametrize(
    ("text", "name", "term"),
    [
        ("区长刘振华接听来电", "刘振华", "in office"),
        ("比窦娥还冤", "窦娥", "known"),
        ("隔壁何大姐的狗", "何大姐", "no name"),
        ("投诉人：何立", "何立", "asked"),
        ("投诉人：何立", "何立", "two characters"),
        ("投诉人：何立", "何立", "no candidate"),
    ],
)
def test_what_speaks_for_or_against_a_name_is_said(text: str, name: str, term: str) -> None:
    assert told(text, name)[term] == 1.0


def test_a_known_figure_and_whoever_is_in_office_are_less_likely() -> None:
    private = odds(told("楼上程振华咬人", "程振华", 2.0))
    assert odds(told("好比窦娥咬人", "窦娥", 2.0)) < private
    assert odds(told("区长刘振华咬人", "刘振华", 2.0)) < private


def test_signs_count_within_bounds() -> None:
    assert told("楼上程栋不肯停", "程栋", 0.0, 99.0) == told("楼上程栋不肯停", "程栋", 0.0, 5.0)
