"""Work on a drive that may have gone."""

import asyncio
import subprocess
import sys
import textwrap

import pytest

from assist.calls.errands import errand


def test_what_comes_of_it_is_handed_over():
    """Results and errors, to whoever waits."""

    async def run():
        assert await errand(lambda: 7) == 7
        with pytest.raises(ZeroDivisionError):
            await errand(lambda: 1 // 0)

    asyncio.run(run())


def test_an_error_that_nobody_waits_for_is_no_alarm():
    """Neither at once nor when it is forgotten."""

    async def run():
        alarms = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: alarms.append(context))
        dropped = errand(lambda: 1 // 0)
        await asyncio.wait({dropped})
        del dropped
        given_up = errand(lambda: 7)
        given_up.cancel()
        await errand(lambda: None)
        assert alarms == []

    asyncio.run(run())


def test_a_drive_that_hangs_holds_up_neither_loop_nor_end():
    """The process ends although the work never does."""
    script = """
        import asyncio, threading
        from assist.calls.errands import errand

        async def run():
            hung = errand(threading.Event().wait)
            done, _ = await asyncio.wait({hung}, timeout=0.01)
            print("going on", len(done))

        asyncio.run(run())
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "going on 0\n", "")
