"""What all tests share: ``--accept``, ``--fast``, and skips for what a machine lacks, summed up in the last line."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.cases")  # so that a case that differs shows its difference

from tests.processes import Guard  # noqa: E402
from tests.promises import MISSING, find_unmet, summarize  # noqa: E402

GUARD = Guard()
LEFT_OUT = ("process", "slow")  # marks of the tests that --fast leaves out


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--accept`` and ``--fast``."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected files of case folders")
    parser.addoption("--fast", action="store_true", help="leave out what starts processes or takes long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--fast``, deselect the tests marked ``process`` or ``slow``."""
    if config.getoption("--fast"):
        deselected = [item for item in items if any(item.get_closest_marker(mark) for mark in LEFT_OUT)]
        config.hook.pytest_deselected(items=deselected)
        items[:] = [item for item in items if item not in deselected]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Forbid a test and its fixtures to start processes, unless it is marked ``process``."""
    if item.get_closest_marker("process"):
        return (yield)
    with GUARD.forbid():
        return (yield)


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Return whether expected files are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose need is not met; in CI fail it, unless the need is one that a machine may lack."""
    unmet = find_unmet(name for marker in item.iter_markers("needs") for name in marker.args)
    if unmet and os.environ.get("CI") and not unmet.may_lack:
        pytest.fail(f"{MISSING}{unmet.name}: ./press test should have brought it", pytrace=False)
    if unmet:
        pytest.skip(f"{MISSING}{unmet.name}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Write, as the last line of the run, which promises were not tested."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    reports = reporter.getreports("skipped")
    if line := summarize(report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple)):
        reporter.write_line(line, yellow=True)
