"""What WeasyPrint's own tags and metadata lack; each test fails once upstream mends it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pytest
from engross_weasyprint import HTML, Attachment

from engross.editions.pdf.render_context import make_render_context
from tests.tagtree import Element, artifacts, tree
from tests.test_pdf import shop

ROWS, WORDS = "<tr><td>cell</td></tr>" * 12, "words that go on over the page " * 30
MARKUP = f"""<html lang="en"><head><title>t</title><style>
@page {{ size: 100mm 60mm; @bottom-left {{ content: "foot" }} }}
.fn {{ float: footnote }}
</style></head><body><p>call<span class="fn">note</span> <i lang="fr">un mot</i>
<a href="https://example.org/"><b>link</b></a></p>
<table><thead><tr><th>head</th></tr></thead><tbody>{ROWS}</tbody></table>
<p>{WORDS}</p></body></html>"""


def written(**options: Any) -> bytes:
    """Return WeasyPrint's own PDF/A-3a of the markup, with the pinned fonts."""
    context = make_render_context(shop("en"))
    fonts: dict[str, Any] = {"font_config": context.fonts, "stylesheets": [context.faces]}
    data: bytes = HTML(string=MARKUP).write_pdf(pdf_variant="pdf/a-3a", **fonts, **options)
    return data


@contextmanager
def alone(**options: object) -> Iterator[pikepdf.Pdf]:
    """Open WeasyPrint's own PDF/A-3a of the markup."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the colour profile stays open
        data = written(**options)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def elements() -> list[Element]:
    """Return all elements of WeasyPrint's own structure tree."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return list(tree(written()).all())


def test_notes_have_no_tags_of_their_own(elements: list[Element]) -> None:
    assert not {"Note", "Reference"} & {one.role for one in elements}


def test_paragraphs_and_tables_are_cut_by_the_page(elements: list[Element]) -> None:
    assert sum(one.role == "P" for one in elements) > 2
    assert sum(one.role == "Table" for one in elements) > 1


def test_foreign_words_have_no_language(elements: list[Element]) -> None:
    assert not any("lang=fr" in one.about for one in elements)


def test_heads_of_tables_have_no_scope(elements: list[Element]) -> None:
    assert [one.about for one in elements if one.role == "TH" and "scope" in one.about] == []


def test_links_in_links(elements: list[Element]) -> None:
    annotations = [one for one in elements if one.role == "Annotation"]
    assert len(annotations) == 2
    assert all("“https://example.org/”" in one.about for one in annotations)  # the address instead of the words


def test_running_feet_are_content() -> None:
    """Kozea/WeasyPrint#1836."""
    with alone() as pdf:
        assert not any("/Subtype" in mark for mark in artifacts(pdf.pages[0]))


def test_ids_without_a_tree_of_ids_and_pages_without_labels() -> None:
    with alone() as pdf:
        assert "/IDTree" not in pdf.Root.StructTreeRoot
        assert "/PageLabels" not in pdf.Root


def test_attached_files_are_listed_twice_and_dated_by_the_clock() -> None:
    with alone(attachments=[Attachment(string="x", name="x.txt")]) as pdf:
        assert len(pdf.Root.AF) == 2
        assert "/ModDate" in pdf.Root.AF[0].EF.F.Params


def test_metadata_are_appended_behind_the_rdf() -> None:
    packet = io.BytesIO(b"<rdf:RDF/>")
    with alone(xmp_metadata=[packet]) as pdf:
        raw = pdf.Root.Metadata.read_bytes()
    assert raw.index(b"</rdf:RDF>") < raw.index(b"<rdf:RDF/>")


def test_one_variant_a_file() -> None:
    """Kozea/WeasyPrint#2467, #2783."""
    with alone() as pdf:
        assert b"pdfuaid:part" not in pdf.Root.Metadata.read_bytes()


def test_the_colour_profile_is_left_open() -> None:
    with pytest.warns(ResourceWarning):
        written()
