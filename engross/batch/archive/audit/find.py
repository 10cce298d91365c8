"""Find what is to be audited at a path and below: packages, stores, runs, and what should be there and is not.

Nothing is passed over in silence: a folder that cannot be read or has lost all that names it, a link that leads
elsewhere, a package that the finding aid beside it lists and that is gone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engross.batch.archive.audit.bag import is_bag
from engross.batch.archive.audit.finding_aid import AID_PATTERN, list_packages
from engross.batch.archive.audit.ocfl import OBJECT, ROOT, find_declaration, iter_objects
from engross.batch.archive.audit.run import is_run
from engross.batch.archive.audit.sip import is_sip
from engross.batch.archive.place import UNFINISHED
from engross.batch.archive.seal.sealed_file import SIGNED
from engross.model.notice import Refusal
from engross.model.tree import Where

TAR_SUFFIX = ".tar"
FOUND_HINT = "find out who moved it, and where to; then put it back, or archive the run again"


@dataclass(frozen=True, slots=True)
class CandidatePlace:
    """A path that is to be audited; ``refusal``: why it cannot be, None if that is not known yet."""

    path: Path
    refusal: Refusal | None = None


def find_places(path: Path) -> Iterator[CandidatePlace]:
    """Yield the packages and runs at a path and below; also a folder that is none, for it may have been one.

    What an archive that was killed left behind has no package's name, and is passed over.
    """
    yield from _find_places(path, path)


def list_names(path: Path) -> set[str]:
    """Return the names in a folder. Raises OSError."""
    return {each.name for each in path.iterdir()}


def _find_places(path: Path, top: Path) -> Iterator[CandidatePlace]:
    try:
        names = set() if path.is_file() else list_names(path)
        is_package = path.is_file() or is_bag(names) or is_sip(names) or find_declaration(names, OBJECT) or is_run(path)
    except OSError:  # to audit it will tell why
        yield CandidatePlace(path)
        return
    if find_declaration(names, ROOT):
        yield from _list_missing(path)
        yield from map(_judge_link, iter_objects(path))
    elif is_package:
        yield CandidatePlace(path)
    else:
        yield from _list_missing(path)
        yield from _find_below(path, names, top)


def _find_below(path: Path, names: set[str], top: Path) -> Iterator[CandidatePlace]:
    places = [path / name for name in sorted(names - {UNFINISHED})]
    copies = {f"{name}{SIGNED}" for name in names}
    links = [place for place in places if place.is_symlink()]
    folders = [place for place in places if place.is_dir() and place not in links and place.name not in copies]
    archives = [place for place in places if place.suffix == TAR_SUFFIX and place.is_file() and place not in links]
    leading_out = [place for place in links if _is_leading_out(place, top)]
    if not (archives or folders or leading_out) and (places or path != top):
        yield CandidatePlace(path)
    for place in sorted((*folders, *archives, *leading_out)):
        yield from [_judge_link(place)] if place in leading_out else _find_places(place, top)


def _is_leading_out(link: Path, top: Path) -> bool:
    """Return whether a link leads to nothing, or to what might be a package and is not audited by its own name."""
    target = Path(os.path.realpath(link))
    is_inside = target.is_relative_to(os.path.realpath(top))
    return not link.exists() or (not is_inside and (target.is_dir() or target.suffix == TAR_SUFFIX))


def _judge_link(path: Path) -> CandidatePlace:
    if path.is_symlink():
        return CandidatePlace(path, Refusal("it is a link, which is not followed", FOUND_HINT, Where(str(path))))
    return CandidatePlace(path)


def _list_missing(folder: Path) -> Iterator[CandidatePlace]:
    """Yield the packages that finding aids in a folder list, and that are not there."""
    for aid in sorted(folder.glob(AID_PATTERN)):
        try:
            for name in list_packages(aid):
                if not os.path.lexists(folder / name):
                    missing = Refusal(f"it is missing: {aid.name} lists it", FOUND_HINT, Where(str(folder / name)))
                    yield CandidatePlace(folder / name, missing)
        except Refusal as refusal:
            yield CandidatePlace(aid, refusal)
