"""Describe a package in the terms of archives and libraries: each description is a function of the package alone."""

from __future__ import annotations

from collections.abc import Iterator

from engross.batch.archive.package import Package
from engross.model.book import FinishedFile


def describe_package(package: Package) -> Iterator[FinishedFile]:  # noqa: ARG001 # what is added here takes it
    """Yield the descriptions of a package, which has all its files but them.

    ``name`` is that in the folder of descriptions: the writers know Dublin Core by ``dublin-core.xml``, PREMIS by
    ``premis.xml``, MARCXML by ``marc.xml``.
    """
    yield from ()
