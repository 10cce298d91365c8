"""What all tests share: ``--accept``, needs that a machine may not meet, and the line that tells of them."""

from __future__ import annotations

import os

import pytest

from tests.promises import MISSING, find_unmet, summarize


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--accept``."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected files of case folders")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose need is not met; in CI it fails, unless no machine can be made to meet it."""
    unmet = find_unmet(name for marker in item.iter_markers("needs") for name in marker.args)
    if unmet and os.environ.get("CI") and not unmet.may_lack:
        pytest.fail(f"{MISSING}{unmet.name}: ./press test should have brought it", pytrace=False)
    if unmet:
        pytest.skip(f"{MISSING}{unmet.name}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say in one line, the last of the run, which promises were not tested."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    reports = reporter.getreports("skipped")
    if line := summarize(report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple)):
        reporter.write_line(line, yellow=True)
