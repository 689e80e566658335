"""Where a notice leads: to the page of what it is about, or to the list of them."""

from django.urls import reverse

from nightlight.notices.models import Notice

RECORDS = {
    "deconfliction.conflict": "conflict",
    "hashes.listchange": "hash-change",
    "intake.report": "report",
}
LISTS = {"deconfliction.conflict": "conflicts", "intake.report": "queue"}


def leads_to(notice: Notice) -> str:
    """Return the address behind a notice; many records lead to their list."""
    if notice.count > 1 and notice.about_kind in LISTS:
        return reverse(LISTS[notice.about_kind])
    return reverse(RECORDS[notice.about_kind], args=[notice.about_id])
