"""Audit packages, stores and runs: hold what stands there against its own manifests, and tell what differs."""

from engross.batch.archive.audit.events import spell_events
from engross.batch.archive.audit.fixity import AuditPart, FixityFault, FixityFinding, FixityReport
from engross.batch.archive.audit.places import AuditResult, audit_place

__all__ = ["AuditPart", "AuditResult", "FixityFault", "FixityFinding", "FixityReport", "audit_place", "spell_events"]
