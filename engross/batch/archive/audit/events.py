"""Write what an audit found as PREMIS 3.0 events, to be kept outside of the packages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engross import __version__
from engross.batch.archive.audit.fixity import AuditPart
from engross.batch.archive.audit.places import AuditResult
from engross.batch.archive.descriptions.render import render_description
from engross.batch.archive.descriptions.vocabulary import make_uuid
from engross.grammars.edition_name import spell_name

PASS, FAIL = "pass", "fail"


@dataclass(frozen=True, slots=True)
class FixityEvent:
    """A fixity check as PREMIS has it; ``notes``: what was found, a line each."""

    path: str
    id: str
    detail: str
    outcome: str
    notes: tuple[str, ...]


def spell_events(results: Iterable[AuditResult], time: str, part: AuditPart) -> bytes:
    """Return the events of an audit; ``time``: ISO 8601, when it was."""
    events = tuple(_make_event(result, time, part) for result in results)
    values = {"events": events, "time": time, "version": __version__}
    return render_description("audit.xml", values)


def _make_event(result: AuditResult, time: str, part: AuditPart) -> FixityEvent:
    path, report = spell_name(str(result.path)), result.report
    shown = f"part {part.number} of {part.parts}" if part.parts > 1 else "all"
    if report is None:
        detail, lines = "no file was read", [str(result.refusal)]
    else:
        detail = f"{report.place.form}, {shown}: {report.files} files read, {report.size} bytes"
        lines = [f"{found.fault}: {found.path}{f' ({found.why})' if found.why else ''}" for found in report.findings]
    identity = make_uuid(path, f"{time}#{part.number}/{part.parts}")
    return FixityEvent(path, identity, detail, PASS if result.is_whole else FAIL, tuple(map(spell_name, lines)))
