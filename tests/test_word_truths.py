"""Official Word files of the corpus, held against truths that were made by eye from their rendered pages.

A truth has the structure alone, no text: see ``structure_lines``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engross.model.request import Request
from engross.pipeline.read import understand_request
from tests.corpus import CORPUS
from tests.outline import changes
from tests.structure_lines import list_structure

TRUTHS = sorted((Path(__file__).parent / "truths" / "word").glob("*.txt"))


@pytest.mark.needs("corpus")
@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.stem)
def test_word_file_has_the_structure_that_a_reader_sees(truth: Path) -> None:
    source = CORPUS / "word" / f"{truth.stem}.docx"
    expected = truth.read_text("utf-8").splitlines()
    read = [*list_structure(understand_request(Request(source, None, source.parent)).resolution)]
    assert read == expected, f"{truth.stem}, truth (-) against reading (+):\n{changes(expected, read)}"
