"""What stands a clause, a question or a column away from the word that makes it personal."""

import pytest

from chronicle.privacy.detector import Detector


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("老会员只用QQ，号是613904728，每次都留言半屏。", "613904728"),
        ('medical_record_no: "0006318274"', "0006318274"),
        ("| 平台 | 旺旺 |\n|---|---|\n| 店铺 | tb_suyuan2018 |", "tb_suyuan2018"),
        ("| 设备 | WiFi密码 |\n|---|---|\n| 客厅 | lvluo2021! |", "lvluo2021!"),
        ("写字楼A3-1502的租户半夜加班。", "A3-1502"),
        ("孩子入学要核对出生年月日。母亲说2018年9月1日，差一天就要再等一年。", "2018年9月1日"),
        ("馆员：读者证号记得吗？\n读者：D20180734196。", "D20180734196"),
        ("学生证丢了，号是S2022110735。", "S2022110735"),
        ("收货联系人巴音孟和等了一上午。", "巴音孟和"),
        ("他说：“开头是178，中间呢是3350，最后是6294。”", "3350"),
    ],
)
def test_masked_apart(text: str, secret: str) -> None:
    assert secret not in Detector().mask(text)[0]


@pytest.mark.parametrize("text", ["channel_wechat: 182037", "墙上一幅字，写的是王阳明。"])
def test_harmless(text: str) -> None:
    assert not Detector().find(text)
