"""What a user says of a document in place of what it says: all editions carry it, from every format, with a notice."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from engross.editions.write.akn import write_akn
from engross.editions.write.yaml import write_yaml
from engross.model.reading import Overrides
from engross.pipeline.build import BuildResult, Request, build
from engross.readers import structure
from engross.readers.load import load_source
from tests.cases import HERE, source_of
from tests.test_build import FONTS, ROOT

ASKED = "A/RES/1/1"
SYMBOL = re.compile(r"A(/\w+)+")
EDITIONS = frozenset({"pdf", "epub", "akn", "html"})
STRUCTURE = HERE / "structure"
SOURCES = {
    "xml": source_of(STRUCTURE / "akn-points"),
    "word": source_of(STRUCTURE / "docx-en-resolution"),
    "pdf": ROOT / "samples" / "A_RES_99_7.en.pdf",
    "text": source_of(STRUCTURE / "raw-en-masthead"),
}


@pytest.fixture(params=[*SOURCES, "yaml", "own xml"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A document of each format, which says its symbol in its masthead."""
    if request.param in SOURCES:
        return SOURCES[request.param]
    resolution = structure(load_source(SOURCES["xml"])[0], Overrides()).resolution
    path = tmp_path / ("in.resolution.yaml" if request.param == "yaml" else "in.xml")
    path.write_bytes(write_yaml(resolution).encode("utf-8") if request.param == "yaml" else write_akn(resolution))
    return path


def read_symbols(made: BuildResult) -> dict[str, str]:
    """Return the symbol that each edition says is the document's own."""
    text = pypdfium2.PdfDocument(made.folder / f"{made.name}.pdf")[0].get_textpage().get_text_range()
    with zipfile.ZipFile(made.folder / f"{made.name}.epub") as book:
        name = next(name for name in book.namelist() if name.endswith(".opf"))
        package = etree.fromstring(book.read(name))
    akn = etree.parse(made.folder / f"{made.name}.xml")
    alias = akn.find(".//{*}FRBRWork/{*}FRBRalias")
    iri = akn.find(".//{*}FRBRWork/{*}FRBRuri")
    assert alias is not None
    assert iri is not None
    return {
        "page": next(word for word in text.split() if SYMBOL.fullmatch(word)),
        "masthead of the XML": akn.findtext(".//{*}coverPage//{*}docNumber") or "",
        "alias": alias.get("value", ""),
        "address": iri.get("value", "").rstrip("/").rpartition("/")[2].replace("-", "/"),
        "title of the book": (package.findtext(".//{*}title") or "").split()[0],
        "report": made.report["symbol"],
    }


def test_every_edition_has_the_symbol_that_is_asked_for(source: Path, tmp_path: Path) -> None:
    own = build(Request(source, tmp_path / "own", FONTS, EDITIONS))
    made = build(Request(source, tmp_path / "made", FONTS, EDITIONS, symbol=ASKED))
    assert made.ok, made.notices
    assert made.name.startswith("A_RES_1_1.")
    symbols = read_symbols(made)
    assert symbols.pop("address") == "1/1"
    assert set(symbols.values()) == {ASKED}, symbols
    (notice,) = (one for one in made.report["notices"] if one["code"] == "symbol-overridden")
    assert notice["severity"] == "warning"
    assert own.report["symbol"] in notice["message"]
    assert ASKED in notice["message"]
    assert made.report["text"]["body"] == own.report["text"]["body"], "the text is as printed"


def test_symbol_that_the_document_says_itself_changes_nothing(source: Path, tmp_path: Path) -> None:
    own = build(Request(source, tmp_path / "own", FONTS, frozenset({"akn"})))
    made = build(Request(source, tmp_path / "made", FONTS, frozenset({"akn"}), symbol=own.report["symbol"]))
    assert made.report.pop("options") == own.report.pop("options") | {"symbol": own.report["symbol"]}
    assert made.report == own.report
    editions = [[path.read_bytes() for path in files if path.suffix == ".xml"] for files in (made.files, own.files)]
    assert editions[0] == editions[1] != []


@pytest.mark.parametrize("kind", ["xml", "word"])
@pytest.mark.parametrize("language", ["fr", "ru"])
def test_language_against_the_text_is_told_and_in_all_editions(kind: str, language: str, tmp_path: Path) -> None:
    made = build(Request(SOURCES[kind], tmp_path, FONTS, EDITIONS, language=language))
    assert made.ok, made.notices
    assert [one["severity"] for one in made.report["notices"] if one["code"] == "language-overridden"] == ["warning"]
    with zipfile.ZipFile(made.folder / f"{made.name}.epub") as book:
        package = etree.fromstring(book.read(next(name for name in book.namelist() if name.endswith(".opf"))))
    akn = etree.parse(made.folder / f"{made.name}.xml").find(".//{*}FRBRlanguage")
    assert akn is not None
    code = {"fr": "fra", "ru": "rus"}[language]
    assert (package.findtext(".//{*}language"), akn.get("language"), made.report["language"]) == (
        language,
        code,
        language,
    )
    assert made.name.endswith(f".{language}")
