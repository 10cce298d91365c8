"""Volumes of many documents: whole links, outline, labels, tags and attached files; each page as it was alone."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from engross.batch.corpus import RunOptions, RunResources
from engross.batch.volume import BoundVolume, VolumeRequest, make_volume
from engross.batch.volume.bind import Binding, SourcePdf, bind_pdfs
from engross.editions.pdf.loose_pages import set_tagged_pages
from engross.editions.typeset.volume import Volume, make_volume_packet
from engross.model.book import Sheet
from engross.model.notice import Refusal
from engross.verify.check.pdf import validate_pdf
from tests.test_build import CASES, FONTS
from tests.test_pdf import shop

RUN = RunResources(2, 120.0)


def quietly(*_: object) -> None:
    """Ignore progress."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents with notes and links in three languages; file names sort in the reverse order."""
    folder = tmp_path_factory.mktemp("sources")
    for n, case in enumerate(("raw-zh-tight", "akn-points", "raw-en-masthead")):
        file = next((CASES / case).glob("in.*"))
        shutil.copy(file, folder / f"{9 - n}{file.suffix}")
    return folder


def wanted(sources: Path, path: Path) -> VolumeRequest:
    """Return the request for a volume of a folder."""
    return VolumeRequest((str(sources),), RunOptions(Path(), FONTS, frozenset()), path)


@pytest.fixture(scope="module")
def made(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> BoundVolume:
    """The volume of the documents."""
    return make_volume(wanted(sources, tmp_path_factory.mktemp("out") / "volume.pdf"), RUN, quietly)


def parts(made: BoundVolume) -> list[Path]:
    """Return the documents' own PDFs, in the order of the volume."""
    return [next((made.path.with_suffix("") / line.editions).glob("*.pdf")) for line in made.lines]


@pytest.mark.process
def test_documents_stand_in_the_order_of_their_symbols(made: BoundVolume) -> None:
    with pikepdf.open(made.path) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert [title.split()[0] for title in titles] == [line.symbol for line in made.lines]
        assert len(pdf.pages) == made.pages
        assert pdf.Root.Outlines.Count == len(made.lines)


@pytest.mark.process
def test_a_volume_is_archival_and_accessible(made: BoundVolume) -> None:
    assert validate_pdf(made.path) == ()
    with pikepdf.open(made.path) as pdf:
        assert pdf.get_warnings() == []
        with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
            assert (said["pdfaid:part"], said["pdfaid:conformance"], said["pdfuaid:part"]) == ("3", "A", "1")
            assert said["dc:title"] == f"{made.lines[0].symbol} – {made.lines[-1].symbol}"


@pytest.mark.process
def test_page_labels_are_what_the_pages_say(made: BoundVolume) -> None:
    labels = [f"{line.symbol} {n}" for line in made.lines for n in range(1, line.counts["pages"] + 1)]
    with pikepdf.open(made.path) as pdf:
        assert [leaf.label for leaf in pdf.pages if "/Contents" in leaf.obj] == labels


@pytest.mark.process
def test_documents_begin_on_right_hand_pages(made: BoundVolume) -> None:
    """In print on both sides none stands on the back of another."""
    with pikepdf.open(made.path) as pdf:
        empty = [n for n, leaf in enumerate(pdf.pages, 1) if "/Contents" not in leaf.obj]
        labels = [leaf.label for leaf in pdf.pages]
        starts = [n for n, label in enumerate(labels, 1) if label.endswith(" 1")]
        assert [n % 2 for n in starts] == [1] * len(made.lines)
        assert len(empty) == sum(line.counts["pages"] % 2 for line in made.lines[:-1])
        assert all(n % 2 == 0 for n in empty)
        assert len(set(labels)) == len(labels)
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"


@pytest.mark.process
def test_pages_look_and_read_as_they_did_alone(made: BoundVolume) -> None:
    whole, at = pypdfium2.PdfDocument(made.path), 0
    for path in parts(made):
        alone = pypdfium2.PdfDocument(path)
        for n in range(len(alone)):
            ours, own = whole[at + n], alone[n]
            assert ours.get_textpage().get_text_range() == own.get_textpage().get_text_range()
            assert bytes(ours.render(scale=1).buffer) == bytes(own.render(scale=1).buffer)
        at += len(alone) + len(alone) % 2
        alone.close()
    assert at - len(whole) in (0, 1)
    whole.close()


def destinations(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Return the named destinations of a PDF."""
    return {str(name): place for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def links(pdf: pikepdf.Pdf, first: int, count: int) -> list[tuple[object, ...]]:
    """Return where the links on pages lead: an address, or a page counted from ``first`` and a point on it."""
    places, page_ids = destinations(pdf), [page.obj.objgen for page in pdf.pages]
    targets: list[tuple[object, ...]] = []
    for page in list(pdf.pages)[first : first + count]:
        for annotation in page.obj.get("/Annots", ()):
            if "/Dest" in annotation:
                at, _, *point = places[str(annotation.Dest)]
                targets.append((page_ids.index(at.objgen) - first, *map(float, point[:2])))
            else:
                targets.append((str(annotation.A.URI),))
    return targets


@pytest.mark.process
def test_links_lead_where_they_did(made: BoundVolume) -> None:
    at, inside = 0, 0
    with pikepdf.open(made.path) as whole:
        for path in parts(made):
            with pikepdf.open(path) as alone:
                count = len(alone.pages)
                own = links(alone, 0, count)
                assert links(whole, at, count) == own
                inside += sum(len(one) > 1 for one in own)
                at += count + count % 2
    assert inside > 20


def shape(element: pikepdf.Object) -> tuple[object, ...]:
    """Return a structure element as a value: type, alternative text, content; marked content by its number."""
    inside = tuple(_shape_of(kid) for kid in element.get("/K", pikepdf.Array()))
    return str(element.S), str(element.get("/Alt", "")), inside


def _shape_of(kid: pikepdf.Object | int) -> object:
    if isinstance(kid, int):
        return kid
    if "/S" in kid:
        return shape(kid)
    return int(kid.MCID) if "/MCID" in kid else str(kid.Obj.get("/Contents", ""))


@pytest.mark.process
def test_tags_are_whole_and_lead_back(made: BoundVolume) -> None:
    with pikepdf.open(made.path) as whole:
        root = whole.Root.StructTreeRoot
        (document,) = root.K
        assert document.S == "/Document"
        assert len(document.K) == len(made.lines)
        for part, path in zip(document.K, parts(made), strict=True):
            with pikepdf.open(path) as alone:
                assert part.S == "/Part"
                assert part.Lang == alone.Root.Lang
                assert shape(part)[1:] == shape(alone.Root.StructTreeRoot.K[0])[1:]
        parents = pikepdf.NumberTree(root.ParentTree)
        for leaf in whole.pages:
            if "/Contents" not in leaf.obj:
                continue
            assert all(one.S for one in parents[int(leaf.obj.StructParents)])
            for annotation in leaf.obj.get("/Annots", ()):
                element = parents[int(annotation.StructParent)]
                assert annotation.objgen in [kid.Obj.objgen for kid in element.K if "/Obj" in dict(_keys(kid))]
        names = pikepdf.NameTree(root.IDTree)
        assert all(str(element.ID) == str(name) for name, element in names.items())
        assert len(names) == sum(line.counts["notes"] for line in made.lines)


def _keys(kid: pikepdf.Object | int) -> list[tuple[str, object]]:
    return [] if isinstance(kid, int) else list(kid.items())


def attached(pdf: pikepdf.Pdf) -> list[tuple[str, str, bytes]]:
    """Return the files attached to a PDF, by their names in it: name, relation, bytes."""
    specs = [spec for _, spec in pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles).items()]
    return [(str(spec.UF), str(spec.AFRelationship), spec.EF.F.read_bytes()) for spec in specs]


@pytest.mark.process
def test_attached_files_ride_along(made: BoundVolume, sources: Path) -> None:
    own: list[tuple[str, str, bytes]] = []
    for path in parts(made):
        with pikepdf.open(path) as alone:
            own += attached(alone)
    with pikepdf.open(made.path) as pdf:
        assert attached(pdf) == own
        assert len(pdf.Root.AF) == len(own)
    assert {path.read_bytes() for path in sources.iterdir()} <= {data for _, _, data in own}


@pytest.mark.process
def test_each_face_is_there_once(made: BoundVolume) -> None:
    with pikepdf.open(made.path) as pdf:
        names = [
            str(one.FontName)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert len(names) == len(set(names)) > 1


@pytest.mark.process
def test_a_volume_bound_again_is_the_same_and_sets_nothing(made: BoundVolume, sources: Path) -> None:
    before = made.path.read_bytes()
    again = make_volume(wanted(sources, made.path), RUN, quietly)
    assert (again.made, again.path.read_bytes()) == (0, before)


@pytest.mark.process
def test_a_volume_that_would_lack_a_document_is_refused(sources: Path, tmp_path: Path) -> None:
    shutil.copytree(sources, tmp_path / "sources")
    (tmp_path / "sources" / "bad.txt").write_text("no resolution", "utf-8")
    asked = wanted(tmp_path / "sources", tmp_path / "volume.pdf")
    with pytest.raises(Refusal, match="bad: refused"):
        make_volume(asked, RUN, quietly)
    with pytest.raises(Refusal, match="no document is left"):
        make_volume(replace(asked, sources=(str(sources),), order=replace(asked.order, session="9")), RUN, quietly)
    with pytest.raises(Refusal, match="not a name for a PDF"):
        make_volume(replace(asked, path=tmp_path / "volume"), RUN, quietly)
    assert not (tmp_path / "volume.pdf").exists()


@pytest.mark.process
def test_pdfs_of_a_run_that_were_changed_are_made_again(made: BoundVolume, sources: Path, tmp_path: Path) -> None:
    shutil.copytree(made.path.parent, tmp_path / "out")
    first, second, third = (tmp_path / "out" / part.relative_to(made.path.parent) for part in parts(made))
    first.write_bytes(bytes(first.stat().st_size))  # of the same size, so that the run takes it for its own
    second.write_bytes(second.read_bytes()[:100])
    third.unlink()
    again = make_volume(wanted(sources, tmp_path / "out" / "volume.pdf"), RUN, quietly)
    assert again.path.read_bytes() == made.path.read_bytes()


@pytest.mark.process
def test_a_damaged_source_is_named_and_nothing_is_bound(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bad.txt").write_bytes(b"%PDF-1.7\nnoise")
    with pytest.raises(Refusal, match="bad: refused"):
        make_volume(wanted(tmp_path / "in", tmp_path / "volume.pdf"), RUN, quietly)
    assert not (tmp_path / "volume.pdf").exists()


@pytest.mark.process
@pytest.mark.parametrize("out", ["volume.txt", "folder.pdf", "file/volume.pdf"])
def test_a_volume_that_cannot_be_written_is_refused(out: str, sources: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal):
        make_volume(wanted(sources, tmp_path / out), RUN, quietly)


def test_a_volume_is_bound_on_this_machine(sources: Path, tmp_path: Path) -> None:
    elsewhere = replace(
        wanted(sources, tmp_path / "v.pdf"), order=RunOptions(Path(), FONTS, frozenset(), url="memory://v.pdf")
    )
    with pytest.raises(Refusal, match="this machine"):
        make_volume(elsewhere, RUN, quietly)


def set_words(words: str) -> bytes:
    """Return the PDF of a page with some words, in Arabic type."""
    head = '<html lang="ar"><head><title>t</title></head>'
    markup = f'{head}<body><p style="font-family: Engross Naskh">{words}</p></body></html>'
    sheet = Sheet("page.html", "text/html", markup)
    return set_tagged_pages(sheet, make_volume_packet(Volume("t", (), ("ar",), "0"), "p"), shop("ar")).data


def read_outlines(pdf: pikepdf.Pdf) -> dict[tuple[str, int], tuple[object, ...]]:
    """Return what each glyph draws that a document shows, with its parts, and its width; by font and number."""
    drawn: dict[tuple[str, int], tuple[object, ...]] = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            below: Any = font.DescendantFonts[0]
            face = TTFont(BytesIO(below.FontDescriptor.FontFile2.read_bytes()))
            metrics, table = face["hmtx"].metrics, face["glyf"]
            for first, run in zip(list(below.W)[::2], list(below.W)[1::2], strict=True):
                for n in range(int(first), int(first) + len(run)):
                    name = face.getGlyphName(n)
                    points = tuple(table[name].getCoordinates(table)[0])
                    drawn[str(font.BaseFont), n] = (points, metrics[name])
    return drawn


def test_parts_of_letters_take_no_other_letters_place() -> None:
    """A document numbers the parts of its letters behind those that it shows: there others have letters."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    alone = [set_words(f"{letters[:n]} البند السجلات العربية") for n in range(len(letters), 17, -1)]
    own: dict[tuple[str, int], tuple[object, ...]] = {}
    for data in alone:
        with pikepdf.open(BytesIO(data)) as pdf:
            own |= read_outlines(pdf)
    packet = make_volume_packet(Volume("t", (), ("ar",), "0"), "p").markup
    with pikepdf.open(BytesIO(bind_pdfs([SourcePdf("", data) for data in alone], Binding(packet, "ar")))) as pdf:
        assert ["/Font" in page.Resources for page in pdf.pages] == [True, *[False, True] * (len(alone) - 1)]
        assert read_outlines(pdf) == own
    assert len(own) > 40
