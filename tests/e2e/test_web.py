"""The reading edition in Chromium, from a telephone to a desk, by mouse and by keys, without scripts.

Screenshots are kept in ``build/web``.
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from engross.pipeline.build import Request, build
from engross.verify.check.npm import CLEAN_ENVIRONMENT, prepare_tools
from tests.cases import HERE, source_of
from tests.promises import ROOT, TOOLS
from tests.test_build import FONTS
from tests.test_epub import SAMPLE

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.needs("axe"), pytest.mark.needs("reader")]

SCRIPT = Path(__file__).with_name("web.mjs")
SHOTS = ROOT / "build" / "web"
SECONDS = 1800  # ends a browser that hangs, not a slow machine
CASES = {
    "en": HERE / "yaml" / "every-shape",
    "ar": HERE / "structure" / "raw-ar-words",
    "parts": HERE / "structure" / "akn-omnibus",
    "table": HERE / "structure" / "akn-uneven-table",
    "vote": HERE / "structure" / "akn-recorded-vote",
    "council": HERE / "structure" / "akn-security-council",
    "notes": HERE / "pages" / "notes-over-pages",
    "tables": HERE / "pages" / "tables-by-kind",
    "rtl": HERE / "pages" / "right-to-left",
    "votes": HERE / "pages" / "votes-over-pages",
}
NAMES = ("zh", *CASES)
LATIN = {"en", "parts", "table", "tables", "vote", "votes", "council"}
WITHOUT_NOTES = {"vote", "votes", "table", "tables", "council"}
SPOILT = {
    ' lang="en"': "",
    "overflow-x: auto": "min-inline-size: 200vw",
    ".note[popover]:popover-open {": ".note.never {",
    ".note[popover]:target {": ".note.never {",
    "top: max(": "margin-block-start: -3rem; top: max(",
    ".permalink,\n  .to-entry": ".never",
    "--faint: #595959": "--faint: #ddd",
    'class="permalink" href="#op-1"': 'class="permalink" href="#nowhere"',
}


def look(pages: list[Path]) -> dict[str, Any]:
    """Return what web.mjs sees of reading editions, by the names of their files."""
    tools, axe = prepare_tools("reader", TOOLS), prepare_tools("axe", TOOLS)
    SHOTS.mkdir(parents=True, exist_ok=True)
    checker = axe.folder / "node_modules" / "axe-core" / "axe.min.js"
    words = (SCRIPT, tools.folder / "node_modules", checker, tools.chromium, SHOTS, *pages)
    command = (*CLEAN_ENVIRONMENT, tools.node, *map(str, words))
    process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert process.returncode == 0, process.stderr
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer


@cache
def seen() -> dict[str, Any]:
    """Return what was seen of every page."""
    with TemporaryDirectory() as folder:
        sources = {"zh": SAMPLE, **{name: source_of(case) for name, case in CASES.items()}}
        asked = (
            Request(source, Path(folder), FONTS, frozenset({"html", "index"}), name=name)
            for name, source in sources.items()
        )
        return look([result.folder / f"{result.name}.html" for result in map(build, asked)])


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_at_any_width_in_either_scheme(name: str) -> None:
    assert seen()[name]["faults"] == {f"{w} {s}": [] for w in (390, 820, 1440) for s in ("light", "dark")}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wider_than_the_screen(name: str) -> None:
    assert seen()[name]["overflow"] == {"390": 0, "820": 0, "1440": 0}


def test_a_line_is_as_long_as_is_read_easily() -> None:
    """60 to 66 letters, 34 to 38 Han characters; fonts of other machines may differ by a tenth."""
    measures = {name: seen()[name]["measure"] for name in NAMES}
    letters = {name: found["1440"]["letters"] for name, found in measures.items() if found["1440"]["letters"]}
    assert {name: count for name, count in letters.items() if name in LATIN and not 54 <= count <= 73} == {}
    assert letters.keys() & LATIN
    assert 34 <= measures["zh"]["820"]["ems"] <= 38


@pytest.mark.parametrize("name", NAMES)
def test_each_note_opens_and_closes_without_scripts(name: str) -> None:
    """By keys it has the focus, which returns to the call; by mouse it pops up, and the page stays where it is."""
    found = seen()[name]
    assert (found["keys"], found["mouse"]) == ([], [])
    assert found["notes"] > 0 or name in WITHOUT_NOTES


@pytest.mark.parametrize("name", NAMES)
def test_notes_stand_in_the_margin_of_a_wide_screen_and_behind_the_text_in_print(name: str) -> None:
    found = seen()[name]
    assert (found["margin"], found["print"]) == ([], {"notes": [], "shown": []})


@pytest.mark.parametrize("name", NAMES)
def test_keys_reach_the_text_and_every_wide_table(name: str) -> None:
    assert (seen()[name]["skip"], seen()[name]["tables"]) == (["skip", "main"], 0)


@pytest.mark.parametrize("name", NAMES)
def test_page_asks_for_nothing_and_its_links_lead_somewhere(name: str) -> None:
    assert (seen()[name]["asked"], seen()[name]["broken"]) == ([], [])


def test_what_is_wrong_is_seen(tmp_path: Path) -> None:
    made = build(Request(source_of(CASES["en"]), tmp_path, FONTS, frozenset({"html"})))
    markup = made.get_edition("html").decode().replace("</main>", '<div class="scroll">x</div></main>')
    for old, new in SPOILT.items():
        assert old in markup, old
        markup = markup.replace(old, new)
    page = tmp_path / "spoilt.html"
    page.write_text(markup, "utf-8")
    found = look([page])["spoilt"]
    rules = {fault.partition(":")[0] for fault in found["faults"]["390 light"]}
    assert {"html-has-lang", "color-contrast"} <= rules
    assert found["overflow"]["390"] > 0
    assert [len(found[walk]) for walk in ("keys", "mouse")] == [found["notes"]] * 2
    assert found["margin"]
    assert found["print"]["shown"]
    assert found["broken"] == ["nowhere"]
