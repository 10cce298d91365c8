"""What holds for every redline: each version can be taken out of it again, character for character."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engross.collate.restore import restore_version
from engross.model.text import folded_streams
from engross.model.tree import Resolution
from tests.property.resolutions import RESOLUTIONS
from tests.property.test_write_properties import SLOW
from tests.redline import lines_of, lines_out_of_json, redline_of


@pytest.mark.slow
@SLOW
@given(st.lists(RESOLUTIONS, min_size=2, max_size=3))
def test_each_version_comes_out_of_a_redline_as_it_went_in(resolutions: list[Resolution]) -> None:
    resolutions = [replace(resolution, language="en") for resolution in resolutions]
    redline = redline_of(*resolutions)
    for n, resolution in enumerate(resolutions):
        assert folded_streams(restore_version(redline, n)) == folded_streams(resolution)
        assert lines_out_of_json(redline, n) == lines_of(resolution)
