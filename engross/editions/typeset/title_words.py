"""Keep the words of titles and headings whole at line ends, where a language has no spaces between words.

BudouX, a small model of where Chinese lines may end, finds the words: "实现" is one. A line of a title ends between
two of them; where one is a single character, only before a word that joins ("和") or behind one that closes ("的"), as
the language's data have them (``setting``). Joiners stand at all other places between Han.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from engross.editions.typeset.han_gaps import HAN_CLASS
from engross.editions.typeset.ties import APART_MARK, JOINER, put_ties
from engross.grammars.language import Language
from engross.model.replace_texts import replace_texts, rewrite_masthead
from engross.model.text import INVISIBLE_CHARACTERS
from engross.model.tree import Block, Heading, Inline, Note, Part, Resolution, Text
from engross.model.walk import leaves_of, transform_part_blocks

if TYPE_CHECKING:
    import budoux

MASTHEAD_FIELDS = ("agenda_title", "adoption")
LONGEST_RUN = 10  # Han that stand on one line; a longer run may be parted between any two words
MARKS = re.compile(r"\W+")
BETWEEN_HAN = re.compile(f"(?<={HAN_CLASS})(?={HAN_CLASS})")


def join_title_words(resolution: Resolution, language: Language) -> Resolution:
    """Return the resolution with the words of its titles and headings joined, if nothing stands between words."""
    if not language.words["reading"]["tight"]:
        return resolution
    join_run = partial(_join_run, language=language)

    def join_heading(block: Block) -> Block:
        return replace(block, content=join_run(block.content)) if isinstance(block, Heading) else block

    def join_part(part: Part) -> Part:
        return transform_part_blocks(replace(part, title=join_run(part.title)), join_heading)

    masthead = rewrite_masthead(resolution.masthead, MASTHEAD_FIELDS, partial(join_title_text, language=language))
    title, parts = join_run(resolution.title), tuple(map(join_part, resolution.parts))
    return replace(resolution, masthead=masthead, title=title, parts=parts)


def join_title_text(text: str, language: Language) -> str:
    """Return a title with joiners wherever between Han none of its lines may end."""
    tight: bool = language.words["reading"]["tight"]
    return put_ties([text], _find_joiners(text, language))[0] if tight else text


def _join_run(content: tuple[Inline, ...], language: Language) -> tuple[Inline, ...]:
    leaves = list(leaves_of(content))
    texts = [leaf.text if isinstance(leaf, Text) else APART_MARK for leaf in leaves]
    joined = zip(leaves, put_ties(texts, _find_joiners("".join(texts), language)), strict=True)
    return replace_texts(content, (text for leaf, text in joined if isinstance(leaf, Text)), _keep_note)


def _keep_note(note: Note) -> tuple[Inline, ...]:
    return (note,)


def _find_joiners(text: str, language: Language) -> set[tuple[int, str]]:
    seen = [n for n, character in enumerate(text) if not character.isspace() and character not in INVISIBLE_CHARACTERS]
    bare = "".join(text[n] for n in seen)
    places = [match.start() for match in BETWEEN_HAN.finditer(bare)]
    return {(seen[n], JOINER) for n in set(places) - _find_ends(bare, places, language)}


def _find_ends(bare: str, places: list[int], language: Language) -> set[int]:
    """Return the places between Han at which a line of a title may end."""
    pieces = _load_parser().parse(bare)
    bounds = list(accumulate(map(len, pieces), initial=0))[1:-1]
    words = [MARKS.sub("", piece) for piece in pieces]
    setting = language.words["setting"]
    ends = {
        bound
        for bound, (before, after) in zip(bounds, pairwise(words), strict=True)
        if (len(before) > 1 or before in setting["title_line_ends"])
        and (len(after) > 1 or after in setting["title_line_starts"])
    }
    return ends | {bound for run in _find_long_runs(places, ends) for bound in bounds if bound in run}


def _find_long_runs(places: list[int], ends: set[int]) -> list[range]:
    """Return the runs of places of which none is an end, as long as a line is not to be."""
    inner = [place for place in places if place not in ends]
    groups = (list(group) for _, group in groupby(enumerate(inner), key=lambda pair: pair[1] - pair[0]))
    runs = [range(group[0][1], group[-1][1] + 1) for group in groups]
    return [run for run in runs if len(run) >= LONGEST_RUN]


@cache
def _load_parser() -> budoux.Parser:
    import budoux  # other languages do without it

    return budoux.load_default_simplified_chinese_parser()
