"""Metrics: what each event adds, and that no outside value makes a new label."""

from itertools import product

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.operations.metrics import Metrics


def samples(metrics: Metrics) -> dict[str, float]:
    """Each sample as Prometheus shows it, with its value."""
    found = (sample for family in text_string_to_metric_families(metrics.text()) for sample in family.samples)
    return {
        f"{one.name}{{{','.join(f'{name}={value}' for name, value in sorted(one.labels.items()))}}}": one.value
        for one in found
    }


@pytest.mark.parametrize(
    ("method", "status", "label"),
    [
        ("sendMessage", 200, "method=send,result=ok"),
        ("sendContact", 400, "method=send,result=refused"),
        ("sendChatAction", 403, "method=send,result=forbidden"),
        ("sendMessage", 429, "method=send,result=flood"),
        ("editMessageText", 502, "method=edit,result=failed"),
        ("answerInlineQuery", None, "method=answer,result=unreachable"),
        ("getUpdates", 409, "method=getUpdates,result=refused"),
        ("getMe", 200, "method=get,result=ok"),
        ("setMyCommands", 200, "method=set,result=ok"),
        ("deleteWebhook", 200, "method=delete,result=ok"),
        ("leaveChat", 200, "method=other,result=ok"),
        ("photo.jpg", 404, "method=other,result=refused"),
    ],
)
def test_call_is_counted_by_method_and_result(method: str, status: int | None, label: str) -> None:
    metrics = Metrics("v1")
    metrics.called(method, status)
    assert samples(metrics)[f"bot_telegram_calls_total{{{label}}}"] == 1


def test_replies_updates_and_answers_are_counted() -> None:
    metrics = Metrics("v1")
    metrics.received("message")
    metrics.replied("answered", "de", "private")
    metrics.replied("answered", "de", "private")
    metrics.answered("private", 0.03)
    found = samples(metrics)
    assert found["bot_updates_total{kind=message}"] == 1
    assert found["bot_replies_total{language=de,outcome=answered,surface=private}"] == 2
    assert found["bot_answer_seconds_bucket{le=0.025,surface=private}"] == 0
    assert found["bot_answer_seconds_bucket{le=0.05,surface=private}"] == 1
    assert found["bot_answer_seconds_sum{surface=private}"] == pytest.approx(0.03)


def test_only_the_content_that_answers_now_is_named() -> None:
    metrics = Metrics("old")
    metrics.answers_from("new")
    assert [name for name in samples(metrics) if "content_info" in name] == ["bot_content_info{version=new}"]


def test_start_and_process_are_told() -> None:
    found = samples(Metrics("v1"))
    assert found["bot_start_time_seconds{}"] > 1.7e9
    assert found["process_resident_memory_bytes{}"] > 0


def test_two_bots_in_a_process_count_apart() -> None:
    first, second = Metrics("v1"), Metrics("v1")
    first.received("message")
    assert "bot_updates_total{kind=message}" not in samples(second)


def test_values_from_outside_make_no_new_labels() -> None:
    metrics = Metrics("v1")
    for number, value in product(range(50), ("answered", "Erika {}", "de\n{}", '"}}{}')):
        odd = value.format(number)
        metrics.replied(odd, odd, odd)
        metrics.received(odd)
        metrics.answered(odd, float(number))
        metrics.called(odd, 100 * (number % 6))
    values = {label for family in text_string_to_metric_families(metrics.text()) for label in _labels(family)}
    assert values <= {"answered", "other", "answer", "v1", "ok", "refused", "failed"}


def _labels(family: object) -> set[str]:
    every = (sample.labels for sample in family.samples)  # type: ignore[attr-defined]
    return {value for labels in every for name, value in labels.items() if name != "le"}
