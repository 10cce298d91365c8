"""Open a finished package, whatever its form, by the paths that its files had before they were placed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engross.batch.archive.assemble import BUILD_INFO_NAME, PROVENANCE
from engross.batch.archive.audit.manifests import AuditedPlace, read_json
from engross.batch.archive.audit.ocfl import INVENTORY_NAME
from engross.batch.archive.audit.stores import FileStore
from engross.model.failure import SHAPE_ERRORS
from engross.model.notice import Refusal
from engross.model.tree import Where

PLACES = (re.compile(r"data/(.+)"), re.compile(r"representations/[^/]+/data/(.+)"))
SIP_PROVENANCE = re.compile(r"metadata/other/([^/]+)")
FOREIGN_HINT = "name a package that ./press archive has made"


@dataclass(frozen=True, slots=True)
class PackedFiles:
    """The files of a finished package; ``places``: where each stands in the store, by its path in the package."""

    store: FileStore
    places: dict[str, str]

    def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raises Refusal if it is not there, or not to be read."""
        try:
            with self.store.open(self.places[path]) as file:
                return file.read()
        except (OSError, KeyError):
            where = Where(str(self.store.path / path))
            raise Refusal("it is missing", "compare the package with another copy of it", where) from None

    def read_build_info(self) -> dict[str, Any]:
        """Return what its editions were made of and with. Raises Refusal if the package does not say."""
        try:
            info = json.loads(self.read(f"{PROVENANCE}/{BUILD_INFO_NAME}"))
            if isinstance(info["builds"], dict) and isinstance(info["fonts"], list):
                return dict(info)
        except SHAPE_ERRORS:
            pass
        raise Refusal("it does not say what its editions were made of", FOREIGN_HINT, Where(str(self.store.path)))


def open_packed(place: AuditedPlace) -> PackedFiles:
    """Return the files of a package; of an OCFL object those of its newest version."""
    if place.form == "OCFL object":
        return PackedFiles(place.store, dict(_list_newest(place.store)))
    return PackedFiles(place.store, dict(_list_placed(file.path for file in place.files)))


def _list_newest(store: FileStore) -> Iterator[tuple[str, str]]:
    inventory = read_json(store, INVENTORY_NAME)
    for digest, paths in inventory["versions"][inventory["head"]]["state"].items():
        yield from ((path, inventory["manifest"][digest][0]) for path in paths)


def _list_placed(paths: Iterator[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if found := SIP_PROVENANCE.fullmatch(path):
            yield f"{PROVENANCE}/{found[1]}", path
        elif match := next(filter(None, (pattern.fullmatch(path) for pattern in PLACES)), None):
            yield match[1], path
