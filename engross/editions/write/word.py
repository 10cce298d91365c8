"""Pack the parts of a Word document into its archive: always the same bytes for the same parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from engross.model.book import Sheet

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip archive can have: no day of making is kept


def pack_word(sheets: Iterable[Sheet]) -> bytes:
    """Return the .docx of sheets, each a part by its name, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for sheet in sheets:
            member = zipfile.ZipInfo(sheet.name, FIRST_DAY)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(member, sheet.markup.encode("utf-8"))
    return out.getvalue()
