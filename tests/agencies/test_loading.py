"""The project's data files become agencies, their tree and their territories, once."""

from nightlight.agencies import loading
from nightlight.agencies.models import Agency, AgencyKind, Membership, Territory

TASK_FORCES = 61


def counts() -> tuple[int, int, int]:
    return Agency.objects.count(), Membership.objects.count(), Territory.objects.count()


def test_all_61_task_forces_stand_under_the_national_coordinator(db: None) -> None:
    task_forces = Agency.objects.filter(kind=AgencyKind.TASK_FORCE)
    assert task_forces.count() == TASK_FORCES
    assert task_forces.filter(memberships__parent__code="national").count() == TASK_FORCES


def test_loading_twice_changes_nothing(db: None) -> None:
    before = counts()
    loading.load()
    assert counts() == before


def test_every_affiliate_stands_under_a_task_force(db: None) -> None:
    affiliates = Agency.objects.filter(kind=AgencyKind.AFFILIATE)
    assert affiliates
    assert not affiliates.exclude(memberships__parent__kind=AgencyKind.TASK_FORCE)


def test_every_agency_can_be_called_at_an_invented_number(db: None) -> None:
    assert all(agency.telephone.startswith("555-01") and agency.contact for agency in Agency.objects.all())


def test_a_number_an_agency_has_set_is_not_overwritten(db: None) -> None:
    Agency.objects.filter(code="co").update(telephone="555-0199", name="Sample Name")
    loading.load()
    agency = Agency.objects.get(code="co")
    assert (agency.telephone, agency.name) == ("555-0199", "Sample Name")


def test_federal_recipients_come_into_an_older_database_too(db: None) -> None:
    Agency.objects.filter(kind=AgencyKind.FEDERAL).delete()
    loading.load_recipients()
    loading.load_recipients()
    found = Agency.objects.filter(kind=AgencyKind.FEDERAL).order_by("code").values_list("code", flat=True)
    assert list(found) == ["federal-desk", "hsi-puerto-rico", "hsi-virgin-islands", "mcio-at-ncmec"]
