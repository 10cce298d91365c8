"""Spell out the ligatures of Latin letters, which extractors keep as one character each: \ufb01 for fi."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from engross.readers.lines.lines import TEXT_LINE, Line
from engross.readers.lines.word_repair import WordRepair

LIGATURE = re.compile("[\ufb00-\ufb06]")
LIGATURE_WORD = re.compile("(?<!\\w)\\w*[\ufb00-\ufb06]\\w*")


def spell_out_ligatures(lines: list[Line]) -> tuple[list[Line], tuple[WordRepair, ...]]:
    """Return lines with their ligatures as letters, and a repair for each word that had one, once."""
    out: list[Line] = []
    repairs: dict[str, WordRepair] = {}
    for line in lines:
        has_ligature = line.kind == TEXT_LINE and line.calls is None and LIGATURE.search(line.text)
        out.append(replace(line, text=_spell_out(line.text)) if has_ligature else line)
        for word in LIGATURE_WORD.findall(line.text) if has_ligature else ():
            repairs.setdefault(word, WordRepair(line, word, _spell_out(word)))
    return out, tuple(repairs.values())


def _spell_out(text: str) -> str:
    return LIGATURE.sub(lambda found: unicodedata.normalize("NFKD", found[0]), text)
