"""A PDF's objects and fonts to bytes in less time.

* twice: the identifier of a file is the hash of its objects, for which each was serialised, and each stream
  compressed, once more (pydyf). Once is enough.
* zlib: libdeflate makes smaller streams in a quarter of the time, and the same ones on every machine, whichever zlib
  its Python was built with. The only mend here that changes bytes.
* bytes: keys of dictionaries, which are few, and operators, which are bytes, were made bytes each time.
* copied: every document copied every font file whole, 15 MB of a Chinese face, to look at its first four bytes.
* subset twice: with the glyphs' numbers kept, then once more to drop what stands behind the last glyph kept, which
  the first had done. Once, from a face that HarfBuzz has made ready if the process has subset it before: to make it
  ready (hb_subset_preprocess) takes as long as ten subsets.
"""

from __future__ import annotations

import sys
from functools import cached_property
from typing import Any

import pydyf
from weasyprint.pdf import fonts
from weasyprint.text.fonts import get_hb_object_data

from engross.pdf.mend.patch import Patch
from engross.pdf.mend.quick import faces, squash

NAMES = (("squash", squash),)
FACES = (("faces", faces),)
KEYS: dict[object, bytes] = {}  # the keys of dictionaries as PDF has them, and what parts them from their values
MOST = 1000  # keys kept

ZLIB = Patch(
    pydyf,
    "Stream",
    "data",
    """        compressobj = zlib.compressobj(level=9)
        stream = compressobj.compress(stream)
        stream += compressobj.flush()
""",
    "        stream = squash.squash(stream)\n",
    NAMES,
)
ONCE = Patch(
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
HELD = Patch(
    pydyf,
    "PDF",
    "write",
    "        compressed_objects = []\n",
    "        compressed_objects = []\n        written = {}\n",
)
PACKED = Patch(
    pydyf,
    "PDF",
    "write",
    "            data = object_.data\n            stream.append(data)\n",
    "            data = written[object_.number] = object_.data\n            stream.append(data)\n",
)
STREAM = Patch(
    pydyf,
    "PDF",
    "write",
    "        self.write_line(object_stream.indirect, output)\n",
    """        data = written[object_stream.number] = object_stream.data
        header = f'{object_stream.number} {object_stream.generation} obj\\n'.encode()
        self.write_line(header + data + b'\\nendobj', output)
""",
)
HASH = Patch(
    pydyf,
    "PDF",
    "write",
    "            data = b''.join(obj.data for obj in self.objects if obj.free != 'f')\n",
    "            data = b''.join(written[obj.number] for obj in self.objects if obj.free != 'f')\n",
)
TEXT = Patch(
    pydyf,
    "",
    "_to_bytes",
    "    if isinstance(item, bytes):\n        return item\n",
    "    kind = type(item)\n    if kind is bytes:\n        return item\n    elif kind is str:\n"
    "        return item.encode('ascii')\n    elif kind is int:\n        return b'%d' % item\n",
)
ITEMS = Patch(
    pydyf,
    "Stream",
    "data",
    "    stream = b'\\n'.join(_to_bytes(item) for item in self.stream)\n",
    "    stream = b'\\n'.join([\n        item if type(item) is bytes else _to_bytes(item) for item in self.stream])\n",
)
NAMED = Patch(
    pydyf,
    "Dictionary",
    "data",
    "        b'/' + _to_bytes(key) + b' ' + _to_bytes(value)\n",
    "        (written.KEYS.get(key) or written.key(key)) + _to_bytes(value)\n",
    (("written", sys.modules[__name__]),),
)
COPIED = Patch(fonts, "Font", "__init__", "    self.file_content = get_hb_object_data(self.hb_face)\n", "")
SUBSET = Patch(
    fonts,
    "Font",
    "_harfbuzz_subset",
    '    """Subset font using Harfbuzz."""\n',
    '    """Subset font using Harfbuzz."""\n'
    "    if file_content := faces.subset(self, to_unicode, hinting):\n"
    "        self.file_content = file_content\n"
    "        return\n",
    FACES,
)
PATCHES = (ZLIB, ONCE, HELD, PACKED, STREAM, HASH, TEXT, ITEMS, NAMED, COPIED, SUBSET)


def key(name: object) -> bytes:
    """A dictionary's key as bytes; kept, for nearly all files have the same few."""
    if len(KEYS) >= MOST:
        KEYS.clear()
    made = KEYS[name] = b"/" + pydyf._to_bytes(name) + b" "
    return bytes(made)


def ask_late() -> None:
    """Let a font copy its file when somebody asks for it (COPIED does not do so at once)."""

    def file_content(font: Any) -> bytes:
        data: bytes = get_hb_object_data(font.hb_face)
        return data

    lazy = cached_property(file_content)
    lazy.__set_name__(fonts.Font, "file_content")
    fonts.Font.file_content = lazy
