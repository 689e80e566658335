from django.template import Context, Template
from django.utils.safestring import mark_safe

from nightlight.web.made_once import part


def test_a_part_is_made_once_and_what_is_not_safe_stays_escaped_beside_the_same_letters_that_are() -> None:
    assert part("key", name="a") is part("key", name="a")
    assert "<b>" in part("tag", words=mark_safe("<b>"))
    assert "&lt;b&gt;" in part("tag", words="<b>")


def test_a_template_names_a_part_and_gives_it_what_it_has() -> None:
    drawn = Template('{% part "tag" words=words tone="amber" %}').render(Context({"words": "<b> & more"}))
    assert drawn == part("tag", words="<b> & more", tone=mark_safe("amber"))
    assert "tag-amber" in drawn
    assert "&lt;b&gt; &amp; more" in drawn
