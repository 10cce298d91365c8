"""The catalogue of a run in two readers: walked from the root to a book that is opened, in both forms.

foliate-js reads it in Chromium, and opens the book in the reader's page; Thorium's parser (r2-opds-js) reads the same.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from engross.batch.library import SiteOptions, make_library
from engross.verify.check.npm import CLEAN_ENVIRONMENT, find_script, prepare_tools
from tests.library_run import make_run
from tests.promises import TOOLS

pytestmark = [pytest.mark.process, pytest.mark.needs("reader")]

SCRIPT = Path(__file__).with_name("opds.mjs")
SECONDS = 1800  # ends a browser that hangs, not a slow machine
STEPS = ("中文", "机关", "大会", "第99届会议", "全部")
BOOK = "A_RES_99_7.zh.epub"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the site of the invented run."""
    folder = tmp_path_factory.mktemp("opds")
    make_library(SiteOptions(make_run(folder), folder / "site"))
    return folder / "site"


@pytest.fixture(scope="module")
def seen(site: Path) -> dict[str, Any]:
    """Return what the readers saw."""
    tools = prepare_tools("reader", TOOLS)
    steps = site.with_name("steps.json")
    steps.write_text(json.dumps(STEPS), "utf-8")
    reader = find_script("reader", "reader.mjs").parent
    words = (tools.node, SCRIPT, site, tools.folder / "node_modules", tools.chromium, reader, steps)
    command = (*CLEAN_ENVIRONMENT, *map(str, words))
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("form", ["atom", "json"])
def test_a_reader_comes_from_the_root_to_the_files(seen: dict[str, Any], site: Path, form: str) -> None:
    found = seen[form]
    assert found["title"] == "A/RES/99/7 灯塔的灯"
    assert found["publications"] == 3
    folder = site / "A/RES/99/7/zh"
    sizes = {kind: (folder / f"A_RES_99_7.zh.{ending}").stat().st_size for kind, ending in TYPES.items()}
    assert found["acquired"] == sizes
    assert [width for width, _ in found["pictures"]] == [360, 120]


TYPES = {"application/epub+zip": "epub", "application/pdf": "pdf"}


@pytest.mark.parametrize("form", ["atom", "json"])
def test_a_reader_shows_facets_with_the_one_in_use(seen: dict[str, Any], form: str) -> None:
    facets = dict(seen[form]["facets"])
    assert [*facets] == ["语文", "机关", "届会", "委员会"]
    assert [title for title, _, is_active in facets["语文"] if is_active] == ["中文"]
    assert {int(count) for links in facets.values() for _, count, _ in links} == {3}
    assert all(sum(is_active for _, _, is_active in links) == 1 for links in facets.values())


@pytest.mark.parametrize("form", ["atom", "json"])
def test_thorium_reads_every_feed_on_the_way(seen: dict[str, Any], form: str) -> None:
    feeds = seen[form]["thorium"]
    assert len(feeds) == len(STEPS) + 1
    for feed, step in zip(feeds, STEPS, strict=False):
        assert step in [link["title"] for link in feed["navigation"]]
    last = feeds[-1]
    assert [one["metadata"]["title"] for one in last["publications"]] == [
        "A/RES/99/7 灯塔的灯", "A/RES/99/8 灯油", "A/RES/99/9 港口的雾",
    ]  # fmt: skip
    links = last["publications"][0]["links"]
    acquired = {link["type"] for link in links if link["rel"] == "http://opds-spec.org/acquisition/open-access"}
    assert acquired == {*TYPES}
    assert [image["type"] for image in last["publications"][0]["images"]] == ["image/png", "image/png"]
    assert len(last["facets"]) == 4
    assert last["metadata"]["numberOfItems"] == 3


def test_the_book_that_was_found_opens_in_the_reader(seen: dict[str, Any]) -> None:
    assert seen["atom"]["book"].endswith(f"/{BOOK}")
    assert seen["json"]["book"].endswith(f"/{BOOK}")
    assert seen["opened"]["title"] == "A/RES/99/7 灯塔的灯"
    assert seen["opened"]["language"] == "zh-Hans"
    assert seen["opened"]["contents"]
