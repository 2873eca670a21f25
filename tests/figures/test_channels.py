"""Who says what a contact is called: the person, the team, the log where it agrees, else it is a hotline."""

from __future__ import annotations

import pytest

from chronicle.figures.channels import CHANNELS, HOTLINE, MIXED, catalogue, channel_of
from chronicle.records.model import Metric, Team, Year


def year(**keys: object) -> Year:
    return Year.model_validate({"name": "林夏", **keys})


def test_the_person_then_the_team_then_the_log() -> None:
    logged = (("在线", 95), ("电话", 5))
    assert channel_of(year(channel="外呼"), Team(channel="工单"), logged) == CHANNELS["外呼"]
    assert channel_of(year(), Team(channel="工单"), logged) == CHANNELS["工单"]
    assert channel_of(year(), Team(), logged) == CHANNELS["在线"]
    assert channel_of(year(), Team()) == HOTLINE


def test_a_leads_are_their_own_then_what_all_people_share() -> None:
    tickets, calls = CHANNELS["工单"], CHANNELS["外呼"]
    for written, members, name in (
        ("工单", (tickets, calls), "工单"),
        (None, (tickets, calls), ""),
        (None, (calls, calls), "外呼"),
        (None, (), "工单"),
    ):
        lead = year(role_kind="lead", channel=written)
        assert channel_of(lead, Team(channel="工单"), members=members).name == name


@pytest.mark.parametrize(
    ("logged", "channel"),
    [
        ((("电话", 90), ("在线", 10)), HOTLINE),
        ((("电话", 89), ("在线", 11)), MIXED),
        ((("呼入", 50), ("来电", 40), ("在线", 10)), HOTLINE),
        ((("柜台", 100),), MIXED),
    ],
)
def test_nine_rows_in_ten_agree(logged: tuple[tuple[str, int], ...], channel: object) -> None:
    assert channel_of(year(), Team(), logged) == channel


def test_a_role_is_never_interpreted() -> None:
    assert channel_of(year(role="在线客服代表"), Team()) == HOTLINE


def test_contacts_are_called_by_the_channel_unless_the_team_calls_them() -> None:
    found = catalogue(Team(), CHANNELS["工单"])["contacts"]
    assert (found.label, found.unit) == ("办结量", "件")
    named = Team(metrics={"contacts": Metric(label="服务人次", unit="人次", total="sum")})
    found = catalogue(named, CHANNELS["工单"])["contacts"]
    assert (found.label, found.unit) == ("服务人次", "人次")
