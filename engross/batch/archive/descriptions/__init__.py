"""Describe a package in the terms of archives and libraries: each description is a function of the package alone."""

from __future__ import annotations

from collections.abc import Iterator

from engross.batch.archive.descriptions.dublin_core import describe_in_dublin_core
from engross.batch.archive.descriptions.finding_aid import AidEntry, make_aid_entry, make_finding_aid
from engross.batch.archive.descriptions.marc import make_marc_record
from engross.batch.archive.descriptions.premis import list_agents, list_events, list_files
from engross.batch.archive.descriptions.render import render_description
from engross.batch.archive.package import Package
from engross.model.book import FinishedFile


def describe_package(package: Package) -> Iterator[FinishedFile]:
    """Yield the descriptions of a package, which has all its files but them.

    ``name`` is that in the folder of descriptions: the writers know Dublin Core by ``dublin-core.xml``, PREMIS by
    ``premis.xml``, MARCXML by ``marc.xml``.
    """
    statements = describe_in_dublin_core(package)
    yield _make_file("dublin-core.xml", statements=statements)
    yield _make_file("dublin-core.rdf", statements=statements, package=package)
    yield _make_file("marc.xml", record=make_marc_record(package))
    yield _make_file(
        "premis.xml",
        package=package,
        files=tuple(list_files(package)),
        events=tuple(list_events(package)),
        agents=list_agents(package),
    )


def _make_file(name: str, **values: object) -> FinishedFile:
    return FinishedFile(name, render_description(name, values))


__all__ = ["AidEntry", "describe_package", "make_aid_entry", "make_finding_aid"]
