from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.chance import Chance
from demo.composing import Novelty, stutters, tidy
from demo.grammar import Grammar, GrammarError, chinese, parse
from demo.planting import card, phone


def grown(rule: str, rules: dict[str, str] | None = None, moods: tuple[str, ...] = ()) -> tuple[str, list[str]]:
    grammar = Grammar({name: parse(text) for name, text in (rules or {}).items()})
    return grammar.grow(parse(rule), {"place": "文庙街"}, moods, Chance("x"))


@pytest.mark.parametrize(
    ("rule", "rules", "moods", "expected"),
    [
        ("{place}占道", {}, (), ("文庙街占道", [])),
        ("没人管^inaction", {}, (), ("没人管", ["inaction"])),
        ("{a}", {"a": "早", "a@small": "夜"}, ("small",), ("夜", [])),
        ("{a}", {"a": "早", "a@small": "夜"}, (), ("早", [])),
        ("{n:7-7}天{c:12-12}次", {}, (), ("7天十二次", [])),
        ("((甲)|)", {}, (), ("甲", [])),
    ],
)
def test_grow(rule: str, rules: dict[str, str], moods: tuple[str, ...], expected: tuple[str, list[str]]) -> None:
    assert grown(rule, rules, moods) in (expected, ("", []))


@pytest.mark.parametrize("rule", ["(", "a)", "{", "}", "(a"])
def test_a_broken_rule_is_refused(rule: str) -> None:
    with pytest.raises(GrammarError):
        parse(rule)


@pytest.mark.parametrize("rules", [{}, {"a": "{a}"}])
def test_a_name_without_an_end_is_refused(rules: dict[str, str]) -> None:
    with pytest.raises(GrammarError):
        grown("{a}", rules)


def test_every_option_comes_before_one_comes_again() -> None:
    grammar, rule, chance = Grammar({}), parse("(甲|乙|丙)"), Chance("bag")
    taken = [grammar.grow(rule, {}, (), chance)[0] for _ in range(9)]
    assert all(set(taken[i : i + 3]) == set("甲乙丙") for i in (0, 3, 6))


@pytest.mark.parametrize(("value", "text"), [(2, "两"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_chinese(value: int, text: str) -> None:
    assert chinese(value) == text


@pytest.mark.parametrize(("text", "mended"), [("甲，，乙。。", "甲，乙。"), ("，甲？。", "甲？"), ("甲，", "甲")])
def test_tidy(text: str, mended: str) -> None:
    assert tidy(text) == mended


def test_novelty_and_stutter() -> None:
    novelty = Novelty()
    novelty.add("文庙街夜市占道经营")
    assert novelty.likeness("文庙街夜市占道经营") == 1
    assert novelty.likeness("柳堤路井盖松动多日") == 0
    assert stutters("炸串、炸串各一摊") == 1
    assert stutters("来电人要求查处，来电人要求回复") == 1


@given(st.integers())
def test_numbers_belong_to_nobody(seed: int) -> None:
    chance = Chance(str(seed))
    called, numbered = phone(chance), card(chance)
    assert called[3:7] == "0000"
    assert len(called) == 11
    assert numbered.startswith("99")
    assert len(numbered) == 18


def test_draws_have_the_mean_they_declare() -> None:
    chance = Chance("mean")
    counts = [chance.overdispersed(9.0, 40.0) for _ in range(4000)]
    assert abs(sum(counts) / 4000 - 9) < 0.25
    assert Counter(chance.between(1, 3) for _ in range(300)).keys() == {1, 2, 3}
    assert sorted(chance.shuffled(range(9))) == list(range(9))
