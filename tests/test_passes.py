"""Each pass alone: a folder under cases/passes/<pass> holds a source, and what this one pass makes of it.

``out.txt``: the tree before and after it, a line for each block (see outline), ``-`` and ``+`` where it changed; then
the notices of the pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from engross.grammars.language import Language, load_language
from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import Overrides, Reading
from engross.model.tree import Resolution, Where
from engross.passes.identify import assign_ids
from engross.passes.lead import mark_lead_words
from engross.passes.order import tell_faults_once
from engross.readers import structure
from engross.readers.load import load_source
from tests.cases import HERE, expect, folders, source_of
from tests.outline import changes, outline

# Each pass by the name of its folder: its module under engross.passes and its function there.
PASSES = {
    "check-lead": ("check_lead", "check_lead_words"),
    "cite": ("cite", "mark_citations"),
    "compare-dates": ("compare_dates", "compare_dates"),
    "dates": ("dates", "drop_impossible_dates"),
    "even": ("even", "complete_tables"),
    "identify": ("identify", "assign_ids"),
    "join": ("join", "join_document_inlines"),
    "lead": ("lead", "mark_lead_words"),
    "name-organ": ("name_organ", "name_organ"),
    "nest": ("nest", "nest_points"),
    "order": ("order", "check_numbers"),
    "repeat-calls": ("repeat_calls", "link_repeated_calls"),
    "settle": ("settle", "settle_white_space"),
    "spaces": ("spaces", "mend_spaces"),
    "spell-days": ("spell_days", "spell_session_days"),
    "struck": ("struck", "report_struck_words"),
    "votes": ("votes", "check_votes"),
}
Made = tuple[Resolution, tuple[Notice, ...]]
# How to call passes that take more than a resolution, or return more or less than one.
CALLS: dict[str, Callable[[Any, Reading, Language], Made]] = {
    "check-lead": lambda step, reading, _: (reading.resolution, step(mark_lead_words(reading.resolution))),
    "cite": lambda step, reading, lang: step(reading.resolution, lang, reading.links),
    "compare-dates": lambda step, reading, lang: (reading.resolution, step(reading.resolution, lang)),
    "dates": lambda step, reading, _: step(reading.resolution),
    "name-organ": lambda step, reading, lang: step(reading.resolution, lang),
    "spaces": lambda step, reading, lang: step(reading.resolution, lang),
    "spell-days": lambda step, reading, lang: step(reading.resolution, lang),
    "nest": lambda step, reading, _: step(reading.resolution),
    "order": lambda step, reading, _: (reading.resolution, step(reading.resolution)),
    "repeat-calls": lambda step, reading, _: (step(assign_ids(reading.resolution)), ()),  # links lead to ids
    "settle": lambda step, reading, lang: (step(reading.resolution, tight=lang.words["reading"]["tight"]), ()),
    "struck": lambda step, reading, _: (reading.resolution, step(reading.resolution)),
    "votes": lambda step, reading, lang: (reading.resolution, step(reading.resolution, lang)),
}
CASES = [case for name in PASSES for case in folders(f"passes/{name}")]


def call(name: str, reading: Reading) -> Made:
    """Return what a pass makes of a reading, and its notices."""
    module, function = PASSES[name]
    step = getattr(import_module(f"engross.passes.{module}"), function)
    if name in CALLS:
        return CALLS[name](step, reading, load_language(reading.resolution.language))
    return step(reading.resolution), ()


def test_number_that_was_lost_is_told_once() -> None:
    """What else the paragraph may be is left out; the doubt about another paragraph is not."""
    doubt = {"text": "Keepers", "role": "a heading", "other": "an operative paragraph"}
    lost = make_notice(Code.NUMBER_LOST, Where("a.txt", 11), text="Keepers", number=2)
    doubts = [make_notice(Code.ROLE_DOUBTFUL, Where("a.txt", line), **doubt) for line in (11, 12)]
    assert tell_faults_once([*doubts, lost]) == (doubts[1], lost)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_pass(folder: Path, accept: bool) -> None:
    reading = structure(load_source(source_of(folder))[0], Overrides())
    after, notices = call(folder.parent.name, reading)
    notice_lines = "".join(f"! {notice.code.slug} ({notice.where}): {notice.message}\n" for notice in notices)
    expect(folder / "out.txt", changes(outline(reading.resolution), outline(after)) + notice_lines, accept)
    assert call(folder.parent.name, replace(reading, resolution=after))[0] == after, "what is done stays done"


def test_every_pass_has_its_cases() -> None:
    modules = {path.stem for path in (HERE.parent.parent / "engross" / "passes").glob("*.py")}
    aids = {"__init__", "citing_span", "owners", "same", "web"}  # used by passes; each has tests by its name
    assert {module for module, _ in PASSES.values()} == modules - aids
    assert {folder.name for folder in folders("passes")} == set(PASSES)
