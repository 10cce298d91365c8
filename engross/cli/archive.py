"""The commands archive, audit and verify: make packages, hold them to their manifests, make their editions again."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engross.cli import screen
from engross.cli.misuse import Misuse
from engross.cli.options import PrintOptions
from engross.grammars.dates import is_date
from engross.grammars.edition_name import spell_name
from engross.model.notice import Refusal
from engross.pipeline.folders import fonts_folder

if TYPE_CHECKING:
    from engross.batch.archive.audit import AuditResult, FixityFinding
    from engross.batch.archive.seal.sealed_file import CheckedSeal
    from engross.batch.archive.verify import VerifiedPackage
    from engross.batch.archive.write import ArchiveSummary, TellArchiveProgress

SHOWN = 100  # findings of a place on the screen: a lost disk may have a million
PART = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveOptions(PrintOptions):
    """What a command line asks of packages; "" is: not said."""

    run: str = ""
    out: str = ""
    form: str = ""
    date: str = ""
    validation: str = ""
    tar: bool = False
    together: bool = False
    with_engross: bool = False
    fonts: str = ""


def archive_run(options: ArchiveOptions) -> bool:
    """Make the packages of a run; return whether every document has one. Raises Misuse and Refusal."""
    from engross.batch.archive.write import BAG, OCFL, ArchiveOrder, archive_documents

    if options.date and not is_date(options.date):
        raise Misuse(f"--date is a day, 2026-11-30, not “{options.date}”")
    if options.together and options.form != BAG:
        raise Misuse("--together is for bags: a bag of all bags")
    if options.tar and options.form == OCFL:
        raise Misuse("--tar is for bags and SIPs: a storage root is a folder")
    folder, out = Path(options.run), Path(options.out)
    if out.resolve() == folder.resolve() or folder.resolve() in out.resolve().parents:
        raise Misuse("packages stand outside of what they are made of: give another folder with --out")
    flags = {"is_tar": options.tar, "is_together": options.together, "has_program": options.with_engross}
    validation = Path(options.validation) if options.validation else None
    order = ArchiveOrder(folder, out, options.form, fonts_folder(options.fonts), options.date, validation, **flags)
    with _show_packages(options) as say:
        summary = archive_documents(order, say)
    _print_archive(options, summary)
    return not summary.left_out


@contextmanager
def _show_packages(options: PrintOptions) -> Iterator[TellArchiveProgress]:
    with screen.count_files(options) as say:
        yield lambda done, total: say("packaged", done, total)


def _print_archive(options: ArchiveOptions, summary: ArchiveSummary) -> None:
    if options.to == "json":
        for placed in summary.placed:
            state = "new" if placed.is_new else "same"
            named = {"package": spell_name(str(placed.path)), "state": state, "bytes": placed.size}
            screen.print_json_line({"name": placed.path.name, **named, "reason": ""})
        for each in summary.left_out:
            left = {"package": "", "state": "left out", "bytes": 0, "reason": each.reason}
            screen.print_json_line({"name": spell_name(each.name), **left})
        return
    for each in summary.left_out:
        screen.standard_error().print(screen.name_program(f"left out: {each.name}: {each.reason}"), style="red")
    if not options.quiet:
        new = [placed for placed in summary.placed if placed.is_new]
        count = screen.count_noun(len(summary.placed), "packages")
        size = screen.spell_size(sum(placed.size for placed in new))
        others = f", {len(summary.left_out)} left out" if summary.left_out else ""
        screen.standard_output().print(f"{count} in {options.out}: {len(new)} new ({size}){others}", style="bold")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions(PrintOptions):
    """What a command line asks of an audit; "" is: not said."""

    places: tuple[str, ...] = ()
    part: str = ""
    events: str = ""
    public_key: str = ""
    trust: str = ""


def audit_places(options: AuditOptions) -> bool:
    """Audit packages, stores and runs; return whether all are whole. Raises Misuse and Refusal."""
    from engross.batch.archive.audit import AuditPart, audit_place, spell_events
    from engross.batch.archive.seal.sealed_file import TrustedKeys
    from engross.model.book import FinishedFile
    from engross.pipeline.output import write_files

    part = AuditPart(*_parse_part(options.part))
    roots = (Path(options.trust),) if options.trust else ()
    trusted = TrustedKeys(Path(options.public_key) if options.public_key else None, roots)
    events = Path(options.events)
    if options.events:
        _check_outside(events, options.places)
    began = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    results: list[AuditResult] = []
    for place in options.places:
        with screen.show_work(f"reading {place}", options):
            results += audit_place(Path(place), part, trusted)
    for result in results:
        _print_audit(options, result)
    if options.events:
        write_files(events.parent, (FinishedFile(events.name, spell_events(results, began, part)),))
    if options.to != "json" and not options.quiet:
        whole = sum(result.is_whole for result in results)
        files = sum(result.report.files for result in results if result.report)
        screen.standard_output().print(
            f"{screen.count_noun(len(results), 'places')}, {screen.count_noun(files, 'files')} read: {whole} whole",
            style="bold",
        )
    return all(result.is_whole for result in results)


def _parse_part(said: str) -> tuple[int, int]:
    found = PART.fullmatch(said or "1/1")
    if not found or int(found[1]) > int(found[2]):
        raise Misuse(f"--part is a part of all, 1/30, not “{said}”")
    return int(found[1]), int(found[2])


def _check_outside(file: Path, places: Sequence[str]) -> None:
    for place in places:
        if Path(place).resolve() in file.resolve().parents:
            raise Misuse("the events stand outside of what they tell of: give another file with --events")


def _print_audit(options: AuditOptions, result: AuditResult) -> None:
    path, report = spell_name(str(result.path)), result.report
    if options.to == "json":
        read = {"form": report.place.form, "files": report.files, "bytes": report.size} if report else {}
        values = {"place": path, "whole": result.is_whole, "form": "", "files": 0, "bytes": 0} | read
        refused = str(result.refusal) if result.refusal else ""
        findings = _list_findings(report.findings if report else ())
        seals = [_describe_seal(seal) for seal in result.seals]
        screen.print_json_line({**values, "findings": findings, "seals": seals, "refusal": refused})
    elif report:
        for finding in report.findings[:SHOWN]:
            why = f": {spell_name(finding.why)}" if finding.why else ""
            screen.standard_output().print(f"{path}: {finding.fault}: {spell_name(finding.path)}{why}", style="red")
        if (more := len(report.findings) - SHOWN) > 0:
            others = f"{path}: {more:,} more findings, which --to json and --events list"
            screen.standard_output().print(others, style="red")
        _print_seals(options, result)
    else:
        screen.standard_error().print(screen.name_program(f"refused: {result.refusal}"), style="red")


def _print_seals(options: AuditOptions, result: AuditResult) -> None:
    """Print what is wrong with the seals of a package; and what they prove, unless only what is wrong is asked for."""
    for seal in result.seals:
        path = spell_name(str(seal.path))
        if seal.fault:
            screen.standard_output().print(f"{path}: {seal.kind}: {seal.fault}", style="red")
        elif not options.quiet:
            whose = "of a key that is trusted" if seal.is_trusted else "good, but nothing says whose it is"
            screen.standard_output().print(": ".join(filter(None, (path, seal.kind, whose, spell_name(seal.said)))))


def _describe_seal(seal: CheckedSeal) -> dict[str, Any]:
    named = {"kind": seal.kind, "file": spell_name(str(seal.path)), "fault": seal.fault}
    return {**named, "trusted": seal.is_trusted, "said": seal.said}


def _list_findings(findings: Sequence[FixityFinding]) -> list[dict[str, str]]:
    return [{"path": spell_name(found.path), "fault": found.fault.value, "why": found.why} for found in findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyOptions(PrintOptions):
    """What a command line asks of a verification."""

    packages: tuple[str, ...] = ()
    fonts: str = ""
    timeout: float = 0.0
    memory: int = 0


def verify_packages(options: VerifyOptions) -> bool:
    """Make the editions of packages again, and compare them; return whether all are the same."""
    from engross.batch.archive.verify import verify_package
    from engross.pipeline.bounded import Bounds

    all_same = True
    for package in options.packages:
        try:
            with screen.show_work(f"making the editions of {package} again", options):
                bounds = Bounds(options.timeout, options.memory)
                verified = verify_package(Path(package), fonts_folder(options.fonts), bounds)
        except Refusal as refusal:
            _print_unverified(options, package, refusal)
            all_same = False
        else:
            _print_verified(options, verified)
            all_same = all_same and verified.is_same
    return all_same


def _print_unverified(options: VerifyOptions, package: str, refusal: Refusal) -> None:
    if options.to == "json":
        empty: dict[str, Any] = {"editions": [], "findings": [], "changes": []}
        screen.print_json_line({"package": spell_name(package), "same": False, **empty, "refusal": str(refusal)})
    else:
        screen.standard_error().print(screen.name_program(f"refused: {refusal}"), style="red")


def _print_verified(options: VerifyOptions, verified: VerifiedPackage) -> None:
    path = spell_name(str(verified.path))
    if options.to == "json":
        editions = [{"path": spell_name(each.path), "difference": each.difference} for each in verified.editions]
        found = {"findings": _list_findings(verified.findings), "changes": list(verified.changes)}
        screen.print_json_line(
            {"package": path, "same": verified.is_same, "editions": editions, **found, "refusal": ""}
        )
        return
    out = screen.standard_output()
    for finding in verified.findings:
        out.print(f"{path}: {finding.fault}: {spell_name(finding.path)}", style="red")
    for edition in verified.editions:
        if edition.difference:
            out.print(f"{path}: {spell_name(edition.path)}: {edition.difference}", style="red")
    if not verified.is_same or options.verbose:
        for change in verified.changes:
            out.print(f"  {change}")
    if not options.quiet:
        same = sum(not edition.difference for edition in verified.editions)
        out.print(f"{path}: {same} of {screen.count_noun(len(verified.editions), 'files')} the same", style="bold")
