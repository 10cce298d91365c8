"""Seal a finished package: a signature and a time stamp over its list of checksums, signatures in copies of its PDFs.

Nothing of the package changes: a seal stands beside what it seals. Keys are read from files or stay on their token;
nothing here prints them. The clock and the network are only asked here, behind everything that is reproducible.
"""
