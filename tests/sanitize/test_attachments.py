"""What is published of the files beside the words."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from chronicle.privacy.detector import Gate
from chronicle.sanitize.attachments import judge

GATE = Gate()
MOBILE = "13812345678"


def photo(**options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", **options)
    return out.getvalue()


def test_a_plain_picture_passes_as_it_is() -> None:
    data = judge("a/red.jpg", photo(), GATE).data
    assert data == photo()


def test_what_the_camera_wrote_is_gone_without_a_warning() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Somebody"
    found = judge("a/red.jpg", photo(exif=exif), GATE)
    assert found.data is not None
    assert b"Somebody" not in found.data
    assert found.problems == ()
    assert found.notes == ("docs/a/red.jpg: 去掉了图片里的拍摄信息 EXIF",)


def test_a_name_that_tells_is_masked_and_told_by_kind_only() -> None:
    found = judge(f"agents/x/2025/{MOBILE}.jpg", photo(), GATE)
    assert found.data is not None
    assert MOBILE not in found.uri + found.address + str(found.problems)
    assert "*" in found.uri
    assert "*" not in found.address
    assert [each.message for each in found.problems] == ["文件名里有手机号"]


def test_words_in_a_drawing_are_masked_and_its_shapes_are_not() -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M{MOBILE} 0"/><text>打 {MOBILE}</text></svg>'
    found = judge("a.svg", drawing.encode(), GATE)
    assert found.data is not None
    text = found.data.decode()
    assert f"M{MOBILE}" in text
    assert f"打 {MOBILE}" not in text
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    "name", ["a.html", "a.js", "a.docx", "a.pdf", "a.xml", "a.svgz", "a.css", "a", "a.exe", "a.heic"]
)
def test_what_cannot_be_looked_at_is_left_out(name: str) -> None:
    found = judge(f"agents/x/{name}", b"x", GATE)
    assert found.data is None
    assert found.problems


@pytest.mark.parametrize("name", ["assets/a.js", "assets/book.css", "CNAME", "robots.txt"])
def test_the_sites_own_files_pass(name: str) -> None:
    assert judge(name, b"x", GATE).data == b"x"


def test_plain_text_is_masked() -> None:
    found = judge("list.csv", f"张,{MOBILE}\n".encode(), GATE)
    assert found.data is not None
    assert MOBILE.encode() not in found.data


def test_a_broken_picture_is_left_out() -> None:
    found = judge("a.png", b"\x89PNG\r\n\x1a\n\0\0", GATE)
    assert found.data is None
    assert "没有发布" in str(found.problems[0])
