"""What holds for every resolution that is written down: it is read again as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from engross import marks
from engross.compare import with_source
from engross.model import Inline, Resolution, Source
from engross.notice import Code
from engross.passes import run
from engross.reading import Wishes
from engross.structure import structure
from engross.walk import joined, placeless
from engross.write import akn, yaml
from tests.property.resolutions import RESOLUTIONS, inlines
from tests.test_akn_out import holds

SCHEMA = Draft202012Validator(json.loads(Path("engross/write/resolution.schema.json").read_text("utf-8")))
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much])


@pytest.mark.slow
@given(inlines())
def test_marks_come_back_as_the_run_that_was_written(run_of: tuple[Inline, ...]) -> None:
    """``read(write(run)) == run`` for every run in its normal form whose notes stand without their blocks."""
    run_of = marks._bare_notes(joined(run_of))
    assert marks.read(marks.write(run_of)).run == run_of


@given(st.text(alphabet="*_[](){}^\\ab1:/ n", max_size=30))
def test_any_text_is_marked_text_or_refused(text: str) -> None:
    """InvalidMarks with a place in the text, never another error; the pieces are the text, escapes apart."""
    try:
        found = marks.read(text)
    except marks.InvalidMarks as invalid:
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
    text = yaml(resolution)
    again = run(structure(Source("a.resolution.yaml", "", "yaml", text.encode(), text), Wishes()))
    assert placeless(again.resolution) == placeless(resolution)
    assert {one.code for one in with_source(again)} <= {Code.NO_TEXT}, "a resolution may be drawn without words"
    assert [error.message for error in SCHEMA.iter_errors(YAML(typ="safe", pure=True).load(text))] == []
    assert yaml(again.resolution) == text


@pytest.mark.slow
@SLOW
@given(RESOLUTIONS, st.sampled_from(["unxml", "guideline"]))
def test_akn_is_valid_and_read_as_the_resolution_that_was_written(resolution: Resolution, profile: str) -> None:
    """Model, XML, model: equal but for the places; the OASIS schema has nothing against the file."""
    holds(resolution, akn(resolution, profile))
