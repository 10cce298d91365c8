"""Where seals stand: the file of a package that is sealed, its seals beside it, the signed copies of its PDFs.

This module needs none of the libraries that make and check seals.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engross.model.failure import SHAPE_ERRORS
from engross.model.notice import Refusal
from engross.model.tree import Where

BAG_NAME, SIP_NAME, INVENTORY_NAME = "bagit.txt", "METS.xml", "inventory.json"
TAG_MANIFESTS = ("tagmanifest-sha512.txt", "tagmanifest-sha256.txt")
OBJECT_START, ROOT_DECLARATIONS = "0=ocfl_object_", ("0=ocfl_1.0", "0=ocfl_1.1")  # names of files
LOGS_NAME = "logs"  # the folder of an OCFL object for what no inventory lists [OCFL 1.1, 3.6]
SIGNATURE_ENDING, STAMP_ENDING, KEY_ENDING = ".minisig", ".tsr", ".pub"
SEAL_ENDINGS = (SIGNATURE_ENDING, STAMP_ENDING, KEY_ENDING)
SIGNED, PDF_ENDING = ".signed", ".pdf"  # what the names of signed copies, or of the folder of them, have


@dataclass(frozen=True, slots=True)
class TrustedKeys:
    """Whom a checker trusts: ``public_key``: a file of minisign; ``roots``: files of certificates."""

    public_key: Path | None = None
    roots: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedSeal:
    """What a seal proves: ``kind`` as of ``Seal``; ``fault``: what is wrong, "" for nothing.

    ``is_trusted``: whether it is of someone who is trusted; without it, it only proves that nothing has changed since
    the seal. ``said``: who sealed, at which level, when, as far as the seal says it.
    """

    kind: str
    path: Path
    fault: str
    is_trusted: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that is sealed; ``place`` and an ending of ``SEAL_ENDINGS`` name its seals."""

    path: Path
    place: Path

    def seal_path(self, ending: str) -> Path:
        """Return the path of one of its seals."""
        return self.place.with_name(f"{self.place.name}{ending}")


def find_sealed_files(package: Path) -> tuple[SealedFile, ...]:
    """Return what is sealed of a package: for a folder its list of checksums, for a packed one the file itself.

    Of an OCFL root it is the inventory of each object's newest version. Empty if it is no package; raises Refusal if
    one is not whole enough to be sealed.
    """
    if package.is_file():
        return (SealedFile(package, package),)
    return tuple(_iter_sealed(package))


def _iter_sealed(folder: Path) -> Iterator[SealedFile]:
    names = {path.name for path in folder.iterdir()}
    if BAG_NAME in names:
        yield _find_tag_manifest(folder, names)
    elif SIP_NAME in names:
        folder = folder.resolve()  # a METS has to list every file of its SIP: seals of it stand beside that
        yield SealedFile(folder / SIP_NAME, folder.with_name(f"{folder.name}.{SIP_NAME}"))
    elif any(name.startswith(OBJECT_START) for name in names):
        yield _find_inventory(folder)
    elif names.intersection(ROOT_DECLARATIONS):
        for declaration in sorted(folder.rglob(f"{OBJECT_START}*")):
            yield _find_inventory(declaration.parent)


def _find_tag_manifest(bag: Path, names: set[str]) -> SealedFile:
    name = next((name for name in TAG_MANIFESTS if name in names), None)
    if name is None:
        raise Refusal("the bag has no tag manifest, which would hold all of it together", "make it again", _at(bag))
    return SealedFile(bag / name, bag / name)


def _find_inventory(folder: Path) -> SealedFile:
    """Return the inventory of the newest version of an OCFL object: the copy that stays when others follow."""
    try:
        head = str(json.loads((folder / INVENTORY_NAME).read_bytes())["head"])
    except (OSError, *SHAPE_ERRORS) as error:
        raise Refusal(f"its inventory cannot be read: {error}", "take it from where it is whole", _at(folder)) from None
    if not head.isalnum():
        raise Refusal(f"its newest version is called “{head}”", "take it from where it is whole", _at(folder))
    return SealedFile(folder / head / INVENTORY_NAME, folder / LOGS_NAME / f"{head}-{INVENTORY_NAME}")


def _at(path: Path) -> Where:
    return Where(str(path))


def find_signed_copies(place: Path, out: Path | None = None) -> Iterator[tuple[Path, Path]]:
    """Yield each PDF of a place with the path of its signed copy, whether that is there or not.

    The copies of a folder stand, as its PDFs do, in a folder beside it, NAME.signed, that of a PDF beside it,
    NAME.signed.pdf; or where ``out`` says.
    """
    if place.is_file():
        if place.suffix == PDF_ENDING:
            yield place, out or place.with_name(f"{place.stem}{SIGNED}{PDF_ENDING}")
        return
    home = out or find_home_of_copies(place)
    for pdf in sorted(place.rglob(f"*{PDF_ENDING}")):
        yield pdf, home / pdf.relative_to(place)


def find_home_of_copies(folder: Path) -> Path:
    """Return the folder of the signed copies of a folder: beside it, for an OCFL object beside its storage root."""
    folder = folder.resolve()
    roots = (above for above in folder.parents if any((above / name).is_file() for name in ROOT_DECLARATIONS))
    root = next(roots, folder)
    return root.with_name(f"{root.name}{SIGNED}") / folder.relative_to(root)


def has_seals(package: Path) -> bool:
    """Return whether a package has any seal, or signed copies; what cannot be sealed has none."""
    if package.is_dir() and find_home_of_copies(package).is_dir():
        return True
    try:
        seals = [file.seal_path(ending) for file in find_sealed_files(package) for ending in SEAL_ENDINGS]
    except Refusal:  # a bag without a tag manifest is whole, and has nothing that a seal could stand for
        return False
    return any(seal.is_file() for seal in seals)
