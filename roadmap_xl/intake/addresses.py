"""Names that people gave, as one piece of an address: codes of schools, names of files.

A code may hold «/», «?», «#», «%» or dots alone, which an address understands otherwise. So what is
no letter or digit is written with «~» in the place of «%»: however often a browser, a server or
something between them decodes the address, the same piece arrives.
"""

from urllib.parse import quote, unquote

from starlette.convertors import Convertor, register_url_convertor

NAME = "name"
"""`{code:name}` in a route."""


class NameConvertor(Convertor[str]):
    """One piece of an address that says any text but an empty one."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        return unquote(value.replace("%", "%25").replace("~", "%"))

    def to_string(self, value: str) -> str:
        escaped = quote(value, safe="", errors="replace").replace("~", "%7E")
        if ".." in escaped or escaped == ".":  # steps to a browser, and refused by the guard
            escaped = escaped.replace(".", "%2E")
        return escaped.replace("%", "~")


register_url_convertor(NAME, NameConvertor())
