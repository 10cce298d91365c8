"""Notes that nothing calls: none is lost, whatever stands before it."""

from __future__ import annotations

import pytest

from engross.grammars.language import load_language
from engross.model.text import spell_inlines
from engross.model.tree import Block, Heading, Paragraph, Text
from engross.readers.lines.body import BodyMaterial, place_uncalled_notes
from engross.readers.lines.lines import Line
from engross.readers.lines.note_blocks import RawNote


@pytest.mark.parametrize("blocks", [[], [Heading(1, (Text("Lamps"),))]])
def test_uncalled_note_before_any_paragraph_has_one_of_its_own(blocks: list[Block]) -> None:
    note = RawNote("7", (Line(3, "A note."),), 0)
    material = BodyMaterial("in.txt", load_language("en"), [], [], [note])
    first, *others = place_uncalled_notes(blocks, [note], material)
    assert others == blocks
    assert isinstance(first, Paragraph)
    assert spell_inlines(first.content) == "7"
