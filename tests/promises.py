"""What a machine may lack, and which promise then stays untested: the one table for ``pytest.mark.needs``.

./press test installs what it can. A test whose need is not met is skipped, and the last line of the run names the
promise; if CI is set, it fails instead: nobody would notice a skip there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from engross.editions.engine.release import load_releases
from engross.verify.check import verapdf
from engross.verify.check.npm import BROWSER_NAMES, has_package_set
from engross.verify.check.packages.programs import has_validators
from tests.corpus import SESSION
from tests.dss import has_dss
from tests.opensearch_server import has_server

ROOT = Path(__file__).parent.parent
TOOLS = Path(os.environ.get("ENGROSS_TOOLS", ROOT / ".engross"))
VERAPDF = Path(os.environ.get("ENGROSS_VERAPDF", TOOLS / "verapdf"))
MISSING = "not tested here: "  # start of the reason of such a skip


@dataclass(frozen=True, slots=True)
class Promise:
    """``name``: what is not tested without it. ``is_met``: returns whether the machine has it.

    ``may_lack``: no setup can or should give it to a machine, so that a skip is right in CI too.
    """

    name: str
    is_met: Callable[[], bool]
    may_lack: bool = False


def has(program: str) -> Callable[[], bool]:
    """Return a function that tells whether a program is on the PATH."""
    return lambda: shutil.which(program) is not None


def has_set(name: str) -> Callable[[], bool]:
    """Return a function that tells whether Node.js, a browser and a set of npm packages are there."""
    return lambda: bool(shutil.which("node") and any(map(shutil.which, BROWSER_NAMES)) and has_package_set(name, TOOLS))


def find_outloud() -> str | None:
    """Return the path of outloud, in the environment that ./press test makes for it or on the PATH; None without it."""
    return shutil.which("outloud", path=os.pathsep.join((str(TOOLS / "outloud" / "bin"), os.environ.get("PATH", ""))))


def find_softhsm() -> Path | None:
    """Return the library of SoftHSM, a token in software; None without it."""
    homes = ("/usr/lib/softhsm", "/usr/lib64/pkcs11", "/usr/lib", "/opt/homebrew/lib/softhsm", "/usr/local/lib/softhsm")
    found = (Path(home) / "libsofthsm2.so" for home in homes)
    return next((path for path in found if path.is_file()), None) if shutil.which("softhsm2-util") else None


def find_weasyprint_source() -> Path | None:
    """Return the source distribution of WeasyPrint that ./press test fetched; None without it."""
    version = next(release.version for release in load_releases() if release.package == "weasyprint")
    path = TOOLS / "weasyprint" / f"weasyprint-{version}.tar.gz"
    return path if path.is_file() else None


PROMISES = {
    "ace": Promise("DAISY Ace", has_set("ace")),
    "axe": Promise("axe-core", has_set("axe")),
    "browser": Promise("the HTML of the print edition in a browser", lambda: any(map(shutil.which, BROWSER_NAMES))),
    "calibre": Promise("calibre", has("ebook-convert")),
    "corpus": Promise("the official files in ../shared/corpus", SESSION.is_dir, may_lack=True),
    "dss": Promise("EU DSS", lambda: has_dss(TOOLS)),
    "ghostscript": Promise("Ghostscript", has("gs")),
    "libreoffice": Promise("LibreOffice", has("soffice")),
    "linux": Promise("what only Linux has", lambda: sys.platform == "linux", may_lack=True),
    "minisign": Promise("minisign", has("minisign")),
    "openssl": Promise("time stamps of OpenSSL", has("openssl")),
    "opensearch": Promise("a server of OpenSearch", lambda: bool(shutil.which("java")) and has_server(TOOLS)),
    "outloud": Promise("outloud", lambda: find_outloud() is not None),
    "package-validators": Promise("validators of packages for archives", lambda: has_validators(TOOLS)),
    "pdfinfo": Promise("poppler", has("pdfinfo")),
    "reader": Promise("real readers of e-books", has_set("reader")),
    "softhsm": Promise("keys on a token", lambda: find_softhsm() is not None),
    "verapdf": Promise("veraPDF", lambda: verapdf.has_jar(VERAPDF)),
    "weasyprint-tests": Promise("WeasyPrint's own tests", lambda: find_weasyprint_source() is not None),
}


def find_unmet(names: Iterable[str], promises: Mapping[str, Promise] = PROMISES) -> Promise | None:
    """Return the first of the needs ``names`` that this machine does not meet; None if it meets all."""
    return next((promises[name] for name in names if not promises[name].is_met()), None)


def summarize(reasons: Iterable[str]) -> str:
    """Return one line about all skips: which promises were not tested; "" if there were no skips."""
    names = sorted({reason.partition(MISSING)[2] or reason for reason in reasons})
    return f"{MISSING}{', '.join(names)}" if names else ""
