"""The commands of a checkout, for those who work on engross: tests, benchmarks, the look over the code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click

from engross.cli.command import Command, end
from engross.cli.misuse import Misuse
from engross.pipeline.folders import checkout_folder

SECTION = "Work on engross"


@click.command("test", cls=Command, section=SECTION, short_help="Run the tests.")
@click.argument("words", nargs=-1, metavar="[PATH ...] [-- PYTEST-OPTIONS]", type=click.UNPROCESSED)
@click.option("--only", default="", metavar="EXPRESSION", help="pytest's -k: tests whose names match.")
@click.option("--accept", is_flag=True, help="Rewrite the expected files of cases; look at the difference afterwards.")
@click.option("--fast", is_flag=True, help="Leave out what starts processes or takes long: a minute or two.")
def test(words: tuple[str, ...], only: str, *, accept: bool, fast: bool) -> None:
    """Run the tests of a checkout; options of pytest stand behind two dashes.

    {program} test                                everything; first it installs what the tests run, once
    {program} test --fast                         without processes: for the change at hand
    {program} test tests/test_ledger.py
    {program} test --only "fonts and not fetch"
    {program} test -- --durations=5
    """
    chosen = [
        *(["-k", only] if only else []),
        *(["--accept"] if accept else ["-n", "auto"]),
        *(["--fast"] if fast else []),
    ]
    end(not _run(sys.executable, "-m", "pytest", *chosen, *words))


@click.command("bench", cls=Command, section=SECTION, short_help="Measure engross and other ways to make a PDF.")
@click.argument("words", nargs=-1, metavar="[-- OPTIONS]", type=click.UNPROCESSED)
@click.option("--profile", is_flag=True, help="Print where the time of a build goes, stage by stage, instead.")
def bench(words: tuple[str, ...], *, profile: bool) -> None:
    """Measure engross and the peers that are installed on the sample, side by side: docs/benchmarks.md.

    {program} bench -- --rounds 3

    Peers are Typst (pip install typst), Chromium, pandoc, XeLaTeX and LibreOffice; it takes some minutes.
    """
    end(not _run(sys.executable, "-m", "benchmarks.peers", *(["--profile"] if profile else []), *words))


@click.command("lint", cls=Command, section=SECTION, short_help="Check the code: ruff, mypy, shellcheck.")
def lint() -> None:
    """Check the code of a checkout: ruff, mypy --strict, and shellcheck on ./press where it is installed."""
    shell = [("shellcheck", "press", ".ci/run")] if shutil.which("shellcheck") else []
    python = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))
    end(not any(_run(*words) for words in [*((sys.executable, "-m", *tool) for tool in python), *shell]))


@click.command("docs", cls=Command, section=SECTION, short_help="Build the documentation's site.")
def docs() -> None:
    """Build the site of docs/ into build/docs, with every warning an error: broken links, pages that no page leads to.

    {program} docs

    Open build/docs/index.html in a browser.
    """
    end(not _run(sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "-q", "docs", "build/docs"))


@click.command("engine", cls=Command, section=SECTION, short_help="See, edit and rebase the patches of WeasyPrint.")
@click.argument("action", type=click.Choice(("status", "rebase", "edit", "save")))
@click.argument("words", nargs=-1, metavar="[VERSION] [FOLDER]")
@click.option("--package", default="weasyprint", metavar="NAME", help="The package: weasyprint, pydyf.")
def engine(action: str, words: tuple[str, ...], package: str) -> None:
    """Tell how the patches of engross/editions/engine/series fit a release, or let Git edit them.

    {program} engine status                     how they fit what is installed
    {program} engine rebase 71.0                which hunks fit another release, where, which do not
    {program} engine rebase 71.0 /tmp/series    and both as a repository: git rebase --onto next release series
    {program} engine edit /tmp/series           a repository with a commit a patch
    {program} engine save /tmp/series           its commits in place of the patches
    """
    from engross.cli import engine_series as series

    most, least = {"status": (0, 0), "rebase": (2, 1)}.get(action, (1, 1))
    if not least <= len(words) <= most:
        raise Misuse(f"engine {action} takes {least} to {most} words behind it, not {len(words)}")
    if action == "status":
        series.print_status()
    elif action == "rebase":
        series.print_rebase(package, words[0], "".join(words[1:]))
    elif action == "edit":
        series.write_repository(Path(words[0]), series.find_release(package))
    else:
        series.save_repository(Path(words[0]), series.find_release(package).package)


def _run(*words: str) -> int:
    """Run a program in the checkout; return its exit code. Raises Misuse where there is no checkout."""
    root = checkout_folder()
    if root is None:
        raise Misuse("that needs a checkout of engross; this one is installed")
    return subprocess.run(words, cwd=root, stdin=subprocess.DEVNULL, check=False).returncode


COMMANDS = (test, bench, engine, lint, docs)
