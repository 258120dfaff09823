"""What a list says of an address. May import crawlers.post."""

from dataclasses import dataclass
from datetime import datetime

from crawlers.post import DateConfidence


@dataclass(frozen=True, slots=True)
class Lead:
    """What a list says of an address; `changed` is its date of change, `hint` whatever moves when the page does."""

    url: str
    title: str = ""
    published: datetime | None = None
    confidence: DateConfidence = DateConfidence.PAGE
    changed: datetime | None = None
    hint: str = ""
