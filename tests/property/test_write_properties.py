"""What holds for every resolution that is written down: it is read again as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from engross.editions.write.akn import write_akn
from engross.editions.write.yaml import write_yaml
from engross.grammars import inline_markup
from engross.model.notice import Code
from engross.model.reading import Overrides
from engross.model.tree import Citation, Inline, Link, Note, Resolution, Source, Styled
from engross.model.walk import join_inlines, remove_places
from engross.passes import run_passes
from engross.readers import structure
from engross.verify.integrity import compare_with_source
from tests.property.resolutions import RESOLUTIONS, inlines
from tests.test_akn_out import holds

SCHEMA = Draft202012Validator(json.loads(Path("engross/model/schemas/resolution.schema.json").read_text("utf-8")))
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


def as_marked(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a run with what marks can hold: notes without blocks, citations without ids."""
    return tuple(map(_as_marked, content))


def _as_marked(item: Inline) -> Inline:
    match item:
        case Note(number):
            return Note(number, ())
        case Citation(inner, symbols, organ):
            return Citation(as_marked(inner), symbols, organ)
        case Styled(style, inner):
            return Styled(style, as_marked(inner))
        case Link(target, inner):
            return Link(target, as_marked(inner))
        case _:
            return item


@pytest.mark.slow
@given(inlines())
def test_marks_come_back_as_the_run_that_was_written(run_of: tuple[Inline, ...]) -> None:
    """``read(write(run)) == run`` for every run in its normal form whose notes stand without their blocks."""
    run_of = as_marked(join_inlines(run_of))
    assert inline_markup.read_markup(inline_markup.write_markup(run_of)).run == run_of


@given(st.text(alphabet="*_[](){}^\\ab1:/ n", max_size=30))
def test_any_text_is_marked_text_or_refused(text: str) -> None:
    """InvalidMarks with a place in the text, never another error; the pieces are the text, escapes apart."""
    try:
        found = inline_markup.read_markup(text)
    except inline_markup.InvalidMarkup as invalid:
        at = invalid.at
    else:
        assert "".join(piece for _, piece in found.pieces) == text
        at = 0
    assert 0 <= at <= len(text)


@pytest.mark.slow
@SLOW
@given(RESOLUTIONS)
def test_yaml_is_read_as_the_resolution_that_was_written(resolution: Resolution) -> None:
    """Model, YAML, model: equal but for the places; the ledger comes out; the schema has nothing against it."""
    text = write_yaml(resolution)
    again = run_passes(structure(Source("a.resolution.yaml", "", "yaml", text.encode(), text), Overrides()))
    assert remove_places(again.resolution) == remove_places(resolution)
    assert {one.code for one in compare_with_source(again)} <= {Code.NO_TEXT}, "a resolution may be drawn without words"
    assert [error.message for error in SCHEMA.iter_errors(YAML(typ="safe", pure=True).load(text))] == []
    assert write_yaml(again.resolution) == text


@pytest.mark.slow
@SLOW
@given(RESOLUTIONS, st.sampled_from(["unxml", "guideline"]))
def test_akn_is_valid_and_read_as_the_resolution_that_was_written(resolution: Resolution, profile: str) -> None:
    """Model, XML, model: equal but for the places; the OASIS schema has nothing against the file."""
    holds(resolution, write_akn(resolution, profile))
