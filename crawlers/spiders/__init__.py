"""One spider a kind of source. May import crawlers.*."""

from crawlers.sources import Kind
from crawlers.spiders.feed import FeedSpider
from crawlers.spiders.forum import ForumSpider
from crawlers.spiders.hot_list import HotListSpider
from crawlers.spiders.listing import ListingSpider
from crawlers.spiders.message_board import MessageBoardSpider
from crawlers.spiders.sitemap import SitemapSpider
from crawlers.spiders.weibo_search import WeiboSearchSpider
from crawlers.visiting import SourceSpider

SPIDERS: dict[Kind, type[SourceSpider]] = {
    Kind.FEED: FeedSpider,
    Kind.LISTING: ListingSpider,
    Kind.SITEMAP: SitemapSpider,
    Kind.FORUM: ForumSpider,
    Kind.WEIBO_SEARCH: WeiboSearchSpider,
    Kind.MESSAGE_BOARD: MessageBoardSpider,
    Kind.HOT_LIST: HotListSpider,
}
