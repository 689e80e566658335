"""Every address, and who answers it."""

from django.urls import URLPattern, URLResolver, path

from nightlight.api.routes import api
from nightlight.web import (
    board,
    case_acts,
    cases,
    conflicts,
    door,
    hash_acts,
    hashes,
    parts,
    queue,
    report_acts,
    reports,
    sources,
    stylesheet,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", door.home, name="home"),
    path("sign-in", door.sign_in, name="sign-in"),
    path("sign-out", door.sign_out, name="sign-out"),
    path("theme", door.theme, name="theme"),
    path("queue", queue.queue, name="queue"),
    path("queue/accept", queue.accept, name="queue-accept"),
    path("reports/<uuid:pk>", reports.report, name="report"),
    path("reports/<uuid:pk>/account", reports.account, name="report-account"),
    path("reports/<uuid:pk>/received/<int:position>", reports.as_received, name="report-received"),
    path("reports/<uuid:pk>/assign", report_acts.assign, name="report-assign"),
    path("reports/<uuid:pk>/case", report_acts.open_case, name="report-case"),
    path("reports/<uuid:pk>/close", report_acts.close, name="report-close"),
    path("cases", cases.cases, name="cases"),
    path("cases/<uuid:pk>", cases.case, name="case"),
    path("cases/<uuid:pk>/subject", case_acts.add_subject, name="case-subject"),
    path("cases/<uuid:pk>/arrest", case_acts.record_arrest, name="case-arrest"),
    path("cases/<uuid:pk>/charge", case_acts.add_charge, name="case-charge"),
    path("cases/<uuid:pk>/disposition", case_acts.record_disposition, name="case-disposition"),
    path("cases/<uuid:pk>/finding", case_acts.record_finding, name="case-finding"),
    path("cases/<uuid:pk>/child", case_acts.record_child, name="case-child"),
    path("cases/<uuid:pk>/identified", case_acts.identify_child, name="case-identified"),
    path("cases/<uuid:pk>/close", case_acts.close, name="case-close"),
    path("conflicts", conflicts.conflicts, name="conflicts"),
    path("conflicts/<uuid:pk>", conflicts.conflict, name="conflict"),
    path("conflicts/<uuid:pk>/acknowledge", conflicts.acknowledge, name="conflict-acknowledge"),
    path("conflicts/<uuid:pk>/settle", conflicts.settle, name="conflict-settle"),
    path("operations", board.operations, name="operations"),
    path("operations/<uuid:pk>", board.operation, name="operation"),
    path("operations/<uuid:pk>/records/<slug:measure>", board.records, name="operation-records"),
    path("operations/<uuid:pk>/report.<slug:form>", board.download, name="operation-download"),
    path("hashes", hashes.hashes, name="hashes"),
    path("hashes/look-up", hashes.look_up, name="hashes-look-up"),
    path("hashes/deconfirm", hash_acts.deconfirm, name="hashes-deconfirm"),
    path("hashes/deconfirmed/<uuid:pk>/take-back", hash_acts.take_back, name="hashes-take-back"),
    path("hashes/lists/<uuid:pk>", hashes.hash_list, name="hash-list"),
    path("hashes/lists/<uuid:pk>/withdraw", hash_acts.withdraw_list, name="hash-list-withdraw"),
    path("hashes/imports/<uuid:pk>/withdraw", hash_acts.withdraw_import, name="hash-import-withdraw"),
    path("sources", sources.sources, name="sources"),
    path("parts", parts.view, name="parts"),
    path("style/<slug:digest>.css", stylesheet.serve_stylesheet, name="stylesheet"),
    path("api/v1/", api.urls),
]

handler404 = "nightlight.web.refusing.not_found"
handler500 = "nightlight.web.refusing.broke"
