"""The door through which the server calls the site."""

import os

from django.core.wsgi import get_wsgi_application

from nightlight.commands.practicing import begin
from nightlight.foundation.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightlight.settings")
application = get_wsgi_application()
begin()
settle()
