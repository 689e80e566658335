"""The figures, the map, the days and the bars of a board, as their components want them."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from nightlight.geography import atlas
from nightlight.reporting.board import Board
from nightlight.reporting.measures import ARRESTS, CHILDREN, COMPLAINTS, OFFENDERS, TASK_FORCES
from nightlight.reporting.operation_report import Figure
from nightlight.victims.models import Recency
from nightlight.web import charts
from nightlight.web.assets_list import ASSETS, MAP
from nightlight.web.board_links import Links
from nightlight.web.templatetags.words import count

NOT_SHOWN = "not shown"
SWITCH = ((CHILDREN, "Children"), (ARRESTS, "Arrests"), (COMPLAINTS, "Complaints"))


def figures(board: Board, links: Links) -> list[dict[str, Any]]:
    """Return the row of figures, children first; each opens its records."""
    below = {
        CHILDREN.code: _recency(board, links),
        OFFENDERS.code: "as found by task forces, not by a court",
        ARRESTS.code: "persons, alleged",
        COMPLAINTS.code: "reports that an investigator took up",
        TASK_FORCES.code: _outreach(board, links),
    }
    return [_figure(figure, links, below[figure.measure.code]) for figure in board.figures]


def panels(board: Board, links: Links) -> dict[str, Any]:
    """Return the map by state, the switch above it, the complaints of each day and the arrests by category."""
    return {
        "switch": [
            {
                "words": words,
                "href": links.board(measure=measure.code),
                "current": measure is board.measure,
            }
            for measure, words in SWITCH
        ],
        "map": _map(board, links),
        "days": charts.days(board.days.counts, of="complaints") if board.days and board.days.counts else None,
        "day_rows": [
            (day, number, links.records(COMPLAINTS.code, day=day.isoformat()))
            for day, number in (board.days.counts if board.days else ())
        ],
        "bars": _bars(board, links),
        "arrests": next(figure.value for figure in board.figures if figure.measure is ARRESTS),
    }


def _figure(figure: Figure, links: Links, below: str) -> dict[str, Any]:
    measure = figure.measure
    shown: dict[str, Any] = {"label": measure.label, "lead": measure is CHILDREN}
    if figure.value is None:
        return shown | {"numeral": NOT_SHOWN, "hidden": f"needs the right {measure.needs}", "counts": ""}
    return shown | {"numeral": count(figure.value), "href": links.records(measure.code), "counts": below}


def _numeral(href: str, value: int) -> SafeString:
    return format_html('<a class="numeral" href="{}">{}</a>', href, count(value))


def _recency(board: Board, links: Links) -> SafeString | str:
    """Return how long ago it was, in words and in the order that announcements keep."""
    found = board.recency or {}
    shares = [
        (each.label, _numeral(links.records(CHILDREN.code, category=each.value), found[each.value]))
        for each in Recency
        if found.get(each.value)
    ]
    return format_html_join(", ", "{} {}", shares) or "each once, at first identification"


def _outreach(board: Board, links: Links) -> SafeString | str:
    """Return how many talks reached how many people; nothing where the reader may not know."""
    talks, people = (figure.value for figure in board.outreach)
    if talks is None or people is None:
        return ""
    opened = [_numeral(links.records(figure.measure.code), figure.value or 0) for figure in board.outreach]
    noun = "presentation" if talks == 1 else "presentations"
    return format_html("{} {} to {} people", opened[0], noun, opened[1])


def _map(board: Board, links: Links) -> dict[str, Any]:
    drawn = atlas.load(ASSETS / MAP[1])
    counts = {state.code: state.value for state in board.states}
    shapes = drawn.shapes if drawn else ()
    made = charts.states_map(
        drawn,
        counts,
        of=board.measure.label,
        limits=board.limits,
        links={code: links.records(board.measure.code, state=code) for code, value in counts.items() if value},
        hidden={shape.code: NOT_SHOWN for shape in shapes if counts.get(shape.code) is None},
    )
    words = dict(enumerate(board.legend))
    return made | {"legend": [entry | {"words": words.get(entry["step"], entry["words"])} for entry in made["legend"]]}


def _bars(board: Board, links: Links) -> list[dict[str, Any]]:
    """Return the categories in the order of the law, never by size."""
    return [
        {
            "label": bar.category.label,
            "numeral": NOT_SHOWN if bar.category.value is None else count(bar.category.value),
            "share": bar.share,
            "href": "" if bar.category.value is None else links.records(ARRESTS.code, category=bar.category.code),
        }
        for bar in board.bars
    ]
