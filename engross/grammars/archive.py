"""Open a zip archive and read its members: refuse what is damaged, and keep to the bounds.

Nothing is ever unpacked to a disk, so a member's name can do no harm: names are only compared.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote

from engross.model.limits import MB, PART_RATIO, PARTS, UNPACKED_BYTES
from engross.model.notice import Refusal
from engross.model.tree import Where

# What zipfile raises for damaged archives, found in its source and by trial: some of it is documented nowhere.
DAMAGE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
COMPRESSION_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # those that ECMA-376 part 2, annex B, allows
ENCRYPTED_FLAG = 0x1  # the bit of a member's flags that says it is encrypted
CENTRAL_HEADER = b"PK\x01\x02"
RATIO_FROM_BYTES = MB  # smaller members may have any ratio of compression
XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # what XML begins with: a tag, or a mark of its encoding
SHOWN_CHARACTERS = 80  # characters of a member's name that a message repeats
FETCH_AGAIN_HINT = "fetch it again, or open it in Word and save it again"


@dataclass(frozen=True)
class Archive:
    """An open archive that keeps to the bounds; ``members``: what is in it, by the keys of their names."""

    file: zipfile.ZipFile
    where: Where
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def name_of(self, name: str) -> str:
        """Return the name that a member has in the archive; "" if the archive has no such member."""
        member = self.members.get(make_name_key(name))
        return member.filename if member else ""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a member; None if there is no such one. Raises Refusal if it is damaged or too large."""
        member = self.members.get(make_name_key(name))
        if member is None:
            return None
        if member.file_size > UNPACKED_BYTES:
            raise self._make_size_refusal(
                f"its part {show_name(name)} is larger than {UNPACKED_BYTES // MB} MB unpacked"
            )
        if member.file_size > max(RATIO_FROM_BYTES, PART_RATIO * member.compress_size):
            raise self._make_size_refusal(
                f"its part {show_name(name)} is {PART_RATIO} times as large unpacked, or more"
            )
        try:
            return self.file.read(member)
        except DAMAGE_ERRORS as error:
            raise self._make_damage_refusal(f"its part {show_name(name)} cannot be unpacked: {error}") from None

    def xml_names(self) -> list[str]:
        """Return the names of the members that are XML, by name or by first byte, in the archive's order.

        Raises Refusal if together they are larger than the bound.
        """
        xml_members = [member for member in self.members.values() if self._is_xml(member)]
        if sum(member.file_size for member in xml_members) > UNPACKED_BYTES:
            raise self._make_size_refusal(f"its parts are larger than {UNPACKED_BYTES // MB} MB unpacked")
        return [member.filename for member in xml_members]

    def _is_xml(self, member: zipfile.ZipInfo) -> bool:
        if member.filename.lower().endswith((".xml", ".rels")):
            return True
        try:
            with self.file.open(member) as stream:
                return stream.read(64).lstrip().startswith(XML_STARTS)
        except DAMAGE_ERRORS as error:
            raise self._make_damage_refusal(
                f"its part {show_name(member.filename)} cannot be unpacked: {error}"
            ) from None

    def _make_damage_refusal(self, why: str) -> Refusal:
        return Refusal(f"the Word document is damaged: {why}", FETCH_AGAIN_HINT, self.where)

    def _make_size_refusal(self, why: str) -> Refusal:
        return Refusal(f"the Word document is too large: {why}", "give its text alone, or in several files", self.where)


def make_name_key(name: str) -> str:
    """Return a name as names of parts are compared: without case (ECMA-376 part 2, 9.1.1), escapes and ``./``."""
    return posixpath.normpath(unquote(name.replace("\\", "/"))).lstrip("/").casefold()


def show_name(name: str) -> str:
    """Return a member's name for a message: shortened, and without characters that would control a terminal."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in name[:SHOWN_CHARACTERS]) + "…" * (
        len(name) > SHOWN_CHARACTERS
    )
    return shown or "“”"


def open_archive(data: bytes, where: Where) -> Archive:
    """Open the archive that a Word document is. Raises Refusal if it is damaged, locked or out of bounds."""
    if data.count(CENTRAL_HEADER) > PARTS:  # before zipfile makes an object of each
        raise Refusal(f"the Word document has more than {PARTS} parts", FETCH_AGAIN_HINT, where)
    try:
        file = zipfile.ZipFile(BytesIO(data))
    except DAMAGE_ERRORS:
        message = "the file begins as a Word document or another zip archive does, and is cut short or broken"
        raise Refusal(message, FETCH_AGAIN_HINT, where) from None
    members: dict[str, zipfile.ZipInfo] = {}
    for member in file.infolist():
        if member.filename.endswith("/"):  # is_dir() of Python 3.11 fails for a name that is empty
            continue
        if why := _describe_member_fault(member, members):
            raise Refusal(
                f"the Word document is damaged: its part {show_name(member.filename)} {why}", FETCH_AGAIN_HINT, where
            )
        members[make_name_key(member.filename)] = member
    return Archive(file, where, members)


def _describe_member_fault(member: zipfile.ZipInfo, before: dict[str, zipfile.ZipInfo]) -> str:
    """Return what keeps a member from being read, after those ``before`` it; "" for nothing."""
    if not member.filename:
        return "has no name"
    if make_name_key(member.filename) in before:
        return "is there twice"
    if member.flag_bits & ENCRYPTED_FLAG:
        return "is locked with a password"
    if member.compress_type not in COMPRESSION_METHODS:
        return f"is packed in a way (method {member.compress_type}) that Word does not know"
    return ""
