"""The command seal: sign and stamp a package, and print the seals that it has then."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engross.cli import screen
from engross.cli.misuse import Misuse
from engross.cli.options import PrintOptions

if TYPE_CHECKING:
    from engross.batch.archive.seal.pdf_signature import Level
    from engross.batch.archive.seal.seal_package import SealRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOptions(PrintOptions):
    """What a command line asks of a seal; "" is: not said. The passwords are files that have them."""

    packages: tuple[str, ...]
    key: str = ""
    key_password: str = ""
    timestamp: str = ""
    certificate: str = ""
    certificate_password: str = ""
    level: str = ""
    trust: str = ""
    out: str = ""


def make_seals(options: SealOptions) -> None:
    """Seal packages, and print each seal. Raises Misuse and Refusal."""
    from engross.batch.archive.seal.seal_package import seal_package

    request = _make_request(options)
    for seal in (seal for package in options.packages for seal in seal_package(replace(request, place=Path(package)))):
        if options.to == "json":
            screen.print_json_line({"kind": seal.kind, "file": str(seal.path), "new": seal.is_new})
        elif not options.quiet:
            state = "" if seal.is_new else "  (was there)"
            screen.standard_output().print(f"{seal.kind}  {seal.path}{state}")


def _make_request(options: SealOptions) -> SealRequest:
    from engross.batch.archive.seal.pdf_signature import Level
    from engross.batch.archive.seal.seal_package import SealRequest

    if not (options.key or options.timestamp or options.certificate):
        raise Misuse("say by what it is sealed: --key, --timestamp, --certificate")
    if options.out and len(options.packages) > 1:
        raise Misuse("--out is of one package: give one with it")
    _refuse_idle_options(options)
    roots = (Path(options.trust),) if options.trust else ()
    files = {options.key: options.key_password, options.certificate: options.certificate_password}
    return SealRequest(
        Path(options.packages[0]),
        cache(lambda name: _read_password(name, files.get(name, ""))),
        Path(options.key) if options.key else None,
        options.timestamp,
        options.certificate,
        _choose_level(options) if options.certificate else Level.BASIC,
        roots,
        Path(options.out) if options.out else None,
    )


def _refuse_idle_options(options: SealOptions) -> None:
    """Raise Misuse where an option is given without that which it is of."""
    certified = {
        "--level": options.level,
        "--trust": options.trust,
        "--out": options.out,
        "--certificate-password": options.certificate_password,
    }
    idle = [name for name, value in certified.items() if value and not options.certificate]
    if idle:
        raise Misuse(f"{idle[0]} is of signed PDFs: it needs --certificate")
    if options.key_password and not options.key:
        raise Misuse("--key-password needs --key")


def _choose_level(options: SealOptions) -> Level:
    """Return the level that is asked for, or else the highest that can be reached. Raises Misuse."""
    from engross.batch.archive.seal.pdf_signature import Level

    highest = (Level.ARCHIVAL if options.trust else Level.STAMPED) if options.timestamp else Level.BASIC
    level = Level(options.level) if options.level else highest
    if level is not Level.BASIC and not options.timestamp:
        raise Misuse(f"--level {level} needs a time stamp: --timestamp URL")
    if level in (Level.LONG_TERM, Level.ARCHIVAL) and not options.trust:
        raise Misuse(f"--level {level} needs the roots of its certificates: --trust FILE")
    return level


def _read_password(name: str, file: str) -> str:
    """Return the password of a key: from its file, or asked for at the terminal. Raises Misuse."""
    if file:
        try:
            return Path(file).read_text("utf-8").partition("\n")[0].rstrip("\r")
        except (OSError, ValueError):
            raise Misuse(f"the file of the password cannot be read: {file}") from None
    if not sys.stdin.isatty():
        raise Misuse(f"the password of {name} can only be asked for at a terminal: name a file that has it")
    password: str = click.prompt(f"Password of {name}", hide_input=True, default="", show_default=False, err=True)
    return password
