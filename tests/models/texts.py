"""Small labelled texts written for these tests: every class of every task, with fixed groups."""

from collections.abc import Sequence

from models.judgement import Text
from models.labels import Frame, Issue, Kind, Sentiment, Tone
from models.training_set import Labelled, Labels

BAD = Labels(True, Sentiment.NEGATIVE, Tone.NEGATIVE, (Issue.NOISE_FUME,), (Frame.INACTION,), Kind.COMPLAINT)
PLAIN = Labels(True, Sentiment.NEUTRAL, Tone.NEUTRAL, (Issue.VENDING,), (), Kind.REPORT)
GOOD = Labels(True, Sentiment.POSITIVE, Tone.POSITIVE, (Issue.FACILITIES,), (Frame.SERVICE,), Kind.PRAISE)
OFF = Labels(False, Sentiment.NEUTRAL, Tone.NEUTRAL, (), (), Kind.OPINION)

PLACES = ("东门", "西街", "南巷", "北桥", "中路", "河边", "湖畔", "站前")
MORE_PLACES = (*PLACES, "山脚", "桥头", "城南", "新区", "老街", "港口", "广场", "车站")
PATTERNS = (
    ("{}烧烤店油烟呛人，投诉多次没人管", BAD),
    ("{}夜里噪音吵得睡不着，一直没人管", BAD),
    ("{}将开展占道经营整治，公布安排", PLAIN),
    ("{}公布流动摊贩登记办法的通知", PLAIN),
    ("{}路灯当天修好，感谢城管队员", GOOD),
    ("{}下水道疏通得快，市民点赞感谢", GOOD),
    ("{}新开的电影院爆米花很好吃", OFF),
    ("{}球队昨晚赢了比赛，球迷很开心", OFF),
)


def labelled(places: Sequence[str] = PLACES) -> list[Labelled]:
    """Eight texts of each place, by default sixty-four; the texts of one place are one group."""
    return [
        Labelled(Text(f"{place}-{number}", "", pattern.format(place)), labels, place, "test")
        for place in places
        for number, (pattern, labels) in enumerate(PATTERNS)
    ]
