"""The label sets, and which labels cannot stand together, defined here and nowhere else. Imports nothing."""

from collections.abc import Sequence
from enum import StrEnum

MOST_ISSUES = 2


class Sentiment(StrEnum):
    """The light in which a text puts city management, not how bad the event is."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Tone(StrEnum):
    """The emotional tone of a text as a whole, whoever it is about."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Kind(StrEnum):
    """The kind of speech act."""

    REPORT = "report"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    INQUIRY = "inquiry"
    PRAISE = "praise"
    OPINION = "opinion"


class Issue(StrEnum):
    """The matter a text is about."""

    VENDING = "vending"
    ILLEGAL_CONSTRUCTION = "illegal_construction"
    SANITATION = "sanitation"
    ADVERTISING = "advertising"
    PARKING = "parking"
    CONSTRUCTION_SITE = "construction_site"
    NOISE_FUME = "noise_fume"
    DOGS = "dogs"
    GREENING = "greening"
    FACILITIES = "facilities"
    DEMOLITION = "demolition"
    FIREWORKS = "fireworks"
    ENFORCEMENT = "enforcement"
    OTHER = "other"


class Frame(StrEnum):
    """The story that a text tells about a matter."""

    OFFICER_VIOLENCE = "officer_violence"
    VIOLENCE_AGAINST_OFFICERS = "violence_against_officers"
    CONFLICT_OTHER = "conflict_other"
    MISCONDUCT = "misconduct"
    INACTION = "inaction"
    REBOUND = "rebound"
    SHOWMANSHIP = "showmanship"
    SYMPATHY = "sympathy"
    SERVICE = "service"
    COOPERATION = "cooperation"
    RUMOUR = "rumour"
    OVER_PENALTY = "over_penalty"
    POOR_RESPONSE = "poor_response"
    POLICY_DISPUTE = "policy_dispute"
    HAZARD = "hazard"
    POOR_QUALITY = "poor_quality"


class Contradiction(StrEnum):
    """Labels of one text that cannot all be true: of 6,694 texts labelled by the guidelines none has them."""

    IRRELEVANT_LIGHT = "irrelevant_light"
    IRRELEVANT_MATTER = "irrelevant_matter"
    MANY_ISSUES = "many_issues"
    SAME_TWICE = "same_twice"


def contradiction(
    relevant: bool, sentiment: Sentiment, issues: Sequence[Issue], frames: Sequence[Frame]
) -> Contradiction | None:
    """The first contradiction among the labels of a text, if any; a relevant text may well have no issue."""
    found = {
        Contradiction.IRRELEVANT_LIGHT: not relevant and sentiment is not Sentiment.NEUTRAL,
        Contradiction.IRRELEVANT_MATTER: not relevant and bool(issues or frames),
        Contradiction.MANY_ISSUES: len(issues) > MOST_ISSUES,
        Contradiction.SAME_TWICE: any(len(set(codes)) < len(codes) for codes in (issues, frames)),
    }
    return next((name for name, holds in found.items() if holds), None)


CONTRADICTION_ZH = {
    Contradiction.IRRELEVANT_LIGHT: "不相关的文字，态度只能是中性",
    Contradiction.IRRELEVANT_MATTER: "不相关的文字，事项和说法都不填",
    Contradiction.MANY_ISSUES: "事项最多两个",
    Contradiction.SAME_TWICE: "同一个事项或说法写了两次",
}

SENTIMENT_ZH = {
    Sentiment.NEGATIVE: "负面",
    Sentiment.NEUTRAL: "中性",
    Sentiment.POSITIVE: "正面",
}

TONE_ZH = {Tone.NEGATIVE: "消极", Tone.NEUTRAL: "平和", Tone.POSITIVE: "积极"}

KIND_ZH = {
    Kind.REPORT: "报道",
    Kind.COMPLAINT: "投诉",
    Kind.SUGGESTION: "建议",
    Kind.INQUIRY: "咨询",
    Kind.PRAISE: "表扬",
    Kind.OPINION: "评论",
}

ISSUE_ZH = {
    Issue.VENDING: "占道经营",
    Issue.ILLEGAL_CONSTRUCTION: "违法建设",
    Issue.SANITATION: "市容环卫",
    Issue.ADVERTISING: "户外广告",
    Issue.PARKING: "车辆停放",
    Issue.CONSTRUCTION_SITE: "工地施工",
    Issue.NOISE_FUME: "噪声油烟",
    Issue.DOGS: "养犬管理",
    Issue.GREENING: "园林绿化",
    Issue.FACILITIES: "市政设施",
    Issue.DEMOLITION: "征收拆迁",
    Issue.FIREWORKS: "烟花爆竹",
    Issue.ENFORCEMENT: "执法与队伍",
    Issue.OTHER: "其他事项",
}

FRAME_ZH = {
    Frame.OFFICER_VIOLENCE: "暴力执法",
    Frame.VIOLENCE_AGAINST_OFFICERS: "暴力抗法",
    Frame.CONFLICT_OTHER: "其他冲突",
    Frame.MISCONDUCT: "作风失当",
    Frame.INACTION: "不作为",
    Frame.REBOUND: "整治反弹",
    Frame.SHOWMANSHIP: "作秀",
    Frame.SYMPATHY: "同情弱者",
    Frame.SERVICE: "服务见效",
    Frame.COOPERATION: "共建共治",
    Frame.RUMOUR: "传言辟谣",
    Frame.OVER_PENALTY: "以罚代管",
    Frame.POOR_RESPONSE: "回应失当",
    Frame.POLICY_DISPUTE: "政策争议",
    Frame.HAZARD: "安全隐患",
    Frame.POOR_QUALITY: "做得不好",
}
