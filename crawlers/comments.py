"""Comments that a site shows openly under an article, as posts with a parent. May import crawlers.*."""

from collections.abc import Iterator
from datetime import datetime

from parsel import Selector

from crawlers.floors import Floor, read_floor
from crawlers.outcomes import Outcome
from crawlers.post import Channel, DateConfidence, Owner, Post, Tier
from crawlers.sources import Comments, Source


def comments_on(
    page: Selector, article: Post, comments: Comments, source: Source, now: datetime
) -> Iterator[Post | Outcome]:
    """Each comment on a page, or what it lacks; whoever owns the site, readers speak here for themselves."""
    for node in page.css(comments.comment):
        floor = read_floor(node, comments.author, comments.time, comments.text, now)
        if floor is None or not floor.text:
            yield Outcome.NO_BODY
        elif floor.published is None:
            yield Outcome.NO_DATE
        else:
            yield _post(floor, floor.published, article, source, now)


def _post(floor: Floor, published: datetime, article: Post, source: Source, now: datetime) -> Post:
    identity = floor.number or floor.digest
    return Post(
        source=source.name,
        channel=Channel.SOCIAL,
        tier=Tier.SELF_MEDIA,
        owner=Owner.INDEPENDENT,
        native_id=f"{article.id}-{identity}",
        url=f"{article.url}#comment-{identity}",
        title="",
        text=floor.text,
        author=floor.author,
        outlet=source.outlet,
        published_at=published.isoformat(),
        date_confidence=DateConfidence.PAGE,
        collected_at=now.isoformat(),
        region=source.region,
        parent_id=article.id,
    )
