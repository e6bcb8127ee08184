"""A sound server of its own for tests that need real devices."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop import require

ALSA = """
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
pcm.customer_line { type pulse device "customer.monitor" hint { show on description "Customer line" } }
pcm.agent_line { type pulse device "agentmic.monitor" hint { show on description "Agent line" } }
"""


@contextlib.contextmanager
def pulse_rig(folder: Path) -> Iterator[dict[str, str]]:
    """Start a daemon with two null sinks, ``customer`` (the default output) and ``agentmic``.

    Their monitors are the inputs ``customer_line`` and ``agent_line``. The test is skipped, with the reason, where the
    programs are missing or the daemon does not start.

    Args:
        folder: for its files; also the home of the programs that use it.

    Yields:
        The environment to reach it.
    """
    require("pulseaudio", "paplay", "pactl")
    runtime = folder / "run"
    (runtime / "pulse").mkdir(parents=True, mode=0o700)
    runtime.chmod(0o700)
    socket = runtime / "pulse" / "native"
    (folder / "rig.pa").write_text(
        f"load-module module-native-protocol-unix auth-anonymous=1 socket={socket}\n"
        "load-module module-null-sink sink_name=customer rate=48000 channels=1\n"
        "load-module module-null-sink sink_name=agentmic rate=48000 channels=1\n"
        "set-default-sink customer\n"
    )
    (folder / "asound.conf").write_text(ALSA)
    environment = {
        **os.environ,
        "XDG_RUNTIME_DIR": str(runtime),
        "PULSE_RUNTIME_PATH": str(runtime / "pulse"),
        "PULSE_SERVER": f"unix:{socket}",
        "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        "HOME": str(folder),
    }
    daemon = subprocess.Popen(
        ["pulseaudio", "-n", "-F", str(folder / "rig.pa"), "--daemonize=no", "--exit-idle-time=-1",
         "--use-pid-file=no", "--log-target=stderr", "--log-level=error"],
        env=environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        ready = subprocess.run(
            ["timeout", "20", "sh", "-c", "until pactl info >/dev/null 2>&1; do sleep 0.1; done"],
            env=environment, check=False,
        )  # fmt: skip
        if ready.returncode:
            pytest.skip("the PulseAudio daemon does not start here")
        yield environment
    finally:
        daemon.terminate()
        daemon.wait(10)
