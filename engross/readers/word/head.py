"""Read what stands above the text of a Word document: masthead, number and title, the organ's enacting words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from engross.grammars.enacting import OTHER_ORGAN, is_other_enacting_line, match_enacting_words
from engross.grammars.language import Language, language_codes, load_language
from engross.grammars.symbol import InvalidSymbol, Symbol, find_symbols, parse, resolution_symbol
from engross.model.text import spell_inlines
from engross.model.tree import Inline, Masthead, Note, Paragraph, Style, Styled, Text
from engross.model.walk import descend_blocks, inlines_of
from engross.readers.common.adoption_line import read_adoption_line
from engross.readers.common.attach_points import FULL_STOPS, classify_marker
from engross.readers.common.end_marks import COMMAS
from engross.readers.lines.head import NUMBER_STOPS, RESOLUTION_NUMBER
from engross.readers.lines.layout_habits import CLAUSE_END_MARKS
from engross.readers.lines.lead_words import has_lead_words
from engross.readers.word.body_items import BodyItem
from engross.readers.word.item_markers import cut_marker
from engross.readers.word.looks import remove_look
from engross.readers.word.notes import cut_leading_characters

SENTENCE_CHARACTERS = 40  # of the shortest sentence that is no line of a masthead
REMARK_OPENINGS = ("*", "[", "(", "（", "［")  # of remarks among the lines of a masthead
MASTHEAD_LINE_CHARACTERS = 160  # characters of the longest line of a masthead


@dataclass(frozen=True, slots=True)
class EnactingWords:
    """The index of the body item with an organ's enacting words, with language and organ."""

    lang: Language
    organ: str
    at: int


def find_enacting_words(items: list[BodyItem], language: str) -> EnactingWords | None:
    """Find the first body item that is an organ's enacting words; None if there is none.

    If no item is, one behind a numbered title may begin with them. ``language``: the only one to try, "" for all.
    """
    numbered = next((index for index, item in enumerate(items) if read_resolution_number(item)), len(items))
    languages = [load_language(code) for code in ((language,) if language else language_codes())]
    for loose in (False, True):
        for lang in languages:
            for index in range(numbered + 1 if loose else 0, len(items)):
                organ = _find_enacting_organ(items[index].text, lang, loose)
                if organ and (loose or _is_enacting(items, index)):
                    return EnactingWords(lang, organ, index)
    return next((words for lang in languages if (words := _find_other_enacting_words(items, lang))), None)


def _is_enacting(items: list[BodyItem], at: int) -> bool:
    """Return whether the name of an organ enacts a text: by its comma, or by the clause below it.

    In some languages a masthead names the organ in the same words.
    """
    below = next((item for item in items[at + 1 :] if item.content), None)
    return items[at].text.endswith(COMMAS) or (below is not None and below.text.endswith(CLAUSE_END_MARKS))


def is_in_other_text(items: list[BodyItem], enacting: EnactingWords) -> bool:
    """Return whether enacting words are those of a draft within a report or a letter.

    A numbered paragraph, or one with a whole sentence, stands above them; titles have styles, remarks have stars.
    """
    above = (item for item in items[: enacting.at] if item.content and not item.rank)
    return any(_is_numbered_clause(item) or _is_sentence(item, enacting.lang) for item in above)


def _is_numbered_clause(item: BodyItem) -> bool:
    number = item.number or cut_marker(item.content, heading=False)[0]
    is_title = bool(read_resolution_number(item))
    return classify_marker(number) == "number" and item.text.endswith(CLAUSE_END_MARKS) and not is_title


def _is_sentence(item: BodyItem, lang: Language) -> bool:
    is_remark = item.text.startswith(REMARK_OPENINGS) or read_adoption_line(item.text, lang) is not None
    return len(item.text) >= SENTENCE_CHARACTERS and item.text.endswith(FULL_STOPS) and not is_remark


def _find_enacting_organ(text: str, lang: Language, loose: bool) -> str:
    """Return the organ whose enacting words, the longest, a text is, or if ``loose`` begins with; "" for none."""
    for organ, end in sorted(match_enacting_words(text, lang), key=lambda found: -found[1]):
        remainder = text[end:]
        if (remainder[:1] in (*COMMAS, " ", "")) if loose else not remainder.strip("".join(COMMAS) + " \t\n"):
            return organ
    return ""


def _find_other_enacting_words(items: list[BodyItem], lang: Language) -> EnactingWords | None:
    """Find the enacting words of a body that engross does not know: they end with a comma, and lead words follow."""
    filled = [n for n, item in enumerate(items) if item.content]
    for n, below in pairwise(filled):
        if not is_other_enacting_line(items[n].text, lang) or has_lead_words(items[n].text, lang):
            continue
        if isinstance(items[below].content[0], Styled) or has_lead_words(items[below].text, lang):
            return EnactingWords(lang, OTHER_ORGAN, n)
    return None


def read_resolution_number(item: BodyItem) -> str:
    """Return the number of a resolution that a body item begins with ("77/213."); "" for none."""
    match = RESOLUTION_NUMBER.fullmatch(" ".join(item.text.split()))
    return match["number"].strip() if match else ""


def join_item_lines(items: list[BodyItem]) -> tuple[Inline, ...]:
    """Join the inlines of body items, each item on a line of its own."""
    content: tuple[Inline, ...] = ()
    for item in (item for item in items if item.content):
        content += (*((Text("\n"),) if content else ()), *item.content)
    return content


def split_number_and_title(items: list[BodyItem]) -> tuple[str, tuple[Inline, ...]]:
    """Return the resolution number in body items, "" if none, and the title without it."""
    content = remove_look(join_item_lines(items), Style.BOLD)
    number = next((read_resolution_number(item) for item in items if item.content), "")
    return number, cut_leading_characters(
        content, _count_number_characters(spell_inlines(content, calls=False), number)
    )


def _count_number_characters(text: str, number: str) -> int:
    """Return how many characters of a text its number takes, counting the white space within."""
    left, at = len("".join(number.split())), 0
    while left:
        left -= not text[at].isspace()
        at += 1
    return at


def list_item_lines(item: BodyItem) -> Iterator[str]:
    """Yield the lines of a paragraph, or of all paragraphs of a table, each with its number."""
    blocks = descend_blocks((item.table,)) if item.table else iter(())
    paragraphs = [(block.number, block.content) for block in blocks if isinstance(block, Paragraph)]
    for number, content in paragraphs or [(item.number, item.content)]:
        for n, line in enumerate(spell_inlines(content, calls=False).split("\n")):
            text = " ".join(f"{number if n == 0 else ''} {line}".split())
            if text:
                yield text


def collect_called_notes(items: list[BodyItem]) -> tuple[Note, ...]:
    """Return the notes that body items call, those in tables after all others."""
    runs = [body_item.content for body_item in items]
    for body_item in items:
        blocks = descend_blocks((body_item.table,)) if body_item.table else iter(())
        runs += [block.content for block in blocks if isinstance(block, Paragraph)]
    return tuple(item for run in runs for item in inlines_of(run) if isinstance(item, Note))


def find_document_symbol(mast: Masthead, number: str, organ: str, others: list[str]) -> Symbol | None:
    """Find the document's symbol in the masthead, a running head, or the number of its title; None without one."""
    if mast.symbol:
        return find_line_symbol(mast.symbol)
    header_symbol = next((symbol for symbol in map(find_line_symbol, others) if symbol), None)
    if header_symbol or not number or not organ:
        return header_symbol
    with suppress(InvalidSymbol):  # a body without a series
        return resolution_symbol(organ, number.rstrip(NUMBER_STOPS))
    return None


def is_symbol_line(line: str) -> bool:
    """Return whether a line is a symbol and nothing else, as only a masthead's is."""
    try:
        parse(line)
    except InvalidSymbol:
        return False
    return True


def find_line_symbol(line: str) -> Symbol | None:
    """Return the symbol that a line is, begins or ends with; None if there is none."""
    try:
        return parse(line)
    except InvalidSymbol:
        edges = (
            one
            for one in find_symbols(line)
            if (one.start == 0 or one.end == len(line)) and len(line) < MASTHEAD_LINE_CHARACTERS
        )
        return next((one.symbols[0] for one in edges if one.symbols), None)
