"""Text without the signs that part what belongs together, and the way back to a place in it."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Squeezed:
    """Bytes of which some are left out. `text` may be changed byte for byte after that, never in its length."""

    whole: bytes
    ignored: bytes
    """The bytes that are left out."""
    text: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.whole.translate(None, self.ignored)

    def place(self, position: int) -> int:
        """Return the offset in the whole of the byte at `position` of the squeezed text, found by halving."""
        low, high = position, len(self.whole)
        while low < high:
            middle = (low + high) // 2
            if len(self.whole[: middle + 1].translate(None, self.ignored)) > position:
                high = middle
            else:
                low = middle + 1
        return low
