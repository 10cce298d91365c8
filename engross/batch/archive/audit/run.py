"""What the folder of a run should have, by its journal."""

from __future__ import annotations

from pathlib import Path

from engross.batch.archive.audit.manifests import (
    AuditedPlace,
    check_digest,
    check_path,
    list_files,
    read_text,
    refuse_manifest,
)
from engross.batch.archive.audit.stores import FolderStore
from engross.batch.corpus.journal import GATHERED_FILE, JOURNAL_FILE, hash_bytes, parse_line, record_path


def is_run(folder: Path) -> bool:
    """Return whether a folder is that of a run."""
    return (folder / JOURNAL_FILE).exists()


def read_run(folder: Path) -> AuditedPlace:
    """Return what a run should have. Raises Refusal if its journal is damaged, or not the one that it ended with."""
    store = FolderStore(folder)
    text = read_text(store, JOURNAL_FILE)
    *own, journal_sha256 = read_text(store, GATHERED_FILE).splitlines()
    if hash_bytes(text.encode("utf-8")) != journal_sha256:
        raise refuse_manifest(store, JOURNAL_FILE, "it is not the one that the run ended with")
    digests: dict[str, dict[str, str]] = {}
    for number, line in enumerate(map(parse_line, text.splitlines(keepends=True)), 1):
        if not line:
            raise refuse_manifest(store, JOURNAL_FILE, f"line {number} is damaged")
        listed = {f"{line.editions}/{name}": digest for name, _, digest in line.files}
        listed |= {record_path(line.record): line.record} if line.record else {}
        for path, digest in listed.items():
            name = check_path(store, JOURNAL_FILE, path)
            digests[name] = dict((check_digest(store, JOURNAL_FILE, "sha256", digest),))
    for spelled in own:
        digest, _, name = spelled.partition(" ")
        algorithm = check_digest(store, GATHERED_FILE, "sha256", digest)
        digests[check_path(store, GATHERED_FILE, name)] = dict((algorithm,))
    return AuditedPlace(store, "run", list_files(digests), frozenset({JOURNAL_FILE, GATHERED_FILE}))
