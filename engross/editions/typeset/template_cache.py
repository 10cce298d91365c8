"""Keep compiled Jinja2 templates from process to process: compiling takes as long as setting two pages."""

from __future__ import annotations

from jinja2 import BytecodeCache, __version__
from jinja2.bccache import Bucket

from engross.grammars.persistent_cache import PersistentCache

TEMPLATE_CODE = PersistentCache("templates")


class TemplateCache(BytecodeCache):
    """Jinja2's cache of compiled templates, by their text and by ``about``: all else that their code depends on."""

    def __init__(self, about: str) -> None:
        self._about = f"{__version__}\0{about}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template the code that is kept for it, if any is."""
        bucket.code = TEMPLATE_CODE.get(self._bucket_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        TEMPLATE_CODE.put(self._bucket_key(bucket), bucket.code)
        TEMPLATE_CODE.write()

    def _bucket_key(self, bucket: Bucket) -> str:
        return f"{bucket.key}\0{bucket.checksum}\0{self._about}"
