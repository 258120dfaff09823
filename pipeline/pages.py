"""Tells by address whether two sources show the same page, and marks pages that must not come back. May import crawlers.post."""

from crawlers.post import canonical_url, post_id
from pipeline.personal_addresses import without_person

# No source is called so, so that the mark of a page is the id of no post.
_NO_SOURCE = ""


def page_of(native_id: str, url: str) -> str:
    """The address, as it is stored, of a post that is a page by itself, else ""; one with an id of its own shares its page."""
    return "" if native_id else without_person(canonical_url(url))


def page_mark(page: str) -> str:
    """What is remembered of the address of a page in place of it: 16 hexadecimal digits, as of a post's id."""
    return post_id(_NO_SOURCE, page)
