"""Make the e-books of a compilation: the whole, and each section as one of a series, with the printed pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engross.batch.compilation.arrange import list_held
from engross.batch.compilation.make_lists import CHART, COLOPHON, SYMBOLS, list_back, list_state_votes
from engross.batch.compilation.pack_ebook import EbookInputs, pack_ebook
from engross.batch.compilation.pair_texts import load_pair
from engross.batch.compilation.print_book import BookInputs, PrintedBook
from engross.batch.compilation.read_texts import load_book
from engross.batch.compilation.second_words import (
    explain_list,
    join_heads,
    name_heads,
    name_states,
)
from engross.batch.compilation.set_quire import SetQuire
from engross.editions.typeset.compilation_epub import (
    ID,
    ListFile,
    TextPages,
    lead_outside,
    make_list_sheets,
    make_text_sheets,
    name_text_file,
)
from engross.editions.typeset.compilation_pairs import TITLES_APART, CompiledPair
from engross.editions.typeset.compilation_pairs_epub import make_pair_sheets
from engross.editions.typeset.contents import ContentsEntry
from engross.editions.typeset.page_breaks import find_page_anchors
from engross.editions.typeset.parallel_markup import SIDES
from engross.editions.xhtml_text import parse_document, read_back_documents
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.book import Book, FinishedFile, Sheet
from engross.model.compilation import Compilation, CompiledText, Section
from engross.model.notice import Notice
from engross.model.text import folded_streams
from engross.verify import integrity

EDITORIAL = "editorial-"
BEHIND_ALL = 1 << 30  # an offset beyond the end of every block
TITLE, SECTION = "title", "section"
KINDS = {SYMBOLS: "index", COLOPHON: "colophon"}  # of lists behind the texts (EPUB Structural Semantics 1.1)


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document in the index of symbols of an e-book: its name, its address, the texts that cite it and where.

    ``is_own``: whether it stands in the book; its address is then its file.
    """

    name: str
    href: str
    cited: tuple[tuple[str, str], ...]
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class _SpelledTexts:
    """The texts of a printed book as files: those of each by symbol; the file of each anchor; what differs.

    ``addresses``: at the United Nations, of the text in each file.
    """

    printed: PrintedBook
    sheets: dict[str, tuple[Sheet, ...]]
    files: dict[str, str]
    addresses: dict[str, str]
    notices: tuple[Notice, ...]

    def is_whole(self, book: Compilation) -> bool:
        """Return whether a compilation has all sections of the printed one."""
        return len(book.sections) == len(self.printed.book.sections)


def make_ebooks(
    printed: PrintedBook, inputs: BookInputs, stem: str
) -> tuple[tuple[FinishedFile, ...], tuple[Notice, ...]]:
    """Return the e-books: the whole, then a part for each section if there are several; and what differs in them."""
    spelled = _spell_pairs(printed, inputs) if printed.book.beside else _spell_texts(printed, inputs)
    book, words = printed.book, load_language(printed.book.language)
    packer = EbookInputs(inputs.fonts, book)
    files = [FinishedFile(f"{stem}.epub", _make_ebook(spelled, book, book.title, packer))]
    for n, section in enumerate(book.sections if len(book.sections) > 1 else (), 1):
        part = replace(book, sections=(section,))
        title = words.word("compilation", "section", number=section.number, title=section.title)
        packer = EbookInputs(inputs.fonts, part, book.title, n)
        files.append(FinishedFile(f"{stem}.{n}.epub", _make_ebook(spelled, part, title, packer)))
    return tuple(files), spelled.notices


def _spell_texts(printed: PrintedBook, inputs: BookInputs) -> _SpelledTexts:
    held = {symbol: name_text_file(text) for symbol, text in list_held(printed.book.texts).items()}
    sheets: dict[str, tuple[Sheet, ...]] = {}
    notices: list[Notice] = []
    for quire, made, stretch in printed.quires:
        books = {text.symbol: load_book(inputs.kept[text.symbol]) for text in quire.texts}
        waiting = [*printed.find_gap(stretch)]
        pages = _find_text_pages(quire.texts, books, made, (stretch.page, waiting))
        for text in quire.texts:
            book = books.pop(text.symbol)
            sheets[text.symbol] = make_text_sheets(text, book, pages[text.symbol], held)
            notices += _compare_text(book, sheets[text.symbol])
    return _find_files(printed, sheets, notices)


def _spell_pairs(printed: PrintedBook, inputs: BookInputs) -> _SpelledTexts:
    """Return the texts in two languages as files, without the pages of the printed book, as of bilingual e-books."""
    held = {symbol: name_text_file(text) for symbol, text in list_held(printed.book.texts).items()}
    languages = load_language(printed.book.languages[0]), load_language(printed.book.languages[1])
    sheets: dict[str, tuple[Sheet, ...]] = {}
    notices: list[Notice] = []
    for text in printed.book.texts:
        pair = load_pair(inputs.kept[text.symbol])
        sheets[text.symbol] = make_pair_sheets(text, pair, languages, held)
        notices += compare_pair(pair, sheets[text.symbol])
    return _find_files(printed, sheets, notices)


def _find_files(printed: PrintedBook, sheets: dict[str, tuple[Sheet, ...]], notices: Sequence[Notice]) -> _SpelledTexts:
    """Return texts as files, with the file of each anchor and the address of each file's text."""
    files = {anchor: sheet.name for own in sheets.values() for sheet in own for anchor in ID.findall(sheet.markup)}
    resolver = load_language(printed.book.language).words["language"]["resolver"]
    addresses = {sheet.name: parse(symbol).url(resolver) for symbol, own in sheets.items() for sheet in own}
    return _SpelledTexts(printed, sheets, files, addresses, tuple(notices))


def compare_pair(pair: CompiledPair, sheets: Sequence[Sheet]) -> Iterator[Notice]:
    """Yield what the files of a text in two languages have otherwise than the text in each."""
    if pair.parallel:
        for side, book in zip(SIDES, filter(None, pair.books), strict=True):
            yield from _compare_text(book, sheets, side)
        return
    first, second = pair.books
    for book in filter(None, pair.books):
        mark = f"{second.resolution.language}-" if first and second else ""
        own = (sheet for sheet in sheets if not mark or sheet.name.startswith(mark) is (book is second))
        yield from _compare_text(book, tuple(own))


def _compare_text(book: Book, sheets: Sequence[Sheet], side: str = "") -> tuple[Notice, ...]:
    """Return what the files of a text have otherwise than the text; ``side``: of one of two languages."""
    streams = replace(folded_streams(book.resolution), masthead=())
    text = read_back_documents([parse_document(sheet.markup.encode()) for sheet in sheets], side)
    return integrity.compare_with_model(integrity.ReadBack("EPUB", text), streams, book.resolution)


def _find_text_pages(
    texts: Sequence[CompiledText], books: Mapping[str, Book], made: SetQuire, numbers: tuple[int, Sequence[int]]
) -> dict[str, TextPages]:
    """Return the pages of the printed book that each text has.

    ``numbers``: that of the first page of the quire, and those of empty pages before it.
    """
    first, gap = numbers
    anchors = {text.symbol: find_page_anchors(books[text.symbol].resolution) for text in texts}
    begins = {placed.symbol: placed.first for placed in made.texts}
    starts = {start.page: start for start in made.pages.starts}
    before: dict[str, list[str]] = defaultdict(list)
    marks: dict[str, dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    waiting = [*map(str, gap)]
    for page in range(1, made.pages.pages + 1):
        waiting.append(str(first + page - 1))
        start = starts.get(page)
        owner = next((t for t in texts if start and start.anchor.removeprefix(EDITORIAL).startswith(t.prefix)), None)
        if start is None or owner is None:
            continue
        if begins[owner.symbol] == page:
            before[owner.symbol] += waiting
        elif start.anchor in anchors[owner.symbol]:
            marks[owner.symbol][start.anchor] += [(start.offset, label) for label in waiting]
        else:
            continue
        waiting = []
    if waiting:
        last = texts[-1]
        marks[last.symbol][books[last.symbol].resolution.parts[-1].id] += [(BEHIND_ALL, label) for label in waiting]
    return {
        text.symbol: TextPages(
            tuple(before[text.symbol]),
            tuple((name, tuple(places)) for name, places in marks[text.symbol].items()),
        )
        for text in texts
    }


def _make_ebook(spelled: _SpelledTexts, book: Compilation, title: str, packer: EbookInputs) -> bytes:
    """Return the e-book of a compilation, or of a part of one."""
    places = {text.symbol: name_text_file(text) for text in book.texts}
    beside = name_heads(book).get(title) or (book.beside.title if book.beside else "")
    front = make_list_sheets(book, ListFile(TITLE, title, kind="titlepage", beside=beside), places)
    sections = [_make_section(spelled, book, section, places) for section in book.sections]
    back = [(one, make_list_sheets(book, one, places)) for one in _list_back(spelled, book, places)]
    documents = (*front, *(sheet for _, sheets in sections for sheet in sheets), *(s for _, own in back for s in own))
    inside = frozenset(sheet.name for sheet in documents)
    documents = tuple(lead_outside(sheet, inside, spelled.addresses) for sheet in documents)
    words = load_language(book.language).words
    contents = [
        ContentsEntry(join_heads(book, words["book"]["title_page"]), "title.xhtml"),
        *(entry for entry, _ in sections),
        *(ContentsEntry(join_heads(book, one.heading), one.name) for one, _ in back),
    ]
    index = next((one.name for one, _ in back if one.piece == SYMBOLS), "")
    return pack_ebook(packer, title, documents, (contents, {"first_text": contents[1].href, "index_file": index}))


def _make_section(
    spelled: _SpelledTexts, book: Compilation, section: Section, places: Mapping[str, str]
) -> tuple[ContentsEntry, tuple[Sheet, ...]]:
    """Return the entry of a section in the contents, and its files: its list of texts, then these."""
    words = load_language(book.language)
    heading = words.word("compilation", "section", number=section.number, title=section.title)
    n = [one.number for one in spelled.printed.book.sections].index(section.number)
    stretch = spelled.printed.openings[n]
    pages = spelled.printed.number_pages(stretch, has_gap=spelled.is_whole(book)) if not book.beside else ()
    beside = name_heads(book).get(heading, "")
    one = ListFile(f"{SECTION}-{n + 1}", heading, section.texts, kind="part", pages=pages, beside=beside)
    entries = tuple(
        ContentsEntry(_join_titles(text), places[text.symbol], number=text.number) for text in section.texts
    )
    sheets = (sheet for text in section.texts for sheet in spelled.sheets[text.symbol])
    return ContentsEntry(join_heads(book, heading), one.name, entries), (*make_list_sheets(book, one, places), *sheets)


def _join_titles(text: CompiledText) -> str:
    """Return the title of a text in the languages that it has."""
    titles = (one.title for one in (text, text.beside) if one)
    return TITLES_APART.join(dict.fromkeys(titles))


def _list_back(spelled: _SpelledTexts, book: Compilation, places: Mapping[str, str]) -> Iterator[ListFile]:
    """Yield the lists behind the texts. Votes and documents are listed otherwise than in print, and need no key."""
    for one in list_back(book, list_state_votes(book), tuple(_list_cited(spelled, book, places))):
        stretch = spelled.printed.back.get(one.name) if spelled.is_whole(book) and not book.beside else None
        pages = spelled.printed.number_pages(stretch) if stretch else ()
        about = "" if one.name in (CHART, SYMBOLS) else one.about
        listed = ListFile(one.name, one.title, one.items, about, KINDS.get(one.name, ""), pages)
        said = explain_list(book, one.name) if about else ""
        names = name_states(book) if one.name == CHART else {}
        yield replace(listed, beside=name_heads(book).get(one.title, ""), about_beside=said, names_beside=names)


def _list_cited(spelled: _SpelledTexts, book: Compilation, places: Mapping[str, str]) -> Iterator[CitedDocument]:
    """Yield the documents that the texts cite, in the order of the printed index, each with its places."""
    numbers = {text.symbol: text.number for text in book.texts}
    cited: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for _, made, _ in spelled.printed.quires:
        for text in made.texts:
            for entry in text.index["symbols"] if text.symbol in numbers else ():
                anchors = [at["id"] for at in entry["places"] if at["id"] in spelled.files]
                name = entry["symbol"] or entry["as_printed"]
                # A citation without an address is found by its places alone: it has all of them.
                for anchor in anchors[:1] if entry["url"] else anchors:
                    cited[name].append((numbers[text.symbol], f"{spelled.files[anchor]}#{anchor}"))
    for entry in (entry for group in spelled.printed.groups for entry in group.entries):
        if cited[entry.name] or entry.name in places:
            by_number = sorted(cited[entry.name], key=lambda one: [int(n) for n in re.findall(r"\d+", one[0])])
            own = places.get(entry.name, "")
            yield CitedDocument(entry.name, own or entry.url, tuple(by_number), bool(own))
