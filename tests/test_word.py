"""Word documents in: a real one counted by a person, Word's own numbers, characters none of which may be lost."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engross.grammars.symbol import parse
from engross.model.notice import Code, Refusal
from engross.model.reading import Overrides, Reading
from engross.model.text import spell_inlines
from engross.model.tree import Heading, Masthead, Paragraph, Source, Table
from engross.model.walk import blocks_of, notes_of
from engross.readers.load import load_source
from engross.readers.word import read as read_word
from engross.readers.word.number_formats import format_number
from engross.readers.word.numbers import read_numbering
from engross.readers.word.qnames import WORD_NAMESPACE
from engross.readers.word.styles import WordStyles, normalise_style_name
from engross.verify.integrity import compare_with_source
from tests.cases import HERE, source_of
from tests.corpus import CORPUS
from tests.test_structure import reading_of

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = f'xmlns:w="{WORD_NAMESPACE}" xmlns:r="{RELATIONS}"'
HEAD = "<w:p><w:r><w:t>A/RES/80/9</w:t></w:r></w:p><w:p><w:r><w:t>The General Assembly,</w:t></w:r></w:p>"
NOTES = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>note {n}</w:t></w:r></w:p></w:footnote>' for n in range(1, 4))
TWO_NOTES = NOTES[: NOTES.index('<w:footnote w:id="3"')]


def packed(body: str, notes: str = "", space: str = SPACES) -> Source:
    """Return a Word document with a body and notes."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/footnotes.xml", f"<w:footnotes {space}>{notes}</w:footnotes>")
        to_notes = f'<Relationship Id="n" Type="{RELATIONS}/footnotes" Target="footnotes.xml"/>'
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{to_notes}</Relationships>")
    return Source("in.docx", "", "docx", data.getvalue(), "")


def read_body(body: str, notes: str = "") -> Reading:
    return read_word(packed(HEAD + body, notes), Overrides())


@pytest.mark.slow
@pytest.mark.needs("corpus")
def test_a_budget_of_the_general_assembly_is_read_whole() -> None:
    """The figures are a person's counts in the printed document."""
    reading = reading_of(CORPUS / "docx" / "A_80_6_Sect.9.docx")
    resolution, facts = reading.resolution, reading.resolution.facts
    assert compare_with_source(reading) == ()
    assert resolution.symbol == parse("A/80/6 (Sect. 9)")
    assert (facts.issued, facts.job_number, resolution.masthead.session) == (
        "2025-04-07",
        "25-04774",
        "Eightieth session",
    )
    assert spell_inlines(resolution.full_title) == "Proposed programme budget for 2026"
    paragraphs = [spell_inlines(b.content) for b in blocks_of(resolution) if isinstance(b, Paragraph)]
    numbered = [int(p.split()[0][2:]) for p in paragraphs if p.startswith("9.") and p.split()[0][2:].isdigit()]
    assert numbered == list(range(1, len(numbered) + 1))
    assert len(resolution.parts[0].annexes) == 2
    assert sum(isinstance(block, Table) for block in blocks_of(resolution)) > 70


WRAPS = st.sampled_from(
    "w:ins w:del w:moveTo w:moveFrom w:smartTag w:hyperlink w:sdt w:sdtContent w:fldSimple w:unheard".split()
)
WORDS = st.text("ab1 .,;:()\t•*", max_size=10)
RUNS = (
    WORDS.map(lambda w: f'<w:r><w:t xml:space="preserve">{w}</w:t></w:r>')
    | WORDS.map(lambda w: f"<w:r><w:rPr><w:i/><w:b/></w:rPr><w:t>{w}</w:t><w:br/><w:tab/></w:r>")
    | WORDS.map(lambda w: f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{w}</w:t></w:r>")
    | WORDS.map(lambda w: f"<w:r><w:delText>{w}</w:delText></w:r>")
    | st.integers(1, 3).map(lambda n: f'<w:r><w:footnoteReference w:id="{n}"/></w:r>')
    | st.integers(1, 3).map(
        lambda n: f'<w:r><w:footnoteReference w:customMarkFollows="1" w:id="{n}"/><w:t>n</w:t></w:r>'
    )
    | st.sampled_from("begin separate end".split()).map(lambda k: f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>')
    | WORDS.map(
        lambda w: f"<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{w}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    )
)
INNER = st.recursive(
    RUNS,
    lambda inner: st.tuples(WRAPS, st.lists(inner, max_size=3)).map(lambda t: f"<{t[0]}>{''.join(t[1])}</{t[0]}>"),
    max_leaves=6,
)
ENDS = st.sampled_from(["", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"])
PARAGRAPHS = st.tuples(ENDS, st.lists(INNER, max_size=4)).map(lambda t: f"<w:p>{t[0]}{''.join(t[1])}</w:p>")
MERGES = st.sampled_from(["", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'])
CELLS = st.tuples(MERGES, PARAGRAPHS).map(lambda t: f"<w:tc><w:tcPr>{t[0]}</w:tcPr>{t[1]}</w:tc>")
ROWS = st.lists(CELLS, max_size=3).map(lambda cells: f"<w:tr>{''.join(cells)}</w:tr>")
TABLES = st.lists(ROWS, max_size=3).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(PARAGRAPHS | TABLES, max_size=5))
def test_no_nesting_of_elements_loses_a_character(blocks: list[str]) -> None:
    assert compare_with_source(read_body("".join(blocks), NOTES)) == ()


def test_strict_documents_have_the_same_words() -> None:
    """ISO/IEC 29500 strict: the same elements under other addresses."""
    body = f"{HEAD}<w:p><w:r><w:t>1. Decides.</w:t></w:r></w:p>"
    strict = read_word(packed(body, space=f'xmlns:w="{STRICT}"'), Overrides()).resolution
    assert strict == read_word(packed(body), Overrides()).resolution


def test_document_type_is_refused() -> None:
    source = packed(HEAD)
    archive = zipfile.ZipFile(BytesIO(source.data))
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as out:
        entity = '<!DOCTYPE w:document [<!ENTITY a "lamp">]>'
        out.writestr("word/document.xml", entity + archive.read("word/document.xml").decode())
    with pytest.raises(Refusal, match="document type"):
        read_word(Source("in.docx", "", "docx", data.getvalue(), ""), Overrides())


def test_unpacked_and_packed_again_is_the_same_source() -> None:
    path = source_of(HERE / "structure" / "docx-en-resolution")
    assert load_source(path)[0].format == "docx"
    assert zipfile.ZipFile(path).testzip() is None


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [
        ("_ H_1", "h1"), ("_ H_1_G", "h1"), ("H1G", "h1"), ("_ H _Ch", "hch"), ("_ H __M_G", "hm"),
        ("_ H_2/3_G", "h23"), ("H56", "h56"), ("_ Single Txt_G", "singletxt"), ("__Single Txt", "singletxt"),
        ("Heading 2", "heading2"),
    ],
)  # fmt: skip
def test_spellings_of_the_styles(spelled: str, meant: str) -> None:
    assert normalise_style_name(spelled) == meant


@pytest.mark.parametrize(
    ("n", "form", "written"),
    [
        (28, "lowerLetter", "bb"), (4, "upperRoman", "IV"), (17, "chineseCounting", "十七"),
        (20, "chineseCounting", "二十"),
        (3, "decimalZero", "03"), (2, "chicago", "†"), (5, "chicago", "**"),
        (22, "ordinal", "22nd"), (11, "ordinal", "11th"),
        (3, "decimalEnclosedCircle", "③"), (7, "no-such-form", "7"), (3, "russianLower", "в"), (3, "arabicAbjad", "ج"),
    ],
)  # fmt: skip
def test_forms_of_numbers(n: int, form: str, written: str) -> None:
    assert format_number(n, form) == written


def _level(depth: int, form: str, text: str, more: str = "") -> str:
    elements = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'
    return f'<w:lvl w:ilvl="{depth}">{elements}</w:lvl>'


LISTS = f"""<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">
{_level(0, "upperRoman", "%1.")}{_level(1, "decimal", "%1.%2", "<w:isLgl/>")}
{_level(2, "lowerLetter", "(%3)", '<w:lvlRestart w:val="0"/>')}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_lists_count_restart_and_go_on_as_words_do() -> None:
    """Levels start again under the one above unless told never to; a second list may go on from its own start."""
    lists = read_numbering(etree.fromstring(LISTS), WordStyles())

    def take(num: int, depth: int) -> str:
        own = f'<w:pPr {SPACES}><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr></w:pPr>'
        return lists.take_number(etree.fromstring(own), "").number

    order = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 0), (7, 0)]
    assert [take(*one) for one in order] == ["I.", "1.1", "1.2", "(a)", "II.", "2.1", "(b)", "IX.", "X.", ""]


def test_field_code_is_no_text_and_its_address_is_a_link() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://lights.example"</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>lights</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> here.</w:t></w:r>'
    )
    reading = read_body(f"<w:p><w:r><w:t>1. </w:t></w:r>{field}</w:p>")
    block = reading.resolution.parts[0].body[-1]
    assert isinstance(block, Paragraph)
    assert spell_inlines(block.content) == "lights here."
    assert "https://lights.example" in repr(block.content)


def test_a_break_behind_the_letter_of_a_part_takes_no_letter_of_its_title() -> None:
    """As in A/RES/72/90: the letter, a break in the same paragraph, the title."""
    heading = "<w:p><w:r><w:t>{}</w:t><w:br/><w:t>{}</w:t></w:r></w:p>"
    words = ("<w:p><w:r><w:t>The General Assembly,</w:t></w:r></w:p>", "<w:p><w:r><w:t>1. Decides.</w:t></w:r></w:p>")
    parts = (heading.format(letter, title) + "".join(words) for letter, title in (("A", "Lamps"), ("B", "Keepers")))
    above = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("A/RES/80/9", "80/9. Questions of light"))
    reading = read_word(packed(above + "".join(parts)), Overrides())
    assert [spell_inlines(part.title) for part in reading.resolution.parts] == ["Lamps", "Keepers"]
    assert compare_with_source(reading) == ()


def test_deleted_notes_are_not_counted() -> None:
    gone = '<w:del><w:r><w:footnoteReference w:id="1"/></w:r></w:del>'
    kept = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    reading = read_body(f"<w:p><w:r><w:t>1. Decides</w:t></w:r>{gone}{kept}</w:p>", TWO_NOTES)
    found = [(note.number, spell_inlines(note.blocks[0].content)) for note in notes_of(reading.resolution)]  # type: ignore[union-attr]
    assert found == [("1", "note 2")]
    assert reading.ledger.count_by_kind()["text deleted as tracked"] == len("note1")
    assert Code.CHANGES_ACCEPTED in {one.code for one in reading.notices}


def test_bold_paragraph_without_a_stop_is_a_heading() -> None:
    reading = read_body(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Lamps</w:t></w:r></w:p><w:p><w:r><w:t>1. Go.</w:t></w:r></w:p>"
    )
    heading = reading.resolution.parts[0].body[1]
    assert isinstance(heading, Heading)
    assert (heading.rank, spell_inlines(heading.content)) == (3, "Lamps")


def test_file_that_only_begins_as_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "in.docx"
    path.write_bytes(packed(HEAD).data[:-30])
    with pytest.raises(Refusal, match="cut short"):
        load_source(path)


@pytest.mark.parametrize(
    ("item", "sponsors", "title"),
    [
        ("Agenda item 7|Lamps", "Norland and Ostrova: revised draft resolution", "Oil|The General Assembly,"),
        ("Point 7 de l’ordre du jour|Feux", "Norlande : projet de résolution révisé", "Huile|L’Assemblée générale,"),
        ("Tema 7 del programa|Faros", "Norlandia: proyecto de resolución revisado", "Aceite|La Asamblea General,"),
        ("البند 7 من جدول الأعمال|المنارات", "نورلاند: مشروع قرار منقح", "الزيت|إن الجمعية العامة،"),
        ("议程项目7|灯", "诺尔兰：订正决议草案", "油|大会，"),
    ],
)
def test_sponsors_of_a_draft_stand_between_the_title_of_the_item_and_its_own(
    item: str, sponsors: str, title: str
) -> None:
    """In a Word file without styles, in which neither is part of the agenda item's title."""
    masthead, own_title = _read_head(item, sponsors, title)
    assert (masthead.agenda_title, spell_inlines(masthead.proponent)) == (item.split("|")[1], sponsors)
    assert own_title == title.split("|", maxsplit=1)[0]


def test_a_colon_in_the_title_of_an_agenda_item_names_no_sponsors() -> None:
    masthead, _ = _read_head("Agenda item 7|Lamps: what a draft resolution needs", "", "Oil|The General Assembly,")
    assert not masthead.proponent
    assert masthead.agenda_title.startswith("Lamps: what a draft resolution needs")


def _read_head(item: str, sponsors: str, title: str) -> tuple[Masthead, str]:
    lines = ["A/C.3/99/L.7/Rev.1", *item.split("|"), sponsors, *title.split("|"), "1. Decides to keep its lamps."]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines if line)
    resolution = read_word(packed(body), Overrides()).resolution
    return resolution.masthead, spell_inlines(resolution.parts[0].title)
