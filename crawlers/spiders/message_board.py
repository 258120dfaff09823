"""The unsigned interface of a leaders' message board: messages, handling, replies. May import crawlers.*."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from scrapy.http import Request, Response

from crawlers.answers import BadAnswerError, as_json, objects
from crawlers.leads import Lead
from crawlers.moments import read_api_date
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence, Handling, Post
from crawlers.source_tables import Board
from crawlers.visiting import SourceSpider, Visit
from crawlers.wording import clean, clean_line

_DONE = "已办理"
# An unanswered message older than this is not waited for any more.
_PATIENCE = timedelta(days=180)


class MessageBoardSpider(SourceSpider):
    """Reads each forum from its newest message down to what is known, and on to the oldest one still unanswered."""

    @property
    def board(self) -> Board:
        """The declaration of the board."""
        assert self.source.board is not None  # noqa: S101 - load_sources holds it for this kind
        return self.source.board

    def first(self) -> Iterable[Request]:
        """The newest messages of each forum."""
        for fid in self.board.fids:
            yield self._page(fid, 0, 1, {})

    def read_page(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Keep one page of messages, then go on below the last."""
        try:
            answer = as_json(response)
        except BadAnswerError:
            # An empty answer with status 200 is how the board says "too fast".
            self.end(visit, Outcome.BAD_JSON if response.body.strip() else Outcome.HTTP_429)
            return
        rows = answer.get("responseData") if isinstance(answer, dict) else None
        if not isinstance(rows, list):
            self.end(visit, Outcome.REFUSED if isinstance(answer, dict) and "code" in answer else Outcome.BAD_JSON)
            return
        self.listed(visit)
        self.recording.says_nothing |= not rows
        ended = [self._keep_row(row, visit.info["open"]) for row in objects(rows)]
        yield from self._onward(visit, objects(rows), ended)

    def _onward(self, visit: Visit, rows: list[dict[str, Any]], ended: list[Outcome]) -> Iterable[Request]:
        fid, number, still_open = visit.info["fid"], visit.info["number"], visit.info["open"]
        last = min((tid for row in rows if (tid := _number(row.get("tid")))), default=0)
        if not last or self._nothing_newer(fid, last, ended):
            self.recording.mark(f"open {fid}", json.dumps(still_open))
        elif number < self.board.max_pages:
            yield self._page(fid, last, number + 1, still_open)
        else:
            self.recording.notes.append(f"超过{self.board.max_pages}页，后面的留言没有读")

    def _nothing_newer(self, fid: str, last: int, ended: list[Outcome]) -> bool:
        settled = {Outcome.UNCHANGED, Outcome.OFF_WINDOW, Outcome.DUPLICATE}
        if not (self.caught_up or self.crawl.since) or not settled.issuperset(ended):
            return False
        waited_for: dict[str, str] = json.loads(self.recording.marks.get(f"open {fid}", "{}"))
        longest = (self.recording.now - _PATIENCE).isoformat()
        return last <= min((int(tid) for tid, since in waited_for.items() if since > longest), default=last)

    def _page(self, fid: str, last: int, number: int, still_open: dict[str, str]) -> Request:
        form = {"fid": fid, "lastItem": str(last), "pageSize": str(self.board.page_size), "state": "1"}
        lead = Lead(self.source.start[0])
        return self.ask(lead, self.read_page, item=False, form=form, fid=fid, number=number, open=still_open)

    def _keep_row(self, row: dict[str, Any], still_open: dict[str, str]) -> Outcome:
        post = self._post(row)
        self.recording.fields(
            title=bool(row.get("subject")), date=post is not Outcome.NO_DATE, body=isinstance(post, Post)
        )
        if isinstance(post, Outcome):
            self.recording.count(post)
            return post
        if post.handling and post.handling.state != _DONE:
            still_open[post.native_id] = post.published_at
        return self.keep(post, datetime.fromisoformat(post.published_at))

    def _post(self, row: dict[str, Any]) -> Post | Outcome:
        tid, published = _number(row.get("tid")), read_api_date(row.get("dateline"))
        title, text = clean_line(str(row.get("subject") or "")), clean(str(row.get("content") or ""))
        if not tid:
            return Outcome.BAD_ROW
        if published is None:
            return Outcome.NO_DATE
        if not (title or text):
            return Outcome.NO_BODY
        return Post(
            source=self.source.name,
            channel=self.source.channel,
            tier=self.source.tier,
            owner=self.source.owner,
            native_id=str(tid),
            url=self.board.post_page.replace("{id}", str(tid)),
            title=title,
            text=text,
            author=clean_line(str(row.get("nickName") or "")),
            outlet=self.source.outlet,
            published_at=published.isoformat(),
            date_confidence=DateConfidence.EXACT,
            collected_at=self.recording.now.isoformat(),
            region=clean_line(str(row.get("forumName") or "")) or self.source.region,
            handling=_handling(row),
        )


def _handling(row: dict[str, Any]) -> Handling:
    replied = read_api_date(row.get("answerDateline"))
    return Handling(
        state=clean_line(str(row.get("stateInfo") or "")),
        unit=clean_line(str(row.get("answerOrganization") or "")),
        reply=clean(str(row.get("answerContent") or "")),
        replied_at=replied.isoformat() if replied else "",
    )


def _number(value: Any) -> int:
    return int(value) if str(value).isdigit() else 0
