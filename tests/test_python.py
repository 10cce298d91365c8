"""engross in a program: its functions, its page of documentation, threads and processes, what it leaves unchanged."""

from __future__ import annotations

import doctest
import hashlib
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import engross
from engross.cli.commands import make_program
from engross.cli.option_groups import EDITION_NAMES, PAPER_NAMES, PROFILE_NAMES
from engross.grammars.symbol import value as symbol_value
from engross.pipeline import python_interface, python_options
from engross.pipeline.python_options import BuildOptions, ReadOptions
from tests.test_build import FONTS, ROOT, SAMPLE

PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")
BLOCKS = re.findall(r"(?ms)^( *)```(python|text)\n(.*?)^ *```$", PAGE)
ENGLISH = ROOT / "samples" / "A_RES_99_7.en.pdf"
LAMPS = "symbol: A/RES/99/7\nlanguage: en\ntitle: Lamps\nbody:\n- number: 1.\n  operative: Thanks the keepers.\n"
SOURCES = (SAMPLE, ENGLISH, *sorted((ROOT / "tests" / "cases" / "structure").glob("ar-*/in.*"))[:1])

WRONG = 'import engross\nengross.build("a", paper="b5")\nengross.build("a", papr="a5")\n'  # for a type checker
# Builds the documents named and prints the hash of each of their files.
BUILDING = """
import hashlib, sys, engross
for path in sys.argv[2:]:
    result = engross.build(path, fonts=sys.argv[1])
    for name, data in result.contents.items():
        print(name, hashlib.sha256(data).hexdigest())
"""
# Prints what a process has, before and after a build and a comparison.
STATE = """
import gc, locale, logging, os, signal, sys, threading, warnings
import engross
LOGGERS = ("", "weasyprint", "engross_weasyprint")
def state():
    return {
        "environment": dict(os.environ), "folder": os.getcwd(), "path": list(sys.path), "modes": sys.flags,
        "signals": [signal.getsignal(number) for number in signal.valid_signals()],
        "collector": (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()),
        "recursion": sys.getrecursionlimit(), "warnings": list(warnings.filters),
        "locale": locale.setlocale(locale.LC_ALL),
        "logging": [(log.level, [*log.handlers], log.propagate) for log in map(logging.getLogger, LOGGERS)],
        "hooks": (sys.excepthook, sys.stdout, sys.stderr), "threads": threading.active_count(),
    }
import ruamel.yaml, engross.editions.pdf  # both set up warnings and logging of their own when they are loaded
before = state()
engross.build(sys.argv[2], fonts=sys.argv[1])
engross.compare(sys.argv[2], sys.argv[2])
after = state()
print([name for name in before if before[name] != after[name]])
"""


def run_script(script: str, *words: object) -> str:
    """Return what a script prints in a process of its own. Raises CalledProcessError where it fails."""
    command = (sys.executable, "-c", script, *map(str, words))
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120).stdout


def hash_files(contents: Mapping[str, bytes]) -> str:
    """Return the hashes of files as ``BUILDING`` prints them."""
    return "".join(f"{name} {hashlib.sha256(data).hexdigest()}\n" for name, data in contents.items())


@pytest.fixture(scope="module")
def alone() -> dict[Path, str]:
    """Return the hashes of what each source gives where nothing else runs."""
    return {source: run_script(BUILDING, FONTS, source) for source in SOURCES}


@pytest.mark.parametrize("module", [engross, python_interface, symbol_value])
def test_examples_hold(module: Any) -> None:
    assert doctest.testmod(module).attempted > 0
    assert doctest.testmod(module).failed == 0


@pytest.mark.slow
def test_page_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every block runs, in the page's order, and what it prints stands below it."""
    shutil.copy(SAMPLE, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("engross.pipeline.python_options.fonts_folder", lambda: FONTS)
    names: dict[str, Any] = {}
    printed = io.StringIO()
    for _, kind, block in BLOCKS:
        if kind == "text":
            assert printed.getvalue() == block
            printed = io.StringIO()
            continue
        with redirect_stdout(printed):
            exec(compile(_unindent(block), "python.md", "exec"), names)
    assert names["make_all"]


def _unindent(block: str) -> str:
    return re.sub(r"(?m)^  ", "", block) if block.startswith("  ") else block


@pytest.mark.process
@pytest.mark.slow
def test_page_is_typed(tmp_path: Path) -> None:
    """A caller whose types are checked as strictly as can be needs no cast and no comment."""
    (tmp_path / "caller.py").write_text("\n".join(_unindent(block) for _, kind, block in BLOCKS if kind == "python"))
    (tmp_path / "wrong.py").write_text(WRONG)
    words = (sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "caller.py", "wrong.py")
    environment = {"MYPYPATH": f"{ROOT}:{ROOT / 'typings'}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    found = [line for line in done.stdout.splitlines() if line.startswith(("caller", "wrong")) and "error:" in line]
    assert [line.partition(": error")[0] for line in found] == ["wrong.py:2", "wrong.py:3"], done.stdout


def test_names_are_all_there() -> None:
    assert [name for name in engross.__all__ if getattr(engross, name, None) is None] == []
    assert {*engross.__all__} <= {*dir(engross)}
    with pytest.raises(AttributeError, match="has no attribute 'bild'"):
        _ = engross.bild


@pytest.mark.process
def test_import_loads_next_to_nothing() -> None:
    script = "import sys; before = {*sys.modules}; import engross; print(*({*sys.modules} - before))"
    loaded = {*run_script(script).split()}
    assert {name for name in loaded if name.startswith("engross")} == {"engross"}
    assert not loaded & {"lxml", "engross_weasyprint", "click", "rich", "ruamel.yaml"}


def test_options_are_those_of_the_command_line() -> None:
    """By name and by value; the command line's others are of its own: output, bounds, progress."""
    command = make_program(in_checkout=True).commands["build"]
    options = {parameter.name for parameter in command.params}
    names = {*BuildOptions.__annotations__, *ReadOptions.__annotations__}
    assert names - {"name"} <= options
    assert options - names <= {"sources", "out", "timeout", "memory", "to", "quiet", "verbose", "config", "name"}
    assert {*python_options.CHECKS} == names
    for kind, allowed in (
        (python_options.PaperName, PAPER_NAMES),
        (python_options.ProfileName, PROFILE_NAMES),
        (python_options.EditionName, EDITION_NAMES),
    ):
        assert kind.__args__ == allowed  # type: ignore[attr-defined]


@pytest.mark.parametrize(("options", "sentence"), [
    ({"paper": "b5"}, "paper is one of a4, a5, letter, not “b5”"),
    ({"paper": 5}, "paper is one of a4, a5, letter, not 5"),
    ({"font_size": 40}, "font_size is a number from 7 to 28 points, not 40"),
    ({"font_size": "big"}, "font_size is a number from 7 to 28 points, not “big”"),
    ({"font_size": float("nan")}, "font_size is a number from 7 to 28 points, not nan"),
    ({"profile": "print"}, "profile is one of reader, archive, kindle, not “print”"),
    ({"editions": "pdf,dvi"}, "editions is one of pdf, epub, html, print, index, akn, not “dvi”"),
    ({"editions": []}, "editions names none: it is some of pdf, epub, html, print, index, akn"),
    ({"language": "xx"}, "language is one of ar, de, en, es, fr, ru, zh, not “xx”"),
    ({"symbol": "A RES"}, "symbol: no document symbol: expected"),
    ({"with_record": "yes"}, "with_record is True or False, not “yes”"),
    ({"fonts": 3}, "fonts is a path, not 3"),
    ({"name": b"x"}, "name is a text, not b'x'"),
])  # fmt: skip
def test_value_that_is_not_allowed_names_the_option(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        engross.build(LAMPS.encode(), **options)


def test_option_that_does_not_exist_is_named_with_the_one_meant() -> None:
    with pytest.raises(TypeError, match=r"build\(\) has no option “papr”: is paper meant\?"):
        engross.build(LAMPS.encode(), papr="a5")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"read\(\) has no option “paper”"):
        engross.read(LAMPS.encode(), paper="a5")  # type: ignore[call-arg]


def test_values_in_capitals_are_taken_as_on_the_command_line() -> None:
    result = engross.build(LAMPS.encode(), editions="AKN", paper="A5", language="EN")  # type: ignore[arg-type]
    assert list(result.contents) == ["A_RES_99_7.en.xml", "report.json"]


def test_without_a_folder_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = engross.build(LAMPS.encode(), editions=["akn", "index"], name="lamps")
    assert (result.files, list(tmp_path.iterdir())) == ((), [])
    written = engross.build(LAMPS.encode(), "out", editions=["akn", "index"], name="lamps")
    assert {path.name: path.read_bytes() for path in written.files} == result.contents
    assert written.folder == Path("out/lamps")
    assert result.get_edition("akn") == result.contents["lamps.xml"]
    with pytest.raises(KeyError, match=r"there is no pdf here, only lamps\.symbols\.json"):
        result.get_edition("pdf")


def test_bytes_are_read_as_the_file_is() -> None:
    from_file, from_bytes = engross.read(SAMPLE), engross.read(SAMPLE.read_bytes(), name=SAMPLE.name)
    assert from_bytes == from_file
    assert engross.read(str(SAMPLE)) == from_file
    assert engross.read(SAMPLE, symbol="A/RES/1/1").resolution.symbol == engross.Symbol.parse("A/RES/1/1")


def test_what_cannot_be_read_is_a_refusal_with_place_and_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(engross.Refusal, match="document: the file is empty"):
        engross.read(b"")
    with pytest.raises(engross.Refusal, match="the file is an old Word document"):
        engross.build(b"\xd0\xcf\x11\xe0rest", name="draft.doc")
    monkeypatch.setattr("engross.readers.load_file.SOURCE_BYTES", 10)
    with pytest.raises(engross.Refusal, match="the file has more than"):
        engross.read(LAMPS.encode())


@pytest.mark.parametrize("error", [MemoryError(), RecursionError()])
def test_want_of_memory_or_stack_is_a_refusal(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("engross.pipeline.read.understand_source", fail)
    with pytest.raises(engross.Refusal, match=r"needs more memory|nested too deeply") as refused:
        engross.read(LAMPS.encode())
    assert refused.value.__cause__ is error


@pytest.mark.process
@pytest.mark.slow
def test_check_tells_of_each_file(tmp_path: Path) -> None:
    result = engross.build(LAMPS.encode(), tmp_path, editions=["pdf", "epub"], fonts=FONTS)
    rows = engross.check(result.folder)
    assert {row.path.suffix: row.is_clean for row in rows} == {".pdf": True, ".epub": True, ".json": True}


@pytest.mark.process
@pytest.mark.slow
def test_four_threads_get_what_each_would_get_alone(alone: dict[Path, str]) -> None:
    def make(number: int) -> tuple[Path, str]:
        source = SOURCES[number % len(SOURCES)]
        return source, hash_files(engross.build(source, fonts=FONTS).contents)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(make, range(8)))
    assert [hashes for _, hashes in made] == [alone[source] for source, _ in made]


@pytest.mark.process
@pytest.mark.slow
def test_two_processes_at_once_make_what_one_makes(alone: dict[Path, str]) -> None:
    """In opposite orders, so that each is asked for what the other has made."""
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda sources: run_script(BUILDING, FONTS, *sources), (SOURCES, SOURCES[::-1]))
    assert one == "".join(alone[source] for source in SOURCES)
    assert other == "".join(alone[source] for source in SOURCES[::-1])


# Forks while another thread builds; what the child calls is refused.
FORKING = """
import os, sys, threading, engross
fonts, path = sys.argv[1:]
thread = threading.Thread(target=lambda: engross.build(path, fonts=fonts))
engross.build(path, fonts=fonts)
thread.start()
child = os.fork()
if not child:
    try:
        engross.read(path)
    except RuntimeError as error:
        os._exit(7 if "spawn or forkserver" in str(error) else 1)
    os._exit(2)
thread.join()
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.process
@pytest.mark.slow
def test_process_that_is_forked_amid_a_build_is_told_and_does_not_hang() -> None:
    assert run_script(FORKING, FONTS, SAMPLE).split() == ["7"]


@pytest.mark.process
@pytest.mark.slow
def test_process_of_the_caller_stays_as_it_is() -> None:
    """But for what docs/python.md lists."""
    assert run_script(STATE, FONTS, SAMPLE).strip() == "[]"


@pytest.mark.process
@pytest.mark.slow
def test_weasyprint_that_is_loaded_before_does_not_matter(alone: dict[Path, str]) -> None:
    assert run_script(f"import weasyprint\n{BUILDING}", FONTS, SAMPLE) == alone[SAMPLE]
