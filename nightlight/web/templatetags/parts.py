"""`{% part "icon" name="clock" %}`: a component that looks the same wherever it stands, made once for each process.

For marks of few looks (an icon, a key, a state). What holds a reader's own words is included as it stands.
"""

from django import template

from nightlight.web.made_once import part

register = template.Library()
register.simple_tag(part, name="part")
