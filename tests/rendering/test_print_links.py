"""Links on paper: the address once, and not where it is what one reads anyway."""

from __future__ import annotations

import pytest

from chronicle.rendering.print_links import addressed

OUT = '<a href="https://a.example/x" rel="noopener">说明</a>'
MARKED = '<a data-address="" href="https://a.example/x" rel="noopener">说明</a>'


def test_a_link_out_is_marked_once():
    assert addressed(f"<p>{OUT}，{OUT}</p>") == f"<p>{MARKED}，{OUT}</p>"


def test_each_address_is_marked_for_itself():
    other = OUT.replace("/x", "/y")
    assert addressed(OUT + other).count("data-address") == 2


@pytest.mark.parametrize("text", ["https://a.example/x", "a.example/x", "<code>https://a.example/x/</code>"])
def test_an_address_that_is_read_anyway_is_not_marked(text):
    html = f'<a href="https://a.example/x">{text}</a>'
    assert addressed(html) == html


def test_an_address_is_compared_as_it_is_meant():
    html = '<a href="https://a.example/?a=1&amp;b=2">https://a.example/?a=1&amp;b=2</a>'
    assert addressed(html) == html


@pytest.mark.parametrize("href", ["../2024/index.html", "#facts", "mailto:a@b.example", "tel:95598"])
def test_links_inside_the_site_are_left_alone(href):
    html = f'<a href="{href}">去</a><abbr href="https://a.example">x</abbr>'
    assert addressed(html) == html
