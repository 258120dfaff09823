"""The forms in which Chinese sites print articles, each read whole: title, date, source, author and every paragraph."""

import pytest

from crawlers.extraction import extract
from tests.crawlers.shapes import (
    bureaus,
    counties,
    dailies,
    layouts,
    noise,
    notices,
    oddities,
    papers,
    portals,
    regions,
    saved,
    specialists,
    traps,
)
from tests.crawlers.shapes.texts import Shape

PARTS = (
    papers,
    bureaus,
    portals,
    specialists,
    regions,
    oddities,
    dailies,
    notices,
    traps,
    counties,
    layouts,
    noise,
    saved,
)
SHAPES = [shape for part in PARTS for shape in part.SHAPES]


def test_shapes_have_names_of_their_own() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) >= 150


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_shape(shape: Shape) -> None:
    found = extract(shape.html.encode(shape.encoding), shape.url)
    moment = found.published_at[: len(shape.moment)].replace("T", " ")
    assert (found.title, moment, found.source, found.author) == (shape.title, shape.moment, shape.source, shape.author)
    assert found.text.split("\n") == list(shape.text)
    assert [words for words in shape.never if words in found.text] == []
