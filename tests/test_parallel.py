"""Bilingual editions of made-up documents: pairs by number, the text of both, notes with both calls, facing pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from engross.collate import parallel as collate
from engross.editions.index import join_indexes
from engross.model.book import IndexEntry, IndexGroup, SymbolIndex
from engross.model.notice import Code, Refusal
from engross.model.parallel import BY_NUMBER, BY_SEQUENCE, COLUMNS, FACING, LAYOUTS, ParallelText, TextPiece
from engross.model.request import ParallelRequest, Request
from engross.model.text import spell_inlines
from engross.model.tree import Table
from engross.pipeline import parallel_pairs
from engross.pipeline.parallel import ParallelResult, build_parallel
from engross.verify.check import lint_epub
from tests.cases import HERE, expect, folders
from tests.test_build import FONTS

CASES = HERE / "parallel"
BOTH = frozenset({"pdf", "epub"})
REFUSED = [folder for folder in folders("parallel") if folder.name.startswith("refused")]
PAIRED = [folder for folder in folders("parallel") if folder not in REFUSED]
PARAGRAPHS = 40  # of the long documents


def make(folder: Path, layout: str = COLUMNS, alignment: str = BY_NUMBER) -> ParallelResult:
    """Make the editions of a case, and write none."""
    first, second = (Request(folder / f"{name}.yaml", None, FONTS, BOTH) for name in ("first", "second"))
    return build_parallel(ParallelRequest(first, second, layout, alignment))


HEADS = {
    "zh": "symbol: A/RES/80/24\nlanguage: zh\nnumber: 80/24.\ntitle: 灯\nbody:\n- enacting: '**大会**，'\n",
    "en": "symbol: A/RES/80/24\nlanguage: en\nnumber: 80/24.\ntitle: Lamps\nbody:\n"
    "- enacting: '*The General Assembly*,'\n",
    "ar": "symbol: A/RES/80/24\nlanguage: ar\nnumber: 80/24 -\ntitle: المصابيح\nbody:\n"
    "- enacting: 'إن الجمعية العامة،'\n",
}
PARAGRAPH = "- number: '{n}.'\n  operative: '{words}'\n"
NOTED = PARAGRAPH + "  notes:\n  - '{n}': {note}\n"
CHINESE = "**请**看守人在第{n}个港口点灯[^{n}]，并说明其理由。"
ENGLISH = (
    "*Requests* the keepers to light the lamps of harbour {n},[^{n}] to say each year for what reasons they were not "
    "lit, and to write down how many ships asked for them in vain."
)
ENDLESS = "*Requests* " + "the keepers of many lamps to be very patient, " * 120 + "and to wait."
NOTED_TEXTS = {
    "zh": NOTED.replace("{words}", CHINESE).replace("{note}", "见第{n}号文件。"),
    "en": NOTED.replace("{words}", ENGLISH).replace("{note}", "See document No. {n}."),
}
FULL_LINES = {
    "zh": "**请**" + "看守人在每个港口点灯，并说明其理由，" * 6,
    "en": "*Requests* " + "the keepers of many lamps to be patient, " * 6,
    "ar": "تطلب " + "إلى حراس المصابيح أن يصبروا في كل ميناء، " * 6,
}
HEAD_HEIGHT = 50  # pt from the paper's edge, in which a running head stands
LONG_TEXTS = {"zh": PARAGRAPH.replace("{words}", "**请**看守人点灯。"), "en": PARAGRAPH.replace("{words}", ENDLESS)}


def make_long(layout: str, texts: dict[str, str], paragraphs: int) -> ParallelResult:
    """Make the PDF of two documents of so many paragraphs, with their texts by language."""
    first, second = (
        Request(Path(f"{code}.yaml"), None, FONTS, frozenset({"pdf"}), data=write_long(code, texts, paragraphs))
        for code in texts
    )
    return build_parallel(ParallelRequest(first, second, layout))


def write_long(code: str, texts: dict[str, str], paragraphs: int) -> bytes:
    """The source of a long document."""
    return (HEADS[code] + "".join(texts[code].format(n=n) for n in range(1, paragraphs + 1))).encode()


def pdf_of(made: ParallelResult) -> bytes:
    """The bytes of the PDF."""
    return next(data for name, data in made.contents.items() if name.endswith(".pdf"))


def spell(piece: TextPiece | None) -> str:
    """A piece as the expectations have it: its id, the beginning of its text."""
    if piece is None:
        return "–"
    if piece.block is None or isinstance(piece.block, Table):
        return piece.id
    return f"{piece.id} “{spell_inlines(piece.block.content, calls=False)[:24]}”"


def describe(made: ParallelResult) -> Iterator[str]:
    """Yield what was made: a line for each pair, the notes, the notices, the errors among which are the texts'."""
    for pair in made.text.pairs:
        yield f"{spell(pair.first)} | {spell(pair.second)}{' ?' if pair.is_doubtful else ''}\n"
    yield f"notes: {', '.join(f'{a} | {b}' for a, b in made.text.notes)}\n"
    yield from (f"{notice.severity.value}: {notice.message}\n  {notice.hint}\n" for notice in made.notices)


@pytest.mark.parametrize("folder", PAIRED, ids=lambda folder: folder.name)
def test_pairs_and_their_text(folder: Path, accept: bool) -> None:
    """All text of both languages is in both editions, in both layouts: else there were errors."""
    made = make(folder)
    expect(folder / "out.txt", "".join(describe(made)), accept)
    assert made.ok
    assert len(made.contents) == 3  # PDF, EPUB, report
    assert make(folder, FACING).ok


@pytest.mark.parametrize("folder", REFUSED, ids=lambda folder: folder.name)
def test_refusals(folder: Path, accept: bool) -> None:
    with pytest.raises(Refusal) as refusal:
        make(folder)
    expect(folder / "out.txt", f"{refusal.value.what}\n  {refusal.value.hint}\n", accept)


def test_what_is_refused_can_be_paired_in_sequence() -> None:
    made = make(CASES / "refused-for-want-of-counterparts", alignment=BY_SEQUENCE)
    assert made.ok
    assert any(notice.code is Code.PAIR_MISSING for notice in made.notices)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_same_bytes_twice(layout: str) -> None:
    folder = CASES / "en-ar"
    assert make(folder, layout).contents == make(folder, layout).contents


def swap_operative_paragraphs(text: ParallelText) -> ParallelText:
    """Put two paragraphs of the second language in each other's rows."""
    pairs = list(text.pairs)
    a, b = (n for n, pair in enumerate(pairs) if pair.second and pair.second.id in ("en-op-1", "en-op-2"))
    pairs[a], pairs[b] = replace(pairs[a], second=pairs[b].second), replace(pairs[b], second=pairs[a].second)
    return replace(text, pairs=tuple(pairs))


def drop_a_counterpart(text: ParallelText) -> ParallelText:
    """Lose a paragraph of the second language."""
    pairs = (replace(pair, second=None) if pair.second and pair.second.id == "en-op-2" else pair for pair in text.pairs)
    return replace(text, pairs=tuple(pairs))


@pytest.mark.parametrize("spoil", [swap_operative_paragraphs, drop_a_counterpart])
def test_a_spoilt_alignment_is_found_in_the_text(spoil: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is lost or moved by pairing is missed when the text is read back: the edition is not put out."""
    assert callable(spoil)
    pair_versions = collate.pair_versions
    monkeypatch.setattr(parallel_pairs, "pair_versions", lambda *asked: spoil(pair_versions(*asked)))
    made = make(CASES / "zh-en")
    assert {notice.code for notice in made.notices} >= {Code.TEXT_DIFFERS}
    assert list(made.contents) == ["report.json"]


def test_notes_of_columns_stand_once_with_both_calls() -> None:
    made = make_long(COLUMNS, NOTED_TEXTS, PARAGRAPHS)
    assert made.ok
    assert not [notice for notice in made.notices if notice.code is Code.NOTE_APART]
    document = pypdfium2.PdfDocument(pdf_of(made))
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    for n in range(1, PARAGRAPHS + 1):
        chinese = [k for k, text in enumerate(texts) if f"见第{n}号文件" in text]
        english = [k for k, text in enumerate(texts) if f"No.{n}." in text]
        assert len(chinese) == 1
        assert chinese == english


def test_spreads_have_the_same_paragraphs() -> None:
    made = make_long(FACING, NOTED_TEXTS, PARAGRAPHS)
    assert made.ok
    document = pypdfium2.PdfDocument(pdf_of(made))
    texts = [page.get_textpage().get_text_range().replace(" ", "") for page in document]
    pages: dict[str, list[int]] = defaultdict(list)
    for n in range(1, PARAGRAPHS + 1):
        pages["zh"] += [k for k, text in enumerate(texts) if f"第{n}个港口" in text]
        pages["en"] += [k for k, text in enumerate(texts) if f"harbour{n}," in text.replace("\r\n", "")]
    assert len(pages["zh"]) == PARAGRAPHS
    assert [page + 1 for page in pages["zh"]] == pages["en"]
    assert {page % 2 for page in pages["zh"]} == {1}  # the first page is a right-hand one, versos are left
    assert len(set(pages["zh"])) > 2


def test_a_paragraph_longer_than_a_page_faces_a_blank_page() -> None:
    made = make_long(FACING, LONG_TEXTS, 2)
    assert made.ok
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf_of(made))]
    begins = [k for k, text in enumerate(texts) if "Requests" in text]
    assert [("点灯" in texts[k - 1], "点灯" in texts[k + 1]) for k in begins] == [(True, False), (True, False)]


def test_labels_and_layout_of_spreads() -> None:
    with pikepdf.open(io.BytesIO(pdf_of(make(CASES / "zh-en", FACING)))) as document:
        labels = [str(pair["/P"]) for pair in list(document.Root.PageLabels.Nums)[1::2]]
        assert labels[:3] == ["1", "2 zh", "2 en"]
        assert document.Root.PageLayout == "/TwoPageRight"


@pytest.mark.parametrize("languages", [("en", "ar"), ("ar", "en"), ("zh", "en")], ids="-".join)
def test_running_heads_stand_over_their_text(languages: tuple[str, str]) -> None:
    """Inner margins are wider than outer ones, and a right-to-left language alone begins on a left-hand page."""
    made = make_long(FACING, {code: PARAGRAPH.replace("{words}", FULL_LINES[code]) for code in languages}, 14)
    document = pypdfium2.PdfDocument(pdf_of(made))
    for page in (document[1], document[2]):
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
        heads = [box for box in boxes if box[1] > page.get_height() - HEAD_HEIGHT]
        below = [box for box in boxes if box[1] <= page.get_height() - HEAD_HEIGHT]
        assert min(box[0] for box in heads) == pytest.approx(min(box[0] for box in below), abs=2)
        assert max(box[2] for box in heads) == pytest.approx(max(box[2] for box in below), abs=2)


def test_first_columns_of_tables_begin_at_the_same_edge() -> None:
    """What one sheet says of a cell and a later one takes back is taken back for the second language as well."""
    table = "- heads: 1\n  table:\n  - [{a}, '12']\n  - [{b}, '14']\n"
    words = {"zh": ("灯塔甲", "灯塔乙"), "en": ("Lamps", "Boats")}
    sources = {code: (HEADS[code] + table.format(a=a, b=b)).encode() for code, (a, b) in words.items()}
    first, second = (
        Request(Path(f"{code}.yaml"), None, FONTS, frozenset({"pdf"}), data=data) for code, data in sources.items()
    )
    text = pypdfium2.PdfDocument(pdf_of(build_parallel(ParallelRequest(first, second, COLUMNS))))[0].get_textpage()
    shown = text.get_text_range()
    edges = [text.get_charbox(shown.rindex(word))[0] for pair in words.values() for word in pair]
    assert max(edges) - min(edges) < 2


@pytest.mark.parametrize("languages", [("en", "ar"), ("ar", "en")], ids="-".join)
def test_names_of_languages_stand_over_the_edge_of_their_columns(languages: tuple[str, str]) -> None:
    made = make_long(COLUMNS, {code: PARAGRAPH.replace("{words}", FULL_LINES[code]) for code in languages}, 30)
    page = pypdfium2.PdfDocument(pdf_of(made))[1]
    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
    below = [box for box in boxes if box[1] <= page.get_height() - HEAD_HEIGHT]
    top = max(box[3] for box in below)
    names = [box for box in below if box[3] > top - 8]
    assert min(box[0] for box in names) == pytest.approx(min(box[0] for box in below), abs=2)
    assert max(box[2] for box in names) == pytest.approx(max(box[2] for box in below), abs=2)


def test_first_language_arabic_is_bound_on_the_right() -> None:
    with pikepdf.open(io.BytesIO(pdf_of(make(CASES / "ar-zh", FACING)))) as document:
        assert document.Root.ViewerPreferences.Direction == "/R2L"


def test_check_finds_the_citations_of_both_languages_in_the_one_index(tmp_path: Path) -> None:
    """Their addresses lead to other languages of the same documents."""
    texts = {
        "zh": "**回顾**其第70/1号决议和第2000/22号决议，",
        "en": "*Recalls* its resolution 70/1 and resolution 2000/22;",
    }
    sources = {code: (HEADS[code] + PARAGRAPH.format(n=1, words=words)).encode() for code, words in texts.items()}
    first, second = (
        Request(Path(f"{code}.yaml"), None, FONTS, frozenset({"epub"}), data=data) for code, data in sources.items()
    )
    made = build_parallel(ParallelRequest(first, second, COLUMNS))
    book = tmp_path / "book.epub"
    book.write_bytes(next(data for name, data in made.contents.items() if name.endswith(".epub")))
    with zipfile.ZipFile(book) as archive:
        assert b'id="en-cite-1"' in archive.read("EPUB/resolution.xhtml")
    assert [finding for finding in lint_epub(book) or () if finding.code == "citation-unlisted"] == []


def test_the_joint_index_has_a_document_without_symbol_that_only_the_second_cites() -> None:
    """What both cite stands once, though each language names the organ by its own name."""
    first = _list_documents("Commission on Lamps, 4/6", "cite-1")
    second = _list_documents("Commission des lampes, 4/6", "fr-cite-1", "Commission des phares, 5/14", "fr-cite-2")
    assert [(entry.printed, entry.citations) for entry in join_indexes(first, second).entries()] == [
        ("Commission on Lamps, 4/6", ("cite-1", "fr-cite-1")),
        ("Commission des phares, 5/14", ("fr-cite-2",)),
    ]


def test_the_joint_index_has_both_of_two_documents_with_the_same_figures() -> None:
    first = _list_documents("Commission on Lamps, 4/6", "cite-1")
    second = _list_documents("Commission des lampes, 4/6", "fr-cite-1", "Conseil des phares, 4/6", "fr-cite-2")
    printed = [entry.printed for entry in join_indexes(first, second).entries()]
    assert printed == ["Commission on Lamps, 4/6", "Conseil des phares, 4/6"]


def _list_documents(*pairs: str) -> SymbolIndex:
    """Return an index of documents without symbols: the words of each, and the name of a place that cites it."""
    entries = (IndexEntry(None, words, "", (), (place,)) for words, place in zip(pairs[::2], pairs[1::2], strict=True))
    return SymbolIndex((IndexGroup("other", "Other", tuple(entries)),))


def test_a_call_that_repeats_a_note_leads_to_the_note_of_both() -> None:
    """The note of the second language stands in that of the first: a link to its own name led nowhere."""
    words = {
        "zh": "**回顾**一盏灯[^1]和另一盏；[1]{superscript}",
        "en": "*Recalls* a lamp[^1] and another;[1]{superscript}",
    }
    note = "  notes:\n  - '1': See A/98/612.\n"
    sources = {code: (HEADS[code] + PARAGRAPH.format(n=1, words=said) + note).encode() for code, said in words.items()}
    first, second = (
        Request(Path(f"{code}.yaml"), None, FONTS, frozenset({"epub"}), data=data) for code, data in sources.items()
    )
    made = build_parallel(ParallelRequest(first, second, COLUMNS))
    data = next(data for name, data in made.contents.items() if name.endswith(".epub"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        markup = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))
    calls = re.findall(r'class="call-again" href="#([^"]+)"', markup)
    assert len(calls) == 2
    assert all(f'id="{call}"' in markup for call in calls)


def test_book_names_both_languages() -> None:
    made = make(CASES / "en-ar")
    data = next(data for name, data in made.contents.items() if name.endswith(".epub"))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        package = book.read("EPUB/content.opf").decode()
        text = book.read("EPUB/resolution.xhtml").decode()
    assert "<dc:language>en</dc:language>" in package
    assert "<dc:language>ar</dc:language>" in package
    assert text.count('role="doc-footnote"') == 2
    assert text.count('role="doc-noteref"') == 4
    # It has no pages of a print edition, and says of none that they are there (DAISY Ace).
    assert "pageBreakMarkers" not in package
    assert "pageNavigation" not in package
