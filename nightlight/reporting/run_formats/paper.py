"""A run on paper: a tagged PDF (PDF/UA-1) with the digest at the foot of every page."""

import json

import typst

from nightlight.reporting.formats.paper import FONTS, TEMPLATE
from nightlight.reporting.suspect_list import ALLEGED, MARKING, ORDER, SuspectList

LIST = TEMPLATE.with_name("suspect_list.typ")


def words(listed: SuspectList) -> dict[str, object]:
    """Return all that the page says, as it says it."""
    heads = ["", "Entry", "Indicators", "Nominated by", "Approved"]
    rows = [
        [
            str(row["place"]),
            "\n".join(filter(None, [row["number"], row["since"]])),
            "\n".join(row["indicators"]),
            "\n".join(filter(None, [row["agency"], row["contact"], row["telephone"]])),
            row["approved_on"],
            *(["\n".join(filter(None, [row["name_alleged"], row["activity_alleged"]]))] if listed.has_names else []),
        ]
        for row in listed.rows()
    ]
    return {
        "title": "High-priority suspects",
        "standing": listed.standing,
        "remarks": [ALLEGED, ORDER, MARKING],
        "heads": [*heads, *(["Name (alleged)"] if listed.has_names else [])],
        "rows": rows,
        "digest": listed.run.digest,
    }


def pdf(listed: SuspectList) -> bytes:
    """Return the list as a tagged PDF; the compiler refuses one that is not PDF/UA-1."""
    return typst.compile(
        LIST,
        format="pdf",
        pdf_standards="ua-1",
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"list": json.dumps(words(listed))},
    )
