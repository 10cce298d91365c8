"""The model to the model as a setter sees it: invisible joiners and gaps, and nothing else, are added.

What clreq asks and the line breaker does not do: a quarter-em between Han and Latin (3.2.4), no call or mark at a
line's beginning, no single character alone on a last line, a number together with its measure word (3.1.5). Only
spaces and U+2060 are added, so that the bare text stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engross.language import Language
from engross.model import Inline, LineBreak, Note, PageBreak, Resolution, Text, Where
from engross.typeset.marks import dress
from engross.typeset.numbers import JOINER, kept
from engross.walk import Rewrite, rewrite_blocks, rewrite_resolution

APART = "\uffff"  # in place of a call or a line break: no character of any text
HAN = "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
LATIN = "[0-9A-Za-z\u00c0-\u024f%]"
GAP = re.compile(f"(?<={HAN})(?={LATIN})|(?<={LATIN})(?={HAN})")
CLINGING = re.compile("(?<=[^—…])(?=[·～—…])")  # marks that the breaker would let begin a line
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")  # 3 396 308 300 is one number
LAST_TWO = re.compile(f"(?<={HAN})(?={HAN}[^\\w]*$)")


def set_for_print(resolution: Resolution, language: Language) -> Resolution:
    """The same resolution with joiners, and gaps where the language asks for them."""
    tight: bool = language.words["reading"]["tight"]
    turned = language.direction == "rtl"

    def run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        texts = _set(content, tight, turned)
        return _rebuild(content, iter(_with_numbers(content, texts, language)), run)

    return rewrite_resolution(dress(resolution, language), run)


def _leaves(content: tuple[Inline, ...]) -> Iterator[Inline]:
    for item in content:
        if isinstance(item, Text | Note | LineBreak | PageBreak):
            yield item
        else:
            yield from _leaves(item.content)


def _set(content: tuple[Inline, ...], tight: bool, turned: bool) -> list[str]:
    """The set text of each Text leaf of a run, in order."""
    leaves = list(_leaves(content))
    texts = [leaf.text for leaf in leaves if isinstance(leaf, Text)]
    texts = texts if turned else [THOUSANDS.sub("\u00a0", text) for text in texts]
    if not tight or not texts:
        return texts
    texts[-1] = LAST_TWO.sub(JOINER, texts[-1])
    texts = [CLINGING.sub(JOINER, GAP.sub(" ", text)) for text in texts]
    before: int | None = None
    n = -1
    for leaf in leaves:
        if not isinstance(leaf, Text):
            before = None
            continue
        n += 1
        if before is not None and texts[before] and texts[n] and GAP.search(texts[before][-1] + texts[n][0]):
            texts[n] = f" {texts[n]}"
        before = n
    return texts


def _with_numbers(content: tuple[Inline, ...], texts: list[str], language: Language) -> list[str]:
    """The texts, numbers kept with their words; what is no text keeps apart."""
    leaves = list(_leaves(content))
    left = iter(texts)
    pieces = kept([next(left) if isinstance(leaf, Text) else APART for leaf in leaves], language)
    return [piece for leaf, piece in zip(leaves, pieces, strict=True) if isinstance(leaf, Text)]


def _rebuild(content: tuple[Inline, ...], texts: Iterator[str], run: Rewrite) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for item in content:
        if isinstance(item, Text):
            out.append(Text(next(texts)))
        elif isinstance(item, Note):
            out += [Text(JOINER), replace(item, blocks=rewrite_blocks(item.blocks, run))]
        elif isinstance(item, LineBreak | PageBreak):
            out.append(item)
        else:
            out.append(replace(item, content=_rebuild(item.content, texts, run)))
    return tuple(out)
