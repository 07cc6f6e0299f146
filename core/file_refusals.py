"""What a sender reads when a file is not taken: what is wrong with it, and what to do now."""

from __future__ import annotations

from core.file_reasons import FileRefused, Reason
from core.languages import Text, _l
from core.refusals import Refusal

# Each reason: what happened, and what to do.
SENTENCES: dict[Reason, tuple[Text, Text]] = {
    Reason.EMPTY: (
        _l("The file is empty."),
        _l("Open it on your device and check that it shows something, then choose it again."),
    ),
    Reason.OFFICE_DOCUMENT: (
        _l("This is an office document, and only PDF, JPEG and PNG files are accepted."),
        _l("Open it, choose “Save as PDF” or print it to a PDF file, and send that."),
    ),
    Reason.ARCHIVE: (
        _l("This is an archive, and only PDF, JPEG and PNG files are accepted."),
        _l("Unpack it and send the files one by one."),
    ),
    Reason.TELEPHONE_PHOTO: (
        _l("The photo is in a format that offices cannot open (HEIC or AVIF)."),
        _l("Save it as JPEG: set the camera to “Most compatible”, or send a screenshot of the photo."),
    ),
    Reason.NOT_ALLOWED: (
        _l("This is not a PDF, JPEG or PNG file, whatever its name says."),
        _l("Scan or photograph the document and send a PDF, JPEG or PNG file."),
    ),
    Reason.DAMAGED: (
        _l("The file is damaged or cut off: it cannot be read from beginning to end."),
        _l("Open it, save it anew as PDF, JPEG or PNG, and send that."),
    ),
    Reason.ENCRYPTED: (
        _l("The PDF is protected by a password or against copying."),
        _l("Save it without protection, or print it to a new PDF file, and send that."),
    ),
    Reason.ACTIVE: (
        _l("The PDF contains scripts or commands that act when somebody opens it."),
        _l("Print it to a new PDF file, which keeps only what can be seen, and send that."),
    ),
    Reason.UNREADABLE: (
        _l("The PDF is stored in a way that cannot be checked."),
        _l("Print it to a new PDF file, and send that."),
    ),
}


def as_refusal(refused: FileRefused) -> Refusal:
    """The reason of a check as the refusal that page, API and command line show."""
    if refused.reason is Reason.TOO_LARGE:
        # Rounded down, so that nobody is told a size that is then refused.
        return Refusal(
            _l("The file is larger than %(megabytes)s MB.", megabytes=(refused.limit or 0) // 1_000_000),
            next_step=_l("Scan in grey at 200 dots per inch, or send the pages as several files."),
            status=413,
        )
    if refused.reason is Reason.TOO_MANY_PIXELS:
        return Refusal(
            _l(
                "The picture has more than %(millions)s million pixels.",
                millions=(refused.limit or 0) // 1_000_000,
            ),
            next_step=_l("Scan at 300 dots per inch or less, or make the picture smaller."),
            status=413,
        )
    sentence, next_step = SENTENCES[refused.reason]
    return Refusal(sentence, next_step=next_step, status=400)
