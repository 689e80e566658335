"""Refusals: what an act says when it does not happen. Each says what the reader can do."""


class Refusal(Exception):
    """An act was refused; nothing was changed. The message is for people and names nobody's data."""

    code = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refusal):
    """The actor lacks a permission."""

    code = "not_allowed"

    def __init__(self, permission: str) -> None:
        super().__init__(
            f"This needs the right {permission}. Ask your agency's administrator who holds it; nothing was changed."
        )
        self.permission = permission


class NotFound(Refusal):
    """There is no such record, or it is not the actor's to see: nobody learns which."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is no record with this address that you may see.")


class IllegalMove(Refusal):
    """The lifecycle does not allow this move from the present state."""

    code = "illegal_move"


class RuleRefusal(Refusal):
    """A rule of the field forbids it; the message names the rule and the act that would open it."""

    code = "rule"
