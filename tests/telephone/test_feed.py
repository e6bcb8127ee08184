"""How a telephone call's sound gets to the ears."""

import asyncio
import threading

import numpy as np

from assist.audio.listener import Listener
from assist.audio.ring import Ring
from assist.audio.telephone.encoding import RATE
from assist.audio.telephone.events import Sound
from assist.events import SPEAKERS, LagMeasured
from assist.telephone.ears import SharedEars
from assist.telephone.feed import TelephoneCall, TelephoneFeed
from tests.live import LoudIsSpeech
from tests.telephone.platforms import run

SECOND = np.zeros(RATE, np.float32)


class Taker:
    """A call that hears what its feed brings."""

    def __init__(self, ears):
        self.feed = TelephoneFeed(TelephoneCall("c", "2026-01-01T00:00:00", "r", "test"), 1e6, ears, lambda: 0.0)
        self.feed.listen_with({name: Listener(name, Ring(1.0), LoudIsSpeech()) for name in SPEAKERS})
        self.heard = 0.0
        self._moved = asyncio.Event()
        self.task = asyncio.create_task(self._take())

    async def _take(self):
        async for item in self.feed.stream():
            self.heard = max(self.heard, item.at)
            self._moved.set()

    async def until(self, seconds):
        while self.heard < seconds:
            self._moved.clear()
            await self._moved.wait()

    async def say(self, seconds, start):
        for number in range(seconds):
            await self.feed.hear(Sound("customer", (start + number) * RATE, SECOND))


def test_the_ears_wait_for_a_recogniser_that_is_far_behind():
    """What is heard is kept for a minute only; what waits at the door is not lost. Then they go on."""

    async def test():
        ears = SharedEars()
        call = Taker(ears)
        await call.say(60, 0)
        await call.until(59.9)
        call.feed.follow(LagMeasured(behind_seconds=41.0))
        before = call.heard
        await call.say(20, 60)
        call.feed.follow(LagMeasured(behind_seconds=41.0 + 20.0))  # twenty of them are not heard yet
        await asyncio.sleep(0)
        assert call.heard == before
        assert not call.task.done()
        call.feed.follow(LagMeasured(behind_seconds=29.0 + 20.0))
        call.feed.end()
        await call.task
        assert call.heard >= 80.0
        ears.close()

    run(test)


def test_a_lag_that_is_the_ears_own_holds_nobody_back():
    """A thread that hears many calls may be behind itself; the recogniser has all that it was given."""

    async def test():
        ears = SharedEars()
        call = Taker(ears)
        await call.say(60, 0)
        call.feed.follow(LagMeasured(behind_seconds=60.0))
        call.feed.end()
        await call.task
        assert call.heard >= 60.0
        ears.close()

    run(test)


def test_what_came_while_the_ears_were_busy_is_heard_in_one_turn():
    """The busier they are, the less often they change from call to call."""

    async def test():
        ears, go, turns = SharedEars(), threading.Event(), []
        waiting = [1]

        def take():
            taken, waiting[:] = waiting[:], []
            return taken

        def hear(piece):
            turns.append(piece)
            return ()

        def wait(event):
            assert event.wait(10)
            return ()

        busy = asyncio.create_task(ears.listen(lambda: [go], wait))
        await asyncio.sleep(0)
        turn = asyncio.create_task(ears.listen(take, hear))
        await asyncio.sleep(0)
        waiting += [2, 3]
        go.set()
        await asyncio.gather(busy, turn)
        assert turns == [1, 2, 3]
        ears.close()

    run(test)
