"""jieba with the words of the data."""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jieba
import pytest

from chronicle.reading import chinese
from measuring import assert_linear

HOOKS = Path(__file__).parents[2] / "hooks"
STORY = "客户来电反映连续高温导致停电；座席耐心安抚 App 用户，并协调抢修，最终当晚复电。服务是将心比心。"


def run(code: str, **environment: str) -> str:
    """What a fresh process prints that has none of jieba's dictionary yet."""
    code = f"import sys; sys.path.insert(0, {str(HOOKS)!r}); import json\nfrom chronicle.reading import chinese\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8", env=os.environ | environment
    )
    assert not done.stderr
    return done.stdout


def test_a_word_of_the_data_is_one_word_until_it_is_taken_away() -> None:
    said = "他用情绪急救四步走安抚客户，说起阶梯电价"
    chinese.use_words({})
    assert not {"情绪急救四步走", "阶梯电价"} & set(chinese.cut(said))
    chinese.use_words({"情绪急救四步走": "n", "阶梯电价": "n", "四步走": "n"})
    assert {"情绪急救四步走", "阶梯电价"} <= set(chinese.cut(said))
    assert "四步走" in chinese.cut("还是四步走好")
    chinese.use_words({"四步走": "n"})
    assert not {"情绪急救四步走", "阶梯电价"} & set(chinese.cut(said))


def test_what_was_taken_away_is_as_if_it_had_never_been() -> None:
    """The dictionary is not read again, and counts as a fresh one does: also the words that shared parts with it."""
    left = {"四步走": "n", "阶梯电价": "n"}
    chinese.use_words({})
    chinese.load()
    dictionary = jieba.dt.FREQ
    for words in ({**left, "情绪急救四步走": "n", "电价": "n"}, {**left, "客户来电反映": "n"}, {}, left):
        chinese.use_words(words)
        chinese.load()
    assert jieba.dt.FREQ is dictionary
    words = ["四步走", "阶梯电价", "情绪急救四步走", "电价", "客户来电反映"]
    code = f"import jieba; chinese.use_words({left!r}); chinese.load()\n"
    code += f"print(json.dumps([jieba.dt.total, *(jieba.dt.FREQ.get(word, 0) for word in {words!r})]))"
    assert json.loads(run(code)) == [jieba.dt.total, *(jieba.dt.FREQ.get(word, 0) for word in words)]


@pytest.mark.parametrize("odd", ["阶梯 0", "阶梯 0 n", "的", "字" * 17, "", "阶梯\n电价 0", "VIP客户"])
def test_what_is_no_word_does_no_harm(odd: str) -> None:
    chinese.use_words({})
    before = chinese.cut(f"阶梯电价{STORY}")
    chinese.use_words({odd: "n"})
    assert chinese.cut(f"阶梯电价{STORY}") == before


def test_the_words_joined_are_the_text() -> None:
    assert "".join(chinese.cut(STORY)) == STORY


@pytest.mark.parametrize("cut", [chinese.cut, chinese.tagged])
def test_chinese_without_a_mark_takes_no_square_of_its_length(cut: Callable[[str], object]) -> None:
    assert_linear(cut, "王" * 6000)


def test_other_libraries_cut_with_the_words_too() -> None:
    chinese.use_words({"情绪急救四步走": "n"})
    chinese.load()
    assert "情绪急救四步走" in jieba.lcut("他用情绪急救四步走安抚客户")


def test_a_dictionary_that_somebody_loads_anew_gets_the_words_again() -> None:
    chinese.use_words({"情绪急救四步走": "n"})
    chinese.load()
    jieba.set_dictionary(str(Path(jieba.__file__).with_name("dict.txt")))
    assert "情绪急救四步走" in chinese.cut("他用情绪急救四步走安抚客户")


def test_parts_of_speech() -> None:
    chinese.use_words({"三步法": "n", "顾一川": "nr"})
    assert chinese.tagged("顾一川用三步法看账单") == [
        ("顾一川", "nr"), ("用", "p"), ("三步法", "n"), ("看", "v"), ("账单", "n"),
    ]  # fmt: skip


def test_the_order_in_which_words_came_changes_nothing() -> None:
    """A preview learns words one by one, a build all at once."""
    words = {"急救": "n", "四步走": "n", "情绪急救": "n", "情绪急救四步走": "n"}
    text = "情绪急救四步走，急救四步走，情绪急救，四步走"
    for known in range(1, 5):
        chinese.use_words(dict([*words.items()][-known:]))
        chinese.load()
    step_by_step = chinese.cut(text)
    chinese.use_words({})
    chinese.load()
    chinese.use_words(words)
    assert (
        chinese.cut(text)
        == step_by_step
        == ["情绪急救四步走", "，", "急救", "四步走", "，", "情绪急救", "，", "四步走"]
    )


def test_nothing_is_loaded_before_something_is_cut() -> None:
    assert run("chinese.use_words({'三步法': 'n'}); print('jieba' in sys.modules)") == "False\n"


def test_a_dictionary_that_somebody_left_in_the_temporary_folder_is_not_trusted(tmp_path: Path) -> None:
    """jieba itself would read it; and it says nothing on the screen, and leaves nothing behind."""
    with (tmp_path / "jieba.cache").open("wb") as file:
        marshal.dump(({"客户来": 10**6, "客户": 0, "客": 0}, 10**7), file)
    code = f"print(json.dumps(chinese.cut({STORY!r})))"
    assert json.loads(run(code, TMPDIR=str(tmp_path))) == json.loads(run(code))
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]


def test_jieba_stands_in_one_file() -> None:
    naming = [path.name for path in HOOKS.rglob("*.py") if "import jieba" in path.read_text("utf-8")]
    assert naming == ["chinese.py"]


def test_jieba_is_silent_even_where_it_cannot_keep_its_dictionary(monkeypatch: pytest.MonkeyPatch, capfd) -> None:
    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jieba.dt, "initialized", False)
    monkeypatch.setattr(jieba.marshal, "dump", full)
    chinese.load()
    assert jieba.dt.initialized
    assert capfd.readouterr().err == ""
