"""Mutants of the cases: no change that keeps a file XML makes it unreadable, and none loses a character."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from engross.model.notice import Refusal
from engross.model.reading import Overrides
from engross.readers import structure
from engross.readers.load import load_source
from tests.cases import folders, source_of
from tests.generators.broken import FAULTS, FORMS
from tests.generators.damage import TREES
from tests.generators.mutants import judged, looked_at, mutants, pressed, ways
from tests.generators.mutations import BLOCKS, HOLDERS, INLINES, RUNS

# All but the one named only by its number and opening words: a change to these is rightly refused.
NAMED = [f for f in folders("structure") if f.name.startswith("akn-") and f.name != "akn-decision-numbered"]
SOURCES = [source_of(folder) for folder in NAMED]
SEED = 1
EACH = 25


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parent.name)
def test_a_mutant_is_read_without_loss(source: Path, tmp_path: Path) -> None:
    verdicts = [judged(mutant, tmp_path) for mutant in mutants(source, SEED, EACH)]
    assert [(one.mutant.kind, one.mutant.name, one.fault) for one in verdicts if one.fault] == []
    assert len(verdicts) == EACH
    assert any(not one.refused for one in verdicts)


@pytest.mark.slow
def test_a_mutant_is_pressed_and_clean(tmp_path: Path) -> None:
    source = next(path for path in SOURCES if path.parent.name == "akn-points")
    made = [pressed(mutant, tmp_path, n) for n, mutant in enumerate(mutants(source, SEED, 9)) if mutant.kind == "block"]
    assert made
    assert [(one.mutant.name, one.fault) for one in looked_at(made) if one.fault] == []


def test_text_that_is_told_and_read_in_its_place_is_no_fault(tmp_path: Path) -> None:
    source = next(path for path in SOURCES if path.parent.name == "akn-points")
    name = "attachment-statement at the beginning, cover"
    mutant = next(one for one in mutants(source, SEED, None) if one.name == name)
    assert judged(mutant, tmp_path).fault == ""


def test_a_seed_is_one_choice_and_another_seed_another() -> None:
    source = SOURCES[0]
    first, again, other = ([m.data for m in mutants(source, seed, 12)] for seed in (1, 1, 2))
    assert first == again != other


def test_every_way_changes_some_case() -> None:
    """A way that no case has a place for would never be tried."""
    run = {f"{what}, {place}" for kind, name in ways() if kind == "run" for what, place in [name.split(", ")]}
    assert len(run) == len(INLINES) * len(RUNS)
    assert len(ways()) == len(run) + len(BLOCKS) * len(HOLDERS) + len(TREES) + len(FORMS) + len(FAULTS)
    roots = [etree.parse(path).getroot() for path in SOURCES if _well_formed(path)]
    for path in (*RUNS.values(), *HOLDERS.values()):
        assert any(root.find(path) is not None for root in roots), path


def _well_formed(path: Path) -> bool:
    try:
        etree.parse(path)
    except etree.XMLSyntaxError:
        return False
    return True


def test_a_change_that_loses_words_is_refused_at_its_place(tmp_path: Path) -> None:
    whole = next(path for path in SOURCES if path.parent.name == "akn-points").read_bytes()
    for said in (whole + whole, whole + b"kestrel", b"kestrel " + whole, whole[: len(whole) // 2]):
        path = tmp_path / "in.xml"
        path.write_bytes(said)
        with pytest.raises(Refusal, match="ill-formed") as refusal:
            structure(load_source(path)[0], Overrides())
        assert refusal.value.where.line > 0
