"""Audit what stands at a path: a package, a folder of packages, a store, a run; and its seals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from engross.batch.archive.audit.bag import is_bag, read_bag
from engross.batch.archive.audit.find import CandidatePlace, find_places, list_names
from engross.batch.archive.audit.fixity import WHOLE, AuditPart, FixityReport, check_fixity
from engross.batch.archive.audit.manifests import AuditedPlace
from engross.batch.archive.audit.ocfl import OBJECT, find_declaration, read_object
from engross.batch.archive.audit.run import is_run, read_run
from engross.batch.archive.audit.sip import is_sip, read_sip
from engross.batch.archive.audit.stores import DISK_HINT, FileStore, FolderStore, TarStore
from engross.batch.archive.seal.sealed_file import CheckedSeal, TrustedKeys, has_seals
from engross.model.notice import Refusal
from engross.model.tree import Where

NOBODY = TrustedKeys()
UNKNOWN_HINT = "it has no manifest of a bag, METS.xml, inventory of OCFL or journal of a run: find out what it was"
NOTHING_HINT = "name a bag, its .tar, a SIP, an OCFL object or root, a run, or a folder with some"


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit of one place came to: its report, or why nothing can be said of it; its seals, if it has any."""

    path: Path
    report: FixityReport | None
    refusal: Refusal | None = None
    seals: tuple[CheckedSeal, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything is there, and nothing else, and no seal is at fault."""
        return self.report is not None and not self.report.findings and not any(seal.fault for seal in self.seals)


def audit_place(path: Path, part: AuditPart = WHOLE, trusted: TrustedKeys = NOBODY) -> Iterator[AuditResult]:
    """Audit each package, store or run at a path or below it, and its seals.

    Raises Refusal if there is nothing of the kind, or what is trusted cannot be read.
    """
    if not path.exists():
        raise Refusal("there is nothing", NOTHING_HINT, Where(str(path)))
    is_empty = True
    for found in find_places(path):
        is_empty = False
        result = _audit_one(found, part)
        yield replace(result, seals=_check_seals(found.path, trusted)) if result.report else result
    if is_empty:
        raise Refusal("no package, store or run stands there", NOTHING_HINT, Where(str(path)))


def _audit_one(found: CandidatePlace, part: AuditPart) -> AuditResult:
    path = found.path
    if found.refusal:
        return AuditResult(path, None, found.refusal)
    try:
        with refuse_unreadable(path):
            return AuditResult(path, check_fixity(read_place(path), part))
    except Refusal as refusal:
        return AuditResult(path, None, refusal)


@contextmanager
def refuse_unreadable(path: Path) -> Iterator[None]:
    """Turn an OSError on reading a package or a run into a Refusal."""
    try:
        yield
    except OSError as error:
        what = f"it cannot be read: {error.strerror or error}"
        raise Refusal(what, DISK_HINT, Where(str(path))) from None


def _check_seals(path: Path, trusted: TrustedKeys) -> tuple[CheckedSeal, ...]:
    if trusted == NOBODY and not has_seals(path):
        return ()
    from engross.batch.archive.seal.check_seals import check_seals  # by libraries that only seals need

    return tuple(check_seals(path, trusted))


def read_place(path: Path) -> AuditedPlace:
    """Return what a package or a run should have.

    Raises Refusal if it is none, or its manifest proves nothing; OSError if it cannot be read.
    """
    if path.is_file():
        store: FileStore = TarStore(path)
        return _read_store(store, {name.split("/", 1)[0] for name in store.list_paths()})
    if is_run(path):
        return read_run(path)
    return _read_store(FolderStore(path), list_names(path))


def _read_store(store: FileStore, names: set[str]) -> AuditedPlace:
    if is_bag(names):
        return read_bag(store)
    if is_sip(names):
        return read_sip(store)
    if find_declaration(names, OBJECT):
        return read_object(store)
    raise Refusal("it is no package that is known here", UNKNOWN_HINT, Where(str(store.path)))
