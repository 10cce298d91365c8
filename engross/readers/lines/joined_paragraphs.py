"""Find lines within a paragraph that may begin another: lead words in capitals behind a comma or semicolon.

No clause goes on so. Where the reader joined it nevertheless, as under enacting words without white space, it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from engross.grammars.language import Language
from engross.model.tree import Resolution
from engross.model.walk import blocks_of
from engross.readers.lines.body import BodyMaterial
from engross.readers.lines.lead_words import has_lead_words
from engross.readers.lines.lines import Line

# A clause's mark, with a call or a speck of the scan behind it.
CLAUSE_END = re.compile(r"[,;،؛](?:\s*\d{1,3}|\s*[.·'`])?$")


def find_joined_paragraphs(resolution: Resolution, material: BodyMaterial) -> Iterator[Line]:
    """Yield the lines within paragraphs that may begin one; none in a layout or a language without capitals."""
    starts = {block.where.line for block in blocks_of(resolution)}
    for before, line in pairwise(material.texts):
        is_within = line.number not in starts and line.calls is None and not line.spot and not line.encloses
        if is_within and CLAUSE_END.search(before.text) and _is_paragraph_start(line.text, material.lang):
            yield line


def _is_paragraph_start(text: str, lang: Language) -> bool:
    return text[:1].isupper() and has_lead_words(text, lang)
