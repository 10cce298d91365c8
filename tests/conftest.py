"""What all tests share: ``--accept`` rewrites the expected files of case folders."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--accept``."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected files of case folders")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten."""
    return bool(request.config.getoption("--accept"))
