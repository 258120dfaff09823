"""Fixtures that every test folder shares."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts and pages; what needs it is skipped by name where it is not set."""
    folder = os.environ.get("CHENGYU_SHARED", "")
    if not folder:
        pytest.skip("CHENGYU_SHARED is not set: no real texts to test on")
    return Path(folder)
