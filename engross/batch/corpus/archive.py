"""Read zip archives without trusting them: one member at a time is unpacked, into memory, within bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engross.grammars.edition_name import spell_name
from engross.model.limits import ARCHIVE_MEMBERS, MB, UNPACKED_BYTES
from engross.model.notice import Refusal
from engross.model.tree import Where

MOST_SWELLING = 200  # an archive may unpack to this many times its size in all; deflated official XML takes 20


def member_names(path: Path, endings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of an archive's members that have one of the endings, in any case, sorted.

    Raises Refusal if the archive cannot be read, has no such member, has too many members or unpacks to too much.
    """
    where = Where(spell_name(str(path)))
    with (
        _refuse_on_error("the archive cannot be read", "look whether it is whole", where),
        zipfile.ZipFile(path) as archive,
    ):
        members, size = archive.infolist(), path.stat().st_size
    if len(members) > ARCHIVE_MEMBERS:
        raise Refusal(
            f"the archive has {len(members)} members", f"give it in parts of {ARCHIVE_MEMBERS} at most", where
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > max(UNPACKED_BYTES, MOST_SWELLING * size):
        what = f"the archive unpacks to {unpacked / MB:.0f} MB, {unpacked // max(1, size)} times its size"
        raise Refusal(what, "no archive of documents does that: find out who made it", where)
    names = {member.filename for member in members if member.filename.lower().endswith(endings)}
    if not names:
        raise Refusal("the archive has no source", f"one has a name that ends in {' or '.join(endings)}", where)
    return tuple(sorted(names))


def read_member(path: Path, member: str, where: Where) -> bytes:
    """Return the bytes of a member. Raises Refusal if it cannot be unpacked, or if it is too large once unpacked."""
    hint = "see that the archive is complete and has no password"
    with (
        _refuse_on_error("it cannot be unpacked", hint, where),
        zipfile.ZipFile(path) as archive,
        archive.open(member) as file,
    ):
        unpacked = file.read(UNPACKED_BYTES + 1)
    if len(unpacked) > UNPACKED_BYTES:
        raise Refusal(f"it unpacks to more than {UNPACKED_BYTES} bytes", "no resolution is that large", where)
    return unpacked


@contextmanager
def _refuse_on_error(what: str, hint: str, where: Where) -> Iterator[None]:
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 # zipfile and its decompressors raise some twenty kinds
        raise Refusal(f"{what}: {error}", hint, where) from None
