"""The tags of the print edition: each folder under cases/tags holds a source and the structure a screen reader gets."""

from __future__ import annotations

import io
import json
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from engross_weasyprint import CSS, HTML

from engross import __version__
from engross.editions.pdf import PRODUCER, PdfExtras
from engross.editions.pdf.render_context import make_render_context
from engross.editions.pdf.tags import PDF_VARIANT, write_tagged_pdf
from engross.editions.typeset import print_markup as typeset
from engross.model.text import fold, folded_streams
from engross.model.tree import Resolution
from engross.pipeline.build import Request, build
from engross.verify.check import validate_pdf
from tests.cases import expect, folders
from tests.corpus import SESSION
from tests.tagtree import Element, artifacts, mismatches, shown, tree
from tests.test_build import FONTS, SAMPLE
from tests.test_pdf import book, generated, shop
from tests.test_pdf import printed as paper
from tests.test_structure import reading_of


def printed(source: Path, tmp: Path) -> Path:
    """Return the PDF of a case: of a source by the whole pipeline, of bare HTML by its last step alone."""
    if source.suffix != ".html":
        outcome = build(Request(source, tmp, FONTS, frozenset({"pdf"})))
        return next(path for path in outcome.files if path.suffix == ".pdf")
    context = make_render_context(shop("en"))
    sheets = [context.faces, *(CSS(string=sheet.markup, font_config=context.fonts) for sheet in shop("en").styles[:3])]
    html = HTML(string=source.read_text("utf-8"))
    document = html.render(font_config=context.fonts, stylesheets=sheets, pdf_variant=PDF_VARIANT)
    path = tmp / "case.pdf"
    path.write_bytes(
        write_tagged_pdf(
            document, PdfExtras(typeset.make_body_sheet(book(())), typeset.make_xmp_packet(book(()), PRODUCER))
        )
    )
    return path


@pytest.mark.parametrize("folder", folders("tags"), ids=lambda f: f.name)
def test_structure(folder: Path, tmp_path: Path, accept: bool) -> None:
    path = printed(next(folder.glob("in.*")), tmp_path)
    expect(folder / "out.txt", shown(tree(path.read_bytes())) + "\n", accept)
    assert [str(finding) for finding in validate_pdf(path)] == []
    assert mismatches(path.read_bytes()) == []


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample's PDF."""
    return printed(SAMPLE, tmp_path_factory.mktemp("tags")).read_bytes()


def whole(text: str) -> str:
    """Fold a text, and rejoin its divided words."""
    return fold(text.replace("\u2010", ""))


def assert_reads_like(data: bytes, resolution: Resolution) -> None:
    """Assert that a screen reader gets the model's text in order, each note once and at its call."""
    article = next(tree(data).all_of("Art"))
    masthead = next(article.all_of("Div")).text()
    model = folded_streams(resolution)
    assert whole(article.text(without=("Note",))) == whole(masthead) + model.body
    assert [whole(note.text(without=("Lbl",))) for note in article.all_of("Note")] == list(model.notes)
    for element in article.all():
        kids = [kid for kid in element.kids if isinstance(kid, Element)]
        calls = [fold(kid.text()) for kid in kids if kid.role == "Reference"]
        labels = [fold(next(kid.all_of("Lbl")).text()) for kid in kids if kid.role == "Note"]
        assert not labels or not calls or calls == labels  # in a paragraph; a heading has its notes behind it
    assert mismatches(data) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_screen_reader_gets_the_text_of_the_model(seed: int) -> None:
    made = generated(seed)
    assert_reads_like(paper(made)[1].data, made.resolution)


@pytest.mark.slow
@pytest.mark.needs("corpus")
@pytest.mark.parametrize("name", ["Chinese/A_RES_77_289-C.xml", "English/A_RES_77_261-2300156E.xml"])
def test_a_screen_reader_gets_the_text_of_real_documents(name: str, tmp_path: Path) -> None:
    path = printed(SESSION / name, tmp_path)
    assert_reads_like(path.read_bytes(), reading_of(SESSION / name).resolution)
    assert validate_pdf(path) == ()


def test_running_heads_and_rules_are_artifacts(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        marks = artifacts(pdf.pages[1])
        kinds = {(str(mark.get("/Type")), str(mark.get("/Subtype"))) for mark in marks}
    assert kinds == {("/Pagination", "/Header"), ("/Pagination", "/Footer"), ("/Layout", "None")}
    assert "1/4" not in tree(sample).text()


def test_the_catalog_and_the_metadata_say_what_the_document_is(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        root = pdf.Root
        assert (str(root.Lang), str(root.PageMode)) == ("zh-Hans", "/UseOutlines")
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert [str(one) for one in root.PageLabels.Nums[1]] == ["/S"]
        assert all(str(page.Tabs) == "/S" for page in pdf.pages)
        assert "/Filter" not in root.Metadata
        raw = root.Metadata.read_raw_bytes()
        assert raw.count(b"<rdf:RDF") == 1
        with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
            told = {name: meta.get(name) for name in TOLD}
        info = {name: str(pdf.docinfo[f"/{name}"]) for name in ("Title", "Author", "Producer", "Creator")}
        assert told == TOLD
        assert info["Title"] == told["dc:title"]
        assert [info["Author"]] == told["dc:creator"]
        assert (info["Producer"], info["Creator"]) == (told["pdf:Producer"], told["xmp:CreatorTool"])
        assert str(pdf.docinfo["/CreationDate"]) == "D:20221215"


TOLD = {
    "pdfaid:part": "3",
    "pdfaid:conformance": "A",
    "pdfuaid:part": "1",
    "dc:title": "A/RES/77/213 增进人权领域的国际合作",
    "dc:identifier": "A/RES/77/213",
    "dc:language": {"zh-Hans"},
    "dc:creator": ["大会"],
    "dc:publisher": {"联合国"},
    "dc:source": "https://undocs.org/ch/A/RES/77/213",
    "pdf:Producer": PRODUCER,
    "xmp:CreatorTool": f"engross {__version__}",
    "xmp:CreateDate": "2022-12-15",
    "xmp:ModifyDate": "2022-12-15",
}


def test_the_source_rides_along_dated_by_the_document(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        told = {str(spec.AFRelationship): spec for spec in pdf.Root.AF}
        assert [str(spec.AFRelationship) for spec in pdf.Root.AF] == ["/Data", "/Source"]
        assert [one.objgen for one in list(pdf.Root.Names.EmbeddedFiles.Names)[1::2]] == [s.objgen for s in pdf.Root.AF]
        spec = told["/Source"]
        assert (str(spec.AFRelationship), str(spec.UF)) == ("/Source", SAMPLE.name)
        assert str(spec.EF.F.Subtype) == "/text/plain"
        assert str(spec.EF.F.Params.ModDate) == "D:20221215"
        assert spec.EF.F.read_bytes() == SAMPLE.read_bytes()


def test_the_structured_document_rides_along_as_data(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        spec = pdf.Root.AF[0]
        assert (str(spec.UF), str(spec.EF.F.Subtype)) == ("A_RES_77_213.zh.json", "/application/json")
        told = json.loads(spec.EF.F.read_bytes())
    (part,) = told["resolution"]["parts"]
    roles = Counter(block.get("role") for block in part["body"])
    assert (told["resolution"]["symbol"], told["resolution"]["language"]) == ("A/RES/77/213", "zh")
    assert (roles["preambular"], roles["operative"], len(told["symbols"])) == (16, 17, 11)
    assert "where" not in json.dumps(told)


def test_a_document_without_a_date_has_none_in_its_pdf() -> None:
    data = paper(book(()))[1].data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
        assert b"Date>" not in pdf.Root.Metadata.read_raw_bytes()
