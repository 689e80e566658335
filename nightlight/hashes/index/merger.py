"""Merging in the background, by whichever process made it necessary."""

import logging
import threading

from nightlight.hashes.index.folder import MERGER, Folder
from nightlight.hashes.index.manifest import Manifest
from nightlight.hashes.index.merging import due, merge

_log = logging.getLogger(__name__)


class Merger:
    """One thread at most, alive only while there is something to merge. A process that dies takes it along: no harm."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self, manifest: Manifest) -> None:
        """Begin merging when that is due and nobody in this process does yet."""
        if not due(manifest):
            return
        with self._guard:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="hash-index-merger", daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Merge fully, after whoever is merging now."""
        while not merge(self._folder, fully=True):
            with self._folder.held(MERGER):
                pass

    def rest(self) -> None:
        """Wait until this process merges no more."""
        with self._guard:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        try:
            merge(self._folder)
        except OSError as failed:
            # nothing is lost: the segments stay as they are, and the next change tries again
            _log.warning("The hash index could not merge its segments: %s", failed.strerror)
