"""The engine: WeasyPrint and pydyf as released, with a series of patches, as packages of our own.

``series/`` has the patches as unified diffs and ``releases.toml`` the releases that they are made for. ``make_copies``
copies the installed releases beside the environment, once, and applies the series whole; ``load`` makes the copies
importable as ``engross_weasyprint`` and ``engross_pydyf``. The installed WeasyPrint is never changed. Patched places
call modules of ours by the names of ``hooks``.
"""
