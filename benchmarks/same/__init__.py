"""Prove that a change of the code changes no edition: ``python -m benchmarks.same BASE [NEW]``.

Two commits (without NEW: BASE and the working tree) make the same documents by the same command lines. Every file made
is compared byte for byte, and so are the commands' output and exit codes. The documents: ``--documents`` of those in
``../shared/corpus``, spread evenly over its folders, all cases under ``tests/cases`` and the samples, with several
options of ``build``; some of them by every other command that reads or writes editions.

engross is called by command lines alone, so that modules may be renamed between the commits. Its version is set to the
same on both sides. Results are kept under ``.engross/same`` by commit and documents, so BASE is made once. Exit code 1
if something differs or there are fewer real documents than asked for, 2 if a commit is missing.
"""
