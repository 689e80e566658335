"""The one module that decodes pictures. It runs as a program of its own, one process for each picture.

`python -I -m nightlight.intake.stills.decoding PIXELS MEMORY_MIB CPU_SECONDS`: the picture on standard input; on
standard output one line, `ok DIGEST QUALITY`, or `no REASON`. Before the first byte is read, the process has given
up the right to open anything (no file, no socket), to write a file, to start a process and to use more memory and
time than it was told. If a picture breaks the decoder, this process dies and nothing else does.

Source: the PDQ digest is that of github.com/facebook/ThreatExchange, of the picture in RGB as it is stored.
"""

import io
import resource
import sys
import warnings

MEBIBYTE = 1024 * 1024
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
STANDARD_STREAMS = 3
SQUARE = 64
NOTHING = (0, 0)


def confine(memory_mib: int, cpu_seconds: int) -> None:
    """Give up what is not needed to turn bytes on standard input into a line on standard output, for good."""
    memory = memory_mib * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, NOTHING)
    resource.setrlimit(resource.RLIMIT_CORE, NOTHING)
    resource.setrlimit(resource.RLIMIT_NPROC, NOTHING)
    # the next descriptor would be the fourth: no file can be opened and no connection made
    resource.setrlimit(resource.RLIMIT_NOFILE, (STANDARD_STREAMS, STANDARD_STREAMS))


def digest(raw: bytes, *, pixels: int) -> str:
    """Return the line for one picture."""
    import numpy as np  # noqa: PLC0415 - an extra: without it this module can still be read
    import pdqhash  # noqa: PLC0415 - as above
    from PIL import Image  # noqa: PLC0415 - as above

    with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
        if picture.width * picture.height > pixels:
            return "no too-large"
        if getattr(picture, "n_frames", 1) > 1:
            return "no moving"
        bits, quality = pdqhash.compute(np.asarray(picture.convert("RGB")))
    return f"ok {np.packbits(bits).tobytes().hex()} {quality}"


def rehearse() -> None:
    """Look at a grey square of our own in every format, so that the decoders load what they load only when needed."""
    from PIL import Image  # noqa: PLC0415 - as above

    for form in FORMATS:
        square = io.BytesIO()
        Image.new("P" if form == "GIF" else "RGB", (SQUARE, SQUARE), 128).save(square, form)
        digest(square.getvalue(), pixels=SQUARE * SQUARE)


def main() -> None:
    """Load what is needed, be confined, look at one picture, say one line."""
    from PIL import Image  # noqa: PLC0415 - as above

    pixels, memory_mib, cpu_seconds = map(int, sys.argv[1:4])
    warnings.simplefilter("ignore")
    rehearse()
    Image.MAX_IMAGE_PIXELS = pixels
    confine(memory_mib, cpu_seconds)
    try:
        line = digest(sys.stdin.buffer.read(), pixels=pixels)
    except Image.DecompressionBombError:
        line = "no too-large"
    except MemoryError:
        line = "no memory"
    except Exception:  # noqa: BLE001 - whatever a hostile picture makes a decoder say, it is not repeated
        line = "no unreadable"
    sys.stdout.write(line)


if __name__ == "__main__":
    main()
