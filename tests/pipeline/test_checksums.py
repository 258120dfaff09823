"""Check digits of ID and card numbers."""

import pytest

from pipeline.checksums import id_checksum_holds, luhn_holds


@pytest.mark.parametrize(("number", "holds"), [("11010519491231002X", True), ("110105194912310021", False)])
def test_id_checksum(number: str, holds: bool) -> None:
    assert id_checksum_holds(number) is holds


@pytest.mark.parametrize(("number", "holds"), [("79927398713", True), ("79927398710", False)])
def test_luhn(number: str, holds: bool) -> None:
    assert luhn_holds(number) is holds
