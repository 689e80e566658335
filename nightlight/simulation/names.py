"""Names that nobody can mistake for real ones, on addresses and numbers reserved for examples.

Sources of the reserved ranges: RFC 2606 and RFC 6761 (example.com, example.net, example.org, .test); the North
American Numbering Plan (555-0100 to 555-0199, for fiction).
"""

from dataclasses import dataclass

FIRST_NAMES = ("Alex", "Sam", "Jordan", "Taylor", "Casey", "Riley", "Morgan", "Avery", "Jamie", "Robin")
LAST_NAMES = ("Example", "Sample", "Placeholder", "Testcase", "Demo", "Fictitious", "Invented", "Specimen", "Mockup")
MAIL_DOMAINS = ("example.com", "example.net", "example.org", "mail.test", "placeholder.test")


@dataclass(frozen=True, slots=True)
class Provider:
    """An invented electronic service provider. `utc_offset_hours` is the zone that its records are kept in."""

    name: str
    domain: str
    utc_offset_hours: int
    medium: str
    """What it offers: web, chat, mail or game."""


PROVIDERS = (
    Provider("Example Social", "social.example.com", -7, "web"),
    Provider("Testbed Chat", "chat.example.net", 0, "chat"),
    Provider("Sample Cloud", "cloud.example.com", -8, "web"),
    Provider("Placeholder Mail", "mail.example.org", -5, "mail"),
    Provider("Demo Video", "video.example.com", -7, "web"),
    Provider("Mockup Games", "games.test", -4, "game"),
)
PROVIDER_WEIGHTS = (40, 20, 15, 10, 10, 5)
