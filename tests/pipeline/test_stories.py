"""Stories: one event across sources, ids that stay, titles of the best article."""

from datetime import date, datetime, timedelta

from pipeline.rarity import rarity_of
from pipeline.stories import Clustering, Item, cluster

START = datetime.fromisoformat("2026-11-17T20:30")
FIGHT = (
    "锦纺巷煎饼摊主老周被协管员推倒，摊车翻了，胳膊烫伤",
    "视频里协管员推了煎饼摊主一把，摊车当场翻倒，锦纺巷围了好多人",
    "锦纺巷摊车翻倒的视频看了三遍，协管员为什么要推卖煎饼的",
)
DOGS = "湖边草坪又有人遛大型犬不牵绳，孩子吓得不敢下去玩"
DAILY = ("早上路边垃圾没有清运", "晚上工地还在施工很吵", "单车停满了盲道", "楼道里贴了小广告")
RARITY = rarity_of(
    (date(2026, 1, 1) + timedelta(days=day), "", text) for day in range(200) for text in (*DAILY, "城管来了又走了")
)


def item(name: str, text: str, hours: float = 0.0, **changes: object) -> Item:
    return Item(name, "", text, START + timedelta(hours=hours), **changes)  # type: ignore[arg-type] # a test's table


def grouped(found: Clustering) -> set[frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for post, story in found.story_of.items():
        groups.setdefault(story, set()).add(post)
    return {frozenset(group) for group in groups.values()}


def test_one_event_is_one_story_and_another_is_not() -> None:
    items = [item(f"f{n}", text, n) for n, text in enumerate(FIGHT)] + [item("d", DOGS, 1)]
    assert grouped(cluster(items, RARITY)) == {frozenset({"f0", "f1", "f2"}), frozenset({"d"})}


def test_the_order_of_the_items_does_not_matter() -> None:
    items = [item(f"f{n}", text, n) for n, text in enumerate(FIGHT)]
    assert cluster(items, RARITY) == cluster(items[::-1], RARITY)


def test_a_story_is_named_by_the_post_that_opened_it() -> None:
    found = cluster([item("a", FIGHT[0]), item("b", FIGHT[1], 5)], RARITY)
    assert [(s.id, s.first_at, s.last_at) for s in found.stories] == [("a", START, START + timedelta(hours=5))]


def test_days_later_it_is_another_story() -> None:
    found = cluster([item("a", FIGHT[0]), item("b", FIGHT[0], 24 * 6)], RARITY)
    assert found.story_of == {"a": "a", "b": "b"}


def test_posts_keep_the_story_they_have() -> None:
    old = [item("a", FIGHT[0], story="s"), item("x", DOGS, 1, story="s")]
    found = cluster([*old, item("b", FIGHT[1], 2)], RARITY)
    assert found.story_of == {"b": "s"}


def test_copies_and_replies_follow_what_they_point_to() -> None:
    items = [item("a", FIGHT[0]), item("r", "楼主说得对", 3, parent="a"), item("c", "转", 4, copy_of="a")]
    assert cluster(items, RARITY).story_of == {"a": "a", "r": "a", "c": "a"}


def test_two_districts_are_two_stories() -> None:
    items = [item("a", FIGHT[0], district="澜西区"), item("b", FIGHT[0], 1, district="北桥区")]
    assert cluster(items, RARITY).story_of == {"a": "a", "b": "b"}


def test_complaints_on_two_roads_are_two_stories() -> None:
    def complaint(name: str, road: str, text: str, hours: float) -> Item:
        return item(name, text, hours, road=road, is_complaint=True)

    noise = "工地凌晨一点还在施工，挖掘机噪音严重扰民"
    items = [
        complaint("a", "文庙街", f"文庙街{noise}", 0),
        complaint("b", "锦纺巷", f"锦纺巷{noise}", 1),
        complaint("c", "", noise, 2),
        complaint("d", "湖滨路", f"湖滨路与文庙街交叉口{noise}", 3),
    ]
    assert grouped(cluster(items[:2], RARITY)) == {frozenset("a"), frozenset("b")}
    assert grouped(cluster([items[0], items[2], items[3]], RARITY)) == {frozenset("acd")}


def test_the_title_is_an_articles() -> None:
    article = Item("n", "市城管局通报锦纺巷推搡事件", FIGHT[0], START + timedelta(hours=9), is_press=True)
    found = cluster([item("a", FIGHT[0]), article, item("b", FIGHT[1], 10)], RARITY)
    assert [story.title for story in found.stories] == ["市城管局通报锦纺巷推搡事件"]


def test_without_a_title_the_text_begins_it() -> None:
    found = cluster([item("a", "很长的一句话" * 20)], RARITY)
    assert [len(story.title) for story in found.stories] == [40]


def test_a_first_post_without_the_later_words_is_folded_in() -> None:
    first = item("a", "刚才锦纺巷出事了，摊车翻了一地")
    later = [item(f"b{n}", FIGHT[n % 3].replace("锦纺巷", ""), n / 10 + 1) for n in range(4)]
    link = [item(f"c{n}", FIGHT[n % 3] + "刚才出事", n / 10 + 2) for n in range(4)]
    found = cluster([first, *later, *link], RARITY)
    assert len(set(found.story_of.values())) == 1


def test_stories_that_stood_before_are_never_folded() -> None:
    old = [item(f"o{n}", FIGHT[n], n / 10, story="old") for n in range(3)]
    other = [item(f"p{n}", FIGHT[n], n / 10, story="other") for n in range(3)]
    found = cluster([*old, *other, *(item(f"b{n}", FIGHT[n], 1) for n in range(3))], RARITY)
    assert set(found.story_of) == {"b0", "b1", "b2"}
    assert set(found.story_of.values()) <= {"old", "other"}


def test_nothing_is_nothing() -> None:
    assert cluster([], rarity_of([])) == Clustering({}, [])


def test_a_text_without_chinese_is_a_story_of_its_own() -> None:
    assert cluster([item("a", "ok 123"), item("b", "ok 123", 1)], RARITY).story_of == {"a": "a", "b": "b"}
