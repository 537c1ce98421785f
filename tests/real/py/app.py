"""A small agent: charges through a payment interface, greets, prints, and gets a page."""

from urllib.parse import urlsplit

import wit_world
from componentize_py_types import Err, Ok
from wit_world.imports import api, outgoing_handler
from wit_world.imports.streams import StreamError_Closed
from wit_world.imports.types import Fields, Method_Get, OutgoingRequest, Scheme_Http, Scheme_Https


def read(response) -> int:
    """The length of a body."""
    length = 0
    with response.consume() as body, body.stream() as stream:
        while True:
            try:
                length += len(stream.blocking_read(64 * 1024))
            except Err as error:
                if isinstance(error.value, StreamError_Closed):
                    return length
                raise


def get(url: str) -> str:
    parts = urlsplit(url)
    request = OutgoingRequest(Fields())
    request.set_method(Method_Get())
    request.set_scheme(Scheme_Https() if parts.scheme == "https" else Scheme_Http())
    request.set_authority(parts.netloc)
    request.set_path_with_query(parts.path + ("?" + parts.query if parts.query else ""))
    with outgoing_handler.handle(request, None) as future:
        with future.subscribe() as ready:
            ready.block()
        match future.get():
            case Ok(Ok(response)):
                with response:
                    return f"status={response.status()} len={read(response)}"
            case Ok(Err() as error):
                raise error
            case other:
                return f"error: {other}"


class WitWorld(wit_world.WitWorld):
    def run(self, url: str) -> str:
        receipt = api.charge("acct-1", 5)
        return f"charge={receipt}"

    def hello(self, name: str) -> str:
        return f"hello {name}"

    def shout(self, text: str) -> str:
        print(text, flush=True)
        return f"said {text}"

    def get(self, url: str) -> str:
        try:
            return get(url)
        except Err as error:
            return f"error: {type(error.value).__name__}"
