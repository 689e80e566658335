"""The machine API, version 1. Its description is served at /api/v1/openapi.json.

There is no page that draws it: the one of the library loads scripts from another host, which this house never does.
"""

from ninja import NinjaAPI

from nightlight.api import hashes, submissions
from nightlight.api.refusing import say_why

api = NinjaAPI(
    title="Nightlight",
    version="1",
    urls_namespace="api-1",
    docs_url=None,
    description="Hand in reports and get a receipt for each; look known hashes up. No imagery: files are reported by "
    "digest and metadata.",
)
api.add_router("/submissions", submissions.router)
api.add_router("/hashes", hashes.router)
say_why(api)
