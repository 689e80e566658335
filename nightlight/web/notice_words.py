"""Where a notice leads: to the page of what it is about, or to the list of them."""

from django.urls import reverse

from nightlight.notices.models import Notice

RECORDS = {
    "deconfliction.conflict": "conflict",
    "hashes.listchange": "hash-change",
    "intake.report": "report",
}
PAGES = {"suspects.run": "suspects", "transfers.transfer": "transfers"}
"""Where a page answers, and not the record: what is to be done about one is done there."""
LISTS = {"deconfliction.conflict": "conflicts", "intake.report": "queue"}


def leads_to(notice: Notice) -> str:
    """Return the address behind a notice; many records lead to their list."""
    if notice.about_kind in PAGES:
        return reverse(PAGES[notice.about_kind])
    if notice.count > 1 and notice.about_kind in LISTS:
        return reverse(LISTS[notice.about_kind])
    return reverse(RECORDS[notice.about_kind], args=[notice.about_id])
