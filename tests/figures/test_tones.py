"""What a tag is called: complaints never praise, praise never blame, and what nobody knows nothing at all."""

from __future__ import annotations

from pathlib import Path

from chronicle.figures import tones
from chronicle.figures.tones import known_tone, tone_of
from chronicle.figures.words import entries, read_word_lists
from rows import for_each

FIGURES = Path(tones.__file__).parent
MARKS = entries(read_word_lists(Path(__file__).parents[2]).blame)

BLAME = """不够耐心 爱理不理 没帮上忙 等了半小时 让我自己查 反复转接 没人回电 挂我电话 推销 拖 機械答覆 不耐煩
要重复说 说得太快 等待时间长 没有解决 机械答复 态度不佳 解释不清楚 不是很清楚 一点都不专业 语气很冲
踢皮球 办事拖拉 打不通 一直占线 转来转去 说法不一致 答非所问 没有回复 回复太慢 解决不了问题 缺少热情
毫无耐心 爱答不理 催了好几次 没人处理 推给别的部门 业务不熟悉 讲解不清 服务差 太慢了 排队太久 像机器人
念稿子 老是打断我 不听我说完 没听懂我的意思 被挂断 承诺不兑现 说到没做到 不尊重人 嫌我啰嗦
声音太小听不清 一问三不知 强行推荐套餐 不理解客户 沒有解決問題 態度惡劣 踢來踢去 等候時間長 不專業
没有同理心 不会安慰人 打了三遍才接 转了四个部门 说好回电没回 跑了三趟
没啥耐心 缺耐心 耐心不够 热情不高 算不上满意 烂服务
好慢 慢悠悠 拽得很 牛气哄哄 凶巴巴 講話很衝 態度囂張 智障客服"""
PRAISE = """耐心 专业 态度好 解决速度快 热情 讲得清楚 细致 放心 声音好听 暖心 一次办好 有担当 不厌其烦 不推诿
说话算话 将心比心 主动回访 有办法 听得懂我说话 像家里人 会安慰人 语速合适 提醒及时 记得我 幽默 打字快
不踢皮球 不让人失望 处理投诉专业 没有敷衍 不打断我 慢慢讲 从不推诿 没让我失望 响应迅速 不用等 不用排队
零差错 没有不耐烦 一点不慢 不急不躁 从来不嫌烦 不仅专业还热情 非常耐心 特别负责 没想到这么专业 態度親切
很專業 毫不推脱 从不挂电话 一次说清 不骗人 没有套路 投诉处理好 普通话标准 有问必答
不嫌老人慢 不让客户等 最多跑一次 没记错 不拖欠 好耐心 好快 快得很 服务赞 巴适得很 溫聲細語"""
NEUTRAL = """电话 账单 男客服 投诉 停电 希望更专业 态度好但没解决 专业吗 夜班 小程序
慢性病 好友 强电 快充桩 棒球 赞助 凶手 补差价 爱好 公平秤"""


@for_each(
    ("tone", "tag"),
    [
        (tone, tag)
        for tone, tags in (("blame", BLAME), ("praise", PRAISE), ("neutral", NEUTRAL))
        for tag in tags.split()
    ],
)
def test_what_is_known_of_a_tag(tone: str, tag: str) -> None:
    assert known_tone(tag) == tone
    assert tone_of(tag, {}, MARKS) == tone


def test_the_writer_decides_then_the_teams_list_of_this_very_tag() -> None:
    assert tone_of("耐心", {"耐心": "neutral"}, frozenset({"耐心"})) == "neutral"
    assert tone_of("耐心", {}, frozenset({"耐心"})) == "blame"


def test_a_teams_mark_counts_in_what_the_lists_do_not_know() -> None:
    assert tone_of("话多得很", {}, frozenset()) == "neutral"
    assert tone_of("话多得很", {}, frozenset({"话多"})) == "blame"
    assert tone_of("专业的话多", {}, frozenset({"话多"})) == "praise"


def test_no_word_stands_in_two_lists() -> None:
    lists = {}
    for tone in ("praise", "blame", "neutral"):
        text = (FIGURES / f"{tone}.txt").read_text("utf-8")
        lists[tone] = {word for line in text.splitlines() for word in line.partition("#")[0].split()}
    assert len(lists["blame"]) > 700
    assert len(lists["praise"]) > 300
    assert not lists["blame"] & lists["praise"]
    assert not lists["neutral"] & (lists["blame"] | lists["praise"])
