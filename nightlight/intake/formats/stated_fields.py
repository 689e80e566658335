"""The fields that somebody may state about a report outside any format of its own: in a table's column, or by hand."""

from dataclasses import dataclass
from enum import StrEnum

from nightlight.identifiers.kinds import Kind


class StatedField(StrEnum):
    """One field. A name here is written into what is kept, so it never changes its meaning."""

    NUMBER = "number"
    PROVIDER = "provider"
    INCIDENT_TYPE = "incident_type"
    INCIDENT_TIME = "incident_time"
    PLATFORM = "platform"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    DATE_OF_BIRTH = "date_of_birth"
    EMAIL = "email"
    PHONE = "phone"
    SCREEN_NAME = "screen_name"
    ACCOUNT = "account"
    IP_ADDRESS = "ip_address"
    IP_TIME = "ip_time"
    IP_EVENT = "ip_event"
    IP_PORT = "ip_port"
    URL = "url"
    CITY = "city"
    STATE = "state"
    ZIP_CODE = "zip_code"
    COUNTRY = "country"
    FILE_NAME = "file_name"
    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    CHILD_AGE = "child_age"
    NOTES = "notes"


F = StatedField


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field is called, which other names it goes by, and the identifier that it holds, if it holds one."""

    label: str
    also: tuple[str, ...] = ()
    kind: Kind | None = None


MEANINGS: dict[StatedField, Meaning] = {
    F.NUMBER: Meaning(
        "Report number", ("cybertip", "cybertip number", "cybertipline report", "report id", "ct number")
    ),
    F.PROVIDER: Meaning("Provider", ("esp", "submitter", "reporting esp", "esp name")),
    F.INCIDENT_TYPE: Meaning("Incident type", ("type", "offense")),
    F.INCIDENT_TIME: Meaning("Incident time", ("incident date", "incident date time", "date of incident", "date")),
    F.PLATFORM: Meaning("Platform", ("app", "service")),
    F.FIRST_NAME: Meaning("First name", ("first name", "suspect first name")),
    F.LAST_NAME: Meaning("Last name", ("last name", "suspect last name", "name", "suspect name")),
    F.DATE_OF_BIRTH: Meaning("Date of birth", ("dob", "date of birth", "suspect dob")),
    F.EMAIL: Meaning("E-mail address", ("email", "email address", "mail", "e-mail"), Kind.EMAIL),
    F.PHONE: Meaning("Telephone", ("phone", "phone number", "telephone", "mobile phone"), Kind.PHONE),
    F.SCREEN_NAME: Meaning("Screen name", ("screen name", "username", "user name", "screen/user name"), Kind.HANDLE),
    F.ACCOUNT: Meaning("Account", ("esp user id", "user id", "account id"), Kind.ACCOUNT),
    F.IP_ADDRESS: Meaning("IP address", ("ip", "source ip", "upload ip", "login ip"), Kind.IPV4),
    F.IP_TIME: Meaning("Time of the IP address", ("ip date", "ip time", "ip date time", "upload time")),
    F.IP_EVENT: Meaning("Event of the IP address", ("ip event", "event")),
    F.IP_PORT: Meaning("Port of the IP address", ("port", "ip port")),
    F.URL: Meaning("URL", ("link", "web address", "profile url"), Kind.URL),
    F.CITY: Meaning("City", ("city",)),
    F.STATE: Meaning("State", ("state", "region")),
    F.ZIP_CODE: Meaning("ZIP code", ("zip", "zip code", "postal code")),
    F.COUNTRY: Meaning("Country", ("country",)),
    F.FILE_NAME: Meaning("File name", ("filename", "file name", "original filename")),
    F.MD5: Meaning("MD5 of the file", ("md5", "hash", "verification hash"), Kind.MD5),
    F.SHA1: Meaning("SHA-1 of the file", ("sha1", "sha-1"), Kind.SHA1),
    F.SHA256: Meaning("SHA-256 of the file", ("sha256", "sha-256"), Kind.SHA256),
    F.CHILD_AGE: Meaning("Age of the child", ("child age", "victim age")),
    F.NOTES: Meaning("Free text", ("notes", "additional information", "additional info", "description", "summary")),
}

ONCE = frozenset(
    {F.NUMBER, F.PROVIDER, F.INCIDENT_TYPE, F.INCIDENT_TIME, F.PLATFORM, F.FIRST_NAME, F.LAST_NAME, F.DATE_OF_BIRTH}
    | {F.IP_TIME, F.IP_EVENT, F.IP_PORT, F.CITY, F.STATE, F.ZIP_CODE, F.COUNTRY, F.CHILD_AGE}
)
"""Fields that a report has once; the others may be stated several times."""

ABOUT = {
    **dict.fromkeys((F.IP_ADDRESS, F.IP_TIME, F.IP_EVENT, F.IP_PORT), F.IP_ADDRESS),
    **dict.fromkeys((F.FILE_NAME, F.MD5, F.SHA1, F.SHA256), F.FILE_NAME),
}
"""Fields that say something about an address or a file, each with the field that this begins with."""


def field_named(name: str) -> StatedField | None:
    """Return the field of this name, if there is one."""
    try:
        return StatedField(name)
    except ValueError:
        return None


def guessed(head: str) -> StatedField | None:
    """Return the field that a column's head names, if it names one."""
    words = " ".join(head.casefold().replace("_", " ").replace(":", " ").split())
    for field, meaning in MEANINGS.items():
        if words in {meaning.label.casefold(), field.value.replace("_", " "), *meaning.also}:
            return field
    return None
