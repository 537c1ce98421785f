"""A small agent: charges through a payment interface, greets, prints."""

import wit_world
from wit_world.imports import api


class WitWorld(wit_world.WitWorld):
    def run(self, url: str) -> str:
        receipt = api.charge("acct-1", 5)
        return f"charge={receipt}"

    def hello(self, name: str) -> str:
        return f"hello {name}"

    def shout(self, text: str) -> str:
        print(text, flush=True)
        return f"said {text}"
