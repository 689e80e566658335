"""There is no imagery here: no field can hold it, every format refuses it, no code can open it, none is tracked."""

import base64
import json
import random
import re
import subprocess
from pathlib import Path

import pytest
from django.db import models

from nightlight.intake.formats import signatures
from nightlight.intake.formats.own_document import Written, document
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Refused
from tests.promises.walking import ROOT, domain_models, imported, in_words, listed, module_name, only_listed, sources

IMAGE_LIBRARIES = {
    "PIL",
    "cv2",
    "imageio",
    "skimage",
    "wand",
    "pyvips",
    "av",
    "moviepy",
    "pillow_heif",
    "torchvision",
    "pdqhash",
}
MEDIA = re.compile(
    r"\.(png|jpe?g|gif|webp|avif|bmp|tiff?|heic|ico|mp4|m4v|mov|avi|mkv|webm|mpe?g|wmv|flv|mp3|wav|ogg)$", re.IGNORECASE
)
PICTURES_OF_OUR_OWN_PAGES = "docs/pictures/"

NOISE = random.Random(7).randbytes(600)
PICTURES = {
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + NOISE,
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + NOISE,
    "MP4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00" + NOISE,
}


def in_xml(words: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><report><incidentSummary><incidentType>Other</incidentType>'
        f"<incidentDateTime>2018-03-01T00:00:00Z</incidentDateTime></incidentSummary>"
        f"<additionalInfo>{words}</additionalInfo></report>"
    ).encode()


def in_json(words: str) -> bytes:
    return json.dumps({"reportId": "1", "reportedInformation": {"additionalInfo": words}}).encode()


def in_own(words: str) -> bytes:
    return document(Written.PUBLIC_FORM, "F-22222-33333", {"account": words})


def spelled(picture: bytes) -> dict[str, str]:
    plain = base64.b64encode(picture).decode()
    return {"base64": plain, "a data address": f"data:image/png;base64,{plain}", "hexadecimal digits": picture.hex()}


DOCUMENTS = {
    **{f"{kind} by itself": picture for kind, picture in PICTURES.items()},
    **{
        f"{kind} as {spelling} in {envelope.__name__}": envelope(words)
        for kind, picture in PICTURES.items()
        for spelling, words in spelled(picture).items()
        for envelope in (in_xml, in_json, in_own)
    },
}


def test_no_field_can_hold_a_file_an_image_or_bytes_unless_listed_with_a_reason() -> None:
    broken = {
        f"{model._meta.label}.{field.name}": f"a {type(field).__name__} can hold imagery"
        for model in domain_models()
        for field in model._meta.local_fields
        if isinstance(field, (models.FileField, models.FilePathField, models.BinaryField))
    }
    only_listed(broken, "fields_of_bytes.txt")


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_that_carries_imagery_is_refused(document: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(document, ())
    assert refused.value.reason == "imagery"


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_imagery_that_comes_along_with_a_clean_document_is_refused(picture: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(in_xml("plain words"), (picture,))
    assert refused.value.reason == "imagery"


@pytest.mark.parametrize("envelope", [in_xml, in_json, in_own])
def test_the_documents_are_refused_for_the_imagery_and_not_for_their_shape(envelope: type) -> None:
    read(envelope("plain words"), ())


def test_no_code_of_the_house_can_open_an_image_unless_listed_with_a_reason() -> None:
    broken = {
        in_words(path): f"could open an image, with {', '.join(sorted(found))}"
        for path in sources()
        if (found := {name.partition(".")[0] for name in imported(path)} & IMAGE_LIBRARIES)
    }
    only_listed(broken, "opens_images.txt")


def test_nothing_imports_what_can_open_an_image() -> None:
    decoders = {module_name(ROOT / path) for path in listed("opens_images.txt")}
    broken = {in_words(path): sorted(found) for path in sources() if (found := imported(path) & decoders)}
    assert not broken, f"A picture is decoded in a process of its own and in no other; these import it: {broken}"


def tracked() -> list[Path]:
    """Return every file that is, or is about to be, under version control."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the git that is installed
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if told.returncode:
        pytest.skip("this is no git checkout")
    return [path for name in told.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_media_file_is_tracked_except_pictures_of_our_own_pages() -> None:
    broken = [
        name
        for path in tracked()
        if not (name := in_words(path)).startswith(PICTURES_OF_OUR_OWN_PAGES)
        and (MEDIA.search(name) or signatures.starts_with(path.read_bytes(), signatures.IMAGERY))
    ]
    assert not broken, f"Media files are tracked: {broken}"
