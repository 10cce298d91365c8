"""The commands for archives: packages that prove themselves."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.command import Command, end
from engross.cli.option_groups import BOUNDS, FONTS, PRINTING, TO_JSON, option, output
from engross.cli.values import OneOf

SECTION = "Archive"
FORMS = ("bag", "sip", "ocfl")


@click.command("archive", cls=Command, section=SECTION, short_help="Make packages for archives of a run.")
@click.argument("run", metavar="RUN | FOLDER")
@output("build/archive", "Folder of the packages, or of the storage root")
@option("--form", type=OneOf(FORMS), default="bag", metavar="FORM", help="bag, sip or ocfl (default: bag).")
@option("--tar", is_flag=True, help="Write each package as a tar archive.")
@option("--together", is_flag=True, help="Write one bag that has the bags of all documents, as tar archives.")
@option("--date", default="", metavar="DAY", help="Day of the packages, 2026-11-30 (default: the document's own).")
@option("--validation", default="", metavar="FILE", help="Report of check --to json --out FILE, put into the packages.")
@option("--with-engross", is_flag=True, help="Put engross itself into each package (1 MB), not only its checksum.")
@FONTS
@TO_JSON
@PRINTING
def archive(**values: Any) -> None:
    """Make packages for archives: a document in all its languages, with source, editions, reports and licences.

    {program} archive build/77 --form bag --tar --out bags
    {program} archive build/77 --form sip --out sips
    {program} archive build/77 --form ocfl --out store

    RUN is what the command corpus has made, FOLDER what build has. bag: BagIt 1.0. sip: E-ARK SIP 2.2.0 with METS and
    PREMIS. ocfl: an OCFL 1.1 storage root, where a new version of a document stores only what has changed. The same run
    makes the same bytes. No package is overwritten; each appears when it is whole. In each is a README that says how it
    is proved without engross. The exit code is 1 where a document is left out.
    """
    from engross.cli.archive import ArchiveOptions, archive_run

    end(archive_run(ArchiveOptions(**values)))


@click.command("audit", cls=Command, section=SECTION, short_help="Hold packages to their checksums.")
@click.argument("places", nargs=-1, metavar="PLACE ...", required=True)
@option("--part", default="", metavar="N/M", help="Read the N-th of M parts: 1/30 a day is all in a month.")
@option("--events", default="", metavar="FILE", help="Write the audit as PREMIS events into a file outside.")
@option("--public-key", default="", metavar="FILE", help="Public key of minisign that signatures are to be of.")
@option("--trust", default="", metavar="FILE", help="Root certificates (PEM, one file) of stamps and signed PDFs.")
@TO_JSON
@PRINTING
def audit(**values: Any) -> None:
    """Read every file of packages, stores and runs again, and tell what is missing, changed, extra or unreadable.

    {program} audit bags
    {program} audit store --part 3/30 --events audits/2026-11-30.xml
    {program} audit build/77

    A PLACE is a bag, also as .tar, a SIP, an OCFL object or storage root, a run, or a folder with some. A list of
    checksums that is empty, cut short or contradicts itself is refused: it proves nothing. Nothing is mended. Seals are
    checked too: signatures, time stamps, signed copies of PDFs. Without --public-key and --trust they prove that
    nothing has changed since; with them also whose they are, and a package without such a seal is at fault. The exit
    code is 1 where anything is not as it was.
    """
    from engross.cli.archive import AuditOptions, audit_places

    end(audit_places(AuditOptions(**values)))


@click.command("verify", cls=Command, section=SECTION, short_help="Make a package's editions again, and compare.")
@click.argument("packages", nargs=-1, metavar="PACKAGE ...", required=True)
@FONTS
@BOUNDS
@TO_JSON
@PRINTING
def verify(**values: Any) -> None:
    """Make the editions of packages again, from the source in them and with the options on record: the same bytes?

    {program} verify bags/A_RES_77_213
    {program} verify sips/A_RES_77_213 --to json

    Where an edition differs it is named, with the first byte that does, and what else is of another version here:
    engross, Python, libraries, fonts. The package is held to its checksums first. The exit code is 1 where anything
    differs.
    """
    from engross.cli.archive import VerifyOptions, verify_packages

    end(verify_packages(VerifyOptions(**values)))


COMMANDS = (archive, audit, verify)
