"""A busy door reads what seldom changes once a second, and anew in the next."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from nightlight.foundation import once_a_second as module
from nightlight.foundation.once_a_second import forget, once_a_second


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [7.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def test_within_a_second_it_is_asked_once_for_each_question(second: list[float]) -> None:
    asked: list[str] = []
    question = once_a_second(lambda word: asked.append(word) or len(asked))
    assert [question("a"), question("a"), question("b")] == [1, 1, 2]
    second[0] = 7.9
    assert question("a") == 1
    second[0] = 8.0
    assert question("a") == 3
    assert asked == ["a", "b", "a"]


def test_a_failure_is_not_remembered(second: list[float]) -> None:
    answers = iter([ValueError("not yet"), "there"])

    @once_a_second
    def question() -> str:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    with pytest.raises(ValueError, match="not yet"):
        question()
    assert question() == "there"


def test_forgotten_it_is_asked_again(second: list[float]) -> None:
    asked: list[int] = []
    question = once_a_second(lambda: asked.append(1))
    question()
    forget()
    question()
    assert len(asked) == 2


def test_whoever_comes_while_it_is_asked_waits_for_the_same_answer(second: list[float]) -> None:
    asked: list[int] = []
    both_here = threading.Barrier(2)

    @once_a_second
    def question() -> int:
        asked.append(1)
        time.sleep(0.05)
        return len(asked)

    def ask() -> int:
        both_here.wait()
        return question()

    with ThreadPoolExecutor(2) as pool:
        assert [one.result() for one in [pool.submit(ask), pool.submit(ask)]] == [1, 1]
