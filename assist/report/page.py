"""Reports as HTML pages: one file each that fetches nothing and runs nothing."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from assist.report.words import clock, counted, feeling, lasting, named, need_word, when


def page(name: str, **values: Any) -> str:
    """One of the pages (``report.html``, ``shift.html``) with these values in it; whatever they hold stays text."""
    environment = Environment(
        loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        clock=clock, feeling=feeling, named=named, need_word=need_word, lasting=lasting, counted=counted, when=when
    )
    return environment.get_template(name).render(**values)


def _text(name: str) -> str:
    return files("assist.report").joinpath(name).read_text(encoding="utf-8")
