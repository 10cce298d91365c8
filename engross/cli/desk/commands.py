"""The command lines that make an edition of a document on the desk: what is run, and what a person may copy."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engross.cli.desk.document import DeskDocument
from engross.cli.desk.refusals import spell_refusal
from engross.cli.desk.workers import run_command
from engross.cli.options import Options, choose_format, spell_options
from engross.model.failure import make_refusal
from engross.model.notice import Refusal
from engross.model.paper import explain_misfit
from engross.pipeline.folders import checkout_folder

Words = tuple[str, ...]
BOOKLET_PAPER = "a5"  # two of its pages stand on a sheet of A4 as they are
NOTHING_MADE = Refusal("nothing was made", "look at what is said of the document")


def spell_commands(kind: str, document: DeskDocument, options: Options, others: Iterable[Path] = ()) -> list[Words]:
    """Return the commands, to be run one after the other, that make an edition of a kind.

    ``options``: those of the document's handout. ``others``: sources of the documents that it stands beside. Raises
    Refusal for another kind, and where paper, size and kind do not fit.
    """
    source, paths = str(document.read_path), tuple(map(str, others))
    folder = document.folder / (kind or "handout")
    if kind in ("", "handout"):
        return [("build", source, *spell_options(options))]
    if kind in ("working", "large-print"):
        options = replace(options, kind=kind, font_size=0.0)
        check_format(options)
        return [("build", source, *spell_options(options))]
    if kind == "booklet":
        small = replace(options, paper=BOOKLET_PAPER, font_size=0.0, out=str(folder))
        name = document.editions_name
        if not name:
            raise Refusal("the handout is not made yet", "wait until its pages are there, or mend what is said of it")
        pdf = str(folder / name / f"{name}.pdf")
        sheets = ("booklet", pdf, "--out", str(folder / f"{name}.booklet.pdf"))
        return [("build", source, "--editions", "pdf", *spell_options(small)), sheets]
    own = Options(out=str(folder), fonts=options.fonts, paper=options.paper, font_size=options.font_size)
    own = replace(own, without_index=options.without_index, timeout=options.timeout, memory=options.memory)
    if kind == "bilingual" and len(paths) == 1:
        return [("parallel", source, *paths, *spell_options(own))]
    if kind == "packet" and paths:
        return [("packet", source, *paths, *spell_options(replace(own, out=str(folder / "packet.pdf"))))]
    raise Refusal("no other document is chosen", "choose what it is to stand beside")


def check_format(options: Options) -> None:
    """Raise Refusal where paper, size and kind do not fit each other."""
    if misfit := explain_misfit(choose_format(options)):
        raise Refusal(misfit, "choose another paper or size")


def spell_line(commands: Iterable[Words]) -> str:
    """Return commands as a line of a shell."""
    program = "./press" if checkout_folder() else "engross"
    return " && ".join(shlex.join((program, *words)) for words in commands)


def run_commands(commands: Iterable[Words]) -> dict[str, Any]:
    """Run commands one after the other, until one fails; return what the last made, or why there is nothing."""
    made = _refuse(NOTHING_MADE)
    for words in commands:
        try:
            out, err = run_command((*words, "--to", "json", "--config", os.devnull))
        except OSError as error:
            return _refuse(make_refusal(error))
        made = _read_outcome(out, err)
        if made["step"] == "refused":
            break
    return made


def _read_outcome(out: str, err: str) -> dict[str, Any]:
    """Return what a command told of what it made, on its first line."""
    lines = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    told = lines[0] if lines else {}
    if refusal := told.get("refusal"):
        return {"step": "refused", "refusal": refusal}
    files = told.get("files") or [name for name in (told.get("file"),) if name]
    if not files:
        return _refuse(Refusal(err.strip(), "") if err.strip() else NOTHING_MADE)
    return {"step": "done", "files": [str(Path(name)) for name in files], "notices": told.get("notices", [])}


def _refuse(refusal: Refusal) -> dict[str, Any]:
    return {"step": "refused", "refusal": spell_refusal(refusal)}
