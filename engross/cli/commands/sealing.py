"""The command that seals what was made for an archive."""

from __future__ import annotations

from typing import Any

import click

from engross.cli.command import Command
from engross.cli.option_groups import PRINTING, TO_JSON, option
from engross.cli.values import OneOf

SECTION = "Archive"


@click.command("seal", cls=Command, section=SECTION, short_help="Sign and time-stamp a package, and its PDFs.")
@click.argument("packages", nargs=-1, metavar="PACKAGE ...", required=True)
@option("--key", default="", metavar="FILE", help="Secret key of minisign, by which the package is signed.")
@option("--key-password", default="", metavar="FILE", help="File with its password (default: asked for).")
@option("--timestamp", default="", metavar="URL", help="Time-stamping authority (RFC 3161) for package and PDFs.")
@option(
    "--certificate",
    default="",
    metavar="FILE|URI",
    help="Key and certificate by which the PDFs are signed (PAdES): a PKCS#12 file, or a key on a token, "
    "pkcs11:token=LABEL;object=LABEL?module-path=LIBRARY.",
)
@option(
    "--certificate-password", default="", metavar="FILE", help="File with its password or PIN (default: asked for)."
)
@option(
    "--level",
    type=OneOf(("b", "t", "lt", "lta")),
    default="",
    metavar="LEVEL",
    help="What a signed PDF has: b, the signature; t, a time stamp too; lt, the evidence for its certificates; lta, a "
    "time stamp over all (default: the highest that can be).",
)
@option(
    "--trust",
    default="",
    metavar="FILE",
    help="Root certificates of signer and authority, one file (PEM): for lt and lta.",
)
@option("-o", "--out", default="", metavar="PATH", help="Place of the signed PDFs (default: beside, NAME.signed).")
@TO_JSON
@PRINTING
def seal(**values: Any) -> None:
    """Seal a finished package: a signature and a time stamp over its list of checksums, signed copies of its PDFs.

    {program} seal A_RES_77_213 --key minisign.key --timestamp http://timestamp.example/tsa
    {program} seal A_RES_77_213 --certificate signer.p12 --timestamp URL --trust root.pem
    {program} seal A_RES_77_213.zh.pdf --certificate signer.p12
    {program} seal bags/*.tar --timestamp URL

    The package stays as it is: seals stand beside what they seal, NAME.minisig and NAME.tsr, with the public key,
    NAME.pub; signed PDFs in a folder beside it. The signature of a PDF is invisible and follows its bytes: PDF/A-3a and
    PDF/UA-1 still hold, and the unsigned edition can be cut out again. PACKAGE is a bag, a SIP, an OCFL object or
    root, a packed one, or a PDF. What is sealed already is left alone.
    """
    from engross.cli.seal import SealOptions, make_seals

    make_seals(SealOptions(**values))


COMMANDS = (seal,)
