"""Number the pages of a compilation: Roman numerals before its sections, figures from there on; its running heads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engross.batch.compilation.second_words import name_heads
from engross.batch.compilation.set_quire import SetText
from engross.batch.volume.bind import next_start
from engross.editions.typeset.compilation import HeadLeaf, shorten_head
from engross.editions.typeset.paper import measure_of_heads
from engross.editions.typeset.widths import width_in_em
from engross.grammars.language import load_language
from engross.grammars.numbering import spell_roman
from engross.model.compilation import Compilation, CompiledText, Section
from engross.model.paper import Format

# Around a head of the other direction than the book's: its number stands where it begins (UAX 9, 2.4.2).
ISOLATES, ISOLATE_END = {"rtl": "\u2067", "ltr": "\u2066"}, "\u2069"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages that are bound together: the page that they begin on, from 1, how many they are, what they show.

    ``head``: the title in their running heads. ``texts``: what stands on them, with pages counted from their first.
    """

    page: int
    pages: int
    head: str = ""
    texts: tuple[SetText, ...] = ()

    @property
    def last(self) -> int:
        """The last page."""
        return self.page + self.pages - 1


def place_stretches(extents: Sequence[tuple[int, str, tuple[SetText, ...]]]) -> tuple[Stretch, ...]:
    """Return stretches one behind the other, each on a right-hand page; ``extents``: pages, head and texts of each."""
    placed: list[Stretch] = []
    for pages, head, texts in extents:
        placed.append(Stretch(find_start(placed[-1].last if placed else 0), pages, head, texts))
    return tuple(placed)


def find_start(last: int) -> int:
    """Return the first right-hand page behind ``last`` pages."""
    return next_start(last) + 1


def number_texts(book: Compilation, openings: Sequence[int], quires: Sequence[Stretch]) -> Compilation:
    """Return the compilation with the pages of its sections and texts. ``openings``: the page of each section."""
    page_of = {text.symbol: quire.page + text.first - 1 for quire in quires for text in quire.texts}

    def number_text(text: CompiledText) -> CompiledText:
        return replace(text, page=page_of[text.symbol])

    def number_section(section: Section, page: int) -> Section:
        return replace(section, texts=tuple(map(number_text, section.texts)), page=page)

    pairs = zip(book.sections, openings, strict=True)
    return replace(book, sections=tuple(number_section(section, page) for section, page in pairs))


def list_leaves(
    book: Compilation, stretches: Sequence[Stretch], page_format: Format, *, is_roman: bool = False
) -> Iterator[HeadLeaf]:
    """Yield what each page has at its head and foot, in order, empty pages between stretches too.

    A left-hand page has the number of the first text on it, a right-hand one that of the last; in a book of two
    languages the head of a right-hand page is in the second. Where notes of several texts stand at the foot of a page,
    the number of each stands beside its first one: each text begins its notes with 1.
    """
    heads = name_heads(book)
    numbers = {text.symbol: text.number for text in book.texts}
    room = measure_of_heads(page_format, load_language(book.language), is_wide=bool(book.beside))
    widest = max(numbers.values(), key=width_in_em, default="")
    at = 0
    for stretch in stretches:
        yield from (HeadLeaf() for _ in range(at, stretch.page - 1))
        for page in range(stretch.page, stretch.last + 1):
            folio = spell_roman(page) if is_roman else str(page)
            outer = _find_number(stretch, page, numbers)
            has_head = stretch.head and (stretch.texts or page > stretch.page)
            is_second = bool(heads) and page % 2 == 1
            language = load_language(book.languages[is_second])
            title = heads.get(stretch.head, stretch.head) if is_second else stretch.head
            head = shorten_head(title, widest, language, room) if has_head else ""
            if head and language.direction != load_language(book.language).direction:
                head = f"{ISOLATES[language.direction]}{head}{ISOLATE_END}"
            yield HeadLeaf(outer, head, folio, language.tag, tuple(_find_notes(stretch, page, numbers)))
        at = stretch.last


def _find_notes(stretch: Stretch, page: int, numbers: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Yield the numbers of texts whose notes share a page, each with the height of its first note there."""
    for text in stretch.texts:
        yield from ((numbers[text.symbol], height) for own, height in text.notes if own == page - stretch.page + 1)


def _find_number(stretch: Stretch, page: int, numbers: Mapping[str, str]) -> str:
    own = page - stretch.page + 1
    on_page = [text.symbol for text in stretch.texts if text.first <= own <= text.last]
    if not on_page:
        return ""
    return numbers[on_page[0] if page % 2 == 0 else on_page[-1]]
