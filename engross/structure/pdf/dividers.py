"""A PDF whose hyphens that divide words look like those of its text, to one in which PDFium tells them apart.

PDFium says the same for U+002D and U+00AD where they end a line. What tells them apart are the fonts' ToUnicode maps
(ISO 32000-1, 9.10.3): there a divider becomes U+2010, which PDFium leaves as it is.
"""

from __future__ import annotations

import io
import re

import pikepdf

DIVIDER = re.compile(rb"(?im)^(\s*(<[0-9a-f]+>)(?:\s*\2)?\s*)<00ad>(?=\s*$)")  # one code, or a range of one


def told_apart(data: bytes) -> bytes:
    """The PDF with its dividers as U+2010; as it is where it has none, or pikepdf cannot read it."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            maps = [one.ToUnicode for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one]
            changed = [(stream, said) for stream in maps if (said := _changed(stream.read_bytes()))]
            for stream, said in changed:
                stream.write(said)
            if not changed:
                return data
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, AttributeError, ValueError):
        return data


def _changed(said: bytes) -> bytes:
    """A map with its dividers as U+2010; b"" where it has none."""
    new, count = DIVIDER.subn(rb"\1<2010>", said)
    return new if count else b""
