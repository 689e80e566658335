"""The door through which the server calls the site."""

import os
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from nightlight.commands.practicing import begin
from nightlight.foundation.memory import settle
from nightlight.geography.gazetteer import gazetteer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightlight.settings")
application = get_wsgi_application()
begin()
settle()
threading.Thread(target=gazetteer(settings.DATA_DIR).read_ahead, name="reading maps", daemon=True).start()
