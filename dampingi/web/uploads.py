"""Uploads never touch the disk in clear (K-3): they stay in memory, or are sealed as they come, or are refused."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler

LARGEST = 4 * 1024 * 1024
# Beyond its limit a file is read on and dropped, so that the page can say so; beyond this, no more.
READ_ON = 256 * 1024 * 1024


class Taking(Protocol):
    """Whatever takes a file piece by piece and seals it."""

    def write(self, plain: bytes) -> None:
        """Take the next piece."""
        ...

    def finish(self) -> None:
        """Say that all has come."""
        ...

    def discard(self) -> None:
        """Take away what has come."""
        ...


class TakenFile(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs alone
    """A file that was sealed on its way in; what nobody kept is gone when the request ends."""

    def __init__(self, taking: Taking, **known: Any) -> None:
        """Hold what took it."""
        super().__init__(None, **known)
        self.taking = taking
        self.kept = False

    def close(self) -> None:
        """Drop it unless it was kept."""
        if not self.kept:
            self.taking.discard()


View = TypeVar("View", bound=Callable[..., Any])


def takes_files(begin: Callable[[], Taking]) -> Callable[[View], View]:
    """Mark a view whose files are sealed as they come; ``begin`` gives what takes each."""

    def mark(view: View) -> View:
        view.takes_files = begin  # type: ignore[attr-defined]  # the handler below reads it
        return view

    return mark


class SealedUploadHandler(MemoryFileUploadHandler):
    """Seal every file on its way to a view that takes files; elsewhere keep it in memory.

    Beyond four megabytes of memory, and for whoever is not signed in, the whole request is refused (400).
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take every size: there is no other handler that would write to disk."""
        self.activated = True
        self.taken = 0
        self.taking: Taking | None = None
        match, user = getattr(self.request, "resolver_match", None), getattr(self.request, "user", None)
        begin = getattr(match.func, "takes_files", None) if match else None
        self.begin: Callable[[], Taking] | None = begin if user is not None and user.is_authenticated else None
        content_length = args[2] if len(args) > 2 else kwargs.get("content_length", 0)  # noqa: PLR2004 -- Django's order
        if self.begin is not None and content_length > READ_ON:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the next file."""
        self.taking = self.begin() if self.begin else None
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal or keep a piece, or refuse."""
        if self.taking is not None:
            self.taking.write(raw_data)
            return
        self.taken += len(raw_data)
        if self.taken > LARGEST:
            # Not StopUpload: that would hand on the fields that came before, as if they were all.
            raise RequestDataTooBig
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        """Hand on what has come."""
        if self.taking is None:
            return super().file_complete(file_size)
        self.taking.finish()
        return TakenFile(self.taking, name=self.file_name, size=file_size, content_type=self.content_type)

    def upload_interrupted(self) -> None:
        """Drop what has come."""
        if self.taking is not None:
            self.taking.discard()
