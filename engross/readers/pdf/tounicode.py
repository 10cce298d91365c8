"""A PDF to one in which PDFium leaves alone what it changes: hyphens that divide words, and marks that it mirrors.

PDFium says the same for U+002D and U+00AD where they end a line, and turns brackets and quotation marks round where
it takes a line to run from right to left. What a code means is written in the fonts' ToUnicode maps (ISO 32000-1,
9.10.3): there a divider becomes U+2010, and in a document with Arabic letters each mark a character of private use,
which PDFium leaves as they are. ``restore_character`` makes them themselves again.
"""

from __future__ import annotations

import io
import re
import zlib

import pikepdf

from engross.model.limits import PDF_MAP_BYTES

HYPHEN_CHANGES = {0x00AD: 0x2010}
MIRRORED_MARKS = "()[]{}<>«»‹›“”‘’"
FIRST_PRIVATE_CODE = 0xF600
PRIVATE_CODE_BY_MARK = {ord(mark): FIRST_PRIVATE_CODE + n for n, mark in enumerate(MIRRORED_MARKS)}
MARK_BY_PRIVATE_CODE = {
    private: ord(mark) for mark, private in zip(MIRRORED_MARKS, PRIVATE_CODE_BY_MARK.values(), strict=True)
}
MAP_BLOCK = re.compile(rb"(begin(bfchar|bfrange))(.*?)(endbf)", re.DOTALL)
BLOCK_END = b"endbf"
HEX_CODE = rb"<([0-9A-Fa-f]+)>"
SINGLE_MAPPING = re.compile(HEX_CODE + rb"(\s*)" + HEX_CODE)
RANGE_MAPPING = re.compile(
    rb"(\[[^\[\]]*\])|" + rb"\s*".join([HEX_CODE] * 3)
)  # what several codes mean, one by one or from a first on
ARABIC_CODE = re.compile(rb"<06[0-9A-Fa-f]{2}>|<FE[7-9A-Fa-f][0-9A-Fa-f]>", re.IGNORECASE)
RANGE_CODES = 256  # codes of a range (ISO 32000-1, 9.10.3)


def protect_characters(data: bytes) -> bytes:
    """The PDF with other meanings for what PDFium changes; as it is where it has none, or pikepdf cannot read it."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            maps = [one.ToUnicode for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one]
            said = [_unpack_map(stream) for stream in maps]
            changes = HYPHEN_CHANGES | (PRIVATE_CODE_BY_MARK if any(ARABIC_CODE.search(one) for one in said) else {})
            new = [_replace_meanings(one, changes) for one in said]
            if new == said:
                return data
            for stream, one in zip(maps, new, strict=True):
                if one:
                    stream.write(one)
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, pikepdf.PasswordError, AttributeError, TypeError, ValueError, RuntimeError):
        return data


def _unpack_map(stream: pikepdf.Object) -> bytes:
    """Return the bytes of a map; none where they are packed otherwise than by Flate, or more than ``PDF_MAP_BYTES``."""
    packed = stream.read_raw_bytes()
    filters = stream.get("/Filter", pikepdf.Array())
    names = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
    plain = names in ([], [pikepdf.Name.FlateDecode]) and len(packed) <= PDF_MAP_BYTES
    if not plain or (names and not _is_small(packed)):
        return b""
    return stream.read_bytes()


def _is_small(packed: bytes) -> bool:
    """Whether deflated bytes hold no more than ``PDF_MAP_BYTES``."""
    try:
        return len(zlib.decompressobj().decompress(packed, PDF_MAP_BYTES + 1)) <= PDF_MAP_BYTES
    except zlib.error:
        return False


def restore_character(character: str) -> str:
    """A character as the file means it."""
    return character.translate(MARK_BY_PRIVATE_CODE)


def _replace_meanings(said: bytes, changes: dict[int, int]) -> bytes:
    """A map with other meanings."""

    def replace_block(found: re.Match[bytes]) -> bytes:
        ranges = found[2] == b"bfrange"
        inner = RANGE_MAPPING.sub(replace_range, found[3]) if ranges else SINGLE_MAPPING.sub(replace_single, found[3])
        return found[1] + inner + found[4]

    def replace_single(found: re.Match[bytes]) -> bytes:
        code, space, target = found.groups()
        return b"<%s>%s<%s>" % (code, space, _format_meaning(target, 0, changes))

    def replace_range(found: re.Match[bytes]) -> bytes:
        listed, low, high, target = found.groups()
        if listed:
            return re.sub(HEX_CODE, lambda one: b"<%s>" % _format_meaning(one[1], 0, changes), listed)
        count = int(high, 16) - int(low, 16) + 1
        inside = range(int(target, 16), int(target, 16) + count)
        if len(target) != 4 or count > RANGE_CODES or not any(code in changes for code in inside):
            return found[0]
        codes = (b"%0*x" % (len(low), int(low, 16) + n) for n in range(count))
        return b"\n".join(
            b"<%s> <%s> <%s>" % (one, one, _format_meaning(target, n, changes)) for n, one in enumerate(codes)
        )

    end = said.rfind(BLOCK_END) + len(BLOCK_END)  # what no end follows is no block, and not looked for
    return MAP_BLOCK.sub(replace_block, said[:end]) + said[end:] if end >= len(BLOCK_END) else said


def _format_meaning(target: bytes, more: int, changes: dict[int, int]) -> bytes:
    """What a code means, in hexadecimal: ``target`` and ``more``; itself where that is several characters."""
    if len(target) != 4:
        return target
    code = int(target, 16) + more
    return b"%04x" % changes.get(code, code) if more or code in changes else target
