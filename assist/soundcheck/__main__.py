"""``python -m assist.soundcheck``: the set-up's ears. What it finds goes to stdout, one JSON object a line."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assist.audio.devices import find_device
from assist.audio.portaudio import load_sounddevice
from assist.audio.system import list_devices, open_system
from assist.errors import AttuneError, SourceError
from assist.settings import SpeechSettings
from assist.soundcheck import stock
from assist.soundcheck.ear import Meter, hear_device
from assist.soundcheck.news import DeviceSeen, DevicesSeen, LevelHeard, ModelReady, ModelsSeen, News, Refused, encode

WRONG_USE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one check; the exit status is 0, or 2 after a `Refused`."""
    options = _parser().parse_args(arguments)
    try:
        if options.check == "fetch":
            _tell(ModelReady(options.model, str(stock.fetch(options.model, _tell))))
            return 0
        for news in _CHECKS[options.check](options):
            _tell(news)
    except AttuneError as error:
        _tell(Refused(error.code, str(error)))
        return WRONG_USE
    except BrokenPipeError:  # the window has gone: nobody is told, at the interpreter's end neither
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assist.soundcheck", description=__doc__)
    checks = parser.add_subparsers(dest="check", required=True)
    role = argparse.ArgumentParser(add_help=False)
    role.add_argument("role", choices=["customer", "agent"])
    role.add_argument("--device", default="", help="its name; left out, the one that fits")
    checks.add_parser("devices", parents=[role])
    checks.add_parser("levels", parents=[role])
    listen = checks.add_parser("listen", parents=[role])
    listen.add_argument("--recognizer", default=SpeechSettings().recognizer)
    listen.add_argument("--model", default=SpeechSettings().model)
    listen.add_argument("--play", action="store_true", help="play a customer's sentence on the default output")
    checks.add_parser("models")
    checks.add_parser("fetch").add_argument("model")
    checks.add_parser("folder").add_argument("model")
    return parser


def _tell(news: News) -> None:
    sys.stdout.buffer.write(encode(news))
    sys.stdout.buffer.flush()


def _devices(options: argparse.Namespace) -> Iterator[News]:
    devices = list_devices()
    seen = tuple(DeviceSeen(one.name, one.is_loopback, one.is_default) for one in devices)
    try:
        yield DevicesSeen(seen, find_device(options.device, options.role, devices).name)
    except SourceError as error:
        yield DevicesSeen(seen, advice=str(error))


def _levels(options: argparse.Namespace) -> Iterator[LevelHeard]:
    system = open_system()
    device = find_device(options.device, options.role, system.devices())
    meter = Meter()
    with contextlib.closing(hear_device(device, options.role, system)) as chunks:
        for chunk in chunks:
            yield from meter.hear(chunk)


def _listen(options: argparse.Namespace) -> Iterator[News]:
    from assist.soundcheck import sentence  # noqa: PLC0415 - imports the recognisers
    from assist.speech.vad import SileroModel  # noqa: PLC0415 - as above

    system = open_system()
    device = find_device(options.device, options.role, system.devices())
    settings = replace(SpeechSettings(), recognizer=options.recognizer, model=options.model)
    ear = sentence.SentenceEar(options.role, SileroModel().stream(), settings)
    spoken = sentence.customer_sentence() if options.play else None

    def begin() -> None:
        if spoken is not None:
            sentence.play(load_sounddevice(), spoken)

    with contextlib.closing(hear_device(device, options.role, system)) as chunks:
        yield from sentence.read_sentence(chunks, ear, settings, sentence.open_local, begin)


def _models(_options: argparse.Namespace) -> Iterator[News]:
    yield ModelsSeen(stock.models())


def _folder(options: argparse.Namespace) -> Iterator[News]:
    folder = stock.usable_folder(options.model)
    yield ModelReady(str(folder), str(folder))


_CHECKS = {"devices": _devices, "levels": _levels, "listen": _listen, "models": _models, "folder": _folder}


if __name__ == "__main__":
    sys.exit(main())
