"""The command packet: bind the documents of a meeting, or write its agenda, and print what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engross.cli import screen
from engross.cli.misuse import Misuse
from engross.cli.options import PrintOptions, check_scheduler, core_count
from engross.cli.run_progress import show_progress
from engross.model.limits import MEMORY_MB, SECONDS
from engross.pipeline.folders import fonts_folder

if TYPE_CHECKING:
    from engross.batch.packet import BoundPacket, PacketRequest

DEFAULT_PACKET = Path("build/packet.pdf")
AGENDA_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketOptions(PrintOptions):
    """What a command line asks of a packet; "" is: not said. ``init``: write the agenda, and bind nothing."""

    sources: Sequence[str] = ()
    out: str = ""
    init: bool = False
    title: str = ""
    run: str = ""
    languages: Sequence[str] = ()
    paper: str = "a4"
    font_size: float = 0.0
    without_index: bool = False
    jobs: int = 0
    timeout: float = SECONDS
    memory: int = MEMORY_MB
    force: bool = False
    scheduler: str = ""
    fonts: str = ""


def bind_packet(options: PacketOptions) -> bool:
    """Bind a packet, or write its agenda; return whether no document is missing. Raises Misuse and Refusal."""
    from engross.batch.corpus import RunResources
    from engross.batch.packet import init_agenda, make_packet

    check_scheduler(options.scheduler)
    wanted = _make_request(options)
    run = RunResources(core_count(options.jobs), options.timeout, options.force, options.scheduler, options.memory)
    with show_progress(options) as say:
        made = init_agenda(wanted, run, say) if options.init else make_packet(wanted, run, say)
    if isinstance(made, Path):
        _print_agenda(options, made)
        return True
    _print_packet(options, made)
    return not made.missing


def _make_request(options: PacketOptions) -> PacketRequest:
    from engross.batch.corpus import RunOptions
    from engross.batch.packet import PacketRequest
    from engross.model.paper import Format

    out = Path(options.out or ("agenda.yaml" if options.init else DEFAULT_PACKET))
    folder = DEFAULT_PACKET.with_suffix("") if options.init else None  # the packet finds there what is made now
    if options.init and out.suffix.lower() not in AGENDA_SUFFIXES:
        raise Misuse(f"--init writes an agenda: give it a name in .yaml with --out, not “{out}”")
    paper = Format(options.paper, options.font_size, has_index=not options.without_index)
    order = RunOptions(Path(), fonts_folder(options.fonts), frozenset(), format=paper)
    languages = tuple(options.languages)
    return PacketRequest(tuple(options.sources), order, out, options.run, languages, options.title, folder)


def _print_agenda(options: PacketOptions, path: Path) -> None:
    if options.to == "json":
        screen.print_json_line({"file": str(path), "pages": 0, "documents": [], "missing": [], "remarks": []})
    elif not options.quiet:
        screen.standard_output().print(f"{path}: complete it, then: ./press packet {path}")


def _print_packet(options: PacketOptions, made: BoundPacket) -> None:
    if options.to == "json":
        missing = [{"document": entry, "reason": reason} for entry, reason in made.missing]
        values = {"file": str(made.path), "pages": made.pages, "documents": list(made.documents)}
        screen.print_json_line(values | {"missing": missing, "remarks": list(made.remarks)})
        return
    if not options.quiet:
        documents, pages = screen.count_noun(len(made.documents), "documents"), screen.count_noun(made.pages, "pages")
        screen.standard_output().print(f"{documents}, {pages}, {made.made} made now", style="bold")
        screen.standard_output().print(f"  {made.path}  {screen.spell_size(made.path.stat().st_size)}")
    for entry, reason in made.missing:
        screen.standard_error().print(f"  not there: {entry}: {reason}", style="red")
    for remark in made.remarks:
        screen.standard_output().print(f"  {remark}", style="yellow")
