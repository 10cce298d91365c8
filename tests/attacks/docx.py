"""Mutations of Word documents: of the archive, of its parts and relations, of the XML in a part."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from lzma import LZMAError
from random import Random

from lxml import etree

from tests.attacks.bytewise import BYTES
from tests.attacks.mutation import Mutation
from tests.attacks.xml import XML

Parts = list[tuple[str, bytes]]
Change = Callable[[Random, Parts], Parts]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ELEMENTS = (
    "p r t tbl tr tc ins del sdt sdtContent hyperlink footnoteReference numPr pPr rPr tab br sym fldSimple".split()
)
NAMES = (
    "../x.xml",
    "/word/x.xml",
    "word/document.xml",
    "word/DOCUMENT.XML",
    "word//x",
    "x" * 300,
    "word/é.xml",
    "C:\\x",
    "",
)


def unpack(data: bytes) -> Parts:
    """The parts of an archive by their names, in order; nothing where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (
        zipfile.BadZipFile,
        zlib.error,
        LZMAError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ):
        return []


def pack(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of parts; two of a name are both put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts:
            info = zipfile.ZipInfo(name or "-")
            info.compress_type = method
            archive.fp.seek(0, 2)  # type: ignore[union-attr]
            archive.NameToInfo.pop(info.filename, None)  # or zipfile warns of the second of a name
            archive.writestr(info, data)
    return out.getvalue()


def drop_part(random: Random, parts: Parts) -> Parts:
    at = random.randrange(len(parts))
    return parts[:at] + parts[at + 1 :]


def rename_part(random: Random, parts: Parts) -> Parts:
    at = random.randrange(len(parts))
    other = random.choice((*NAMES, f"{parts[at][0]}2", random.choice(parts)[0]))
    return [*parts[:at], (other, parts[at][1]), *parts[at + 1 :]]


def copy_part(random: Random, parts: Parts) -> Parts:
    """Let a part stand twice, or under the name of another."""
    name, data = random.choice(parts)
    return [*parts, (random.choice((name, random.choice(parts)[0], "word/copy.xml")), data)]


def swap_parts(random: Random, parts: Parts) -> Parts:
    one, two = random.randrange(len(parts)), random.randrange(len(parts))
    swapped = list(parts)
    swapped[one], swapped[two] = (parts[one][0], parts[two][1]), (parts[two][0], parts[one][1])
    return swapped


def empty_part(random: Random, parts: Parts) -> Parts:
    at = random.randrange(len(parts))
    return [*parts[:at], (parts[at][0], random.choice((b"", b" ", b"<a/>", b"\x00"))), *parts[at + 1 :]]


def change_part(random: Random, parts: Parts) -> Parts:
    """Change the XML of a part, the main part as often as all others together."""
    main = [n for n, (name, _) in enumerate(parts) if "word/document" in name]
    at = random.choice(main) if main and random.random() < 0.5 else random.randrange(len(parts))
    change = XML[random.choice(list(XML))]
    return [*parts[:at], (parts[at][0], change(random, parts[at][1])), *parts[at + 1 :]]


def change_relation(random: Random, parts: Parts) -> Parts:
    """Change the XML of a file of relations or of types."""
    places = [n for n, (name, _) in enumerate(parts) if name.endswith(".rels") or "Content_Types" in name]
    if not places:
        return parts
    at = random.choice(places)
    change = XML[random.choice(("delete", "duplicate", "change attribute", "drop attribute", "shuffle", "rename"))]
    return [*parts[:at], (parts[at][0], change(random, parts[at][1])), *parts[at + 1 :]]


def nest_word(random: Random, parts: Parts) -> Parts:
    """Put elements of Word around an element of the text, up to 300 deep."""
    return [(name, _nested(random, data)) if "word/document" in name else (name, data) for name, data in parts]


def _nested(random: Random, data: bytes) -> bytes:
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return data
    element = random.choice(list(root.iter(etree.Element)))
    parent = element.getparent()
    if parent is None:
        return data
    at, names = parent.index(element), random.choices(ELEMENTS, k=random.choice((1, 2)))
    for _ in range(random.choice((1, 5, 40, 100))):
        for name in names:
            outer = etree.Element(f"{{{W}}}{name}")
            outer.append(element)
            element = outer
    parent.insert(at, element)
    return etree.tostring(root, encoding="utf-8")


PARTS: dict[str, Change] = {
    "drop part": drop_part, "rename part": rename_part, "copy part": copy_part, "swap parts": swap_parts,
    "empty part": empty_part, "change part": change_part, "change part ": change_part, "change part  ": change_part,
    "change part   ": change_part, "change relation": change_relation, "change relation ": change_relation,
    "nest Word": nest_word,
}  # fmt: skip


def change_parts(random: Random, data: bytes, change: Change) -> bytes:
    """Change the parts of an archive and pack them again; what cannot be unpacked stays as it is."""
    parts = unpack(data)
    if not parts:
        return data
    method = random.choice((*[zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED] * 8, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    return pack(change(random, parts), method)


def change_header(random: Random, data: bytes) -> bytes:
    """Change a field of a header in the archive: versions, flags, method, times, sums, sizes, lengths of names."""
    signature = random.choice((b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"))
    places = [n for n in range(len(data)) if data[n : n + 4] == signature]
    if not places:
        return data
    at = random.choice(places) + random.randrange(4, 30, 2)
    value = random.choice((0, 1, 8, 9, 12, 99, 0xFFFF, random.randrange(0x10000)))
    return data[:at] + struct.pack("<H", value) + data[at + 2 :]


DOCX: dict[str, Mutation] = {
    **{name: partial(change_parts, change=change) for name, change in PARTS.items()},
    **{f"again, {name}": partial(change_parts, change=change) for name, change in PARTS.items()},  # twice as often
    "change header": change_header,
    **BYTES,
}
