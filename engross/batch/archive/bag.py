"""Make bags: BagIt 1.0 (RFC 8493), with manifests of SHA-256 and SHA-512, and nothing of the day they are made on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from engross import __version__
from engross.batch.archive.package import FileRole, HashedFile, Package, PackagedFile, pack_bytes
from engross.batch.archive.readme import PackageForm, make_readme

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data"
ALGORITHMS = ("sha256", "sha512")
CHECK_COMMANDS = ("sha256sum -c tagmanifest-sha256.txt", "sha256sum -c manifest-sha256.txt")
# What a path in a manifest must not have as it is (2.1.3).
ENCODED = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})


def make_bag(package: Package, date: str = "", group: str = "") -> tuple[PackagedFile, ...]:
    """Return the files of a package's bag.

    ``date``: ISO 8601, the day that it is said to be made on; ``group``: what names the bags that belong together. Both
    are left out if they are "".
    """
    payload = tuple(replace(file, path=f"{PAYLOAD}/{file.path}") for file in package.files)
    document = package.facts.document
    info = {
        "External-Identifier": package.identifier,
        "External-Description": document.choose_version("en").title,
        "Bagging-Date": date,
        "Bag-Group-Identifier": group,
    }
    form = PackageForm("bagit.txt", CHECK_COMMANDS, lambda file: f"{PAYLOAD}/{file.path}")
    readme = make_readme(package, form)
    return (*payload, readme, *make_tag_files(payload, info, (readme,)))


def make_tag_files(
    payload: Sequence[HashedFile], info: dict[str, str], others: Iterable[HashedFile] = ()
) -> Iterator[PackagedFile]:
    """Yield the tag files of a bag; ``others``: further tag files, which its tag manifests list too.

    ``info``: labels and values of bag-info.txt; those without a value are left out.
    """
    labels = info | {
        "Payload-Oxum": f"{sum(file.size for file in payload)}.{len(payload)}",
        "Bag-Software-Agent": f"engross {__version__}",
    }
    lines = (f"{label}: {' '.join(value.split())}\n" for label, value in labels.items() if value)
    tags = [
        _pack_tag("bagit.txt", DECLARATION),
        _pack_tag("bag-info.txt", "".join(lines)),
        *(_pack_tag(f"manifest-{name}.txt", spell_manifest(payload, name)) for name in ALGORITHMS),
    ]
    yield from tags
    listed = (*others, *tags)
    yield from (_pack_tag(f"tagmanifest-{name}.txt", spell_manifest(listed, name)) for name in ALGORITHMS)


def spell_manifest(files: Iterable[HashedFile], algorithm: str) -> str:
    """Return a manifest: the checksum and the path of each file on a line, in the order of the paths."""
    ordered = sorted(files, key=lambda file: file.path.encode("utf-8"))
    return "".join(f"{getattr(file, algorithm)}  {file.path.translate(ENCODED)}\n" for file in ordered)


def _pack_tag(path: str, text: str) -> PackagedFile:
    return pack_bytes(path, FileRole.DESCRIPTION, text.encode("utf-8"), "text/plain")
