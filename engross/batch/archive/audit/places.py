"""Find what is to be audited below a path, and audit it: a package, a folder of packages, a store, a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross.batch.archive.audit.bag import is_bag, read_bag
from engross.batch.archive.audit.fixity import WHOLE, AuditPart, FixityReport, check_fixity
from engross.batch.archive.audit.manifests import AuditedPlace
from engross.batch.archive.audit.ocfl import OBJECT, ROOT, find_declaration, iter_objects, read_object
from engross.batch.archive.audit.run import is_run, read_run
from engross.batch.archive.audit.sip import is_sip, read_sip
from engross.batch.archive.audit.stores import FileStore, FolderStore, TarStore
from engross.batch.archive.place import UNFINISHED
from engross.batch.archive.seal.sealed_file import SIGNED, CheckedSeal, TrustedKeys, has_seals
from engross.model.notice import Refusal
from engross.model.tree import Where

TAR_SUFFIX = ".tar"
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
    for found in _find_places(path):
        is_empty = False
        result = _audit_one(found, part)
        yield replace(result, seals=_check_seals(found, trusted)) if result.report else result
    if is_empty:
        raise Refusal("no package, store or run stands there", NOTHING_HINT, Where(str(path)))


def _audit_one(path: Path, part: AuditPart) -> AuditResult:
    try:
        return AuditResult(path, check_fixity(read_place(path), part))
    except Refusal as refusal:
        return AuditResult(path, None, refusal)
    except OSError as error:
        what = f"it cannot be read: {error.strerror or error}"
        return AuditResult(path, None, Refusal(what, "look at the disk and at its permissions", Where(str(path))))


def _check_seals(path: Path, trusted: TrustedKeys) -> tuple[CheckedSeal, ...]:
    if trusted == NOBODY and not has_seals(path):
        return ()
    from engross.batch.archive.seal.check_seals import check_seals  # by libraries that only seals need

    return tuple(check_seals(path, trusted))


def read_place(path: Path) -> AuditedPlace:
    """Return what a package or a run should have. Raises Refusal if it is none, or its manifest proves nothing."""
    if path.is_file():
        store: FileStore = TarStore(path)
        return _read_store(store, {name.split("/", 1)[0] for name in store.list_paths()})
    if is_run(path):
        return read_run(path)
    return _read_store(FolderStore(path), _list_names(path))


def _read_store(store: FileStore, names: set[str]) -> AuditedPlace:
    if is_bag(names):
        return read_bag(store)
    if is_sip(names):
        return read_sip(store)
    if find_declaration(names, OBJECT):
        return read_object(store)
    raise Refusal("it is no package that is known here", UNKNOWN_HINT, Where(str(store.path)))


def _list_names(path: Path) -> set[str]:
    return {each.name for each in path.iterdir()}


def _find_places(path: Path) -> Iterator[Path]:
    """Yield the packages and runs at a path and below; also a folder with files that is none, for it may have been one.

    What an archive that was killed left behind has no package's name, and is passed over.
    """
    if path.is_file():
        yield path
        return
    names = _list_names(path)
    if find_declaration(names, ROOT):
        yield from iter_objects(path)
    elif is_bag(names) or is_sip(names) or find_declaration(names, OBJECT) or is_run(path):
        yield path
    else:
        yield from _find_below(path, names)


def _find_below(path: Path, names: set[str]) -> Iterator[Path]:
    places = [path / name for name in sorted(names - {UNFINISHED})]
    copies = {f"{name}{SIGNED}" for name in names}
    folders = [place for place in places if place.is_dir() and not place.is_symlink() and place.name not in copies]
    archives = [place for place in places if place.suffix == TAR_SUFFIX and place.is_file()]
    if not archives and not folders and places:
        yield path
    for place in sorted((*folders, *archives)):
        yield from _find_places(place)
