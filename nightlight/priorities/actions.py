"""What is done about an agency's own priorities: drafted, previewed, put in force."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.directives.models import Directive
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.priorities.content import PARTS, Content, Document, complaints, content_of, digest_of, documents
from nightlight.priorities.models import Draft, Preview, Reassessment
from nightlight.priorities.previewing import LOOKS_BACK, counting
from nightlight.priorities.reading import in_force_for, seen_preview
from nightlight.priorities.reports import open_held_by
from nightlight.triage.assessment import axes, priority

MAY_SET = (AgencyKind.TASK_FORCE, AgencyKind.NATIONAL)
FIRST = UUID(int=0)
"""Before every report."""


def _put(work: Any) -> Mapping[str, Any]:
    return {name: str(pk) for name, pk in (("tiers", work.tiers_id), ("axes", work.axes_id)) if pk}


@creating("priorities.draft_begun", needs=Permission.POLICY_DRAFT)
def begin_draft(*, by: Any) -> Draft:
    """Begin a draft of the actor's agency with the rules that it has in force, or return the one that is there.

    Raises RuleRefusal for an agency that is neither a task force nor the national coordinator.
    """
    agency: Agency = by.agency
    if agency.kind not in MAY_SET:
        raise RuleRefusal(
            "Task forces and the national coordinator set priorities; an affiliate works by those of its task force. "
            "Ask your commander; nothing was changed."
        )
    rows: Any = Draft.objects.visible_to(by)
    content = content_of(in_force_for(agency))
    draft, _ = rows.get_or_create(
        agency=agency, defaults={"content": content, "digest": digest_of(content), "author": by}
    )
    return draft  # type: ignore[no-any-return]  # the manager is untyped


@act("priorities.draft_changed", needs=Permission.POLICY_DRAFT)
def change_draft(draft: Draft, *, by: Any, content: Content) -> Draft:
    """Keep a draft as somebody left it, whole or not."""
    draft.content, draft.digest, draft.author, draft.changed_at = content, digest_of(content), by, clock.now()
    draft.save(update_fields=["content", "digest", "author", "changed_at"])
    return draft


@act("priorities.draft_discarded", needs=Permission.POLICY_DRAFT)
def discard_draft(draft: Draft, *, by: Actor) -> Draft:
    """Throw a draft away; what is in force stays."""
    Draft.objects.visible_to(by).filter(pk=draft.pk).delete()
    return draft


@act("priorities.previewed", needs=Permission.POLICY_DRAFT, each=lambda preview: {"preview": str(preview.pk)})
def ask_for_preview(draft: Draft, *, by: Any) -> Preview:
    """Begin to work out what a draft would have made of the last 90 days. Raises RuleRefusal for one not whole."""
    _require_whole(draft)
    now = clock.now()
    preview = Preview(
        agency=draft.agency,
        content=draft.content,
        digest=draft.digest,
        asked_by=by,
        since=now - LOOKS_BACK,
        cursor=ids.first_at(now - LOOKS_BACK),
        total=0,
    )
    preview.total = counting(preview, by=by)
    preview.save(force_insert=True)
    return preview


@act("priorities.put_in_force", needs=Permission.POLICY_DECIDE, each=_put)
def put_in_force(draft: Draft, *, by: Any, in_force_from: date, because: str) -> Reassessment:
    """Make a draft the rules of its agency from a day on; its open reports are judged again from then.

    Raises RuleRefusal without a reason, for a day that is past, for a draft that is not whole, that changes nothing, or
    of which nobody has seen a preview as it is now.
    """
    if not because.strip():
        raise RuleRefusal("Rules that decide who is looked at first need a reason. Say why; nothing was changed.")
    if in_force_from < clock.today():
        raise RuleRefusal(
            "That day is past, and what was judged then stands. Choose today or later; nothing was changed."
        )
    _require_whole(draft)
    preview = seen_preview(draft, by=by)
    if preview is None:
        raise RuleRefusal("Nobody has seen a preview of this draft as it is now. Ask for one; nothing was changed.")
    source = f"{draft.agency.name}, decided {clock.today()} by {by.name}: {because.strip()}"
    made = _changed(documents(draft.content, in_force_from=in_force_from, source=source), draft)
    if not made:
        raise RuleRefusal("The draft says what is in force already. There is nothing to put in force.")
    written = {each.name: _written(each, draft.agency, in_force_from, because.strip(), by) for each in made}
    work = _work(draft.agency, preview, written, in_force_from, by)
    Draft.objects.visible_to(by).filter(pk=draft.pk).delete()
    return work


def _require_whole(draft: Draft) -> None:
    if wrong := complaints(draft.content):
        raise RuleRefusal(f"The draft is not whole yet. {wrong[0]} Nothing was changed.")


def _changed(made: Sequence[Document], draft: Draft) -> list[Document]:
    """Return those of the documents that say something else than what is in force on their day."""
    rules = in_force_for(draft.agency, on=made[0].content.in_force_from)
    standing = content_of(rules)
    return [each for each in made if any(draft.content[part] != standing[part] for part in PARTS[each.name])]


def _written(made: Document, agency: Agency, in_force_from: date, because: str, by: Any) -> Directive:
    rows: Any = Directive.objects.visible_to(by).filter(agency=agency, name=made.name)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    directive = Directive(
        agency=agency,
        name=made.name,
        number=last + 1,
        in_force_from=in_force_from,
        content=made.text,
        digest=made.digest,
        author=by,
        because=because,
    )
    directive.save(force_insert=True)
    return directive


def _work(agency: Agency, preview: Preview, written: Mapping[str, Directive], due_on: date, by: Actor) -> Reassessment:
    """Begin the work on the open reports; where it was begun for the same day already, it begins anew."""
    rows: Any = Reassessment.objects.visible_to(by).unfinished()
    work = rows.filter(agency=agency, due_on=due_on).first() or Reassessment(agency=agency, due_on=due_on)
    work.preview, work.cursor, work.done, work.moved = preview, FIRST, 0, 0
    work.tiers = written.get(priority.NAME) or work.tiers
    work.axes = written.get(axes.NAME) or work.axes
    work.total = open_held_by(agency, by=by).count()
    work.save()
    return work
