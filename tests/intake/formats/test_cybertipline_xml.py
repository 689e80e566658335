import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Event, Malformed, Refused, Role, Said

REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<report>
  <batchedReport reason="VIRAL_POTENTIAL_MEME"/>
  <incidentSummary>
    <incidentType>Misleading Domain Name</incidentType>
    <platform>Example Chat for Phones</platform>
    <escalateToHighPriority>call 303-555-0111 at once</escalateToHighPriority>
    <reportAnnotations><spam>true</spam></reportAnnotations>
    <incidentDateTime>2026-01-02T03:04:05Z</incidentDateTime>
    <incidentDateTimeDescription>time of upload</incidentDateTimeDescription>
  </incidentSummary>
  <internetDetails><webPageIncident thirdPartyHostedContent="true"><url>https://example.com/a</url>
    <url>not an address</url><additionalInfo>
    see https://example.com/b</additionalInfo></webPageIncident></internetDetails>
  <internetDetails><cellPhoneIncident><phoneNumber countryCallingCode="+1" extension="12">303-555-0142</phoneNumber>
    <latitude>39.5</latitude><longitude>-105</longitude></cellPhoneIncident></internetDetails>
  <internetDetails><chatImIncident><chatClient>Example Client</chatClient><chatRoomName>invented room</chatRoomName>
    <content>hello</content></chatImIncident></internetDetails>
  <internetDetails><nonInternetIncident><locationName>Invented Hall</locationName><incidentAddress type="Business">
    <address>1 Invented Way</address><city>Denver</city><state>CO</state></incidentAddress></nonInternetIncident>
    </internetDetails>
  <internetDetails><peer2peerIncident><client>Example Sharer</client><ipCaptureEvent><ipAddress>2001:DB8::5</ipAddress>
    </ipCaptureEvent><fileNames>one.bin, two.bin</fileNames></peer2peerIncident></internetDetails>
  <lawEnforcement><agencyName>Invented Police</agencyName><caseNumber>X-1</caseNumber><officerContact>
    <lastName>Officer-Invented</lastName><email>officer@police.test</email></officerContact></lawEnforcement>
  <reporter><reportingPerson><lastName>Example Chat</lastName></reportingPerson>
    <companyTemplate>Reach us at legal@chat.example, 24 hours</companyTemplate>
    <legalURL>https://chat.example/legal</legalURL>
  </reporter>
  <personOrUserReported>
    <personOrUserReportedPerson><firstName>Visibly</firstName><lastName>Invented</lastName>
      <phone type="Mobile" verified="true" verificationDate="2025-01-01T00:00:00Z">(303) 555-0143</phone>
      <email type="Home" verified="false">Invented@Example.com</email>
      <address type="Home"><address>2 Invented Way</address><city>Boulder</city><zipCode>80301</zipCode>
    <state>CO</state>
      <country>US</country></address><age>44</age><dateOfBirth>1982-01-01</dateOfBirth></personOrUserReportedPerson>
    <vehicleDescription>a gray car</vehicleDescription>
    <espIdentifier>AbC-9</espIdentifier><espService>Example Chat Pro</espService>
    <compromisedAccount>false</compromisedAccount><screenName>@Invented_One</screenName>
    <displayName>Invented  One</displayName><profileUrl>https://chat.example/u/9</profileUrl>
    <profileBio>write to bio@example.com</profileBio>
    <ipCaptureEvent><ipAddress>198.18.0.4</ipAddress><eventName>Login</eventName>
    <dateTime>2026-01-02T01:00:00-05:00</dateTime>
      <possibleProxy>true</possibleProxy><port>4430</port></ipCaptureEvent>
    <ipCaptureEvent><ipAddress>no address</ipAddress><eventName>Upload</eventName></ipCaptureEvent>
    <deviceId><idType>IMEI</idType><idValue>352099001761481</idValue><eventName>Registration</eventName></deviceId>
    <deviceId><idType>imei</idType><idValue>nonsense</idValue></deviceId>
    <priorCTReports>111222</priorCTReports><groupIdentifier>invented group</groupIdentifier>

        <accountTemporarilyDisabled disabledDate="2026-01-03T00:00:00Z"
        userNotified="false">true</accountTemporarilyDisabled>
    <estimatedLocation verified="true" timestamp="2026-01-01T00:00:00Z"><city>Aurora</city><region>Colorado</region>
      <countryCode>US</countryCode></estimatedLocation>
    <associatedAccount type="Linked"><platform>Other Chat</platform><firstName>Second</firstName>
    <approximateAge>30</approximateAge>
      <espIdentifier>77</espIdentifier><additionalInfo>linked</additionalInfo></associatedAccount>
    <additionalInfo>also 198.18.0.99</additionalInfo>
  </personOrUserReported>
  <intendedRecipient><espIdentifier>R-1</espIdentifier></intendedRecipient>
  <victim><victimPerson><age>12</age></victimPerson><schoolName>Invented School</schoolName></victim>
  <additionalInfo>last words</additionalInfo>
</report>"""

FILE = """<fileDetails><reportId>900001</reportId><fileId>f-1</fileId><fileName>stored.bin</fileName>
  <originalFileName>given.bin</originalFileName><uploadedToEspTimestamp>2026-01-02T03:00:00Z</uploadedToEspTimestamp>
  <locationOfFile>https://chat.example/f/1</locationOfFile><fileViewedByEsp>true</fileViewedByEsp>
  <exifViewedByEsp>false</exifViewedByEsp><publiclyAvailable>true</publiclyAvailable>
    <fileRelevance>Reported</fileRelevance>
  <fileAnnotations><viral>true</viral></fileAnnotations><industryClassification>B2</industryClassification>
  <originalFileHash hashType="MD5">D41D8CD98F00B204E9800998ECF8427E</originalFileHash>
  <originalFileHash hashType="PhotoDNA">1,2,3</originalFileHash>
  <ipCaptureEvent><ipAddress>198.18.0.5</ipAddress><eventName>Upload</eventName></ipCaptureEvent>
  <details type="EXIF"><nameValuePair><name>Make</name><value>Invented Cameras</value></nameValuePair></details>
  <additionalInfo>a file</additionalInfo></fileDetails>"""


def report(body: str) -> bytes:
    return f"<report>{body}</report>".encode()


def test_the_documents_of_these_tests_are_valid_against_the_published_schema(shared_formats: Path) -> None:
    schema = etree.XMLSchema(etree.parse(shared_formats / "ncmec_cybertipline_espsubmittal_2025-11.xsd"))
    for text in (REPORT, FILE):
        schema.assertValid(etree.fromstring(text.encode()))


def test_no_text_and_no_attribute_is_lost(said_by: Callable[[object], set[str]]) -> None:
    said = said_by(read(REPORT.encode(), [FILE.encode()]))
    for document in (REPORT, FILE):
        for element in etree.fromstring(document.encode()).iter():
            texts = [element.text or "", *element.attrib.values()]
            for text in filter(None, map(str.strip, texts)):
                assert text in said or text.lower() in said, element.tag


def test_the_published_example_reads_fully(shared_formats: Path) -> None:
    said = read((shared_formats / "ncmec_doc_example_2025.xml").read_bytes())
    assert len(said.annotations) == 5
    assert said.incident is not None
    assert said.incident.at is not None
    assert said.incident.at.isoformat() == "2012-10-15T15:00:00+00:00"
    assert said.sightings[0].identifier.kind is Kind.URL
    assert [person.role for person in said.people] == [Role.REPORTER]
    assert said.people[0].sightings[0].identifier.value == "jsmith@example.com"


def test_the_incident_is_read() -> None:
    said = read(REPORT.encode(), [FILE.encode()])
    assert (said.number, said.provider, said.platform) == ("900001", "Example Chat", "Example Chat for Phones")
    assert (said.incident_type, said.annotations, said.batched_reason) == (
        "Misleading Domain Name",
        ("spam",),
        "VIRAL_POTENTIAL_MEME",
    )
    assert said.escalation == "call 303-555-0111 at once"
    found = {(sighting.identifier.kind, sighting.identifier.value, sighting.said) for sighting in said.sightings}
    assert (Kind.PHONE, "+13035550111", Said.FREE_TEXT) in found
    assert (Kind.URL, "https://example.com/a", Said.DECLARED) in found
    assert (Kind.URL, "https://example.com/b", Said.FREE_TEXT) in found
    assert (Kind.IPV6, "2001:db8::5", Said.DECLARED) in found


def test_a_reported_user_is_read() -> None:
    person = next(person for person in read(REPORT.encode()).people if person.role is Role.REPORTED)
    assert (person.first_name, person.last_name, person.age) == ("Visibly", "Invented", 44)
    by_pointer = {sighting.pointer.rpartition("personOrUserReported/")[2]: sighting for sighting in person.sightings}
    assert by_pointer["espIdentifier"].identifier == Identifier(Kind.ACCOUNT, "AbC-9", "example chat pro")
    assert by_pointer["screenName"].identifier == Identifier(Kind.HANDLE, "invented_one", "example chat pro")
    assert by_pointer["profileBio"].said is Said.FREE_TEXT
    assert by_pointer["personOrUserReportedPerson/phone"].verified is True
    assert by_pointer["deviceId[1]/idValue"].identifier == Identifier(Kind.DEVICE, "352099001761481", "imei")
    seen = by_pointer["ipCaptureEvent[1]/ipAddress"]
    assert (seen.event, seen.port, seen.possible_proxy) == (Event.LOGIN, 4430, True)
    assert seen.when is not None
    assert seen.when.at is not None
    assert seen.when.at.hour == 6
    assert [(place.source, place.city) for place in person.places] == [
        ("address", "Boulder"),
        ("estimated_location", "Aurora"),
    ]
    assert person.prior_reports == ("111222",)


def test_an_associated_account_is_a_person_of_its_own_at_its_own_platform() -> None:
    person = next(person for person in read(REPORT.encode()).people if person.role is Role.ASSOCIATED)
    assert (person.first_name, person.age) == ("Second", 30)
    assert person.sightings[0].identifier == Identifier(Kind.ACCOUNT, "77", "other chat")


def test_what_the_company_template_names_belongs_to_the_reporter() -> None:
    said = read(REPORT.encode())
    (holder,) = [
        person
        for person in said.people
        for sighting in person.sightings
        if sighting.identifier.value == "legal@chat.example"
    ]
    assert holder.role is Role.REPORTER


def test_a_file_is_read() -> None:
    (file,) = read(REPORT.encode(), [FILE.encode()]).files
    assert (file.file_id, file.name, file.classification) == ("f-1", "given.bin", "B2")
    assert (file.viewed_by_provider, file.exif_viewed, file.publicly_available) == (True, False, True)
    assert file.annotations == ("viral",)
    assert {sighting.identifier.kind for sighting in file.sightings} == {Kind.MD5, Kind.IPV4, Kind.URL}


def test_a_digest_under_its_old_name_is_a_digest() -> None:
    (file,) = read(REPORT.encode(), [FILE.replace("originalFileHash", "originalBinaryHashOfFile").encode()]).files
    assert Kind.MD5 in {sighting.identifier.kind for sighting in file.sightings}


def test_what_is_no_identifier_is_kept_with_all_that_was_said_about_it() -> None:
    kept = {kept.pointer: kept.text for kept in read(REPORT.encode(), [FILE.encode()]).kept}
    assert kept["/report/internetDetails[1]/webPageIncident/url[2]"] == "not an address"
    assert kept["/report/personOrUserReported/ipCaptureEvent[2]/eventName"] == "Upload"
    assert kept["/report/personOrUserReported/deviceId[2]/idType"] == "imei"
    assert kept["/fileDetails/originalFileHash[2]"] == "1,2,3"


def test_unknown_elements_attributes_comments_and_annotations_are_not_lost() -> None:
    said = read(
        report(
            "<incidentSummary><reportAnnotations><newOne/></reportAnnotations></incidentSummary>"
            '<!-- remark --><novelty kind="x">stray<deep>er</deep> words</novelty><empty/>'
        )
    )
    assert said.annotations == ("newOne",)
    assert {kept.pointer: kept.text for kept in said.kept} == {
        "/report/comment()": "remark",
        "/report/novelty": "stray words",
        "/report/novelty/@kind": "x",
        "/report/novelty/deep": "er",
        "/report/empty": "",
    }


def test_namespaces_do_not_matter() -> None:
    said = read(b'<n:report xmlns:n="urn:invented"><n:additionalInfo>a@example.com</n:additionalInfo></n:report>')
    assert said.sightings[0].pointer == "/report/additionalInfo"


def test_a_truncated_report_is_malformed_at_every_byte(shared_formats: Path) -> None:
    raw = (shared_formats / "ncmec_doc_example_2025.xml").read_bytes().rstrip()
    for length in range(len(raw)):
        with pytest.raises(Malformed):
            read(raw[:length])


def test_a_broken_document_says_line_byte_and_open_element() -> None:
    raw = b"<report>\n<incidentSummary>\n<incidentType>x</incidentSummary>\n</report>"
    with pytest.raises(Malformed) as broken:
        read(raw)
    assert (broken.value.line, broken.value.element) == (3, "incidentType")
    assert broken.value.offset is not None
    assert 40 <= broken.value.offset <= 62


@pytest.mark.parametrize("raw", [FILE.encode(), b"<html/>", b"<svg/>", report("") + report("")])
def test_what_is_not_one_report_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read(raw)


def test_a_lone_file_description_says_that_it_needs_its_report() -> None:
    with pytest.raises(Malformed, match="the report is not with it"):
        read(FILE.encode())


def test_companions_of_different_reports_are_malformed() -> None:
    with pytest.raises(Malformed, match="different reports"):
        read(report(""), [FILE.encode(), FILE.replace("900001", "900002").encode()])


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    "raw",
    [
        b"<!DOCTYPE report><report/>",
        b'<?xml version="1.0"?>\n<!-- a -->\n<!doctype html><report/>',
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><report a="&l8;">&l8;</report>'.encode(),
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><report>&x;</report>',
        "<!DOCTYPE report><report/>".encode("utf-16"),
    ],
)
def test_a_doctype_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        read(raw)
    assert refusal.value.reason == "doctype"


def test_an_entity_is_refused_but_not_the_five_of_xml() -> None:
    with pytest.raises(Refused) as refusal:
        read(report("<additionalInfo>&x;</additionalInfo>"))
    assert refusal.value.reason == "entity"
    assert read(report("<additionalInfo>&lt;&amp;</additionalInfo>")).passages[0].text == "<&"


def test_a_doctype_quoted_in_text_is_only_text() -> None:
    assert read(report("<additionalInfo><![CDATA[<!DOCTYPE html>]]></additionalInfo>")).passages


@pytest.mark.parametrize("depth", [65, 200, 300, 50_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    with pytest.raises(Refused) as refusal:
        read(report("<a>" * depth + "</a>" * depth))
    assert refusal.value.reason == "depth"


def test_utf_16_reads_like_utf_8() -> None:
    assert read(REPORT.replace("UTF-8", "UTF-16").encode("utf-16")) == read(REPORT.encode())


ELEMENTS = st.recursive(
    st.text(alphabet="ab @.1<&\u00e9", max_size=12).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.builds(
        lambda name, bodies: f"<{name}>{''.join(bodies)}</{name}>",
        st.sampled_from(
            [
                "personOrUserReported",
                "victim",
                "personOrUserReportedPerson",
                "email",
                "phone",
                "age",
                "ipCaptureEvent",
                "ipAddress",
                "port",
                "eventName",
                "deviceId",
                "idType",
                "idValue",
                "reporter",
                "companyTemplate",
                "x",
                "address",
                "city",
                "estimatedLocation",
                "internetDetails",
                "url",
                "associatedAccount",
                "incidentSummary",
                "incidentType",
                "reportAnnotations",
                "spam",
                "espIdentifier",
                "espService",
                "batchedReport",
                "additionalInfo",
            ]
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)


@given(body=st.lists(ELEMENTS, max_size=6))
def test_no_text_of_any_document_is_lost(said_by: Callable[[object], set[str]], body: list[str]) -> None:
    raw = report("".join(body))
    said = said_by(read(raw))
    for element in etree.fromstring(raw).iter():
        text = ((element.text or "") + "".join(child.tail or "" for child in element)).strip()
        assert not text or text in said or text.lower() in said or str(int(text)) in said


def test_a_report_is_read_in_a_few_milliseconds() -> None:
    def once() -> float:
        start = time.process_time()
        read(REPORT.encode())
        return time.process_time() - start

    assert min(once() for _ in range(20)) < 0.008


def test_a_batched_report_counts_its_incidents_and_any_other_is_one() -> None:
    incidents = "<internetDetails><webPageIncident><url>https://example.com/a</url></webPageIncident></internetDetails>"
    batched = '<batchedReport reason="VIRAL_POTENTIAL_MEME"/>'
    assert read(report(batched + incidents * 3)).incidents == 3
    assert read(report(batched)).incidents == 1
    assert read(report(incidents * 3)).incidents == 1


def test_annotations_newer_than_the_schema_are_taken_by_their_names() -> None:
    newer = "<informational/><potentialAggravatingFactors>true</potentialAggravatingFactors><instrumentalUse/>"
    said = read(report(f"<incidentSummary><reportAnnotations>{newer}</reportAnnotations></incidentSummary>"))
    assert said.annotations == ("informational", "potentialAggravatingFactors", "instrumentalUse")
    assert said.kept == ()


def test_what_2026_adds_about_people_is_a_fact() -> None:
    doubt = "<ageAssertionDiscrepancy>true</ageAssertionDiscrepancy>"
    said = read(
        report(
            f"<personOrUserReported><personOrUserReportedPerson>{doubt}</personOrUserReportedPerson>"
            f'<associatedAccount type="Linked">{doubt}</associatedAccount></personOrUserReported>'
        )
    )
    assert [dict(person.facts).get("ageAssertionDiscrepancy") for person in said.people] == ["true", "true"]
    assert said.kept == ()


def test_prior_reports_are_told_of_whoever_they_are_about() -> None:
    said = read(
        report(
            "<personOrUserReported><priorCTReports>9100001</priorCTReports><priorCTReports>9100002</priorCTReports>"
            '<associatedAccount type="Linked"><priorCTReport>9100003</priorCTReport></associatedAccount>'
            "</personOrUserReported>"
        )
    )
    assert [person.prior_reports for person in said.people] == [("9100001", "9100002"), ("9100003",)]
