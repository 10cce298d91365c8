"""The closed list of notices: for each code a folder whose source makes engross give it, in these words, at this place.

Faults that arise only when an edition is made are brought about by hand, at the one place where they would arise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engross_weasyprint.document import Document
from engross_weasyprint.formatting_structure.boxes import FootnoteAreaBox

from engross import passes
from engross.editions import pdf
from engross.editions.pdf import parallel_regions
from engross.editions.pdf.audit import audit_notes
from engross.editions.pdf.note_fragments import NoteFragment, find_note_fragments, footnote_areas
from engross.editions.pdf.patches.speed import font_subset_cache
from engross.editions.pdf.read_back import read_back
from engross.editions.rollcall import make_rollcall
from engross.grammars.language import load_language
from engross.model.notice import Code, Notice
from engross.model.reading import Overrides
from engross.model.request import ParallelRequest
from engross.model.text import count_characters
from engross.model.tree import Part, Resolution, Source, Where
from engross.pipeline.build import Request, build
from engross.pipeline.parallel import build_parallel
from engross.pipeline.redline import make_redline_editions
from engross.readers import structure
from engross.readers.load import load_source
from engross.readers.voting_data import join, read_records
from engross.verify import integrity
from engross.verify.scan import scan_source
from tests.cases import HERE, expect, folders, source_of
from tests.test_build import FONTS

Places = dict[str, Where]
Break = Callable[[pytest.MonkeyPatch], None]


def noticed(path: Path, overrides: Overrides = Overrides()) -> tuple[Notice, ...]:
    """Return all notices of a source, short of making editions; for a JSON file, those of its voting data."""
    if path.suffix == ".json":
        records, said = read_records([path])
        bare = (Resolution(symbol, "en", "ga", (Part("", (), ()),)) for symbol in records.by_symbol)
        return (
            *said,
            *(notice for text in bare for notice in make_rollcall(join(text, records), load_language("en"))[1]),
        )
    source, said = load_source(path)
    reading = passes.run_passes(structure(source, overrides))
    return (
        *said,
        *reading.notices,
        *integrity.compare_with_source(reading),
        *integrity.compare_masthead_order(reading, source),
        *integrity.compare_with_file(scan_source(source), reading),
    )


def lose_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the audit see pages without their footnote areas."""

    def emptied(document: Document, places: Places) -> tuple[Notice, ...]:
        for page in document.pages:
            box = page._page_box
            box.children = tuple(child for child in box.children if not isinstance(child, FootnoteAreaBox))
        return audit_notes(document, places)

    monkeypatch.setattr(pdf, "audit_notes", emptied)


def move_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the audit see the footnote area of each page on a page of its own after it."""

    def moved(document: Document, places: Places) -> tuple[Notice, ...]:
        pages = []
        for page in document.pages:
            box = page._page_box
            feet = tuple(child for child in box.children if isinstance(child, FootnoteAreaBox))
            others = tuple(child for child in box.children if not isinstance(child, FootnoteAreaBox))
            for children in (others, feet):
                twin, twin_box = page.__class__.__new__(page.__class__), box.copy()
                twin.__dict__.update(page.__dict__)
                twin_box.children = children
                twin._page_box = twin_box
                pages.append(twin)
        return audit_notes(document.copy(pages), places)

    monkeypatch.setattr(pdf, "audit_notes", moved)


def spoil(monkeypatch: pytest.MonkeyPatch, harm: Callable[[Document], None]) -> None:
    """Let the audit see pages that ``harm`` has changed after layout."""

    def harmed(document: Document, places: Places) -> tuple[Notice, ...]:
        harm(document)
        return audit_notes(document, places)

    monkeypatch.setattr(pdf, "audit_notes", harmed)


def swap_notes(document: Document) -> None:
    """Reverse the order of the first page's notes."""
    for area in footnote_areas(document.pages[0]):
        area.children = area.children[::-1]


def lift_notes(document: Document) -> None:
    """Move the notes of the first page over its text."""
    area = next(footnote_areas(document.pages[0]))
    area.translate(dy=-area.position_y)


def forget_middle(document: Document) -> None:
    """Remove, from the second page, the middle fragment of a note on three pages."""
    area = next(footnote_areas(document.pages[1]))
    area.children = area.children[1:]


def empty_a_glyph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embed a font without an outline for one letter of the text, as if it were damaged."""

    def emptied(font: Any, glyphs: Any, hinting: bool) -> bytes:
        spared = {glyph: text for glyph, text in glyphs.items() if text != "灯"}
        return subset(font, spared, hinting)

    subset = font_subset_cache.subset_font
    monkeypatch.setattr(font_subset_cache, "subset_font", emptied)


def lose_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the text read back from the PDF lack some words."""

    def losing(*arguments: Any) -> object:
        back = read_back(*arguments)
        return replace(back, body=back.body.replace("航海图；", ""))

    monkeypatch.setattr("engross.pipeline.make_editions.read_pdf_back", losing)


def find_more_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the file have a word that the reader did not look at."""

    def with_more(source: Source) -> Counter[str]:
        return count_characters("".join(e.text for e in structure(source, Overrides()).ledger.entries) + "灯塔")

    monkeypatch.setattr("engross.pipeline.build.scan_source", with_more)


EDITIONS: dict[str, Break] = {
    "code-left-out": lambda _: None,
    "glyph-blank": empty_a_glyph,
    "missing-glyph": lambda _: None,
    "note-lost": lose_notes,
    "note-moved": move_notes,
    "note-late": lambda _: None,
    "note-order": lambda monkeypatch: spoil(monkeypatch, swap_notes),
    "note-broken": lambda monkeypatch: spoil(monkeypatch, forget_middle),
    "note-overflows": lambda monkeypatch: spoil(monkeypatch, lift_notes),
    "text-differs": lose_text,
    "text-unaccounted": find_more_text,
    "record-missing": lambda _: None,
    "same-document": lambda _: None,
}


def part_notes_from_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the audit of the second language see each note on the page after its own."""
    find = find_note_fragments

    def moved(document: Document) -> tuple[NoteFragment, ...]:
        return tuple(replace(fragment, page=fragment.page + 1) for fragment in find(document))

    monkeypatch.setattr(parallel_regions, "find_note_fragments", moved)


PAIRS: dict[str, Break] = {  # codes of two language versions, first.yaml and second.yaml
    "pair-missing": lambda _: None,
    "pair-doubtful": lambda _: None,
    "note-apart": part_notes_from_calls,
}


VERSIONS = ("versions-unlike", "versions-reversed")  # codes of redlines: cases of 1.yaml and 2.yaml
OF_READING = [code for code in Code if code.slug not in {*EDITIONS, *PAIRS, *VERSIONS}]


def convert_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a converter be installed that makes the same Word document of every file."""
    word = source_of(HERE / "structure" / "docx-en-repeated-call").read_bytes()
    monkeypatch.setattr("engross.readers.load.convert_to_word", lambda *_: (word, "LibreOffice"))


READING: dict[str, Break] = {"converted": convert_by_hand}  # what it takes to bring codes about that reading gives
OVERRIDES = {  # what is said of the document, for codes of notices about that
    "symbol-overridden": Overrides(symbol="A/RES/1/1"),
    "language-overridden": Overrides(language="fr"),
}
TAKEN = {"same-document": (("A_RES_80_21.zh", "N2600071.pdf"),)}  # names that other sources' editions have
BOUND = {"record-missing"}  # codes of editions that are asked for with their record


def told(notices: tuple[Notice, ...]) -> str:
    """Spell notices as a case folder holds them."""
    return "".join(
        f"{notice.severity.value} {notice.code.slug}, {notice.where if notice.where.file else 'no place'}\n"
        f"  {notice.message}\n  {notice.hint}\n"
        for notice in notices
    )


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    assert {folder.name for folder in folders("notice")} == {code.slug for code in Code}


@pytest.mark.parametrize("code", OF_READING, ids=lambda code: code.slug)
def test_reading(code: Code, accept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = HERE / "notice" / code.slug
    if code.slug in READING:
        READING[code.slug](monkeypatch)
    notices = noticed(source_of(folder), OVERRIDES.get(code.slug, Overrides()))
    expect(folder / "out.txt", told(notices), accept)
    assert code in {notice.code for notice in notices}


@pytest.mark.parametrize("slug", EDITIONS)
def test_edition(slug: str, tmp_path: Path, accept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = HERE / "notice" / slug
    source = source_of(folder)
    quiet = [one for one in noticed(source) if one.code is not Code.LEAD_GUESSED]  # of every text with lead words
    assert quiet == [], "without the fault there is nothing to say"
    EDITIONS[slug](monkeypatch)
    request = Request(source, tmp_path, FONTS, frozenset({"pdf"}), with_record=slug in BOUND)
    outcome = build(replace(request, taken=TAKEN.get(slug, ())))
    expect(folder / "out.txt", told(outcome.notices), accept)
    assert slug in {notice.code.slug for notice in outcome.notices}
    errors = {notice.code for notice in outcome.notices if notice.severity.value == "error"}
    assert outcome.ok is not bool(errors)
    assert (outcome.folder / f"{outcome.name}.pdf").exists() is (errors <= {Code.MISSING_GLYPH})


@pytest.mark.parametrize("slug", PAIRS)
def test_pair(slug: str, accept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = HERE / "notice" / slug
    first, second = (Request(folder / f"{n}.yaml", None, FONTS, frozenset({"pdf"})) for n in ("first", "second"))
    PAIRS[slug](monkeypatch)
    outcome = build_parallel(ParallelRequest(first, second))
    expect(folder / "out.txt", told(outcome.notices), accept)
    assert slug in {notice.code.slug for notice in outcome.notices}
    assert outcome.ok


@pytest.mark.parametrize("slug", VERSIONS)
def test_versions(slug: str, accept: bool) -> None:
    folder = HERE / "notice" / slug
    made = make_redline_editions([Request(folder / f"{n}.yaml", None, FONTS) for n in "12"], frozenset({"json"}))
    expect(folder / "out.txt", told(made.notices), accept)
    assert slug in {notice.code.slug for notice in made.notices}
    assert made.is_sound


@pytest.mark.parametrize("code", Code, ids=lambda code: code.slug)
def test_every_code_says_what_and_what_to_do(code: Code) -> None:
    _, sentence, hint = code.value
    assert sentence
    assert hint
    assert not sentence.endswith(".")
