"""Patches that write the objects and fonts of a PDF in less time.

* twice: the identifier of a file is the hash of its objects; pydyf serialises each object, and compresses each stream,
  once more for it. With the patch, once.
* zlib: libdeflate makes smaller streams in a quarter of the time, and the same ones on every machine, whichever zlib
  its Python was built with. The only patch here that changes bytes.
* bytes: pydyf converts the keys of dictionaries, which are few, and operators, which are bytes already, each time.
* copied: every document copies every font file whole, 15 MB of a Chinese face, to look at its first four bytes.
* subset twice: WeasyPrint subsets a font with its glyph numbers kept, then again to drop what is behind the last glyph,
  which the first step has done. With the patch, once, from a face that HarfBuzz has prepared if the process subsets it
  again: preparing it (hb_subset_preprocess) takes as long as ten subsets.
"""

from __future__ import annotations

import sys
from functools import cached_property

import pydyf
from weasyprint.pdf import fonts
from weasyprint.text.fonts import get_hb_object_data

from engross.editions.pdf.patches.patch import Patch
from engross.editions.pdf.patches.speed import deflate_streams, font_subset_cache

DEFLATE_NAMES = (("deflate_streams", deflate_streams),)
SUBSET_NAMES = (("font_subset_cache", font_subset_cache),)
KEY_BYTES: dict[object, bytes] = {}  # the keys of dictionaries as PDF has them, with the space behind
MAX_KEPT_KEYS = 1000

DEFLATE_DATA = Patch(
    pydyf,
    "Stream",
    "data",
    """        compressobj = zlib.compressobj(level=9)
        stream = compressobj.compress(stream)
        stream += compressobj.flush()
""",
    "        stream = deflate_streams.deflate_stream(stream)\n",
    DEFLATE_NAMES,
)
KEEP_OBJECT_DATA = Patch(
    pydyf,
    "PDF",
    "write",
    """            else:
                object_.offset = self.current_position
                self.write_line(object_.indirect, output)

        # Write compressed""",
    """            else:
                object_.offset = self.current_position
                data = written[object_.number] = object_.data
                header = f'{object_.number} {object_.generation} obj\\n'.encode()
                self.write_line(header + data + b'\\nendobj', output)

        # Write compressed""",
)
BEGIN_WRITTEN_DATA = Patch(
    pydyf,
    "PDF",
    "write",
    "        compressed_objects = []\n",
    "        compressed_objects = []\n        written = {}\n",
)
KEEP_PACKED_DATA = Patch(
    pydyf,
    "PDF",
    "write",
    "            data = object_.data\n            stream.append(data)\n",
    "            data = written[object_.number] = object_.data\n            stream.append(data)\n",
)
KEEP_STREAM_DATA = Patch(
    pydyf,
    "PDF",
    "write",
    "        self.write_line(object_stream.indirect, output)\n",
    """        data = written[object_stream.number] = object_stream.data
        header = f'{object_stream.number} {object_stream.generation} obj\\n'.encode()
        self.write_line(header + data + b'\\nendobj', output)
""",
)
HASH_WRITTEN_DATA = Patch(
    pydyf,
    "PDF",
    "write",
    "            data = b''.join(obj.data for obj in self.objects if obj.free != 'f')\n",
    "            data = b''.join(written[obj.number] for obj in self.objects if obj.free != 'f')\n",
)
CONVERT_BY_TYPE = Patch(
    pydyf,
    "",
    "_to_bytes",
    "    if isinstance(item, bytes):\n        return item\n",
    "    kind = type(item)\n    if kind is bytes:\n        return item\n    elif kind is str:\n"
    "        return item.encode('ascii')\n    elif kind is int:\n        return b'%d' % item\n",
)
JOIN_STREAM_ITEMS = Patch(
    pydyf,
    "Stream",
    "data",
    "    stream = b'\\n'.join(_to_bytes(item) for item in self.stream)\n",
    "    stream = b'\\n'.join([\n        item if type(item) is bytes else _to_bytes(item) for item in self.stream])\n",
)
CACHE_KEYS = Patch(
    pydyf,
    "Dictionary",
    "data",
    "        b'/' + _to_bytes(key) + b' ' + _to_bytes(value)\n",
    "        (object_keys.KEY_BYTES.get(key) or object_keys.key_bytes(key)) + _to_bytes(value)\n",
    (("object_keys", sys.modules[__name__]),),
)
DROP_FONT_COPY = Patch(fonts, "Font", "__init__", "    self.file_content = get_hb_object_data(self.hb_face)\n", "")
SUBSET_ONCE = Patch(
    fonts,
    "Font",
    "_harfbuzz_subset",
    '    """Subset font using Harfbuzz."""\n',
    '    """Subset font using Harfbuzz."""\n'
    "    if file_content := font_subset_cache.subset_font(self, to_unicode, hinting):\n"
    "        self.file_content = file_content\n"
    "        return\n",
    SUBSET_NAMES,
)
PATCHES = (
    DEFLATE_DATA,
    KEEP_OBJECT_DATA,
    BEGIN_WRITTEN_DATA,
    KEEP_PACKED_DATA,
    KEEP_STREAM_DATA,
    HASH_WRITTEN_DATA,
    CONVERT_BY_TYPE,
    JOIN_STREAM_ITEMS,
    CACHE_KEYS,
    DROP_FONT_COPY,
    SUBSET_ONCE,
)


def key_bytes(name: object) -> bytes:
    """Return a dictionary's key as bytes; kept, as nearly all files have the same few."""
    if len(KEY_BYTES) >= MAX_KEPT_KEYS:
        KEY_BYTES.clear()
    key = KEY_BYTES[name] = b"/" + pydyf._to_bytes(name) + b" "
    return bytes(key)


def copy_fonts_lazily() -> None:
    """Make ``Font.file_content`` a cached property that copies the file on first use (see DROP_FONT_COPY)."""

    def file_content(font: fonts.Font) -> bytes:
        data: bytes = get_hb_object_data(font.hb_face)
        return data

    lazy_property = cached_property(file_content)
    lazy_property.__set_name__(fonts.Font, "file_content")
    fonts.Font.file_content = lazy_property  # type: ignore[assignment] # it is an attribute of each font
