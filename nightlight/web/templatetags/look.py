"""The look's one tag: where the stylesheet is. It needs no context: even a broken server's page has its look."""

from django import template

from nightlight.web.stylesheet import stylesheet_url

register = template.Library()
register.simple_tag(stylesheet_url, name="stylesheet_url")
