"""Names tell their job: verbs with objects, questions that begin as questions, one class of a name."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ONE_WORD_SHARE = 0.30  # of all functions, at most: WeasyPrint has 19 %, packaging 27 %, pdfplumber 25 %
PARTICIPLE_SHARE = 0.02  # of all functions, at most: a bare participle tells neither what is done nor to what
# Functions that return a bool begin so; try_ does something and returns whether it could be done.
QUESTION = re.compile(r"_*(is|has|can|may|must|does|was|are|should|needs|allows|try)_")
IRREGULAR = frozenset(
    "told said found made given known drawn set cut kept shown seen read put written worn held led lost met bound laid "
    "sewn grown split done left sent sold spoken hung built begun taken chosen torn borne brought thought".split()
)
VERBS = frozenset("read set cut put split".split())  # participles that are verbs too


@dataclass(frozen=True)
class Function:
    """A function: its place ("cli.program.Program.run"), its own name, whether it returns a bool."""

    place: str
    name: str
    is_question: bool


def functions(package: Path) -> Iterator[Function]:
    """Every function and method of a package but those that Python itself names."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        yield from _functions_in(ast.parse(path.read_text("utf-8")), module)


def _functions_in(node: ast.AST, place: str) -> Iterator[Function]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            here = f"{place}.{child.name}"
            if not isinstance(child, ast.ClassDef) and not child.name.startswith("__"):
                answers = child.returns is not None and ast.unparse(child.returns) == "bool"
                yield Function(here, child.name, answers)
            yield from _functions_in(child, here)
        else:
            yield from _functions_in(child, place)


def is_one_word(function: Function) -> bool:
    return "_" not in function.name.strip("_")


def is_participle(function: Function) -> bool:
    word = function.name.strip("_")
    return word in IRREGULAR - VERBS or (bool(re.fullmatch("[a-z]+ed", word)) and word not in ("seed", "feed", "need"))


def public_classes(package: Path) -> Iterator[tuple[str, str]]:
    """The name of each public class at the top of a module, and the module."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, path.relative_to(package).as_posix()


ALL = tuple(functions(ROOT / "engross"))
# Functions whose name may be otherwise, each with the reason; an entry that names no function any more has to go.
EXCEPTIONS: dict[str, str] = tomllib.loads((ROOT / "tests" / "cases" / "names" / "exceptions.toml").read_text("utf-8"))


def test_most_names_have_a_verb_and_an_object() -> None:
    short = [function.place for function in ALL if is_one_word(function)]
    assert len(short) / len(ALL) <= ONE_WORD_SHARE, short


def test_names_are_no_bare_participles() -> None:
    bare = [function.place for function in ALL if is_participle(function)]
    assert len(bare) / len(ALL) <= PARTICIPLE_SHARE, bare


def test_questions_begin_as_questions() -> None:
    asked = {function.place for function in ALL if function.is_question and not QUESTION.match(function.name)}
    assert asked == set(EXCEPTIONS)


@pytest.mark.parametrize("place", EXCEPTIONS)
def test_exception_gives_a_reason(place: str) -> None:
    assert len(EXCEPTIONS[place].split()) > 2


def test_no_two_public_classes_share_a_name() -> None:
    counts = Counter(name for name, _ in public_classes(ROOT / "engross"))
    assert {name for name, count in counts.items() if count > 1} == set()


def test_faults_that_are_planted_are_seen(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text("def _told() -> bool: ...\ndef read_line() -> str: ...\nclass A: ...\n")
    told, line = functions(tmp_path)
    assert is_one_word(told)
    assert is_participle(told)
    assert told.is_question
    assert not QUESTION.match(told.name)
    assert not is_one_word(line)
    assert not is_participle(line)
    assert not line.is_question
    assert list(public_classes(tmp_path)) == [("A", "planted.py")]
