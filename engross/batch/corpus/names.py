"""Name the folders of sources' editions within the run's folder: each name unique, and none in the way of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import PurePosixPath

from engross.grammars.edition_name import make_edition_name

RUN_FILE = re.compile(r"corpus-(report\.json|index\.(json|csv|sqlite))")  # files beside the documents' folders
REPORT_FILE = "report.json"
EDITION_END = re.compile(r"(\.[a-z0-9]+)*\.(csv|epub|html|json|pdf|xml)")  # endings of files in a document's folder
STEP_CHARACTERS = "./\\ "  # a part of a path with only these leads nowhere, or out of the folder


def make_folder_name(path: PurePosixPath) -> str:
    """Return a source's name from its relative path: no ending, and no steps such as "..", which archives may have."""
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    stem = stem.removesuffix(".resolution") if path.suffix.lower() in (".yaml", ".yml", ".json") else stem
    folders = (part for part in path.parent.parts if part.strip(STEP_CHARACTERS))
    return "/".join(map(make_edition_name, (*folders, stem)))


def make_names_unique(wanted: Sequence[str]) -> list[str]:
    """Return a name for each name wanted: itself, or with a number if another has it or a file goes there.

    Names that differ only in capitals count as the same: on some machines their folders are.
    """
    folders = {name.casefold() for name in wanted}
    taken: set[str] = set()
    return [take_name(_keep_off_files(name, folders), taken) for name in wanted]


def take_name(name: str, taken: set[str]) -> str:
    """Return a name, with a number behind it if it is taken, and note it among those ``taken``, casefolded."""
    free = next(candidate for candidate in _numbered_names(name) if candidate.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _numbered_names(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _keep_off_files(name: str, folders: set[str]) -> str:
    """Return the name, with "-2" after each part that would be a folder where a file of the run or an edition goes."""
    parts: list[str] = []
    for part in name.split("/"):
        above = "/".join(parts).casefold()
        in_the_way = _is_edition_file_name(part.casefold(), above) if above in folders else False
        in_the_way = in_the_way or (not parts and RUN_FILE.fullmatch(part.casefold()) is not None)
        parts.append(f"{part}-2" if in_the_way else part)
    return "/".join(parts)


def _is_edition_file_name(name: str, folder: str) -> bool:
    stem = folder.rpartition("/")[2]
    return name == REPORT_FILE or (name.startswith(stem) and EDITION_END.fullmatch(name[len(stem) :]) is not None)
