"""A package made by hand, for tests that need files in a package and not what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engross.batch.archive.bag import make_bag
from engross.batch.archive.ocfl import find_object_path, store_package
from engross.batch.archive.package import FileRole, Package, PackagedVersion, PackageFacts, pack_bytes
from engross.batch.archive.place import hold_place, place_folder, place_tar
from engross.batch.archive.sip import make_sip, spell_mets_sum
from engross.batch.library import AdoptionRecord, Document, HeldVersion
from engross.pipeline.output import write_files

IDENTIFIER, NAME, DATE = "info:un/A/RES/99/7", "A_RES_99_7", "2026-01-02"
TEXTS = {"en/A_RES_99_7.en.pdf": b"%PDF" * 300, "en/source/lamps.xml": "<a>灯</a>".encode(), "en/report.json": b"{}\n"}
FORMS = ("bag", "tar", "sip", "ocfl")


def make_sample(contents: Mapping[str, bytes] = TEXTS, date: str = DATE) -> Package:
    """Return a package with these files, of one document in English."""
    held = HeldVersion("en", "en", "Lamps", "A_RES_99_7.en", "", "", ())
    document = Document(
        symbol="A/RES/99/7",
        address="A/RES/99/7/",
        organ="ga",
        session="99",
        adopted=date,
        issued="",
        agenda_items=(),
        subjects=(),
        committee_reports=(),
        meeting=None,
        meeting_record="",
        draft="",
        versions=(held,),
    )
    version = PackagedVersion(held, "en/source/lamps.xml", "1.0", AdoptionRecord())
    files = tuple(
        pack_bytes(path, FileRole.SOURCE if "/source/" in path else FileRole.EDITION, data, "application/pdf")
        for path, data in sorted(contents.items())
    )
    return Package(IDENTIFIER, NAME, files, PackageFacts(document, (version,), (), date=date))


def place_sample(out: Path, form: str, package: Package | None = None) -> Path:
    """Place a package in a form, one of FORMS, in a folder, and return its path."""
    package = package or make_sample()
    with hold_place(out):
        if form == "ocfl":
            return store_package(out, package).path
        if form == "tar":
            return place_tar(out / f"{NAME}.tar", make_bag(package), DATE).path
        files = make_bag(package) if form == "bag" else make_sip(package)
        if form == "sip":
            write_files(out, (spell_mets_sum(package, files),))
        return place_folder(out / NAME, files).path


def find_sample(out: Path, form: str) -> Path:
    """Return the path that a package has in a folder of packages."""
    if form == "ocfl":
        return out / find_object_path(IDENTIFIER)
    return out / (f"{NAME}.tar" if form == "tar" else NAME)
