"""Findings of validators about finished editions, and the columns that hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engross import __version__
from engross.grammars.edition_name import spell_name
from engross.model.failure import make_refusal
from engross.model.notice import Refusal, Severity
from engross.model.tree import Where

T = TypeVar("T")
FAILED_CODE = "failed"  # the code of a finding: the validator itself has failed


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding in a finished edition: the validator's code, the severity, what is wrong and where."""

    code: str
    severity: Severity
    message: str
    place: str = ""  # the file in the book, and the line or id there
    hint: str = ""  # what to do
    n: int = 1  # how many there are of it

    def __str__(self) -> str:
        return f"{self.severity.value} {self.code}: {self.message}" + (f" ({self.place})" if self.place else "")


Findings = tuple[Finding, ...]


TellCheckProgress = Callable[[str, int, int], None]  # what is being done, how many files are done, how many there are


@dataclass(frozen=True, slots=True)
class Validator:
    """A program that finds what is wrong: its name as its makers spell it, and its version."""

    name: str
    version: str


def name_engross() -> tuple[Validator, ...]:
    """Return engross itself, whose own rules and measurements most columns are."""
    return (Validator("engross", __version__),)


@dataclass(frozen=True, slots=True)
class Column:
    """A validator of single files: name, suffix of its files, and the function, which returns None if it cannot tell.

    Columns of the same name are one in the table. ``needs_report``: whether it tells nothing of a file that no report
    names, so that such files are not looked for. ``name_validators`` returns the programs that look.
    """

    name: str
    suffix: str  # ".epub"
    look: Callable[[Path], Findings | None]
    needs_report: bool = False
    name_validators: Callable[[], tuple[Validator, ...]] = name_engross


@dataclass(frozen=True, slots=True)
class Batch:
    """A validator that takes many files at a time and fills several columns; what it cannot tell it leaves out.

    ``name_validators`` returns the programs that look.
    """

    names: tuple[str, ...]
    suffix: str
    look: Callable[[Sequence[Path], TellCheckProgress], Mapping[Path, Mapping[str, Findings]]]
    name_validators: Callable[[], tuple[Validator, ...]] = name_engross


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file with the findings of each column; a column that cannot tell is left out."""

    path: Path
    found: dict[str, Findings]

    @property
    def is_clean(self) -> bool:
        """True if no column found an error or a warning."""
        return not any(f.severity is not Severity.INFO for findings in self.found.values() for f in findings)


def sample_evenly(things: Iterable[T], most: int) -> tuple[T, ...]:
    """Return up to ``most`` of the things, spread evenly over them in their order; the same ones each time."""
    candidates = tuple(things)
    if len(candidates) <= most:
        return candidates
    return tuple(candidates[n * len(candidates) // most] for n in range(most))


def look_safely(look: Callable[[Path], Findings | None], path: Path) -> Findings | None:
    """Return what ``look`` finds in a file; an unforeseen exception is a finding, so that the other files are checked.

    Raises Refusal if ``look`` does: it concerns all files, for example if there is no Java.
    """
    try:
        return look(path)
    except Refusal:
        raise
    except Exception as error:  # noqa: BLE001 # a file may have anything in it
        refusal = make_refusal(error, Where(spell_name(path.name)))
        return (Finding(FAILED_CODE, Severity.ERROR, f"{refusal.what}; {refusal.hint}"),)


def look_at_each(
    name: str, chosen: Sequence[Path], look: Callable[[Path], Findings], say: TellCheckProgress
) -> Mapping[Path, Mapping[str, Findings]]:
    """Return what ``look`` finds in each file, under the column ``name``; ``say`` is called with the progress."""
    findings_by_file: dict[Path, dict[str, Findings]] = {}
    for done, path in enumerate(chosen):
        say(name, done, len(chosen))
        findings_by_file[path] = {name: look_safely(look, path) or ()}
    return findings_by_file


def spell_verdict(findings: Findings | None) -> str:
    """Spell the findings of a table cell: "clean", "1 error, 2 warnings", or "–" if the column cannot tell.

    Findings that are no faults are counted at the end: "clean (3 noted)".
    """
    if findings is None:
        return "–"
    severe = (Severity.ERROR, Severity.WARNING)
    counts = [(sum(1 for f in findings if f.severity is severity), severity.value) for severity in severe]
    verdict = ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for n, name in counts if n) or "clean"
    noted = sum(f.n for f in findings if f.severity is Severity.INFO)
    return f"{verdict} ({noted} noted)" if noted else verdict
