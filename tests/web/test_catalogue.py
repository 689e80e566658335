"""Every word of the public form is there in Spanish, and the compiled catalogue is that of the text."""

import re

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext

from tests.web.catalogue import COMPILED, TEXT, compiled, words

ENTRIES = {entry.msgid: entry.msgstr for entry in polib.pofile(str(TEXT))}
MARKS = re.compile(r"%\(\w+\)s|<[^>]+>")


def test_what_is_compiled_is_what_the_text_says() -> None:
    assert COMPILED.read_bytes() == compiled(), "run: make messages"


def test_every_word_of_the_form_is_in_the_catalogue_and_no_other() -> None:
    assert words() - ENTRIES.keys() == set(), "these have no Spanish"
    assert ENTRIES.keys() - words() == set(), "these stand on no page any more"


@pytest.mark.parametrize("english", ENTRIES)
def test_a_spanish_sentence_says_something_and_keeps_what_is_filled_in(english: str) -> None:
    assert ENTRIES[english].strip()
    assert sorted(MARKS.findall(ENTRIES[english])) == sorted(MARKS.findall(english))


def test_django_finds_the_catalogue() -> None:
    with translation.override("es"):
        assert gettext("Leave now") == "Salir ya"
