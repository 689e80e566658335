"""What a draft holds: tiers, rules and axes as plain values; whole only when both schemas take it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from pydantic import ValidationError

from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment import axes, priority
from nightlight.triage.assessment.rules import SCHEMAS, Rules

Content = dict[str, Any]

PARTS: Mapping[str, tuple[str, ...]] = {
    priority.NAME: ("tiers", "rules"),
    axes.NAME: ("victim", "offender", "severity", "solvable"),
}
"""Which parts of a content belong to which policy."""

HEADING = ("name", "in_force_from", "source")
SEPARATOR = "---\n"
"""Between two documents of one YAML text."""

LONGEST = 200_000
"""Characters of a YAML document that is taken in."""

MOST_SAID = 5
"""How many complaints about a text are listed."""

NAMES = {
    "tiers": "tier",
    "rules": "rule",
    "steps": "step",
    "because": "reason",
    "short": "short reason",
    "when": "condition",
    "all_of": "all of",
    "any_of": "any of",
    "open_days": "days open",
    "fading_days": "days until gone",
    "at_least": "at least",
    "at_most": "at most",
}


class _WithoutAliases(yaml.SafeLoader):
    """Reads plain YAML. A few lines of aliases could stand for more than fits into memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # PyYAML has no types here
            raise yaml.composer.ComposerError(None, None, "an alias", mark)
        return super().compose_node(parent, index)


class NotTaken(ValueError):
    """A YAML text is no policy of priorities. Says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """A policy as it comes into force: its text, the digest of that, and what it says."""

    name: str
    text: str
    digest: str
    content: PolicyFile


def content_of(rules: Rules) -> Content:
    """Return the rules in force as a draft begins with them."""
    content: Content = {}
    for dated in (rules.tiers, rules.axes):
        whole = dated.content.model_dump(mode="json")
        content |= {part: whole[part] for part in PARTS[dated.name]}
    return content


def digest_of(content: Content) -> str:
    """Return what tells one draft from another: the same words give the same digest."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def documents(content: Content, *, in_force_from: date, source: str) -> list[Document]:
    """Return both policies of a content. Raises ValidationError for a draft that is not whole."""
    made = []
    for name, parts in PARTS.items():
        said = {"name": name, "in_force_from": in_force_from, "source": source}
        whole = SCHEMAS[name].model_validate(said | {part: content[part] for part in parts if part in content})
        text = as_yaml(said | {part: content[part] for part in parts})
        made.append(Document(name, text, hashlib.sha256(text.encode()).hexdigest(), whole))
    return made


def draft_as_yaml(content: Content, *, on: date) -> str:
    """Return a draft as a text that can be taken in again, both policies one after the other, whole or not."""
    heading = {"in_force_from": on, "source": "draft"}
    made = [
        as_yaml({"name": name} | heading | {part: content[part] for part in parts}) for name, parts in PARTS.items()
    ]
    return SEPARATOR.join(made)


def as_yaml(document: Mapping[str, Any]) -> str:
    """Return a document as people write policy files."""
    return yaml.safe_dump(dict(document), sort_keys=False, allow_unicode=True, width=120)


def from_yaml(text: str, content: Content) -> Content:
    """Return the content with what a YAML text says in place of it: one of the two policies, or both.

    Raises NotTaken for a text that is neither, and for a policy that is not whole.
    """
    if len(text) > LONGEST:
        raise NotTaken(f"The text has {len(text):,} characters; at most {LONGEST:,} are taken.")
    try:
        read = [each for each in yaml.load_all(text, Loader=_WithoutAliases) if each is not None]
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        raise NotTaken(f"This is no YAML{_place(wrong)}. Mend it there, or begin from the export.") from None
    taken: Content = {}
    for document in read:
        name = str(document.get("name")) if isinstance(document, dict) else ""
        if name not in PARTS:
            raise NotTaken(f"A document must begin with name: {' or name: '.join(PARTS)}.")
        taken |= _plain(document, name)
    if not taken:
        raise NotTaken("The text holds no policy.")
    if said := complaints(content | taken):
        more = f" And {len(said) - MOST_SAID} more." if len(said) > MOST_SAID else ""
        raise NotTaken(" ".join(said[:MOST_SAID]) + more)
    return content | taken


def complaints(content: Content) -> list[str]:
    """Return what stands against a draft, in words; nothing where it is whole."""
    found: list[str] = []
    for name, parts in PARTS.items():
        said = {"name": name, "in_force_from": date.max, "source": "draft"}
        try:
            SCHEMAS[name].model_validate(said | {part: content.get(part) for part in parts})
        except ValidationError as wrong:
            found += [_words(error["loc"], line) for error in wrong.errors() for line in error["msg"].splitlines()]
    return list(dict.fromkeys(found))


def _plain(document: dict[str, Any], name: str) -> Content:
    unknown = sorted(str(key) for key in document if key not in (*HEADING, *PARTS[name]))
    if unknown:
        raise NotTaken(f"{name} has no part named {', '.join(unknown)}. Take it out.")
    try:
        taken: Content = json.loads(json.dumps({part: document[part] for part in PARTS[name]}))
    except KeyError as missing:
        raise NotTaken(f"{name} lacks the part {missing.args[0]}. Begin from the export.") from None
    except (TypeError, ValueError):
        raise NotTaken(f"{name} holds a value that is neither words, a number nor a list.") from None
    return taken


def _place(wrong: Exception) -> str:
    mark = getattr(wrong, "problem_mark", None)
    return f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""


def _words(path: Iterable[int | str], message: str) -> str:
    """Return an error of a schema as a sentence that names the place."""
    steps: list[str] = []
    for step in path:
        if isinstance(step, int) and steps:
            steps[-1] = f"{steps[-1]} {step + 1}"
        else:
            steps.append(NAMES.get(str(step), str(step)))
    where = ", ".join(steps)
    said = message.removeprefix("Value error, ").rstrip(".")
    return f"{where.capitalize()}: {said}." if where else f"{said}."
