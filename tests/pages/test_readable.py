"""Every page can be read without a browser: a tag, a kind of field or an attribute that the reader doesn't know fails here (PGS-01)."""

import re
from importlib import resources

from etax_client.domain.pages.markup import ATTRIBUTES, INPUTS, TAGS, Markup, parse

TEMPLATES = sorted(
    (file.name, file.read_text(encoding="utf-8")) for file in (resources.files("etax_client.server.pages") / "templates").iterdir()
)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}|\{%.*?%\}", re.DOTALL)
_LENT = re.compile(r"\{% (?:call|macro) [^%]*%\}([^<>]*)\{% end(?:call|macro) %\}")
"""Attributes that a macro is lent, or lends."""
_SAID = re.compile(r"""'( (?:[a-z-]+)(?:=[a-z]+)?)'""")
_TYPE = re.compile(r"""type='([a-z]+)'""")
"""Of a field, as a macro is told."""


def source(template: str) -> Markup:
    """A template with all that it may say: every branch, and the attributes that an expression or a macro adds."""
    told = "".join(f'<input type="{kind}">' for kind in _TYPE.findall(template))
    lent = _LENT.sub(r"<input \1>", _COMMENT.sub("", template)).replace('type="{{ type }}"', "")
    return parse((_EXPRESSION.sub(lambda found: "".join(_SAID.findall(found[1] or "")), lent) + told).encode())


def test_every_template_is_made_of_what_the_reader_knows() -> None:
    assert len(TEMPLATES) > 60
    unknown = {name: found for name, template in TEMPLATES if (found := source(template).unknown)}
    assert unknown == {}
    texts = [one for _, template in TEMPLATES for element in source(template).elements for one in element.children if isinstance(one, str)]
    assert not [text for text in texts if set(text) & set("<>")], "a tag within a tag, which the reader takes for text"


def test_the_reader_knows_nothing_that_no_page_has() -> None:
    """So that its lists are what the pages are made of, and not what might be."""
    everything = [source(template) for _, template in TEMPLATES]
    tags = {element.tag for markup in everything for element in markup.elements}
    attributes = {name for markup in everything for element in markup.elements for name in element.attributes}
    assert TAGS - tags - {"style"} == set()
    assert ATTRIBUTES - attributes - {"enctype"} == set(), "files are sent by pages to come"
    types = {element.get("type") for markup in everything for element in markup.elements if element.tag == "input"}
    assert INPUTS - types - {"text", "tel"} == set()


def test_a_new_tag_would_be_noticed() -> None:
    assert source("{% if x %}<output open{{ ' data-new' if y }}>{% endif %}").unknown == {"<output>", "open=", "data-new="}
