"""Where the facts and the stories of a year meet."""

from __future__ import annotations

import make
from chronicle.figures import meetings


def test_a_story_belongs_to_the_event_of_its_month_that_its_tags_meet() -> None:
    pond = make.story("pond", date="2025-07-18", tags=["停电"])
    spring = make.story("spring", date="2025-03-01", tags=["停电"])  # another month
    bill = make.story("bill", date="2025-07-02", tags=["电费"])  # other words
    year = make.agent_year(
        events=[{"month": 7, "title": "迎峰度夏", "note": "报修与停电咨询集中"}],
        campaigns=[{"title": "迎峰度夏", "from": "2025-07-01", "to": "2025-08-31"}],
        stories=[pond, spring, bill],
    )
    [summer] = meetings.happenings(year)
    assert (summer.when, summer.title, summer.stories) == ("7—8\u00a0月", "迎峰度夏", (pond,))
    assert meetings.happening_of(year, pond) == summer
    assert meetings.happening_of(year, spring) is None


def test_a_suggestion_comes_from_the_story_that_shares_its_words() -> None:
    text = make.story("text", journey=[{"at": "发现", "mood": -3, "note": "凭什么就漏我一家"}])
    hours = make.story("hours", journey=[{"at": "问", "mood": -1, "note": "几点来电，损失找谁"}])
    items = [
        {"title": "核对通知号码", "voice": "整条街都收到了，就漏我一家", "node": "停电通知", "status": "adopted"},
        {
            "title": "复电短信写明时间",
            "voice": "到底几点来电，给个准话",
            "status": "adopted",
        },  # four characters are chance
    ]
    year = make.agent_year(suggestions={"items": items}, stories=[text, hours])
    assert [(story, item.title) for story, item in meetings.became(year)] == [(text, "核对通知号码")]
