"""What a validator has to say about a finished edition, and the table that the answers make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engross.grammars.edition_name import spell_name
from engross.model.failure import make_refusal
from engross.model.notice import Refusal, Severity
from engross.model.tree import Where

T = TypeVar("T")
FAILED_CODE = "failed"  # the code of a finding: the validator itself has failed


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a finished edition: the validator's code, how much it matters, what and where."""

    code: str
    severity: Severity
    message: str
    place: str = ""  # the file in the book, and the line or id there
    hint: str = ""  # what to do
    n: int = 1  # how many there are of it

    def __str__(self) -> str:
        return f"{self.severity.value} {self.code}: {self.message}" + (f" ({self.place})" if self.place else "")


Findings = tuple[Finding, ...]


TellCheckProgress = Callable[[str, int, int], None]  # what is being done, how many files are done, of how many


@dataclass(frozen=True, slots=True)
class Column:
    """A validator: its name, the suffix of the files it looks at, how it looks at one; None is: it cannot tell.

    Two columns of one name are one in the table.
    """

    name: str
    suffix: str  # ".epub"
    look: Callable[[Path], Findings | None]


@dataclass(frozen=True, slots=True)
class Batch:
    """A validator that looks at many files at a time and fills several columns; what it cannot tell is left out."""

    names: tuple[str, ...]
    suffix: str
    look: Callable[[Sequence[Path], TellCheckProgress], Mapping[Path, Mapping[str, Findings]]]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file and what each column found in it; a column that cannot tell is left out."""

    path: Path
    found: dict[str, Findings]

    @property
    def is_clean(self) -> bool:
        """Whether no column found an error or a warning."""
        return not any(f.severity is not Severity.INFO for findings in self.found.values() for f in findings)


def sample_evenly(things: Iterable[T], most: int) -> tuple[T, ...]:
    """Up to ``most`` of the things, spread evenly over them in their order; the same ones each time."""
    wanted = tuple(things)
    if len(wanted) <= most:
        return wanted
    return tuple(wanted[n * len(wanted) // most] for n in range(most))


def look_safely(look: Callable[[Path], Findings | None], path: Path) -> Findings | None:
    """What ``look`` finds in a file; what it did not foresee there is a finding, so that the other files are looked at.

    Raises Refusal where ``look`` does: for all files, such as where there is no Java.
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
    """What ``look`` finds in each of the files, in the column ``name``; ``say`` is told of the progress."""
    found: dict[Path, dict[str, Findings]] = {}
    for done, path in enumerate(chosen):
        say(name, done, len(chosen))
        found[path] = {name: look_safely(look, path) or ()}
    return found


def spell_verdict(findings: Findings | None) -> str:
    """A cell of the table in words: "clean", "1 error, 2 warnings", "–" where the column cannot tell.

    What is no fault is counted behind it: "clean (3 noted)".
    """
    if findings is None:
        return "–"
    severe = (Severity.ERROR, Severity.WARNING)
    counts = [(sum(1 for f in findings if f.severity is one), one.value) for one in severe]
    said = ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for n, name in counts if n) or "clean"
    noted = sum(f.n for f in findings if f.severity is Severity.INFO)
    return f"{said} ({noted} noted)" if noted else said
