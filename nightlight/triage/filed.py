"""A filing that its provider finishes goes down the one road."""

from nightlight.agencies.models import Agency
from nightlight.foundation.sealed import Actor
from nightlight.intake.arriving import Reading
from nightlight.intake.filings.actions import finish
from nightlight.intake.models import Channel, Filing, Submission
from nightlight.triage import road
from nightlight.triage.road import Receipt
from nightlight.triage.routing.evidence import Places


def carry_filing(filing: Filing, *, by: Actor, worker: Actor, places: Places) -> Receipt:
    """Finish a filing and carry it to the end of the road, all in one transaction; return its receipt.

    Raises IllegalMove for a filing that has ended and FilingGone for one that has expired.
    """
    receipts: list[Receipt] = []

    def carried(reading: Reading) -> Submission:
        into: Agency = filing.agency
        receipts.extend(
            road.carry(
                [reading],
                by=by,
                worker=worker,
                places=places,
                into=into,
                sent_by=filing.sent_by,
                channel=Channel.CLIENT,
            )
        )
        return Submission.objects.visible_to(worker).get(agency=into, receipt=receipts[0].receipt)

    finish(filing, by=by, carried=carried)
    return receipts[0]
