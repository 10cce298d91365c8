"""Bind the documents of a meeting into a packet: cover, contents, dividers, the documents, a joint index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pikepdf

from engross.batch.corpus import RunOptions, RunResources, TellRunProgress
from engross.batch.packet.agenda import Agenda, list_files, read_agenda, write_agenda
from engross.batch.packet.documents import (
    EDITIONS,
    INDEX_ENDING,
    PDF_ENDING,
    REPORT_NAME,
    FoundDocument,
    FoundDocuments,
    Places,
    find_documents,
    is_symbol,
)
from engross.batch.packet.draft_agenda import draft_items
from engross.batch.packet.joint_index import PlacedIndex, merge_indexes
from engross.batch.packet.number_pages import number_pages
from engross.batch.packet.pieces import (
    CONTENTS,
    COVER,
    DOCUMENT,
    INDEX,
    Piece,
    iter_subjects,
    list_pieces,
    settle_pieces,
)
from engross.batch.packet.set_pieces import PacketSetter
from engross.batch.volume.bind import Binding, SourcePdf, bind_pdfs
from engross.batch.volume.whole_run import make_whole_run
from engross.editions.pdf.loose_pages import LoosePages
from engross.editions.pdf.render_context import restore_fonts_variable
from engross.editions.typeset.packet import Packet, PacketDocument, PacketItem
from engross.grammars.language import load_language
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.paper import PAPERS, POINTS_PER_MM
from engross.pipeline import output

PDF_SUFFIX = ".pdf"
YAML_SUFFIXES = (".yaml", ".yml")
SOURCE_YAML = ".resolution.yaml"  # a document, no agenda
OTHER_LANGUAGE = "en"  # of a packet without a document
MOST_REASONS = 5  # why documents are not there, that a refusal names
SAME_LENGTH = 1.0  # pt that pages of one size may differ by


@dataclass(frozen=True, slots=True)
class PacketRequest:
    """A request for a packet.

    ``sources``: an agenda, or files. ``order``: options for documents that are made for it; its folder and editions
    are the packet's own. ``run``: the folder of a run in which symbols are found. ``languages``: of the documents, in
    their order; () for all. ``title``: in place of the meeting's name. ``folder``: of the editions that are made for
    it; None: beside it, by its name.
    """

    sources: tuple[str, ...]
    order: RunOptions
    path: Path
    run: str = ""
    languages: tuple[str, ...] = ()
    title: str = ""
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class BoundPacket:
    """A finished packet: its file, its pages, the symbols of its documents, how many were made in this run.

    ``missing``: each document that could not be bound, with the reason. ``remarks``: what else may surprise.
    """

    path: Path
    pages: int
    documents: tuple[str, ...]
    made: int
    missing: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = field(default=())


def make_packet(wanted: PacketRequest, run: RunResources, say: TellRunProgress) -> BoundPacket:
    """Bind the documents of an agenda into one PDF. Raises Refusal if none is there, or nothing can be written."""
    if wanted.path.suffix.lower() != PDF_SUFFIX:
        raise Refusal(f"{wanted.path} is not a name for a PDF", "give the packet's file with --out FILE.pdf")
    agenda, base = _read_sources(wanted)
    found = _find_documents(wanted, (agenda, base), run, say)
    documents = [document for item in found.items for document in item]
    _check_out(wanted.path, [base / document.entry for document in documents])
    if not any(document.line for document in documents):
        told = [f"{document.entry}: {document.reason}" for document in documents]
        reasons = "; ".join([*told, *(_tell_left_out(name, wanted) for name in found.left_out)][:MOST_REASONS])
        raise Refusal(f"no document of the packet is there: {reasons}", "correct the agenda, --run or --languages")
    with restore_fonts_variable():
        data, pages = _bind_packet(_describe_packet(wanted, agenda, found), found, wanted)
    (path,) = output.write_files(wanted.path.parent, (FinishedFile(wanted.path.name, data),))
    symbols = tuple(document.symbol for document in documents if document.line)
    missing = tuple((document.entry, document.reason) for document in documents if not document.line)
    return BoundPacket(path, pages, symbols, found.made, missing, tuple(_list_remarks(found, wanted)))


def init_agenda(wanted: PacketRequest, run: RunResources, say: TellRunProgress) -> Path:
    """Write an agenda of files, by the agenda items that they name. Raises Refusal if it is there already."""
    path = wanted.path
    if path.exists():
        raise Refusal(f"{path} is there already", "name another with --out AGENDA.yaml, or move it away")
    _check_names(wanted.sources)
    found = _find_documents(wanted, (list_files(wanted.sources), Path()), run, say)
    language = wanted.languages[0] if wanted.languages else _first_language(found)
    written = write_agenda(
        Agenda(tuple(draft_items(found, path.resolve().parent)), meeting=wanted.title, language=language)
    )
    return output.write_files(path.parent, (FinishedFile(path.name, written),))[0]


def _check_names(sources: tuple[str, ...]) -> None:
    """Raise Refusal for what is neither a file nor a symbol, an agenda's own name or a slip, and for an agenda."""
    for name in sources:
        if Path(name).is_file() and name.endswith(YAML_SUFFIXES) and not name.endswith(SOURCE_YAML):
            raise Refusal(f"{name} is an agenda, and no document", "name the documents: ./press packet *.docx --init")
        if not Path(name).exists() and not is_symbol(name):
            hint = "say where the agenda is to stand with --out" if name.endswith(YAML_SUFFIXES) else "correct its name"
            raise Refusal(f"there is no file {name}, and it is no symbol", hint)


def _read_sources(wanted: PacketRequest) -> tuple[Agenda, Path]:
    """Return the agenda, and the folder that its paths begin in."""
    first = wanted.sources[0]
    if len(wanted.sources) == 1 and first.endswith(YAML_SUFFIXES) and not first.endswith(SOURCE_YAML):
        return read_agenda(Path(first)), Path(first).parent
    return list_files(wanted.sources), Path()


def _check_out(path: Path, sources: list[Path]) -> None:
    """Raise Refusal if the packet would be written over one of its documents."""
    if path.exists() and any(source.exists() and path.samefile(source) for source in sources):
        raise Refusal(f"{path} is a document of the packet, which would be written over it", "name another with --out")


def _find_documents(
    wanted: PacketRequest, listed: tuple[Agenda, Path], run: RunResources, say: TellRunProgress
) -> FoundDocuments:
    """Return the documents of an agenda; ``listed``: it, and the folder that its paths begin in."""
    agenda, base = listed
    folder = wanted.folder or wanted.path.with_suffix("")
    order = replace(wanted.order, out=folder, editions=EDITIONS)
    places = Places(base, wanted.run, wanted.languages)
    return find_documents(agenda, places, folder, lambda sources: make_whole_run(sources, order, run, say))


def _first_language(found: FoundDocuments) -> str:
    lines = (document.line for item in found.items for document in item if document.line)
    return next((line.language for line in lines), OTHER_LANGUAGE)


def _describe_packet(wanted: PacketRequest, agenda: Agenda, found: FoundDocuments) -> Packet:
    language = agenda.language or (wanted.languages[0] if wanted.languages else _first_language(found))
    items = tuple(
        PacketItem(item.number, item.title, item.note, tuple(_describe_document(one, language) for one in documents))
        for item, documents in zip(agenda.items, found.items, strict=True)
    )
    return Packet(wanted.title or agenda.meeting, agenda.date, agenda.time, agenda.room, language, items)


def _describe_document(document: FoundDocument, language: str) -> PacketDocument:
    if not document.line:
        return PacketDocument(document.symbol, "", language, is_there=False)
    title = str(document.read_json(REPORT_NAME).get("title") or "")
    return PacketDocument(document.symbol, title, document.line.language)


def _bind_packet(packet: Packet, found: FoundDocuments, wanted: PacketRequest) -> tuple[bytes, int]:
    """Return the packet as a PDF, and how many pages it has."""
    has_index = wanted.order.format.has_index
    extents = [[one.line.counts["pages"] if one.line else 0 for one in item] for item in found.items]
    setter = PacketSetter(packet, wanted.order.fonts, wanted.order.format)
    pieces = list_pieces(packet, extents, has_index=has_index)
    packet, placed, made = settle_pieces(packet, pieces, partial(_index_packet, found, has_index), setter.set_piece)
    quires = _list_quires(packet, placed, made, found)
    words, folios = packet.words, setter.set_folios(packet)
    binding = Binding(
        setter.packet, words.tag, words.word("packet", "label"), words.direction == "rtl", partial(_finish, folios)
    )
    return bind_pdfs(quires, binding), packet.pages


def _finish(folios: bytes, pdf: pikepdf.Pdf) -> None:
    number_pages(pdf, folios)


def _index_packet(found: FoundDocuments, has_index: bool, packet: Packet) -> Packet:
    """Return the packet with its joint index."""
    if not has_index:
        return packet
    pairs = zip(packet.items, found.items, strict=True)
    documents = [
        PlacedIndex(one.symbol, one.line.organ, described.page, one.read_json(INDEX_ENDING))
        for item, documents in pairs
        for described, one in zip(item.documents, documents, strict=True)
        if one.line
    ]
    return replace(packet, groups=merge_indexes(documents, packet.words))


def _list_quires(
    packet: Packet, placed: tuple[Piece, ...], made: dict[Piece, LoosePages], found: FoundDocuments
) -> Iterator[SourcePdf]:
    """Yield the PDFs to be bound, with their entries in the outline: documents below their items."""
    words = packet.words
    names = {kind: words.word("packet", kind) for kind in (COVER, CONTENTS)} | {INDEX: words.word("index", "title")}
    for piece, subject in iter_subjects(packet, placed):
        if piece.kind == DOCUMENT:
            document = found.items[piece.item][piece.document]
            data, inner = (document.path(PDF_ENDING) or Path()).read_bytes(), document.inner
        else:
            data, inner = made[piece].data, 0.0
        if isinstance(subject, PacketItem):
            title = subject.name(words)
        elif isinstance(subject, PacketDocument):
            language = f" ({load_language(subject.language).word('language', 'name')})" if subject.is_there else ""
            title = f"{subject.symbol} {subject.title}".strip() + language
        else:
            title = names[piece.kind]
        level = int(isinstance(subject, PacketDocument) and packet.items[piece.item].has_divider)
        yield SourcePdf("", data, title, level, piece.may_begin_anywhere, inner)


def _list_remarks(found: FoundDocuments, wanted: PacketRequest) -> Iterator[str]:
    yield from (_tell_left_out(name, wanted) for name in found.left_out)
    for item in found.items:
        there = Counter((one.symbol, one.line.language) for one in item if one.line)
        yield from (f"{symbol} ({code}) stands {n} times in an item" for (symbol, code), n in there.items() if n > 1)
    paper = PAPERS[wanted.order.format.paper]
    for document in (document for item in found.items for document in item if document.line):
        path = document.path(PDF_ENDING)
        if path and not _has_size(path, (paper.width * POINTS_PER_MM, paper.height * POINTS_PER_MM)):
            yield f"{document.symbol} is on another paper than the packet: give --paper, or make its run again with it"


def _tell_left_out(name: str, wanted: PacketRequest) -> str:
    return f"{name} is left out: --languages {','.join(wanted.languages)}"


def _has_size(path: Path, size: tuple[float, float]) -> bool:
    with pikepdf.open(path) as pdf:
        box = [float(length) for length in pdf.pages[0].mediabox]
    return abs(box[2] - size[0]) <= SAME_LENGTH and abs(box[3] - size[1]) <= SAME_LENGTH


__all__ = ["BoundPacket", "PacketRequest", "init_agenda", "make_packet"]
