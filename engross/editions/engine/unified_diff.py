"""Read patches (unified diffs) and apply them without fuzz: every line of a hunk's context must be there."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

HUNK_HEAD = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")
OLD_MARKS, NEW_MARKS = " -", " +"


@dataclass(frozen=True, slots=True)
class Hunk:
    """A change to consecutive lines of a file: the number of the first (0: there is none), the old and the new."""

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileDiff:
    """The hunks of a file, by its path in the release."""

    path: str
    hunks: tuple[Hunk, ...]


@dataclass(frozen=True, slots=True)
class Patch:
    """A patch file: its name, what stands before the first diff, and the diffs."""

    name: str
    header: str
    diffs: tuple[FileDiff, ...]


def parse_patch(name: str, text: str) -> Patch:
    """Return a patch file read; raises ValueError if it is no unified diff."""
    lines = _split_lines(text)
    starts = [n for n, line in enumerate(lines) if line.startswith("--- ") and lines[n + 1].startswith("+++ ")]
    if not starts:
        raise ValueError(f"{name} has no diff")
    ends = [*starts[1:], len(lines)]
    diffs = tuple(_parse_diff(name, lines[start:end]) for start, end in zip(starts, ends, strict=True))
    return Patch(name, "".join(lines[: starts[0]]), diffs)


def fit_diff(diff: FileDiff, text: str) -> tuple[str, tuple[int | None, ...]]:
    """Apply to a file's text each hunk of its diff that fits.

    Return the text, and for each hunk by how many lines it stands elsewhere than it says; None if it does not fit.
    """
    lines, fits = _split_lines(text), list[int | None]()
    changed, done, offset = list[str](), 0, 0
    for hunk in diff.hunks:
        expected = max(hunk.line - 1, 0)
        places = [
            n
            for n in (expected, *range(done, len(lines) - len(hunk.old) + 1))
            if n >= done and tuple(lines[n : n + len(hunk.old)]) == hunk.old
        ]
        if not places or (not hunk.old and lines):
            fits.append(None)
            continue
        place = expected if expected in places else min(places, key=lambda n: abs(n - expected - offset))
        changed += [*lines[done:place], *hunk.new]
        done, offset = place + len(hunk.old), place - expected
        fits.append(offset)
    return "".join([*changed, *lines[done:]]), tuple(fits)


def _parse_diff(name: str, lines: list[str]) -> FileDiff:
    """Return the diff of one file; ``lines``: from its line ``---`` on."""
    path = lines[1].removeprefix("+++ ").split("\t")[0].strip()
    hunks = tuple(_parse_hunks(name, lines[2:]))
    if not path.startswith("b/") or not hunks:
        raise ValueError(f"{name}: {path} has no path b/… or no hunk")
    return FileDiff(path.removeprefix("b/"), hunks)


def _parse_hunks(name: str, lines: list[str]) -> Iterator[Hunk]:
    while lines and (head := HUNK_HEAD.match(lines[0])):
        old_size, new_size = (1 if size is None else int(size) for size in head.group(2, 3))
        old, new, at = list[str](), list[str](), 1
        while (len(old), len(new)) != (old_size, new_size):
            if at == len(lines) or not lines[at].startswith((" ", "-", "+")):
                raise ValueError(f"{name}: hunk at line {head[1]} has other lines than it says")
            mark, rest = lines[at][0], lines[at][1:]
            old += [rest] * (mark in OLD_MARKS)
            new += [rest] * (mark in NEW_MARKS)
            at += 1
        yield Hunk(int(head[1]), tuple(old), tuple(new))
        lines = lines[at:]
    if any(line.strip() for line in lines):
        raise ValueError(f"{name}: {lines[0].strip()!r} is no hunk")


def _split_lines(text: str) -> list[str]:
    """Return the lines with their ends: at line feeds only, for a source may have other separators in its strings."""
    return list(io.StringIO(text, newline="\n"))
