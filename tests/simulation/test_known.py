"""What the invented list of known hashes has, and how often reports carry it."""

import re

from nightlight.simulation.known import LATER, ONE_FILE_IN, added_late, known_files, known_instead
from nightlight.simulation.scenario import load
from nightlight.simulation.submissions import complaints


def test_the_list_is_the_same_every_time_and_no_file_stands_in_it_twice() -> None:
    again = known_files.__wrapped__()
    assert known_files() == again
    assert len({file.md5 for file in again}) == len({file.sha1 for file in again}) == len(again)
    assert {file.victim for file in again if file.series} == {"yes", "no"}
    assert any(file.victim == "no" for file in added_late())
    assert len(added_late()) == LATER < len(again)


def test_about_one_file_in_fifty_is_a_listed_one_and_none_of_these_is_marked_as_recirculated() -> None:
    listed = {file.md5 for file in known_files()}
    assert known_instead(f"{ONE_FILE_IN + 1:032x}") is None
    files = [
        document.decode("utf-8-sig")
        for one in complaints(load().scaled(0.06), 7)
        for document in one.companions
        if one.format == "provider_xml"
    ]
    known = [file for file in files if (found := re.search(r'hashType="MD5">(\w+)<', file)) and found[1] in listed]
    assert 0.3 / ONE_FILE_IN < len(known) / len(files) < 3 / ONE_FILE_IN
    assert not [file for file in known if "Meme" in file or "fileAnnotations" in file]
