"""The part of a spider that reads the comments under its articles, page after page. May import crawlers.*."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from parsel import Selector
from scrapy.http import Request, Response

from crawlers.answers import BadAnswerError, as_html, as_json
from crawlers.comments import Commented, api_address, comment_rows, comments_in, comments_on, next_cursor
from crawlers.leads import Lead
from crawlers.outcomes import Outcome
from crawlers.post import Post, post_id
from crawlers.source_tables import CommentApi, Comments
from crawlers.visiting import KEPT, SourceSpider, Visit


class CommentSpider(SourceSpider):
    """A spider that may follow an article with its comments; the article is settled once they have all been read."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        # By the whole address: a cursor may stand in what canonical addresses leave out.
        self._answers_asked: set[str] = set()

    def begin(self) -> Iterator[Request]:
        """What a run starts with, and the comments of the articles that came out lately."""
        yield from super().begin()
        if api := self.source.comment_api:
            oldest = (self.recording.now.date() - timedelta(days=api.days)).isoformat()
            for key, seen in list(self.recording.addresses.items()):
                if seen.outcome in KEPT and seen.day >= oldest:
                    yield from self._api_page(api, Commented(post_id(self.source.name, key), self.address(key)), 1, "")

    def settle_with_comments(self, visit: Visit, outcome: Outcome, response: Response, post: Post) -> Iterable[Request]:
        """Settle an article that was kept: at once, or after its comments where the source has any."""
        day = datetime.fromisoformat(post.published_at).date().isoformat()
        if not (self.source.comments or self.source.comment_api):
            self.settle(visit, outcome, response)
            return
        visit.info |= {"outcome": outcome, "response": response, "day": day}
        article = Commented(post.id, post.url)
        if self.source.comments:
            yield from self._on_page(self.source.comments, article, response, visit, visit)
        elif self.source.comment_api:
            requests = list(self._api_page(self.source.comment_api, article, 1, "", visit))
            self._settle_unless(requests, visit)
            yield from requests

    def read_comments(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Keep a further page of comments."""
        self.listed(visit)
        yield from self._on_page(visit.info["comments"], visit.info["article"], response, visit, visit.info["root"])

    def read_api(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Keep an interface's answer with comments, then ask for the next."""
        api: CommentApi = visit.info["api"]
        article: Commented = visit.info["article"]
        try:
            answer = as_json(response)
            rows = comment_rows(answer, api)
        except BadAnswerError:
            self.end(visit, Outcome.BAD_JSON)
            return
        self.listed(visit)
        self._keep_all(comments_in(rows, article, api, self.source, self.recording.now))
        cursor = next_cursor(answer, api)
        number, root = visit.info["number"] + 1, visit.info.get("root")
        is_end = not rows or (api.next and not cursor)
        further = [] if is_end else list(self._api_page(api, article, number, cursor, root))
        self._settle_unless(further, root)
        yield from further

    def end_list(self, visit: Visit, outcome: Outcome) -> None:
        """Comments asked for again that do not come are no gap in a list; the next run asks once more."""
        if "api" in visit.info and "root" not in visit.info:
            self.recording.count(outcome)
        else:
            super().end_list(visit, outcome)

    def _on_page(
        self, declared: Comments, article: Commented, response: Response, visit: Visit, root: Visit
    ) -> Iterable[Request]:
        page = self._tree(response)
        self._keep_all(comments_on(page, article, declared, self.source, self.recording.now))
        further = list(self._next_page(declared, article, page, response, visit, root))
        self._settle_unless(further, root)
        yield from further

    def _next_page(
        self, declared: Comments, article: Commented, page: Selector, response: Response, visit: Visit, root: Visit
    ) -> Iterable[Request]:
        hrefs = page.css(declared.more).xpath("./@href").getall() if declared.more else []
        urls = [response.urljoin(href) for href in hrefs if self.is_link(href)]
        number = visit.info.get("number", 1) + 1
        url = next((url for url in urls if not self.was_asked(url)), None)
        if url and number <= declared.max_pages:
            told = {"comments": declared, "article": article, "number": number, "root": root}
            yield self.ask(Lead(url), self.read_comments, item=False, form=None, **told)
        elif url:
            self._say_more(article, declared.max_pages)

    def _api_page(
        self, api: CommentApi, article: Commented, number: int, cursor: str, root: Visit | None = None
    ) -> Iterable[Request]:
        url = api_address(api, article, number, cursor)
        if not url:
            self.recording.notes.append(f"{article.url} 的地址里没有 comment_api.id 要的编号，评论没有读")
        elif number > api.max_pages:
            self._say_more(article, api.max_pages)
        elif url not in self._answers_asked:  # without {page} there is one answer, and a cursor may turn in a circle
            self._answers_asked.add(url)
            told = {"api": api, "article": article, "number": number} | ({"root": root} if root else {})
            yield self.ask(Lead(url), self.read_api, item=False, form=None, **told)

    def _keep_all(self, found: Iterable[Post | Outcome]) -> None:
        for comment in found:
            if isinstance(comment, Outcome):
                self.recording.count(comment)
            else:
                self.keep(comment, datetime.fromisoformat(comment.published_at))

    def _settle_unless(self, further: list[Request], root: Visit | None) -> None:
        if root and not further:  # only now is nothing left that a kill could lose
            self.settle(root, root.info["outcome"], root.info["response"], root.info["day"])

    def _say_more(self, article: Commented, pages: int) -> None:
        self.recording.notes.append(f"{article.url} 的评论超过{pages}页，后面的没有读")

    def _tree(self, response: Response) -> Selector:
        try:
            return as_html(response)
        except BadAnswerError:
            self.recording.count(Outcome.UNDECODABLE)
            return Selector(text="<html/>")
