"""A reader of tags speaks what the model has: every word whole, each note where it is called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from engross.grammars.language import Language, load_language
from engross.grammars.symbol import parse
from engross.model.book import Book, Imprint, SymbolIndex
from engross.model.tree import (
    Annex,
    Block,
    Cell,
    Citation,
    Heading,
    Inline,
    LineBreak,
    Masthead,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Style,
    Styled,
    Table,
    Text,
)
from engross.model.walk import notes_of
from engross.verify.check import validate_pdf
from tests.spoken import by_pdfinfo, of_model, of_tree, words
from tests.tagtree import Element, artifacts, mismatches, tree
from tests.test_pdf import printed

SENTENCES = {
    "zh": "各国应当为图书馆提供经费，并确保所有人不分年龄都能自由使用馆藏图书、期刊和Open Library of the World的目录；",
    "en": "Recalling that well-kept libraries serve everyone, irrespective of circumstances and nationality, "
    "and encouraging international interlibrary arrangements between neighbouring administrations",
    "fr": "Rappelant que les bibliothèques bien tenues, c’est-à-dire ouvertes, servent tout le monde ; "
    "encourageant les arrangements internationaux entre administrations avoisinantes « sans discrimination »",
    "ru": "напоминая о том, что хорошо содержащиеся научно-технические библиотеки обслуживают каждого человека, "
    "и поощряя международные межбиблиотечные договорённости между соответствующими администрациями",
    "ar": "وإذ تشير إلى أن المكتبات التي تحظى بالعناية تخدم الجميع، بصرف النظر عن الظروف والجنسية، "
    "وتشجع الترتيبات الدولية بين المكتبات والإدارات المتجاورة",
}
TITLES = {"zh": "图书馆", "en": "Libraries", "fr": "Bibliothèques", "ru": "Библиотеки", "ar": "المكتبات"}


class Writer:
    """A document under construction, in one language."""

    def __init__(self, code: str) -> None:
        self.sentence, self.code, self.called = SENTENCES[code], code, 0
        self.gap = "" if code == "zh" else " "

    def text(self, times: int) -> Text:
        """Return this many sentences."""
        return Text(self.gap.join([self.sentence] * times))

    def note(self, times: int = 1) -> Note:
        """Return the next note."""
        self.called += 1
        name = f"fn-{self.called}"
        blocks = tuple(Paragraph(Role.PLAIN, (self.text(times),), id=f"{name}-p-{n}") for n in (1, 2)[: times % 2 + 1])
        return Note(str(self.called), blocks, name)

    def run(self, times: int = 2) -> tuple[Inline, ...]:
        """Return a run of lead words, a note, a symbol with a note right after it, and more text."""
        symbol = Citation((Text("A/RES/70/1"),), (parse("A/RES/70/1"),), id=f"cite-{self.called}")
        lead, link = Styled(Style.LEAD, (self.text(1),)), Text(self.gap)
        return (lead, link, self.text(times), self.note(), link, symbol, self.note(times), link, self.text(1))

    def blocks(self, start: str) -> tuple[Block, ...]:
        """Return blocks of all kinds."""
        points = tuple(Paragraph(Role.POINT, self.run(), f"({c})", id=f"{start}-{c}") for c in "ab")
        heads = [Paragraph(Role.PLAIN, (self.text(1), self.note()), id=f"{start}-h{n}") for n in "12"]
        cells = [Paragraph(Role.PLAIN, (self.text(1),), id=f"{start}-r{n}") for n in "12"]
        head, row = (
            tuple(Cell((paragraph,), header=True) for paragraph in heads),
            tuple(Cell((paragraph,)) for paragraph in cells),
        )
        return (
            Heading(3, (self.text(1), self.note(), self.text(1)), id=f"{start}-heading"),
            Paragraph(Role.OPERATIVE, self.run(6), "1.", points, f"{start}-1"),
            Table((head, row), 1, f"{start}-table"),
            Paragraph(Role.OPERATIVE, (self.text(1), LineBreak(), self.text(2), self.note(30)), "2.", id=f"{start}-2"),
        )

    def book(self) -> Book:
        """Return a book of several pages."""
        preamble = tuple(Paragraph(Role.PREAMBULAR, self.run(), id=f"pre-{n}") for n in range(2))
        annex = Annex((Heading(1, (self.text(1),), id="annex-h"), *self.blocks("annex")), "annex")
        closing = (Paragraph(Role.CLOSING, (self.text(1),), id="closing"),)
        part = Part(
            "80/1.",
            (Text(TITLES[self.code]), self.note()),
            (*preamble, *self.blocks("body")),
            closing,
            (annex,),
            id="p",
        )
        resolution = Resolution(parse("A/RES/80/1"), self.code, "ga", (part,), Masthead())
        return Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0"))


@pytest.fixture(scope="module", params=SENTENCES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Path]:
    """A document of each language, and its PDF."""
    book = Writer(request.param).book()
    layout, finished = printed(book)
    assert layout.notices == ()
    path = tmp_path_factory.mktemp("spoken") / f"{request.param}.pdf"
    path.write_bytes(finished.data)
    return book, path


def article(root: Element) -> Element:
    """Return the text of the resolution: the article's first section, without masthead, index and colophon."""
    whole = next(root.all_of("Art"))
    sections: list[Element | str] = [kid for kid in whole.kids if isinstance(kid, Element) and kid.role == "Sect"]
    return replace(whole, kids=sections[:1])


def held(book: Book, root: Element) -> tuple[list[str], list[str]]:
    """Return the words of the model and those of a tree."""
    lang: Language = load_language(book.resolution.language)
    return words(of_model(book.resolution), lang), words(of_tree(article(root)), lang)


@pytest.mark.slow
def test_the_tags_say_what_the_model_has(made: tuple[Book, Path]) -> None:
    book, path = made
    due, found = held(book, tree(path.read_bytes()))
    assert found == due
    assert mismatches(path.read_bytes()) == []
    assert validate_pdf(path) == ()


@pytest.mark.process
@pytest.mark.needs("pdfinfo")
def test_pdfinfo_says_what_the_model_has(made: tuple[Book, Path]) -> None:
    book, path = made
    due, found = held(book, by_pdfinfo(path, load_language(book.resolution.language).direction == "rtl"))
    assert found == due


@pytest.mark.slow
def test_words_were_divided_and_lines_ended_at_spaces(made: tuple[Book, Path]) -> None:
    """Otherwise the tests above would have nothing to find."""
    book, path = made
    said = of_tree(tree(path.read_bytes()))
    assert ("\u00ad" in said) == (book.resolution.language in ("en", "fr", "ru"))
    assert "\u2010" not in said
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) > 2


@pytest.mark.slow
def test_the_file_says_what_it_is_once(made: tuple[Book, Path]) -> None:
    book, path = made
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        names = list(root.StructTreeRoot.IDTree.Names)[::2]
        assert len(names) == len(set(map(str, names))) == len(list(notes_of(book.resolution)))
        assert str(root.Lang).startswith(book.resolution.language)
        assert (int(root.PageLabels.Nums[0]), str(root.PageMode)) == (0, "/UseOutlines")
        assert str(root.Outlines.First.Title) == f"80/1. {TITLES[book.resolution.language]}"
        turned = book.resolution.language == "ar"
        assert str(root.ViewerPreferences.Direction) == ("/R2L" if turned else "/L2R")
        assert str(pdf.docinfo.Title) == f"A/RES/80/1 {TITLES[book.resolution.language]}"
        assert root.Metadata.read_bytes().count(b"<rdf:RDF") == 1
        heads = [mark for page in pdf.pages[1:] for mark in artifacts(page) if mark.get("/Subtype") == "/Header"]
        assert len(heads) >= len(pdf.pages) - 1
