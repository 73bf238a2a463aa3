"""The one template environment, in which mistakes are errors and only source is output."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from speccnn.backends.script.python import code, identifier, only_python


@cache
def environment() -> Environment:
    """Return an environment that knows the templates and the ways to output a value.

    It is one for the process, so that each template is compiled once. Nothing changes it.
    """
    env = Environment(
        loader=PackageLoader("speccnn.backends.script"),
        undefined=StrictUndefined,
        finalize=only_python,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  the output is Python, and only `Python` is output
    )
    env.filters.update(code=code, name=identifier)
    return env
