"""A file to a Source: its bytes opened, recognised and decoded, or refused with a reason.

Guarantees: the text is not empty, is text, and was decoded without a single replacement character.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from engross.model import Source, Where
from engross.notice import Code, Notice, Refusal, notice

# First bytes of files that people give by mistake.
MAGIC = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive (a Word document or an EPUB)",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"\x1f\x8b": "a gzip archive",
}
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")  # form feed and vertical tab are page and line breaks of extractors


def read(path: Path) -> tuple[Source, tuple[Notice, ...]]:
    """The source at ``path`` and what was noticed about its bytes.

    Raises Refusal where there is no such file, it is empty, it is no text, or no known encoding fits it.
    """
    where = Where(path.name)
    data = _bytes(path, where)
    text, encoding = _decode(data, where)
    if not text.strip():
        raise Refusal("the file is empty", "give the text or the XML of a resolution", where)
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        what = f"the file is not text: it has the control character U+{ord(control[0]):04X}"
        raise Refusal(what, "take the text out of the document first", Where(path.name, line))
    kind = "akn" if text.lstrip("\ufeff \t\r\n").startswith("<") else "text"
    source = Source(path.name, hashlib.sha256(data).hexdigest(), kind, data, text.removeprefix("\ufeff"))
    plain = encoding in ("utf-8", "utf-8-sig")
    return source, () if plain else (notice(Code.ENCODING, where, encoding=encoding.upper()),)


def _bytes(path: Path, where: Where) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Refusal(f"there is no file {path}", "look at the name and the folder", where) from None
    except IsADirectoryError:
        raise Refusal(f"{path} is a folder", "name a file in it", where) from None
    except OSError as error:
        raise Refusal(f"the file cannot be read: {error.strerror}", "look at its permissions", where) from None
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            raise Refusal(f"the file is {what}, not text", "give extracted text (.txt) or AKN4UN XML", where)
    return data


def _decode(data: bytes, where: Where) -> tuple[str, str]:
    candidates = [name for bom, name in BOMS if data.startswith(bom)]
    if declared := XML_ENCODING.match(data):
        candidates.append(declared[1].decode("ascii").lower())
    candidates += ["utf-8", *_wide(data), "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding != "gb18030" or _chinese(text):
            return text, encoding
    place = _first_fault(data)
    hint = "save it as UTF-8; UTF-16 and GB18030 are understood too"
    raise Refusal("the file's characters fit no encoding that engross knows", hint, Where(where.file, place))


def _wide(data: bytes) -> list[str]:
    """UTF-16 without a mark shows by its zero bytes, which stand at odd or at even places only."""
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if not even and not odd:
        return []
    return ["utf-16-le"] if odd > even else ["utf-16-be"]


def _chinese(text: str) -> bool:
    """Whether text decoded as GB18030 looks like Chinese: it decodes almost any bytes, mostly to rare characters."""
    wide = [c for c in text if ord(c) > 0x7F]
    common = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in wide)
    return bool(wide) and common / len(wide) > 0.9


def _first_fault(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 0
