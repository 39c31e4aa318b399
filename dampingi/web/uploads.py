"""Uploads never touch the disk in clear (K-3): they stay in memory, or are refused."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

LARGEST = 4 * 1024 * 1024


class SealedUploadHandler(MemoryFileUploadHandler):
    """Keep every upload in memory; beyond four megabytes the whole request is refused (400)."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take every size: there is no other handler that would write to disk."""
        self.activated = True
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or refuse."""
        self.taken += len(raw_data)
        if self.taken > LARGEST:
            # Not StopUpload: that would hand on the fields that came before, as if they were all.
            raise RequestDataTooBig
        self.file.write(raw_data)
