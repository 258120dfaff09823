"""Sitemaps, their indexes and news sitemaps, then their articles. May import crawlers.*."""

import gzip
import io
import zlib
from collections.abc import Iterable

from lxml import etree
from scrapy.http import Request, Response

from crawlers.answers import BadAnswerError, as_xml
from crawlers.articles import ArticleSpider
from crawlers.leads import Lead
from crawlers.moments import read_feed_date
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence
from crawlers.visiting import Visit
from crawlers.wording import clean_line

_MAX_DEPTH = 3  # an index of indexes is the most that is met


class SitemapSpider(ArticleSpider):
    """Reads sitemaps, passing over those and the pages that were last changed before the window."""

    def first(self) -> Iterable[Request]:
        """The sitemaps declared."""
        for address in self.source.start:
            yield self.ask(Lead(address), self.read_sitemap, item=False, depth=1)

    def read_sitemap(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Follow a sitemap's pages, or an index's sitemaps."""
        try:
            root = as_xml(unzipped(response.body, self.crawl.max_page_bytes))
        except BadAnswerError:
            self.end(visit, Outcome.BAD_JSON)
            return
        leads = [lead for lead in sitemap_leads(root) if self.is_link(lead.url)]
        if not leads and _name(root) not in {"urlset", "sitemapindex"}:  # a web page, say
            self.end(visit, Outcome.BAD_JSON)
            return
        if _name(root) != "sitemapindex":
            self.remember_list(visit, response)  # an index can stand unchanged while a sitemap below it grows
            yield from self.follow(leads)
            return
        self.listed(visit)
        if visit.info["depth"] < _MAX_DEPTH:
            wanted = (lead for lead in leads if not self.is_before_window(lead) and not self.was_asked(lead.url))
            for lead in wanted:
                yield self.ask(lead, self.read_sitemap, item=False, depth=visit.info["depth"] + 1)


def unzipped(raw: bytes, limit: int) -> bytes:
    """A sitemap's bytes, decompressed where it is a .gz file; raises BadAnswerError for one over the limit."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        with gzip.open(io.BytesIO(raw)) as file:
            text = file.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadAnswerError("broken gzip") from error
    if len(text) > limit:
        raise BadAnswerError("too large")
    return text


def sitemap_leads(root: "etree._Element") -> list[Lead]:
    """The addresses of a sitemap or index; lastmod is a date of change, only news:publication_date one of publication."""
    return [lead for node in root if isinstance(node.tag, str) and (lead := _lead(node)).url]


def _lead(node: "etree._Element") -> Lead:
    found = {_name(child): clean_line(child.text or "") for child in node.iter() if isinstance(child.tag, str)}
    changed = found.get("lastmod", "")
    return Lead(
        found.get("loc", ""),
        found.get("title", ""),
        read_feed_date(found.get("publication_date", "")),
        DateConfidence.EXACT,
        changed=read_feed_date(changed),
        hint=changed,
    )


def _name(node: "etree._Element") -> str:
    return str(etree.QName(node).localname)
