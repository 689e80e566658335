"""A document being read, whatever its notation: what is not taken from it is kept, so nothing is ever lost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nightlight.intake.formats import limits
from nightlight.intake.formats.times import moment
from nightlight.intake.formats.values import Kept, Moment, Refused

FLAGS = {"true": True, "1": True, "false": False, "0": False}
LARGEST_WHOLE = 2**63 - 1


@dataclass(slots=True, eq=False)
class Node:
    """One element or JSON value, with the attributes and children that nobody has taken yet."""

    name: str
    pointer: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    text_was_taken: bool = False

    def all(self, *names: str) -> list["Node"]:
        """Take the children of these names, in the order of the document."""
        if not self.children:
            return []
        found = [child for child in self.children if child.name in names]
        if found:
            self.children = [child for child in self.children if child.name not in names]
            for child in found:
                child.text_was_taken = not child.text
        return found

    def one(self, name: str) -> "Node | None":
        """Take the first child of this name; any further ones stay, and so are kept."""
        for child in self.children:
            if child.name == name:
                self.children.remove(child)
                child.text_was_taken = not child.text
                return child
        return None

    def say(self) -> str:
        """Take the text."""
        self.text_was_taken = True
        return self.text

    def says(self, name: str) -> str:
        """Take the text of the first child of this name; a missing one says nothing."""
        child = self.one(name)
        return child.say() if child else ""

    def peek(self, name: str) -> str:
        """Return the text of the first child of this name without taking it."""
        return next((child.text for child in self.children if child.name == name), "")

    def peeks(self, name: str) -> list["Node"]:
        """Return the children of this name without taking them."""
        return [child for child in self.children if child.name == name]

    def attribute(self, name: str) -> str:
        """Take an attribute; a missing one says nothing."""
        return self.attributes.pop(name, "")

    def flag(self, name: str) -> bool | None:
        """Take a yes or no. What is neither stays, and so is kept."""
        said = FLAGS.get(self.peek(name).lower())
        if said is not None:
            self.says(name)
        return said

    def flag_attribute(self, name: str) -> bool | None:
        """Take a yes or no from an attribute. What is neither stays, and so is kept."""
        said = FLAGS.get(self.attributes.get(name, "").lower())
        if said is not None:
            del self.attributes[name]
        return said

    def whole(self, name: str, *, most: int = LARGEST_WHOLE) -> int | None:
        """Take a whole number from 0 to `most`. What is none stays, and so is kept."""
        digits = self.peek(name)
        if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(most)) or int(digits) > most:
            return None
        return int(self.says(name))

    def when(self, name: str) -> Moment | None:
        """Take a time."""
        said = self.says(name)
        return moment(said) if said else None


def long_names() -> Refused:
    """Return the refusal of an overlong name, or of pointers that have too many characters together."""
    return Refused(
        "oversize",
        f"A name has more than {limits.MAX_NAME:,} characters, or names lie so in one another that telling the "
        "place of each value is too much; no report is written so. Nothing was kept but the digest.",
    )


def kept(nodes: Iterable[Node]) -> Iterator[Kept]:
    """Give whatever was not taken, in the order of the document."""
    for node in nodes:
        if node.text and not node.text_was_taken:
            yield Kept(node.pointer, node.text)
        for name, text in node.attributes.items():
            yield Kept(f"{node.pointer}/@{name}", text)
        for child in node.children:
            if not child.text and not child.children and not child.attributes:
                yield Kept(child.pointer, "")
