"""Posts looked up by many queries that share their conditions. May import reports.backing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.backing import PostLine, Query


@dataclass(slots=True)
class Lookup:
    """The posts of a paper by what they have in each field, read once a field; posts are told by their places."""

    posts: Sequence[PostLine]
    fields: dict[str, dict[str, set[int]]] = field(default_factory=dict)
    met: dict[tuple[str, tuple[str, ...]], frozenset[int]] = field(default_factory=dict)

    def places(self, query: Query) -> frozenset[int]:
        """The places of the posts that `backing.picked` gives for the query."""
        # The smallest first: each further condition is only looked up for what is left.
        found = sorted((self._meeting(name, values) for name, values in query.items()), key=len)
        return frozenset.intersection(*found) if found else frozenset(range(len(self.posts)))

    def _meeting(self, name: str, values: tuple[str, ...]) -> frozenset[int]:
        if (name, values) not in self.met:
            having = self._having(name)
            self.met[name, values] = frozenset().union(*(having.get(value, ()) for value in values))
        return self.met[name, values]

    def _having(self, name: str) -> dict[str, set[int]]:
        if name not in self.fields:
            having: dict[str, set[int]] = {}
            for place, post in enumerate(self.posts):
                for value in post.values(name):
                    having.setdefault(value, set()).add(place)
            self.fields[name] = having
        return self.fields[name]
