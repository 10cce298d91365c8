from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any
from urllib.request import OpenerDirector

class URLFetchingError(OSError): ...
class FatalURLFetchingError(BaseException): ...

class URLFetcher(OpenerDirector):
    def __init__(
        self,
        timeout: float = 10,
        ssl_context: SSLContext | None = None,
        http_headers: Mapping[str, str] | None = None,
        allowed_protocols: Sequence[str] | None = None,
        allow_redirects: bool = True,
        fail_on_errors: bool = False,
        **kwargs: Any,
    ) -> None: ...
    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse: ...

class URLFetcherResponse:
    url: str
    status: int
    headers: EmailMessage
    def __init__(self, url: str, body: Any = None, headers: Any = None, status: int = 200, **kwargs: Any) -> None: ...
    def read(self, *args: Any, **kwargs: Any) -> bytes: ...
    def close(self) -> None: ...
    @property
    def path(self) -> str | None: ...  # of a "file:" URL
