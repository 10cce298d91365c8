"""Count the paragraphs of a source by its marks alone, so that one beyond the bound is refused before it is read.

What the marks do not show is counted when the source has been read (``engross/pipeline/read.py``). A PDF is bounded by
its pages and characters; a Word document's paragraphs are counted when it is unpacked.
"""

from __future__ import annotations

import re
from itertools import islice

from engross.model import limits
from engross.model.notice import Refusal
from engross.model.tree import Role, Source, Where

BLOCK_KEYS = "|".join((*(role.value for role in Role), "heading"))  # in YAML and JSON they say what a block is
LINE_WITH_WORDS = re.compile(r"^[^\S\n]*\S", re.MULTILINE)
# Where a paragraph begins, by the format of its source; of a text, which has no marks, a line with words.
STARTS = {
    "akn": re.compile(r"<(?:[\w.-]+:)?(?:p|heading)(?=[\s/>])"),
    "yaml": re.compile(rf"^[ \t-]*(?:{BLOCK_KEYS}):(?=\s)", re.MULTILINE),
    "json": re.compile(rf'[{{,]\s*"(?:{BLOCK_KEYS})"\s*:'),
    "text": LINE_WITH_WORDS,
    "markdown": LINE_WITH_WORDS,
}


def check_paragraphs(source: Source) -> None:
    """Raise Refusal if the marks of a source show more paragraphs, or lines with words, than engross makes."""
    unit, most = ("lines", limits.LINES) if source.format in ("text", "markdown") else ("paragraphs", limits.PARAGRAPHS)
    starts = STARTS[source.format].finditer(source.text) if source.format in STARTS else ()
    if beyond := next(islice(starts, most, None), None):
        line = source.text.count("\n", 0, beyond.end()) + 1
        raise make_size_refusal(most, Where(source.name, line), unit)


def make_size_refusal(most: int, where: Where, unit: str = "paragraphs") -> Refusal:
    """Return the refusal of a document with more than ``most`` paragraphs, or lines."""
    what = f"the document has more than {most:,} {unit}, which is the most that engross makes"
    return Refusal(what, "give it in parts", where)
