"""The course of one story in the words of a paper: its marks, and what the bureau released. May import reports.reading, formats."""

from reports.formats import cut
from reports.reading import Row

RELEASE_LENGTH = 80


def marks(story: Row) -> list[tuple[str, str]]:
    """When (ISO 8601, the peak a day) and what, in their order; what never happened is left out."""
    found = (
        (story["first_at"], f"首发：{story['first_source']}"),
        (story["first_medium_at"], f"首家媒体：{story['first_medium']}"),
        (story["response_at"], "首次官方回应"),
        (story["peak_day"], "当日信息最多（峰值）"),
        (story["last_at"], "最近一条"),
    )
    return sorted(((str(at), text) for at, text in found if at), key=lambda mark: mark[0])


def released(post: Row) -> str:
    """What a release of the bureau is called in the table of what it did."""
    return cut(post["title"] or post["text"], RELEASE_LENGTH)
