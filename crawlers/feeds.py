"""Feed addresses that Scrapy's FEEDS can write to (file, ftp, s3, gs), as a place to put whole files. Imports nothing of ours."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.utils.misc import build_from_crawler, load_object

# An answer on a screen is no place; everything else that Scrapy ships with is one.
_NO_PLACE = frozenset({"", "stdout"})


class FeedAddressError(ValueError):
    """A feed address that nothing here can write to; the arguments are the address without its password, and why."""

    def __str__(self) -> str:
        return f"{self.args[0]}: {self.args[1]}"


class Feed:
    """A folder at a feed address; files in it are written whole, over what has their name."""

    def __init__(self, address: str) -> None:
        """Raises FeedAddressError for an address of an unknown form and for a library that is not installed."""
        self._address = address.rstrip("/")
        settings = Settings()
        self._crawler = Crawler(Spider, settings)
        self._spider = Spider("feed")
        self._spider.crawler = self._crawler
        scheme = urlsplit(address).scheme
        places = settings.getdict("FEED_STORAGES_BASE")
        if scheme in _NO_PLACE or scheme not in places:
            raise FeedAddressError(self.place, f"not one of {', '.join(sorted(set(places) - _NO_PLACE))}")
        self._kind: Any = load_object(places[scheme])
        self._storage("probe")

    @property
    def place(self) -> str:
        """The address without name and password."""
        return re.sub(r"//[^@/]*@", "//", self._address)

    async def put(self, name: str, content: bytes) -> None:
        """Write a file of the folder; raises whatever the library of this kind of address does."""
        storage = self._storage(name)
        file = storage.open(self._spider)
        file.write(content)
        file.flush()
        stored = storage.store(file)
        if stored is not None:
            await stored.asFuture(asyncio.get_running_loop())

    def _storage(self, name: str) -> Any:
        address = f"{self._address}/{name}"
        try:
            # Written anew after a kill, a file replaces what stands there in half.
            return build_from_crawler(self._kind, self._crawler, address, feed_options={"overwrite": True})
        except (NotConfigured, ValueError, AssertionError, ImportError) as error:
            raise FeedAddressError(self.place, str(error) or "no host or bucket") from error
