"""Proof that a change of the code changes no edition: ``python -m benchmarks.same BASE [NEW]``.

Two commits (NEW left out: the working tree as it is) make the same documents by the same command lines, and every
file that comes of it is compared byte for byte, with all that the commands print and their exit codes. The documents:
``--documents`` of those in ``../shared/corpus``, spread evenly over its folders, all cases under ``tests/cases`` and
the samples, at several options of ``build``; some of them by every other command that reads or writes editions.

engross is known by its command lines alone, so that modules may be renamed between the commits. Its version is made
the same on both sides. Results are kept under ``.engross/same`` by commit and documents, so BASE is made once.
Exit code 1 where something differs, 2 where a commit or the documents are missing.
"""
