"""The words that rose."""

from pipeline.periods import PeriodKind, parse_period
from pipeline.phrases import is_telling, phrases, words_of
from pipeline.voices import prepared
from tests.pipeline.demo_posts import demo_posts
from tests.pipeline.small_posts import complaint, frame, row, weekly

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")


def test_a_new_word_rises_and_a_steady_one_does_not() -> None:
    rows = [r for ago in range(9) for r in weekly(6, ago, ago * 100, clean_text="小区门口垃圾没有清运")]
    rows += [row(9000 + n, clean_text="协管员推人的视频") for n in range(8)]
    rows += [row(9100 + n, clean_text="转发公告", duplicate_of=f"{9000:016d}") for n in range(8)]
    rows += [complaint(9200 + n, clean_text="油烟扰民") for n in range(8)]
    found = {r["phrase"]: r for r in phrases(prepared(frame(rows)), WEEK)}
    assert {"协管员", "视频"} <= set(found)
    assert not {"小区", "垃圾", "公告", "油烟"} & set(found)
    assert (found["视频"]["items"], found["视频"]["previous"]) == (8, 0)
    assert list(found) == sorted(found, key=lambda word: (-found[word]["z"], word))


def test_two_texts_are_no_phrase_and_no_texts_are_no_rows() -> None:
    assert phrases(prepared(frame([row(n, clean_text="新鲜词汇") for n in range(2)])), WEEK) == []
    assert phrases(prepared(frame([])), WEEK) == []


def test_words_are_chinese_and_longer_than_one_character() -> None:
    assert words_of("在文庙街摆摊12小时abc") >= {"摆摊", "小时"}
    assert not {word for word in words_of("在文庙街摆摊12小时abc") if len(word) < 2 or word.isascii()}


def test_words_that_say_nothing_by_themselves_do_not_rise() -> None:
    empty = ("一条", "他们", "基本", "实现", "昨晚", "以后", "已经", "什么")
    assert [word for word in empty if is_telling(word)] == []
    telling = ("协管员", "临时工", "煎饼", "停职", "投诉", "夜市", "推搡", "占道", "罚款", "城管")
    assert [word for word in telling if not is_telling(word)] == []
    rows = [r for ago in range(1, 9) for r in weekly(6, ago, ago * 100, clean_text="小区门口停车")]
    rows += [row(9000 + n, clean_text="他们昨晚已经实现清运垃圾") for n in range(8)]
    assert {r["phrase"] for r in phrases(prepared(frame(rows)), WEEK)} == {"清运", "垃圾"}


def test_the_order_of_the_posts_changes_no_digit() -> None:
    posts = demo_posts()
    assert phrases(posts, WEEK) == phrases(posts.iloc[::-1], WEEK)
