"""Packets of a meeting: the documents as they are, on right-hand pages, with one numbering, contents and index."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as some
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from engross.batch.corpus import RunOptions, RunResources, run_corpus
from engross.batch.packet import BoundPacket, PacketRequest, init_agenda, make_packet
from engross.batch.packet.agenda import read_agenda
from engross.batch.packet.joint_index import join_pages
from engross.batch.packet.pieces import CONTENTS, COVER, DIVIDER, DOCUMENT, INDEX, MISSING, Piece, place_pieces
from engross.batch.packet.set_pieces import PacketSetter
from engross.cli.program import run_command_line
from engross.editions.typeset.packet import Packet, PacketDocument, PacketEntry, PacketGroup, PacketItem
from engross.grammars.language import load_language
from engross.model.notice import Refusal
from engross.model.paper import POINTS_PER_MM, Format
from engross.model.schemas import schema_path
from engross.verify.check import verapdf
from engross.verify.check.bound_pages import find_bound_page_faults
from engross.verify.check.lines import find_text_blocks
from engross.verify.check.pdf import validate_pdf
from engross.verify.check.pdf_file import PdfElement, PdfGlyph, PrintedPdf
from tests.promises import VERAPDF
from tests.test_build import FONTS
from tests.test_volume import shape

RUN = RunResources(2, 120.0)
ORDER = RunOptions(Path(), FONTS, frozenset())
MISSING_SYMBOL = "A/C.3/80/L.99"
FACE = {  # the words of an invented draft, by language
    "en": (
        "The General Assembly,",
        "*Recalling* its resolution 70/1 of 25 September 2015,",
        "*Decides* that {n} lamps be lit;",
    ),
    "zh": ("大会，", "*回顾*其2015年9月25日第70/1号决议，", "*决定*点亮{n}盏灯；"),
    "ar": (
        "إن الجمعية العامة،",
        "*إذ تشير* إلى قرارها 70/1 المؤرخ 25 أيلول/سبتمبر 2015،",
        "*تقرر* أن يضاء {n} مصباحا؛",
    ),
}
TITLES = {"en": "Lamps seen from two sides", "zh": "两面可见的灯", "ar": "المصابيح المرئية من الجانبين"}


def write_draft(folder: Path, number: int, language: str, paragraphs: int) -> str:
    """Write an invented draft, and return its name."""
    enacting, preambular, operative = FACE[language]
    body = [{"enacting": enacting}, {"preambular": preambular}]
    body += [{"operative": operative.format(n=n), "number": f"{n}."} for n in range(1, paragraphs + 1)]
    draft = {
        "symbol": f"A/C.3/80/L.{number}",
        "language": language,
        "title": TITLES[language],
        "facts": {"agenda_item": "68" if number < 7 else "71"},
        "body": body,
    }
    name = f"L{number}.{language}.resolution.yaml"
    (folder / name).write_text(json.dumps(draft, ensure_ascii=False), "utf-8")
    return name


def write_agenda(folder: Path, languages: tuple[str, str]) -> Path:
    """Write an agenda of three drafts in two languages, with one that is nowhere."""
    drafts = {(n, code): write_draft(folder, n, code, 4 + 20 * (n - 5)) for n in (5, 6, 7) for code in languages}
    first = [drafts[n, code] for n in (5, 6) for code in languages]
    items = [
        {"item": "68 (b)", "title": "Promotion of lamps", "note": "Action", "documents": [*first, MISSING_SYMBOL]},
        {"item": 71, "title": "Registers", "documents": [drafts[7, code] for code in languages]},
    ]
    agenda = {"meeting": "Third Committee, 45th meeting", "room": "1", "language": languages[0], "items": items}
    (folder / "agenda.yaml").write_text(json.dumps(agenda, ensure_ascii=False), "utf-8")
    return folder / "agenda.yaml"


@pytest.fixture(scope="module", params=[("en", "zh"), ("zh", "en"), ("ar", "en")], ids="-".join)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PacketRequest:
    """The request for a packet in two languages."""
    folder = tmp_path_factory.mktemp("packet")
    return PacketRequest((str(write_agenda(folder, request.param)),), ORDER, folder / "packet.pdf")


def bind(wanted: PacketRequest) -> BoundPacket:
    return make_packet(wanted, RUN, lambda *_: None)


@pytest.fixture(scope="module")
def made(asked: PacketRequest) -> BoundPacket:
    return bind(asked)


def read_pages(path: Path) -> list[str]:
    """Return the text of each page."""
    texts = []
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return texts


def language_of(path: Path) -> str:
    with pikepdf.open(path) as pdf:
        return str(pdf.Root.Lang).partition("-")[0]


def documents(made: BoundPacket) -> list[tuple[Path, int]]:
    """Return each document's own PDF, with the packet's page (from 0) on which it begins, by the outline."""
    found = []
    with pikepdf.open(made.path) as pdf, pdf.open_outline() as outline:
        ids = [page.obj.objgen for page in pdf.pages]
        for item in outline.root:
            for entry in item.children:
                symbol, title = entry.title.split(" ", 1) if " " in entry.title else (entry.title, "")
                language = next((code for code in FACE if TITLES[code] in title), "")
                name = f"{symbol.replace('/', '_')}.{language}"
                if symbol != MISSING_SYMBOL:
                    target: Any = entry.destination
                    place = ids.index(target[0].objgen)
                    found.append((made.path.with_suffix("") / name / f"{name}.pdf", place))
    return found


@pytest.mark.process
def test_documents_are_bound_as_they_are(made: BoundPacket) -> None:
    """Same tags, same text but for the folio, from an odd page on; all that are on the agenda, in its order."""
    whole, pairs = read_pages(made.path), documents(made)
    assert len(pairs) == len(made.documents) == 6
    folio = load_language(language_of(made.path)).words["packet"]["folio"]
    for path, at in pairs:
        assert at % 2 == 0
        for n, own in enumerate(read_pages(path), at):
            added = folio.format(n=n + 1)
            assert sorted("".join(whole[n].split())) == sorted("".join((own + added).split()))
    with pikepdf.open(made.path) as pdf:
        parts = [part for part in pdf.Root.StructTreeRoot.K[0].K if len(part.get("/K", ())) and part.S == "/Part"]
        shapes = [shape(part)[1:] for part in parts]
        for path, _ in pairs:
            with pikepdf.open(path) as alone:
                assert shape(alone.Root.StructTreeRoot.K[0])[1:] in shapes


@pytest.mark.process
def test_the_inner_margin_of_a_document_is_on_the_side_that_is_bound(made: BoundPacket) -> None:
    """A document of the other direction is moved on its paper: its odd pages are of the other hand."""
    is_right_bound = load_language(language_of(made.path)).direction == "rtl"
    with pikepdf.open(made.path) as pdf:
        for path, at in documents(made):
            is_turned = (load_language(language_of(path)).direction == "rtl") != is_right_bound
            for n in range(len(read_pages(path))):
                left, _, right, _ = map(float, pdf.pages[at + n].mediabox)
                inner = 3 * POINTS_PER_MM * ((-1) ** n) * (1 if is_right_bound else -1)
                assert left == pytest.approx(inner if is_turned else 0.0, abs=0.01)
                assert right - left == pytest.approx(210 * POINTS_PER_MM, abs=0.5)


@pytest.mark.process
def test_a_packet_is_archival_and_accessible(made: BoundPacket) -> None:
    assert validate_pdf(made.path) == ()
    with pikepdf.open(made.path) as pdf:
        assert pdf.get_warnings() == []
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert len(pdf.pages) == made.pages


@pytest.mark.process
@pytest.mark.needs("verapdf")
def test_verapdf_passes_a_packet(made: BoundPacket) -> None:
    found = verapdf.verapdf_columns(VERAPDF).look([made.path], lambda *_: None)
    assert found == {made.path: {"veraPDF A-3a": (), "veraPDF UA-1": ()}}


@pytest.mark.process
def test_each_page_has_its_folio_at_the_outer_edge(made: BoundPacket) -> None:
    """Page 1 is a right-hand one, in an Arabic packet a left-hand one."""
    language = load_language(language_of(made.path))
    is_turned = language.direction == "rtl"
    pdf = pypdfium2.PdfDocument(made.path)
    for n, page in enumerate(pdf, 1):
        width, height = page.get_size()
        is_right = (n % 2 == 1) != is_turned
        edge = page.get_mediabox()[0]
        left, right = (edge + width - 60, edge + width) if is_right else (edge, edge + 60)
        text = page.get_textpage()
        printed = text.get_text_bounded(left, height - 120, right, height - 40).strip()
        assert sorted(printed.replace(" ", "")) == sorted(
            language.words["packet"]["folio"].format(n=n).replace(" ", "")
        )
        text.close()
        page.close()
    pdf.close()
    with pikepdf.open(made.path) as whole:
        assert [page.label for page in whole.pages] == [
            f"{language.words['packet']['label']}{n}" for n in range(1, made.pages + 1)
        ]


@pytest.mark.process
def test_check_finds_a_page_that_was_moved(made: BoundPacket, tmp_path: Path) -> None:
    assert find_bound_page_faults(made.path) == ()
    moved = tmp_path / "moved.pdf"
    with pikepdf.open(made.path) as pdf:
        pdf.pages.append(pdf.pages[2])
        del pdf.pages[2]
        pdf.save(moved)
    assert {finding.code for finding in find_bound_page_faults(moved) or ()} == {"page-moved"}


@pytest.mark.process
def test_outline_goes_from_item_to_document_to_heading(made: BoundPacket) -> None:
    words = load_language(language_of(made.path)).words
    with pikepdf.open(made.path) as pdf, pdf.open_outline() as outline:
        cover, contents, first, second, index = outline.root
        assert [cover.title, contents.title, index.title] == [
            words["packet"]["cover"],
            words["packet"]["contents"],
            words["index"]["title"],
        ]
        assert first.title == words["packet"]["item"].format(n="68 (b)") + " Promotion of lamps"
        assert [len(first.children), len(second.children)] == [5, 2]
        names = [load_language(code).words["language"]["name"] for code in FACE]
        for entry in (*first.children, *second.children):
            assert entry.title == MISSING_SYMBOL or any(entry.title.endswith(f"({name})") for name in names)
        assert any(entry.children for entry in first.children)


def page_links(path: Path, page: int) -> list[int]:
    """Return the pages that the links of a page lead to, all counted from 1."""
    with pikepdf.open(path) as pdf:
        ids = [one.obj.objgen for one in pdf.pages]
        links = pdf.pages[page - 1].obj.get("/Annots", ())
        return [ids.index(link.Dest[0].objgen) + 1 for link in links if isinstance(link.get("/Dest"), pikepdf.Array)]


@pytest.mark.process
def test_contents_lead_to_every_document(made: BoundPacket) -> None:
    pages = page_links(made.path, 2)
    starts = [at + 1 for _, at in documents(made)]
    assert set(starts) < set(pages)
    assert pages == sorted(pages)
    assert {str(page) for page in pages} <= set(read_pages(made.path)[1].split())


@pytest.mark.process
def test_joint_index_has_the_packets_pages(made: BoundPacket) -> None:
    """For a document cited, the pages of all documents that cite it; for one bound, its own page too."""
    due: set[int] = set()
    for path, at in documents(made):
        index = json.loads(path.with_suffix(".symbols.json").read_bytes())
        (entry,) = (entry for entry in index["symbols"] if entry["symbol"] == "A/RES/70/1")
        due |= {at + place["page"] for place in entry["places"]}
        due.add(at + 1)
    last = next(page for page in range(made.pages, 0, -1) if page_links(made.path, page))
    assert set(page_links(made.path, last)) >= due
    assert set(page_links(made.path, last)) - due <= {at + 1 for _, at in documents(made)}


@pytest.mark.process
def test_a_missing_document_has_a_page_and_is_told(made: BoundPacket) -> None:
    ((entry, reason),) = made.missing
    assert entry == MISSING_SYMBOL
    assert "--run" in reason
    missing = load_language(language_of(made.path)).words["packet"]["missing"]
    texts = read_pages(made.path)
    if language_of(made.path) != "ar":  # PDFium gives a symbol among right-to-left words in another order
        assert sum(MISSING_SYMBOL in text for text in texts) == 4  # cover, contents, divider, its own page
        assert sum("".join(missing.split()) in "".join(text.split()) for text in texts) == 3
    else:
        assert sum("99L.3/80/C/A" in text for text in texts) == 4


@pytest.mark.process
def test_a_packet_bound_again_is_the_same_and_sets_nothing(made: BoundPacket, asked: PacketRequest) -> None:
    before = made.path.read_bytes()
    again = bind(asked)
    assert (again.made, again.path.read_bytes()) == (0, before)


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one draft in two languages."""
    folder = tmp_path_factory.mktemp("run")
    sources = [str(folder / write_draft(folder, 5, code, 3)) for code in ("en", "zh")]
    run_corpus(
        tuple(sources), replace(ORDER, out=folder / "run", editions=frozenset({"pdf", "index"})), RUN, lambda *_: None
    )
    return folder / "run"


@pytest.mark.process
@pytest.mark.parametrize(("languages", "order"), [(("zh", "en"), ["zh", "en"]), (("en",), ["en"]), ((), ["en", "zh"])])
def test_symbols_are_found_in_a_run(
    run_folder: Path, languages: tuple[str, ...], order: list[str], tmp_path: Path
) -> None:
    wanted = PacketRequest(("A/C.3/80/L.5",), ORDER, tmp_path / "p.pdf", str(run_folder), languages)
    made = bind(wanted)
    assert (len(made.documents), made.missing, made.made) == (len(order), (), 0)
    with pikepdf.open(made.path) as pdf:
        parts = [str(part.Lang) for part in pdf.Root.StructTreeRoot.K[0].K]
    assert [tag.partition("-")[0] for tag in parts[2:-1]] == order


@pytest.mark.process
def test_a_changed_file_of_a_run_is_no_document(run_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(run_folder, tmp_path / "run")
    next((tmp_path / "run").rglob("*.en.pdf")).write_bytes(b"%PDF-1.7")
    made = bind(PacketRequest(("A/C.3/80/L.5",), ORDER, tmp_path / "p.pdf", str(tmp_path / "run")))
    assert made.documents == ("A/C.3/80/L.5",)
    assert "changed" in made.missing[0][1]


@pytest.mark.process
def test_a_packet_without_index_on_other_paper(tmp_path: Path) -> None:
    name = write_draft(tmp_path, 5, "en", 3)
    order = replace(ORDER, format=Format("a5", 12.0, has_index=False))
    made = bind(PacketRequest((str(tmp_path / name),), order, tmp_path / "p.pdf", languages=("en",)))
    assert load_language("en").words["index"]["title"] not in " ".join(read_pages(made.path))
    with pikepdf.open(made.path) as pdf:
        assert {round(float(page.mediabox[2])) for page in pdf.pages} == {420}
    assert made.remarks == ()


@pytest.mark.process
def test_documents_in_other_languages_are_left_out_and_told(tmp_path: Path) -> None:
    names = [str(tmp_path / write_draft(tmp_path, 5, code, 3)) for code in ("en", "zh")]
    made = bind(PacketRequest(tuple(names), ORDER, tmp_path / "p.pdf", languages=("zh",)))
    assert made.documents == ("A/C.3/80/L.5",)
    assert any("(en) is left out" in remark for remark in made.remarks)


@pytest.mark.process
def test_init_writes_an_agenda_that_is_bound(tmp_path: Path) -> None:
    names = tuple(str(tmp_path / write_draft(tmp_path, n, "en", 3)) for n in (7, 5))
    wanted = PacketRequest(names, ORDER, tmp_path / "agenda.yaml")
    path = init_agenda(wanted, RUN, lambda *_: None)
    written: Any = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    Draft202012Validator(json.loads(schema_path("agenda").read_text("utf-8"))).validate(written)
    assert [(item.number, item.documents) for item in read_agenda(path).items] == [
        ("68", ("L5.en.resolution.yaml",)),
        ("71", ("L7.en.resolution.yaml",)),
    ]
    made = bind(replace(wanted, sources=(str(path),), path=tmp_path / "agenda.pdf"))
    assert (made.documents, made.made, made.missing) == (("A/C.3/80/L.5", "A/C.3/80/L.7"), 0, ())
    with pytest.raises(Refusal, match="is there already"):
        init_agenda(wanted, RUN, lambda *_: None)


@pytest.mark.process
def test_documents_made_for_the_agenda_are_not_made_again_for_the_packet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing but the agenda is left beside the drafts."""
    monkeypatch.chdir(tmp_path)
    drafts = [write_draft(tmp_path, n, "en", 3) for n in (5, 7)]
    words = ("--fonts", str(FONTS), "-j", "1")
    assert run_command_line("engross", ["packet", *drafts, "--init", *words, "--quiet"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {*drafts, "agenda.yaml", "build"}
    made = [path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*.en.pdf"))]
    assert run_command_line("engross", ["packet", "agenda.yaml", *words, "--quiet"]) == 0
    assert [path.stat().st_mtime_ns for path in sorted(tmp_path.rglob("*.en.pdf"))] == made
    assert len(made) == 2


@pytest.mark.process
def test_init_orders_items_by_their_numbers_and_spells_each_script_out(tmp_path: Path) -> None:
    names = [tmp_path / write_draft(tmp_path, n, "zh", 3) for n in (5, 7)]
    text = (
        names[1]
        .read_text("utf-8")
        .replace('"71"', '"146"')
        .replace("facts", 'masthead": {"agenda_title": "灯"}, "facts')
    )
    names[1].write_text(text, "utf-8")
    path = init_agenda(PacketRequest(tuple(map(str, names)), ORDER, tmp_path / "agenda.yaml"), RUN, lambda *_: None)
    assert [item.number for item in read_agenda(path).items] == ["68", "146"]
    assert 'title: "灯"' in path.read_text("utf-8")


def test_an_agenda_is_no_document_of_another(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("items: []", "utf-8")
    with pytest.raises(Refusal, match="is an agenda, and no document") as refused:
        init_agenda(PacketRequest((str(tmp_path / "a.yaml"),), ORDER, tmp_path / "b.yaml"), RUN, lambda *_: None)
    assert "*.docx" in refused.value.hint


def test_an_empty_agenda_is_told_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# nothing yet\n", "utf-8")
    with pytest.raises(Refusal, match="is empty") as refused:
        read_agenda(tmp_path / "a.yaml")
    assert "--init" in refused.value.hint


@pytest.mark.process
def test_what_languages_leave_out_is_named_where_nothing_is_left_and_what_stands_twice(tmp_path: Path) -> None:
    draft = str(tmp_path / write_draft(tmp_path, 5, "en", 3))
    wanted = PacketRequest((draft, draft), ORDER, tmp_path / "p.pdf")
    with pytest.raises(Refusal, match=r"A/C\.3/80/L\.5 \(en\) is left out: --languages zh"):
        bind(replace(wanted, languages=("zh",)))
    assert bind(wanted).remarks == ("A/C.3/80/L.5 (en) stands 2 times in an item",)


@pytest.mark.process
def test_a_packet_is_not_written_over_its_documents(tmp_path: Path) -> None:
    draft = tmp_path / write_draft(tmp_path, 5, "en", 3)
    bind(PacketRequest((str(draft),), ORDER, tmp_path / "p.pdf"))
    (source,) = tmp_path.glob("p/*.en/*.en.pdf")
    copy = tmp_path / "source.pdf"
    copy.write_bytes(source.read_bytes())
    with pytest.raises(Refusal, match="is a document of the packet"):
        bind(PacketRequest((str(copy),), ORDER, copy))
    assert copy.read_bytes() == source.read_bytes()


def test_check_holds_no_english_document_of_a_chinese_packet_to_chinese_lines() -> None:
    """Their lines end by other rules."""
    kids = [PdfElement("P", kids=[PdfGlyph(letter, 1, 0, 9, 0)]) for letter in "甲a"]
    parts = [PdfElement("Part", kids=[kid], language=code) for kid, code in zip(kids, ("zh-Hans", "en"), strict=True)]
    blocks = find_text_blocks(PrintedPdf("zh-Hans", PdfElement("Document", kids=[*parts])))
    assert [line.text for block in blocks for line in block.lines] == ["甲"]


def test_lines_of_an_entry_in_the_contents_begin_below_each_other() -> None:
    """Also where the name of the language has a line to itself."""
    titles = [" ".join(["lamp"] * n) for n in range(9, 19)]
    documents = tuple(PacketDocument(f"A/C.3/80/L.{n}", title, "en", 5) for n, title in enumerate(titles, 1))
    packet = Packet("A meeting", "", "", "", "en", (PacketItem("68", "Lamps", "", documents, 3),))
    made = PacketSetter(packet, FONTS, Format("a4")).set_piece(packet, Piece(CONTENTS))
    text = pypdfium2.PdfDocument(made.data)[0].get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
    starts = [round(box[0]) for before, box in pairwise(boxes) if box[3] < before[1]]
    wrapped = [start for start in starts if start != min(starts)]
    assert len(wrapped) > 4
    assert max(wrapped) - min(wrapped) <= 2, "but for the room beside a letter"


def test_a_long_symbol_in_the_joint_index_is_parted_behind_its_slashes() -> None:
    name = "E/CN.4/2001/2-E/CN.4/Sub.2/2000/46"
    group = PacketGroup("Council", (PacketEntry(name, "https://undocs.org/E", ((14, 14),), ()),))
    packet = Packet("A meeting", "", "", "", "ar", (), groups=(group,))
    made = PacketSetter(packet, FONTS, Format("a4")).set_piece(packet, Piece(INDEX))
    lines = pypdfium2.PdfDocument(made.data)[0].get_textpage().get_text_bounded().split("\n")
    (first,), (second,) = ([line for line in lines if part in line] for part in ("2001", "2000"))
    assert first != second
    assert "/2-" in first  # PDFium spells what runs from left to right within Arabic by its pieces
    assert "Sub" in second


def test_init_refuses_what_is_neither_file_nor_symbol(tmp_path: Path) -> None:
    """Such as the agenda's own name, which is said with --out."""
    names = (str(tmp_path / write_draft(tmp_path, 5, "en", 3)), "agenda.yaml")
    with pytest.raises(Refusal, match=r"there is no file agenda\.yaml, and it is no symbol") as refused:
        init_agenda(PacketRequest(names, ORDER, tmp_path / "a.yaml"), RUN, lambda *_: None)
    assert "--out" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("meeting: one", "the items are missing"),
        ("items: []", "there are no documents"),
        ("items: [{item: 1, documnets: [a.docx]}]", "is “documents” meant"),
        ("items: [{documents: a.docx}]", "expected a list"),
        ("language: xx\nitems: [{documents: [a.docx]}]", "no words for language"),
        ("items: [{documents: [nothing.docx]}]", "no document of the packet is there: nothing.docx"),
        ("", "the file is empty"),
    ],
)
def test_an_agenda_that_means_nothing_is_refused(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    with pytest.raises(Refusal) as refused:
        bind(PacketRequest((str(tmp_path / "a.yaml"),), ORDER, tmp_path / "p.pdf"))
    assert words in f"{refused.value}"
    assert not (tmp_path / "p.pdf").exists()


KINDS = some.sampled_from([DIVIDER, MISSING, DOCUMENT, INDEX])


@given(some.lists(some.tuples(KINDS, some.integers(1, 40)), max_size=60))
def test_pieces_begin_on_odd_pages_and_follow_each_other(pieces: list[tuple[str, int]]) -> None:
    placed = place_pieces([Piece(COVER), Piece(CONTENTS, pages=2), *(Piece(kind, pages=n) for kind, n in pieces)])
    assert [piece.page for piece in placed[:2]] == [1, 2]
    for before, piece in pairwise(placed[1:]):
        assert piece.page % 2 == 1
        assert piece.page - (before.page + before.pages) in (0, 1)


@given(some.sets(some.integers(1, 60)))
def test_runs_of_pages_are_all_pages(pages: set[int]) -> None:
    runs = join_pages(pages)
    assert [page for first, last in runs for page in range(first, last + 1)] == sorted(pages)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(runs))
