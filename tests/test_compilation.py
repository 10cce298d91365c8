"""The book of a session: each text once, in its section and in every list, with the page that it is on."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from concurrent.futures import Future
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pebble import ProcessExpired

from engross.batch.compilation import CompilationRequest, MadeCompilation, make_compilations
from engross.batch.compilation.arrange import arrange_texts, list_held, part_sections
from engross.batch.compilation.make_lists import list_agenda, list_back, list_checklist, list_subjects, make_chart
from engross.batch.compilation.place_pages import Stretch, list_leaves
from engross.batch.compilation.read_texts import ReadJob, ReadText, load_book, read_text
from engross.batch.compilation.set_pieces import PieceSetter
from engross.batch.compilation.set_quire import QuireJob, SetText, find_shared_notes, set_quire
from engross.batch.compilation.side_by_side import take_result
from engross.batch.compilation.write_data import iter_remarks, write_data
from engross.batch.corpus import RunOptions, RunResources
from engross.batch.corpus.item import find_items, refuse_overwriting
from engross.editions.typeset import measure_hang
from engross.editions.typeset.compilation import HeadLeaf, make_heads_sheet, make_piece_sheet, make_quire_sheet
from engross.editions.typeset.compilation_epub import ListFile, TextPages, make_list_sheets, make_text_sheets
from engross.editions.typeset.packet import PacketEntry, PacketGroup
from engross.editions.typeset.split_text import split_resolution
from engross.grammars.compilation_shape import find_committee, find_shape, load_shapes
from engross.grammars.language import language_codes, load_language
from engross.grammars.numbering import spell_roman
from engross.grammars.series_name import BOTH
from engross.grammars.symbol import find_series_place, parse
from engross.model.compilation import Compilation, CompiledText
from engross.model.notice import Code, Refusal
from engross.model.paper import Format
from engross.model.text import iter_body_lines
from engross.model.tree import Resolution
from engross.verify.check import verapdf
from engross.verify.check.book_lists import find_list_faults
from engross.verify.check.lint import lint_epub
from engross.verify.check.pdf import validate_pdf
from tests.promises import VERAPDF
from tests.test_build import FONTS

LAMPS = Path(__file__).parent / "cases" / "compilation" / "lamps"
COUNCIL = LAMPS.parent / "council"
RUN = RunResources(2, 300.0)
ORDER = RunOptions(Path(), FONTS, frozenset({"pdf", "epub"}))
LANGUAGES = ("ar", "en", "zh")
NUMERALS = {
    "ar": ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا"),
    "en": ("I", "II", "III", "IV", "V", "VI"),
    "zh": ("一", "二", "三", "四", "五", "六"),
}
SECTIONS = ("plenary", "first", "fourth", "third", "sixth", "unassigned")
SYMBOLS = [f"A/RES/99/{n}" for n in range(1, 7)]
TITLE_PAGES = 4  # half title, title page and note, which print no folios
NUMBERS = {"99/1", "99/2", "99/3", "99/4", "99/5", "99/6"}


def read_all(folder: Path, kept: Path) -> tuple[ReadText, ...]:
    """Read the texts in a folder, in this process."""
    items = find_items((str(folder),))
    return tuple(read_text(ReadJob(item, kept / f"{n}.pickle", ORDER)) for n, item in enumerate(items))


@pytest.fixture(scope="module", params=LANGUAGES)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[ReadText, ...]:
    """The texts of a language, read."""
    return read_all(LAMPS / request.param, tmp_path_factory.mktemp("kept"))


def numbers_of(texts: tuple[CompiledText, ...]) -> list[str]:
    return [text.number for text in texts]


def test_sections_are_those_of_the_committees_in_the_order_of_the_rules(found: tuple[ReadText, ...]) -> None:
    book = arrange_texts(found)
    titles = load_language(book.language).words["compilation"]["sections"]
    assert [section.title for section in book.sections] == [titles[key] for key in SECTIONS]
    assert tuple(section.number for section in book.sections) == NUMERALS[book.language]
    assert [numbers_of(section.texts) for section in book.sections] == [[f"99/{n}"] for n in (1, 2, 4, 3, 5, 6)]


def test_a_text_that_names_no_committee_stands_where_the_data_have_it_and_is_told(found: tuple[ReadText, ...]) -> None:
    text = next(read.text for read in found if read.text and read.text.committee == "third")
    bare = replace(text, committee="", recorded_committee="third")
    book = arrange_texts([replace(read, text=bare) if read.text is text else read for read in found])
    titles = load_language(book.language).words["compilation"]["sections"]
    (section,) = (one for one in book.sections if bare.symbol in [text.symbol for text in one.texts])
    assert section.title == titles["third"]
    line = f"{bare.symbol}: its own line names no committee, the data the third, in whose section it stands"
    assert line in tuple(iter_remarks(book, ()))


def test_a_day_that_text_and_data_name_differently_is_told_and_not_on_the_title_page(tmp_path: Path) -> None:
    records = tmp_path / "data_extract" / "99.json"
    records.parent.mkdir()
    days = {1: "12 December 2044", 2: "13 December 2044", 3: "14 December 2044"}
    lines = [f'{{"symbol": "A/RES/99/{n}", "title": "Lamps", "adoption_date": "{day}"}}' for n, day in days.items()]
    records.write_text("\n".join(lines), "utf-8")
    own = {1: "facts:\n  adopted: 2043-12-12\n", 2: "facts:\n  adopted: 2044-12-13\n", 3: ""}
    read = [read_invented(tmp_path / str(n), f"symbol: A/RES/99/{n}\n{head}") for n, head in own.items()]
    book = arrange_texts(read)
    assert [text.adopted for text in book.by_number] == ["2043-12-12", "2044-12-13", "2044-12-14"]
    assert (book.first, book.last) == ("2044-12-13", "2044-12-14")
    assert "A/RES/99/1: its own line dates the adoption 2043-12-12, the data 2044-12-12" in iter_remarks(book, ())


def test_a_meeting_that_text_and_record_name_differently_is_told(tmp_path: Path) -> None:
    """The lists have that of the record where the text names none."""
    records = tmp_path / "data_extract" / "99.json"
    records.parent.mkdir()
    lines = [f'{{"symbol": "A/RES/99/{n}", "title": "Lamps", "pv": "A/99/PV.52"}}' for n in (1, 2, 3)]
    records.write_text("\n".join(lines), "utf-8")
    own = {1: "facts:\n  meeting: 42\n", 2: "facts:\n  meeting: 52\n", 3: ""}
    book = arrange_texts([read_invented(tmp_path / str(n), f"symbol: A/RES/99/{n}\n{head}") for n, head in own.items()])
    assert [text.meeting for text in book.by_number] == [42, 52, 52]
    assert [line for line in iter_remarks(book, ()) if "meeting" in line] == [
        "A/RES/99/1: its own line names meeting 42, the record of its adoption is that of meeting 52"
    ]


def test_an_agenda_title_that_is_printed_twice_stands_once(tmp_path: Path) -> None:
    """Lines that differ in white space alone are one title; two titles are two."""
    head = "symbol: A/RES/99/1\nfacts:\n  agenda_item: '12'\nmasthead:\n  agenda_title: "
    read = [
        read_invented(tmp_path / str(n), f'{head}"{title}"\n', code="zh").text
        for n, title in enumerate(("灯光： 支持\\n灯光：支持", "灯光\\n登记册"))
    ]
    assert [text.item_title for text in read if text] == ["灯光：支持", "灯光 登记册"]


def test_a_list_has_room_for_the_widest_number_and_no_empty_column(tmp_path: Path) -> None:
    book = arrange_texts([read_invented(tmp_path, "symbol: S/RES/2618 (2022)\norgan: sc\n")])
    values = {"subject": list_checklist(book), "about": ""}
    markup = make_piece_sheet(book, "checklist", values).markup
    assert measure_hang("2618 (2022)") == float(*re.findall(r"--number: ([\d.]+)em", markup))
    assert re.findall(r'<th scope="col" class="(\w+)"', markup) == ["number", "name", "part", "at"]


def test_a_symbol_that_is_longer_than_a_column_keeps_its_number(tmp_path: Path) -> None:
    """The index has three columns; in Arabic one is 9 em wide."""
    book = arrange_texts([read_invented(tmp_path, "symbol: A/RES/99/1\n")])
    entry = PacketEntry("A/AC.292/2022/INF/4", "https://undocs.org/A", ((14, 14),), ())
    markup = make_piece_sheet(book, "symbols", {"subject": (PacketGroup("Other", (entry,)),), "about": ""}).markup
    assert "A/AC.\u2060292/\u20602022/INF/\u20604<" in markup


def test_a_body_with_a_latin_symbol_runs_from_left_to_right_in_an_arabic_index(tmp_path: Path) -> None:
    """Its pages run from the right, as those of all others: a paragraph has the direction of its list."""
    book = arrange_texts([read_invented(tmp_path, "symbol: A/RES/99/1\n", code="ar")])
    entries = (PacketEntry("GC(66)/RES/6", "", ((834, 837),), ()), PacketEntry("اللجنة، 12", "", ((9, 9),), ()))
    markup = make_piece_sheet(book, "symbols", {"subject": (PacketGroup("", entries),), "about": ""}).markup
    assert re.findall(r'<span class="symbol" dir="(\w+)">', markup) == ["ltr", "rtl"]


def test_front_matter_and_legends_are_of_the_book(tmp_path: Path) -> None:
    """The sample of a symbol is one of its own; a checklist without votes does not explain them."""
    book = arrange_texts([read_invented(tmp_path, "symbol: S/RES/2618 (2022)\norgan: sc\n")])
    assert "2618 (2022) is document S/RES/2618 (2022)." in make_piece_sheet(book, "title", {}).markup
    (checklist,) = (one for one in list_back(book, (), ()) if one.name == "checklist")
    assert checklist.about == ""
    markup = make_piece_sheet(book, "checklist", {"subject": checklist.items, "about": checklist.about}).markup
    assert 'class="about"' not in markup


def test_a_running_head_has_room_for_the_widest_number(found: tuple[ReadText, ...]) -> None:
    book = arrange_texts(found)
    short, long = (
        int(re.findall(r"width: (\d+)%", make_heads_sheet(book, [HeadLeaf(number, "I", "1")], Format()).markup)[0])
        for number in ("99/1", "2618 (2022)")
    )
    assert short < long


def test_notes_of_several_texts_on_a_page_have_the_number_of_each_beside_them(tmp_path: Path) -> None:
    """Each text begins its notes with 1; a page of one text's notes shows nothing more."""
    notes = [frozenset({"a-1", "a-2"}), frozenset({"b-1", "b-2"}), frozenset[str]()]
    pages = [{"a-1": 90.0}, {"a-2": 80.0, "b-2": 50.0, "b-1": 70.0, "x": 9.0}, {"b-2": 90.0}]
    shared = find_shared_notes(notes, pages)
    assert shared == (((2, 80.0),), ((2, 70.0),), ())
    symbols = [f"A/RES/99/{n}" for n in (1, 2, 3)]
    book = arrange_texts([read_invented(tmp_path / symbol[-1], f"symbol: {symbol}\n") for symbol in symbols])
    texts = tuple(SetText(symbol, 1, 3, 0.0, {}, own) for symbol, own in zip(symbols, shared, strict=True))
    leaves = [*list_leaves(book, [Stretch(1, 3, "Lamps", texts)], Format())]
    assert [leaf.notes for leaf in leaves] == [(), (("99/1", 80.0), ("99/2", 70.0)), ()]
    markup = make_heads_sheet(book, leaves, Format()).markup
    heights = re.findall(r'class="whose" style="top: ([\d.]+)pt"><span dir="ltr">(99/\d)<', markup)
    assert [number for _, number in heights] == ["99/1", "99/2"]
    assert float(heights[1][0]) - float(heights[0][0]) == 10.0


def test_no_text_begins_at_the_foot_of_a_page(tmp_path: Path) -> None:
    """Its head stands with its first lines, wherever the text before it ends; only a long list of voters is parted."""
    write_sponsors(tmp_path)
    beginnings = set()
    for paragraphs in range(16, 28):
        read = [read_lamps(tmp_path / "en", number, lines) for number, lines in ((1, paragraphs), (2, 4))]
        book = arrange_texts(read)
        (quire,) = part_sections(book)
        kept, held = tuple(one.kept for one in read), {text.symbol: text.prefix for text in book.texts}
        made = set_quire(QuireJob(quire, kept, held, tmp_path / "quire.pdf", FONTS, Format(), "0"))
        page = next(page for page in read_pages(made.path) if "99/2.Lamps" in page)
        behind = page[page.index("99/2.Lamps") :]
        assert "Norway,Oman" in behind
        assert "TheGeneralAssembly,1.Decidestolightlamp1;" in behind
        beginnings.add(made.texts[1].first)
    assert beginnings == {1, 2}


def write_sponsors(folder: Path) -> None:
    """Write the data of a text with two sponsors beside the folders of its languages."""
    (folder / "data_extract").mkdir()
    fields = '"title": "Lamps", "adoption_type": "Adopted without vote", "draft_resolution": "A/99/L.2"'
    record = f'{{"symbol": "A/RES/99/2", {fields}, "sponsors": ["Norway", "Oman"]}}'
    (folder / "data_extract" / "99.json").write_text(record, "utf-8")


def read_lamps(folder: Path, number: int, paragraphs: int) -> ReadText:
    """Read a text with so many short paragraphs, in the language that the folder is named by."""
    folder.mkdir(exist_ok=True)
    body = "".join(f"- operative: 'Decides to light lamp {n};'\n  number: '{n}.'\n" for n in range(1, paragraphs))
    head = f"symbol: A/RES/99/{number}\nnumber: 99/{number}.\ntitle: Lamps\nlanguage: {folder.name}\nbody:\n"
    source = folder / f"{paragraphs}-{number}.resolution.yaml"
    source.write_text(f"{head}- enacting: 'The General Assembly,'\n{body}", "utf-8")
    (item,) = find_items((str(source),))
    return read_text(ReadJob(item, folder / f"{paragraphs}-{number}.pickle", ORDER))


def test_lists_have_every_text(found: tuple[ReadText, ...]) -> None:
    book = arrange_texts(found)
    sections = {number: NUMERALS["en"][NUMERALS[book.language].index(number)] for _, number in list_checklist(book)}
    assert [(text.number, sections[number]) for text, number in list_checklist(book)] == [
        ("99/1", "I"), ("99/2", "II"), ("99/3", "IV"), ("99/4", "III"), ("99/5", "V"), ("99/6", "VI"),
    ]  # fmt: skip
    assert [(group.item, numbers_of(group.texts)) for group in list_agenda(book)] == [
        ("12", ["99/1", "99/2"]), ("13", ["99/5"]), ("68 (b)", ["99/3", "99/4"]), ("71", ["99/5"]), ("", ["99/6"]),
    ]  # fmt: skip
    assert [bool(group.title) for group in list_agenda(book)] == [True, False, False, False, False]


def test_terms_in_capitals_are_set_smaller_and_the_gap_before_a_number_ends_with_its_line(
    found: tuple[ReadText, ...],
) -> None:
    book = arrange_texts(found)
    markup = make_piece_sheet(book, "subjects", {"subject": list_subjects(book), "about": ""}).markup
    capitals = set(re.findall(r'class="term capitals"[^>]*>([^<]+)<', markup))
    assert capitals == {"HOURS", "LIGHTHOUSES", "REGISTERS"}
    assert markup.count('<span class="gap"> </span><span class="at">') == len(list_subjects(book))


def test_subjects_are_in_english_but_for_states(found: tuple[ReadText, ...]) -> None:
    book = arrange_texts(found)
    tag = "" if book.language == "en" else "en"
    norway = {"en": "Norway", "zh": "挪威", "ar": "النرويج"}[book.language]
    subjects = {subject.name: (subject.tag, numbers_of(subject.texts)) for subject in list_subjects(book)}
    assert subjects == {
        "Congress of Keepers of Lights": (tag, ["99/1"]),
        "HOURS": (tag, ["99/5"]),
        "LIGHTHOUSES": (tag, ["99/1", "99/3", "99/4"]),
        norway: ("", ["99/2"]),
        "REGISTERS": (tag, ["99/2", "99/5"]),
    }


def test_chart_has_a_row_for_each_state_and_a_column_for_each_recorded_vote(found: tuple[ReadText, ...]) -> None:
    (block,) = make_chart(arrange_texts(found))
    assert numbers_of(block.texts) == ["99/2", "99/4"]
    marks = sorted(marks for _, marks in block.rows)
    assert len(marks) == 8  # States that voted in any
    assert marks.count(("yes", "")) == 3  # Japan, Chile, India
    assert ("yes", "yes") in marks  # France
    assert ("yes", "abstaining") in marks  # Kenya
    assert ("no", "yes") in marks  # Peru


def test_a_section_is_parted_into_quires_of_one_length(found: tuple[ReadText, ...]) -> None:
    book = arrange_texts(found)
    texts = tuple(replace(text, width=900.0) for text in book.texts)
    whole = replace(book, sections=(replace(book.sections[0], texts=texts),))
    line = float(load_language(book.language).words["page"]["line"])
    quires = list(part_sections(whole, most=2 * 900 / (42 * line)))
    assert [numbers_of(quire.texts) for quire in quires] == [
        ["99/1", "99/2"], ["99/4", "99/3"], ["99/5", "99/6"],
    ]  # fmt: skip
    assert [quire.is_first for quire in quires] == [True, False, False]


@pytest.mark.parametrize("code", language_codes())
def test_each_language_knows_its_committees_apart(code: str) -> None:
    """The title of a section names the committee whose section it is, and no other."""
    words = load_language(code).words["compilation"]
    for shape in load_shapes():
        for rule in shape.rules:
            assert words["sections"][rule.title]
        assert words["sections"][shape.rest]
    assert set(words["committees"]) == {"plenary", "first", "fourth", "second", "third", "fifth", "sixth"}


def test_committees_of_the_languages_that_texts_are_printed_in() -> None:
    lines = {
        "en": ("[on the report of the Special Political Committee (Fourth\xa0Committee) (A/1)]", "fourth"),
        "fr": ("[sur la base du rapport de la Sixième Commission (A/1)]", "sixth"),
        "es": ("[sin remisión previa a una Comisión Principal (A/1)]", "plenary"),
        "ru": ("[по докладу Третьего комитета (A/1)]", "third"),
    }
    for code, (line, key) in lines.items():
        assert find_committee(line, load_language(code)) == key
    assert find_committee("[on the report of the Credentials Committee (A/1)]", load_language("en")) == ""


def test_a_shape_is_found_by_the_symbol() -> None:
    names = {
        "A/RES/77/1": "ga-resolutions",
        "A/DEC/77/401": "ga-decisions",
        "A/HRC/RES/55/1": "hrc",
        "S/RES/2618 (2022)": "sc",
        "E/RES/2023/1": "ecosoc",
    }
    for symbol, name in names.items():
        place = find_series_place(parse(symbol))
        assert place is not None
        shape = find_shape(place)
        assert shape is not None
        assert shape.name == name


def test_a_book_of_resolutions_and_decisions_names_both(tmp_path: Path) -> None:
    """Resolutions come first; each kind has its section, and a session without a line in the mastheads is spelled."""
    symbols = ("A/HRC/DEC/99/101", "A/HRC/RES/99/2", "A/HRC/RES/99/10")
    read = [read_invented(tmp_path / str(n), f"symbol: {symbol}\n") for n, symbol in enumerate(symbols)]
    book = arrange_texts(read)
    assert book.title == "Resolutions and decisions of the Human Rights Council, 99th session"
    assert book.session == "99th session"
    assert [text.number for text in book.by_number] == ["99/2", "99/10", "99/101"]
    assert arrange_texts(read[:1]).title == "Decisions of the Human Rights Council, 99th session"
    for code in language_codes():
        assert "{organ}" in load_language(code).words["book"][BOTH]


def test_a_text_that_no_section_takes_stands_in_a_last_one_and_is_told(tmp_path: Path) -> None:
    symbols = ("A/DEC/99/500", "A/DEC/99/401", "A/DEC/99/501")
    read = [read_invented(tmp_path / str(n), f"symbol: {symbol}\n") for n, symbol in enumerate(symbols)]
    book = arrange_texts(read)
    assert [(section.title, numbers_of(section.texts)) for section in book.sections] == [
        ("Elections and appointments", ["99/401"]), ("Other decisions", ["99/501"]), ("Other texts", ["99/500"]),
    ]  # fmt: skip
    assert next(iter_remarks(book, ())) == "no section but “Other texts” takes A/DEC/99/500"


def test_votes_run_as_the_line_that_explains_them(found: tuple[ReadText, ...]) -> None:
    """In favour stands first for who reads from the right, too."""
    book = arrange_texts(found)
    values = {"subject": list_checklist(book), "about": ""}
    assert '<td class="vote"><span>5–2–1</span>' in make_piece_sheet(book, "checklist", values).markup
    (sheet,) = make_list_sheets(book, ListFile("checklist", "", list_checklist(book)), dict.fromkeys(SYMBOLS, ""))
    assert f'<span dir="{load_language(book.language).direction}">5–2–1</span>' in sheet.markup


def test_a_text_is_cited_by_the_letters_of_its_parts_too(tmp_path: Path) -> None:
    symbols = ("A/RES/99/1 A-C", "A/RES/99/2", "A/RES/99/2 B", "A/RES/99/3")
    read = [read_invented(tmp_path / str(n), f"symbol: {symbol}\n") for n, symbol in enumerate(symbols)]
    held = list_held(arrange_texts(read).texts)
    assert {symbol: text.symbol for symbol, text in held.items()} == {
        **{symbol: symbol for symbol in symbols},
        **dict.fromkeys(("A/RES/99/1", "A/RES/99/1 A", "A/RES/99/1 B", "A/RES/99/1 C"), symbols[0]),
        "A/RES/99/2 A": "A/RES/99/2",
    }


@pytest.mark.parametrize(
    ("code", "title", "listed"),
    [
        ("en", "Lamps for harbours B", "Lamps for harbours"),
        ("ar", "المصابيح باء", "المصابيح"),
        ("ar", "المصابيح ألف", "المصابيح ألف"),
    ],
)
def test_lists_have_the_letter_of_a_text_that_is_printed_below_its_title(
    code: str, title: str, listed: str, tmp_path: Path
) -> None:
    head = f"symbol: A/RES/99/2 B\nnumber: 99/2.\ntitle: {title}\n"
    text = read_invented(tmp_path, head, code=code).text
    assert text
    assert (text.number, text.title) == ("99/2 B", listed)


@pytest.mark.parametrize("printed", ["99/2.", "99/2 -", "99/2．", "99/2 –"])
def test_a_number_is_listed_without_what_parts_it_from_its_title(printed: str, tmp_path: Path) -> None:
    text = read_invented(tmp_path, f"symbol: A/RES/99/2\nnumber: '{printed}'\ntitle: Lamps\n").text
    assert text
    assert text.number == "99/2"


def test_a_long_draft_is_parted_behind_a_stroke_alone(found: tuple[ReadText, ...]) -> None:
    """A short one stands whole; the columns take no more than they need, so that a title has the room that is left."""
    book = arrange_texts(found)
    rows = list_checklist(book)
    (text, adoption), *_ = ((text, text.adoption) for text, _ in rows if text.adoption)
    drafts = ("A/C.1/99/L.36", "A/AC.109/2044/L.9")  # one whole, one parted
    longer = [(replace(text, title="x " * 60, adoption=replace(adoption, draft=parse(one))), "I") for one in drafts]
    values = {"subject": longer, "about": ""}
    pages = PieceSetter(book, FONTS, Format()).set_piece(book, "checklist", values)
    with pypdfium2.PdfDocument(pages.data) as document:
        page = document[0].get_textpage()
        words = page.get_text_range()
        boxes = [page.get_charbox(match.start()) for match in re.finditer("x", words)]
    if load_language(book.language).direction == "ltr":  # characters of others are read in their order on the page
        assert drafts[0] in words
        assert re.search(r"A/\s*AC\.109/2044/\s+L\.9", words)
    assert max(box[2] for box in boxes) - min(box[0] for box in boxes) > 100  # points; before, 95 in English


def test_a_number_with_a_letter_stands_apart_from_its_title(tmp_path: Path) -> None:
    """It is wider than the room for numbers."""
    symbols = ("A/RES/99/1", "A/RES/99/2 B")
    book = arrange_texts([read_invented(tmp_path / str(n), f"symbol: {symbol}\n") for n, symbol in enumerate(symbols)])
    pages = PieceSetter(book, FONTS, Format()).set_piece(book, "contents", {"annexes": ()})
    with pypdfium2.PdfDocument(pages.data) as document:
        text = document[0].get_textpage()
        at = text.get_text_range().index("99/2 B") + len("99/2 B")
        title = next(n for n in range(at, at + 4) if text.get_text_range(n, 1).strip())
        assert text.get_charbox(title)[0] - text.get_charbox(at - 1)[2] > 3  # points


def test_a_title_behind_a_number_begins_where_its_next_line_does(tmp_path: Path) -> None:
    book = arrange_texts([read_invented(tmp_path, f"symbol: A/RES/99/1\ntitle: {'Lamps ' * 40}\n")])
    pages = PieceSetter(book, FONTS, Format()).set_piece(book, "contents", {"annexes": ()})
    with pypdfium2.PdfDocument(pages.data) as document:
        text = document[0].get_textpage()
        words = [match.start() for match in re.finditer("Lamps", text.get_text_range())]
        lefts: dict[float, float] = {}  # of each line
        for left, bottom, _, _ in map(text.get_charbox, words):
            lefts[bottom] = min(left, lefts.get(bottom, left))
    assert len(lefts) > 1
    assert max(lefts.values()) - min(lefts.values()) < 0.5  # points


@pytest.mark.parametrize(
    ("symbols", "missing"),
    [
        (("A/RES/99/1", "A/RES/99/2 A", "A/RES/99/2 B", "A/RES/99/3"), ""),
        (("A/RES/99/1", "A/RES/99/3", "A/RES/99/9"), "2, 4–8"),
        (("A/DEC/99/401", "A/DEC/99/402", "A/DEC/99/501", "A/DEC/99/503"), "502"),
        (("A/HRC/RES/99/1", "A/HRC/DEC/99/101"), ""),
    ],
)
def test_numbers_that_are_missing_are_told(symbols: tuple[str, ...], missing: str, tmp_path: Path) -> None:
    read = [read_invented(tmp_path / str(n), f"symbol: {symbol}\n") for n, symbol in enumerate(symbols)]
    told = [remark for remark in iter_remarks(arrange_texts(read), ()) if "missing" in remark]
    assert told == ([f"between the texts that are there, numbers are missing: {missing}"] if missing else [])


def test_a_masthead_that_names_another_session_is_told(tmp_path: Path) -> None:
    lines = ("Ninety-ninth session", "Ninety-ninth session", "Ninety-eighth session")
    read = [
        read_invented(tmp_path / str(n), f"symbol: A/RES/99/{n}\nmasthead:\n  session: {line}\n")
        for n, line in enumerate(lines, 1)
    ]
    book = arrange_texts(read)
    assert book.session == "Ninety-ninth session"
    told = "the title page has “Ninety-ninth session”, the text has “Ninety-eighth session”: A/RES/99/3"
    assert told in list(iter_remarks(book, ()))


def test_a_book_whose_texts_name_no_item_has_no_list_of_items(tmp_path: Path) -> None:
    assert list_agenda(arrange_texts([read_invented(tmp_path, "symbol: A/RES/99/1\n")])) == ()


@pytest.mark.parametrize(
    ("symbol", "sessions"),
    [
        ("A/RES/99/1", ("99",)),
        ("S/RES/9001 (2045)", ("2045",)),
        ("E/RES/2045/1", ("2045",)),
        ("A/RES/ES-99/1", ("ES-99",)),
    ],
)
def test_a_session_is_the_one_that_a_text_counts_in(symbol: str, sessions: tuple[str, ...], tmp_path: Path) -> None:
    for session in ("99", "ES-99", "2045", "77"):
        one = read_invented(tmp_path, f"symbol: {symbol}\n", order=replace(ORDER, session=session))
        assert (one.text is not None) == (session in sessions)
        assert not one.reason


def test_work_that_takes_too_long_or_dies_is_told_with_its_source() -> None:
    run = RunResources(1, 7.0)
    for error, told in ((TimeoutError(), "it takes longer than 7 seconds"), (ProcessExpired("", -9), "a worker died")):  # type: ignore[no-untyped-call]
        future: Future[int] = Future()
        future.set_exception(error)
        with pytest.raises(Refusal, match=f"^in.xml: {told}"):
            take_result("in.xml", future, run)


@pytest.mark.parametrize("name", ["in.pdf", "in.zh.pdf"])
def test_no_source_is_overwritten(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"a source")
    items = find_items((str(tmp_path),))
    refuse_overwriting(items, tmp_path / "other.pdf")
    refuse_overwriting(items, tmp_path / "books" / "in.pdf")
    with pytest.raises(Refusal, match="would be overwritten"):
        refuse_overwriting(items, tmp_path / "in.pdf")


@pytest.mark.process
def test_a_session_that_no_source_has_is_told_with_those_there(tmp_path: Path) -> None:
    wanted = CompilationRequest((str(LAMPS / "en"),), replace(ORDER, session="77"), tmp_path / "book.pdf")
    with pytest.raises(
        Refusal, match="no text is left of 6: the sources are in en, of ga, of the session or the year 99"
    ):
        make_compilations(wanted, RUN, lambda *_: None)
    assert not list(tmp_path.iterdir())


def test_texts_of_two_books_and_a_text_that_is_there_twice_are_refused(found: tuple[ReadText, ...]) -> None:
    with pytest.raises(Refusal, match="several books: ga-resolutions of 99; ga-resolutions of 98"):
        arrange_texts((*found, replace(found[0], period="98")))
    with pytest.raises(Refusal, match="there twice: A/RES/99/1"):
        arrange_texts((*found, found[0]))


def test_a_kept_text_has_ids_of_its_own(found: tuple[ReadText, ...]) -> None:
    book = load_book(found[0].kept)
    assert book.resolution.parts[0].id == "a-res-99-1-text"


@pytest.mark.parametrize(
    ("symbol", "number", "period"),
    [
        ("A/RES/77/213", "77/213", "77"),
        ("A/RES/ES-11/4", "ES-11/4", "ES-11"),
        ("A/RES/217 (III)", "217 (III)", "3"),
        ("A/HRC/RES/50/1", "50/1", "50"),
        ("E/RES/2022/7", "2022/7", "2022"),
        ("S/RES/2618 (2022)", "2618 (2022)", "2022"),
    ],
)
def test_a_text_is_of_the_session_or_the_year_of_its_symbol(
    symbol: str, number: str, period: str, tmp_path: Path
) -> None:
    one = read_invented(tmp_path, f"symbol: {symbol}\n")
    assert (one.text.number if one.text else one.reason, one.period) == (number, period)


def test_a_symbol_without_session_or_year_is_in_no_book(tmp_path: Path) -> None:
    assert (
        "S/RES/2618 is no resolution or decision of a session or a year"
        in read_invented(tmp_path, "symbol: S/RES/2618\n").reason
    )


def test_items_stand_in_the_order_of_their_numbers_however_their_letters_are_typed(tmp_path: Path) -> None:
    lines = ("146 and 9", "68 (b)", "19", "68(a)", "68（b）", "68 (aa)")
    read = [
        read_invented(
            tmp_path / str(n), f"symbol: A/RES/99/{n}\n{('facts', 'masthead')[n % 2]}:\n  agenda_item: '{line}'\n"
        )
        for n, line in enumerate(lines, 1)
    ]
    items = [group.item for group in list_agenda(arrange_texts(read))]
    assert items == ["9", "19", "68 (a)", "68 (b)", "68 (aa)", "146"]


def test_texts_that_were_read_with_a_warning_are_named(tmp_path: Path) -> None:
    one = read_invented(tmp_path, "symbol: A/RES/99/1\n", last="3.")
    assert [notice.code for notice in one.notices] == [Code.NUMBER_ORDER]
    remarks = list(iter_remarks(arrange_texts([one]), ["A/RES/99/1"]))
    assert remarks[1] == "what was read is doubtful, as ./press read says with its place, in A/RES/99/1"


def read_invented(folder: Path, head: str, last: str = "2.", order: RunOptions = ORDER, code: str = "en") -> ReadText:
    """Read a text of two paragraphs; ``head``: its first lines of YAML; ``last``: the number of the second."""
    folder.mkdir(exist_ok=True)
    body = "\n".join(f"- number: '{number}'\n  operative: '*Decides* to light lamps;'" for number in ("1.", last))
    source = folder / "in.resolution.yaml"
    source.write_text(f"{head}language: {code}\nbody:\n{body}\n", "utf-8")
    (item,) = find_items((str(source),))
    return read_text(ReadJob(item, folder / "kept", order))


def test_roman_numerals() -> None:
    assert [spell_roman(n) for n in (1, 4, 9, 14, 49, 90, 388)] == ["i", "iv", "ix", "xiv", "xlix", "xc", "ccclxxxviii"]


@pytest.fixture(scope="module")
def all_made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, MadeCompilation]:
    """The book in three languages."""
    wanted = CompilationRequest((str(LAMPS),), ORDER, tmp_path_factory.mktemp("book") / "lamps.pdf")
    return {one.book.language: one for one in make_compilations(wanted, RUN, lambda *_: None)}


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, all_made: dict[str, MadeCompilation]) -> MadeCompilation:
    return all_made[request.param]


def read_pages(path: Path) -> list[str]:
    """Return the text of each page, without white space."""
    texts = []
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        texts.append("".join(text.get_text_range().split()))
        text.close()
        page.close()
    document.close()
    return texts


def data_of(made: MadeCompilation) -> Any:
    return json.loads(made.files[0].with_suffix(".json").read_text("utf-8"))


def links_of(pdf: pikepdf.Pdf, n: int) -> list[int]:
    """Return the pages that the links of a page lead to."""
    ids = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
    links = (annotation for annotation in pdf.pages[n].obj.get("/Annots", ()) if "/Dest" in annotation)
    return [ids[link.Dest[0].objgen] for link in links if isinstance(link.Dest, pikepdf.Array)]


@pytest.mark.process
@pytest.mark.slow
def test_every_text_is_on_its_page_and_once_in_each_list(made: MadeCompilation) -> None:
    pages, data = read_pages(made.files[0]), data_of(made)
    texts = [text for section in data["sections"] for text in section["texts"]]
    assert {text["number"] for text in texts} == NUMBERS
    assert len(pages) == made.pages == data["front"] + data["pages"]
    titles = load_language(made.book.language).words
    heads = [titles["book"]["contents"], titles["compilation"]["agenda"], titles["compilation"]["checklist"]]
    for text in texts:
        own = data["front"] + text["page"] - 1
        assert text["number"] in pages[own]
    with pikepdf.open(made.files[0]) as pdf, pdf.open_outline() as outline:
        ids = [page.obj.objgen for page in pdf.pages]
        places = {item.title: page_of(item, pdf, ids) for item in outline.root}
        for head in heads:
            at = places[head]
            led_to = set(links_of(pdf, at))
            for text in texts:
                assert text["number"] in pages[at]
                assert data["front"] + text["page"] - 1 in led_to


@pytest.mark.process
@pytest.mark.slow
def test_pages_are_labelled_as_their_folios(made: MadeCompilation) -> None:
    pages, data = read_pages(made.files[0]), data_of(made)
    front = data["front"]
    with pikepdf.open(made.files[0]) as pdf:
        labels = [page.label for page in pdf.pages]
    assert labels == [spell_roman(n + 1) for n in range(front)] + [str(n + 1) for n in range(data["pages"])]
    assert front % 2 == 0
    for label, text in zip(labels[TITLE_PAGES:], pages[TITLE_PAGES:], strict=True):
        assert text == "" or label in text
    assert not any(text.endswith(label) for label, text in zip(labels, pages[:TITLE_PAGES], strict=False))


def page_of(entry: Any, pdf: pikepdf.Pdf, ids: list[Any]) -> int:
    """Return the page that an entry of the outline leads to."""
    target = entry.destination if entry.destination is not None else entry.action.D
    if not isinstance(target, pikepdf.Array):
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        target = names[str(target)]
    return ids.index((target.D if isinstance(target, pikepdf.Dictionary) else target)[0].objgen)


@pytest.mark.process
@pytest.mark.slow
def test_outline_goes_from_section_to_text(made: MadeCompilation) -> None:
    """An entry for each text, which leads to the page that the lists name."""
    front = data_of(made)["front"]
    with pikepdf.open(made.files[0]) as pdf, pdf.open_outline() as outline:
        ids = [page.obj.objgen for page in pdf.pages]
        entries = {
            item.title: [(child.title, page_of(child, pdf, ids)) for child in item.children] for item in outline.root
        }
    own = load_language(made.book.language).words["compilation"]
    for section in made.book.sections:
        ((title, page),) = entries[own["section"].format(number=section.number, title=section.title)]
        assert title.startswith(f"{section.texts[0].number}.")
        assert page == front + section.texts[0].page - 1


@pytest.mark.process
@pytest.mark.slow
def test_a_citation_of_a_text_in_the_book_leads_to_it(made: MadeCompilation) -> None:
    data = data_of(made)
    place = {text["number"]: data["front"] + text["page"] - 1 for s in data["sections"] for text in s["texts"]}
    with pikepdf.open(made.files[0]) as pdf:
        assert place["99/1"] in links_of(pdf, place["99/2"])  # 99/2 recalls 99/1
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", ()) if "/A" in link]
        addresses = [str(link.A.URI) for link in links if "/URI" in link.A]
        assert not any(address.startswith("packet:") for address in addresses)
        assert any("70" in address for address in addresses)  # 70/1 is in no book here
    cited = {entry["symbol"]: entry for entry in data["symbols"]}
    assert cited["A/RES/99/1"]["begins"] == [place["99/1"] - data["front"] + 1]
    first = place["99/2"] - data["front"] + 1
    assert any(start <= first <= end for start, end in cited["A/RES/99/1"]["pages"])
    own = cited["A/RES/99/1"]["begins"][0]
    assert cited["A/99/L.1"]["pages"] == [[own, own]]  # the line of the proponent names it
    assert all(entry["pages"] or entry["begins"] for entry in cited.values())


@pytest.mark.process
@pytest.mark.slow
def test_votes_add_up_and_differences_are_told(made: MadeCompilation) -> None:
    votes = [text["votes"] for section in data_of(made)["sections"] for text in section["texts"] if text["votes"]]
    assert [sum(vote.values()) for vote in votes] == [193, 193]
    assert made.remarks == (
        "A/RES/99/5: its own line names the sixth committee, the data the fifth",
        f"no section but “{made.book.sections[-1].title}” takes A/RES/99/6",
        "neither text nor data say, apart from its words, how it was adopted: A/RES/99/6",
        "the data have no subject for A/RES/99/6",
    )
    rows = list(csv.reader(StringIO(made.files[2].read_text("utf-8-sig"))))
    assert rows[0] == ["State", "A/RES/99/2", "A/RES/99/4"]
    assert len(rows) == 1 + 8


@pytest.mark.process
@pytest.mark.slow
def test_a_book_is_archival_and_accessible(made: MadeCompilation) -> None:
    assert validate_pdf(made.files[0]) == ()
    with pikepdf.open(made.files[0]) as pdf:
        assert pdf.get_warnings() == []


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("verapdf")
def test_verapdf_passes_a_book(all_made: dict[str, MadeCompilation]) -> None:
    paths = [one.files[0] for one in all_made.values()]
    found = verapdf.verapdf_columns(VERAPDF).look(paths, lambda *_: None)
    assert found == {path: {"veraPDF A-3a": (), "veraPDF UA-1": ()} for path in paths}


@pytest.mark.process
@pytest.mark.slow
def test_same_texts_same_bytes(all_made: dict[str, MadeCompilation], tmp_path: Path) -> None:
    wanted = CompilationRequest((str(LAMPS / "en"),), ORDER, tmp_path / "lamps.en.pdf")
    (again,) = make_compilations(wanted, RUN, lambda *_: None)
    for before, after in zip(all_made["en"].files, again.files, strict=True):
        assert before.read_bytes() == after.read_bytes()


@pytest.mark.process
def test_a_text_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("Minutes\n")
    with pytest.raises(Refusal, match="1 text cannot be in the book"):
        make_compilations(CompilationRequest((str(tmp_path),), ORDER, tmp_path / "b.pdf"), RUN, lambda *_: None)
    wanted = CompilationRequest((str(LAMPS / "en"),), replace(ORDER, session="98"), tmp_path / "b.pdf")
    with pytest.raises(Refusal, match="no text is left"):
        make_compilations(wanted, RUN, lambda *_: None)
    with pytest.raises(Refusal, match="not a name for a PDF"):
        make_compilations(replace(wanted, path=tmp_path / "b"), RUN, lambda *_: None)
    with pytest.raises(Refusal, match="cannot be written: File exists"):
        make_compilations(replace(wanted, path=tmp_path / "minutes.txt" / "b.pdf"), RUN, lambda *_: None)
    (tmp_path / "b.pdf").mkdir()
    with pytest.raises(Refusal, match="cannot be written: Is a directory"):
        make_compilations(wanted, RUN, lambda *_: None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.pdf", "minutes.txt"]


def test_a_book_without_recorded_votes_has_no_chart(found: tuple[ReadText, ...]) -> None:
    book = arrange_texts(found)
    sections = tuple(
        replace(section, texts=tuple(replace(text, votes=()) for text in section.texts)) for section in book.sections
    )
    assert make_chart(replace(book, sections=sections)) == ()
    assert isinstance(book, Compilation)


def read_epub(path: Path) -> dict[str, str]:
    """Return the text files of an e-book by their names, without its folder."""
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf"))]
        return {name.rpartition("/")[2]: book.read(name).decode("utf-8") for name in names}


def ebooks_of(made: MadeCompilation) -> list[Path]:
    return [path for path in made.files if path.suffix == ".epub"]


@pytest.mark.process
@pytest.mark.slow
def test_ebooks_are_the_whole_and_a_series_of_its_sections(made: MadeCompilation) -> None:
    whole, *parts = ebooks_of(made)
    assert len(parts) == len(made.book.sections) == 6
    files = {path.with_suffix("").suffix: read_epub(path) for path in parts}
    texts = [name for names in files.values() for name in names if name.startswith("a-res-")]
    assert sorted(texts) == sorted(name for name in read_epub(whole) if name.startswith("a-res-"))
    assert len(set(texts)) == len(texts) == 6
    for n, names in enumerate(files.values(), 1):
        package = next(text for name, text in names.items() if name.endswith(".opf"))
        assert f'property="group-position">{n}</meta>' in package
        assert 'property="collection-type">set</meta>' in package
    assert "collection-type" not in next(text for name, text in read_epub(whole).items() if name.endswith(".opf"))


@pytest.mark.process
@pytest.mark.slow
def test_an_ebook_is_clean(made: MadeCompilation) -> None:
    for path in ebooks_of(made):
        assert [str(finding) for finding in lint_epub(path)] == []


@pytest.mark.process
@pytest.mark.slow
def test_an_ebook_has_every_page_of_the_printed_book_once(made: MadeCompilation) -> None:
    data, files = data_of(made), read_epub(ebooks_of(made)[0])
    labels = re.findall(r'<li><a href="[^"]+#page-(\d+)">\1</a></li>', files["nav.xhtml"])
    assert labels == [str(n + 1) for n in range(data["pages"])]
    for section in data["sections"]:
        for text in section["texts"]:
            name = f"a-res-{text['number'].replace('/', '-')}.xhtml"
            assert f'id="page-{text["page"]}"' in files[name]


@pytest.mark.process
@pytest.mark.slow
def test_notes_stand_in_the_file_of_their_calls(made: MadeCompilation) -> None:
    for name, text in read_epub(ebooks_of(made)[0]).items():
        calls = re.findall(r'epub:type="noteref" href="#([^"]+)"', text)
        assert set(calls) == set(re.findall(r'<div class="note" id="([^"]+)"', text)), name


@pytest.mark.process
@pytest.mark.slow
def test_a_link_to_a_text_of_another_section_leads_to_the_united_nations(made: MadeCompilation) -> None:
    whole, first, second, *_ = ebooks_of(made)
    assert 'href="a-res-99-1.xhtml"' in read_epub(whole)["a-res-99-2.xhtml"]  # 99/2 recalls 99/1
    assert 'href="a-res-99-1.xhtml"' not in read_epub(second)["a-res-99-2.xhtml"]
    assert "A/RES/99/1" in read_epub(second)["a-res-99-2.xhtml"]
    assert "a-res-99-1.xhtml" in read_epub(first)


def test_a_long_text_is_split_between_paragraphs(found: tuple[ReadText, ...]) -> None:
    """No block is lost, none stands twice, no file is too large; titles and closing lines stand once."""
    for one in found:
        resolution = load_book(one.kept).resolution

        def spell(part: Resolution, _: int) -> str:
            return "".join(text for _, text in iter_body_lines(part))

        size = len(spell(resolution, 0).encode())
        parts = split_resolution(resolution, spell, size // 3)
        assert len(parts) > 1
        assert "".join(spell(part, n) for n, part in enumerate(parts)) == spell(resolution, 0)
        assert split_resolution(resolution, spell, size) == (resolution,)


def test_texts_of_the_council_are_listed_by_their_questions(tmp_path: Path) -> None:
    """They have no title: their heading names them, lists have the title of the item, in English."""
    book = arrange_texts(read_all(COUNCIL / "en", tmp_path))
    assert book.title == "Resolutions of the Security Council, 2045"
    symbols = ", ".join(f"S/RES/{n} (2045)" for n in (9001, 9002, 9003))
    assert f"lists call by their items, for want of a title, {symbols}" in list(iter_remarks(book, ()))
    assert next((text.number, text.heading) for text in book.texts) == ("9001 (2045)", "Resolution 9001 (2045)")
    assert [(group.item, group.title, numbers_of(group.texts)) for group in list_agenda(book)] == [
        ("", "Harbours", ["9002 (2045)"]),
        ("", "The situation at the lighthouse", ["9001 (2045)", "9003 (2045)"]),
    ]


def test_lines_of_a_masthead_stand_below_a_heading_that_is_no_title(tmp_path: Path) -> None:
    """Also in a language without the item, where they are what lists call a text by: "принятая Советом" goes on."""
    (read, *_) = read_all(COUNCIL / "en", tmp_path)
    assert read.text is not None
    line = "Adopted by the Security Council at its 129001th meeting, on 3 May 2045"
    markup = make_quire_sheet("", [(read.text, load_book(read.kept))], {}).markup
    assert f'<p class="proponent">{line}</p>' in markup
    assert "Item: The situation at the lighthouse; Draft: " in markup
    head = 'symbol: S/RES/9009 (2045)\norgan: sc\nmasthead:\n  adoption: "Резолюция 9009 (2045),"\n'
    other = read_invented(tmp_path / "ru", f'{head}  other: ["принятая Советом Безопасности"]\n', code="ru")
    assert other.text is not None
    assert (other.text.heading, other.text.title) == ("Резолюция 9009 (2045),", "принятая Советом Безопасности")
    label = make_quire_sheet("", [(other.text, load_book(other.kept))], {}).markup
    assert 'data-label="Резолюция 9009 (2045)"' in label
    remarks = list(iter_remarks(arrange_texts([other]), ()))
    assert "neither text nor data have a title or an item, in the language of the book, of S/RES/9009 (2045)" in remarks
    assert "neither text nor data say, apart from its words, how it was adopted: S/RES/9009 (2045)" in remarks


def test_votes_that_contradict_themselves_are_told(tmp_path: Path) -> None:
    (read, *_) = read_all(COUNCIL / "en", tmp_path)
    assert read.text is not None
    assert read.text.adoption is not None
    tallies = tuple(replace(tally, count=3) if tally.voters else tally for tally in read.text.adoption.tallies)
    held = replace(read.text.adoption, outcome="without-vote", tallies=tallies)
    remarks = list(iter_remarks(arrange_texts([replace(read, text=replace(read.text, adoption=held))]), ()))
    assert "S/RES/9001 (2045): the data say that it was adopted without a vote, and count 3 votes" in remarks
    assert "S/RES/9001 (2045): the data count 3 votes (in_favour) and name 2 States" in remarks


def test_how_a_text_was_adopted_stands_once(tmp_path: Path) -> None:
    """Behind the title, which may be that of a part, of the whole, or none."""
    for folder in (LAMPS / "en", COUNCIL / "en"):
        for one in read_all(folder, tmp_path):
            assert one.text is not None
            sheet = make_quire_sheet("", [(one.text, load_book(one.kept))], {})
            assert sheet.markup.count(f'id="editorial-{one.text.prefix}how"') == 1
            files = make_text_sheets(one.text, load_book(one.kept), TextPages(), {})
            assert "".join(file.markup for file in files).count('class="how"') == 1


@pytest.mark.process
@pytest.mark.slow
def test_a_book_of_the_council_is_whole(tmp_path: Path) -> None:
    wanted = CompilationRequest((str(COUNCIL),), ORDER, tmp_path / "council.pdf")
    (made,) = make_compilations(wanted, RUN, lambda *_: None)
    assert validate_pdf(made.files[0]) == ()
    (ebook,) = ebooks_of(made)
    assert [str(finding) for finding in lint_epub(ebook)] == []


@pytest.mark.process
@pytest.mark.slow
def test_check_holds_a_book_to_its_lists(made: MadeCompilation, tmp_path: Path) -> None:
    assert find_list_faults(made.files[0]) == ()
    path = Path(shutil.copy(made.files[0], tmp_path / "book.pdf"))
    assert find_list_faults(path) is None
    data = data_of(made)
    data["sections"][0]["texts"][0]["page"] += 3
    path.with_suffix(".json").write_text(json.dumps(data), "utf-8")
    found = find_list_faults(path) or ()
    assert {finding.code for finding in found} == {"list-page", "list-unlinked"}


def test_who_did_not_vote_is_unknown_where_the_data_lack_votes(tmp_path: Path) -> None:
    book = arrange_texts(read_all(LAMPS / "en", tmp_path))
    (text,) = (text for text in book.texts if text.number == "99/2")
    assert text.adoption is not None
    tallies = tuple(tally for tally in text.adoption.tallies if tally.kind != "not_voting")
    lacking = replace(text, adoption=replace(text.adoption, tallies=tallies))
    section = replace(book.sections[0], texts=(lacking,))
    lacking_book = replace(book, sections=(section,))
    file = next(iter(write_data("b", lacking_book, (), (0, 1))))
    assert json.loads(file.data)["sections"][0]["texts"][0]["votes"]["not_voting"] is None
    assert list(iter_remarks(lacking_book, ())) == ["A/RES/99/2: the data name 8 votes and absences of 193 Members"]
    full = replace(lacking, members=8)
    whole = replace(book, sections=(replace(section, texts=(full,)),))
    data = json.loads(next(iter(write_data("b", whole, (), (0, 1)))).data)
    assert data["sections"][0]["texts"][0]["votes"]["not_voting"] == 0


def test_a_source_that_breaks_the_reader_is_told_with_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("engross.batch.compilation.read_texts.read_source", fail)
    assert all("ZeroDivisionError" in one.reason for one in read_all(LAMPS / "en", tmp_path))
