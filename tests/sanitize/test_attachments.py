"""What is published of the files beside the words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from chronicle.cache import Cache
from chronicle.privacy.detector import Detector
from chronicle.sanitize import attachments, images
from chronicle.sanitize.attachments import judge

DETECTOR = Detector()
MOBILE = "13812345678"


def photo(**options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", **options)
    return out.getvalue()


def test_a_picture_is_published_and_kept_for_the_next_time(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    found = judge("a/red.jpg", photo(), DETECTOR, cache)
    assert found.data is not None
    with Image.open(io.BytesIO(found.data)) as picture:
        assert picture.size == (8, 8)
    assert found.problems == found.notes == ()
    assert judge("a/red.jpg", photo(), DETECTOR, cache) == found


def test_one_that_other_rules_made_clean_is_made_clean_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    judge("a/red.jpg", photo(), DETECTOR, cache)
    monkeypatch.setattr(images, "clean", lambda _uri, _data: (b"cleaner", ()))
    assert judge("a/red.jpg", photo(), DETECTOR, cache).data != b"cleaner"
    monkeypatch.setattr(attachments, "_MADE_BY", "other rules")
    assert judge("a/red.jpg", photo(), DETECTOR, cache).data == b"cleaner"


def test_what_the_camera_wrote_is_gone_without_a_warning() -> None:
    exif = Image.Exif()
    exif[0x013B] = "Somebody"
    found = judge("a/red.jpg", photo(exif=exif), DETECTOR)
    assert found.data is not None
    assert b"Somebody" not in found.data
    assert found.problems == ()
    assert found.notes == ("docs/a/red.jpg: 去掉了图片里的拍摄信息 EXIF",)


def test_a_name_that_tells_is_masked_and_told_by_kind_only() -> None:
    found = judge(f"agents/x/2025/{MOBILE}.jpg", photo(), DETECTOR)
    assert found.data is not None
    assert MOBILE not in found.uri + found.address + str(found.problems)
    assert "×" in found.uri
    assert found.address == "agents/x/2025/138xxxx5678.jpg"
    assert [each.message for each in found.problems] == ["文件名里有手机号"]


def test_a_drawing_is_the_projects_own_or_none() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    assert judge("assets/seal.svg", drawing, DETECTOR).data == drawing
    found = judge("agents/x/2025/map.svg", drawing, DETECTOR)
    assert found.data is None
    assert ["截图存成 PNG" in str(problem) for problem in found.problems] == [True]


@pytest.mark.parametrize(
    "name", ["a.html", "a.js", "a.docx", "a.pdf", "a.xml", "a.svgz", "a.css", "a", "a.exe", "a.heic"]
)
def test_what_cannot_be_looked_at_is_left_out(name: str) -> None:
    found = judge(f"agents/x/{name}", b"x", DETECTOR)
    assert found.data is None
    assert found.problems


@pytest.mark.parametrize("name", ["assets/a.js", "assets/book.css", "assets/Font.WOFF2", "CNAME", "robots.txt"])
def test_the_sites_own_files_pass(name: str) -> None:
    assert judge(name, b"x", DETECTOR).data == b"x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["list.csv", "LIST.CSV", "notes.txt", "assets/list.csv"])
def test_plain_text_is_masked_whatever_its_encoding(name: str, encoding: str) -> None:
    table = f"客户姓名,电话,说明\n仝卓然,{MOBILE},第一次来电\n"
    found = judge(name, table.encode(encoding), DETECTOR)
    assert found.data is not None
    assert found.data.decode("utf-8-sig") == "客户姓名,电话,说明\n仝××,138××××5678,第一次来电\n"
    assert [problem.line for problem in found.problems] == [2, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_plain_text_with_nothing_in_it_stays_as_it_is(encoding: str) -> None:
    data = "月份,件数\n一月,326\n".encode(encoding)
    assert judge("a.csv", data, DETECTOR).data == data


def test_text_that_nobody_can_read_is_left_out() -> None:
    assert judge("a.csv", b"\x00\x01\x02" * 40, DETECTOR).data is None


@pytest.mark.parametrize("name", ["a.PDF", "a.docx", "a.XLSX", "assets/a.pptx", "a.et", "a.wps"])
def test_office_files_are_refused_with_the_way_to_publish_a_table(name: str) -> None:
    found = judge(name, b"PK", DETECTOR)
    assert found.data is None
    assert "另存为 CSV" in str(found.problems[0])


@pytest.mark.parametrize("name", ["assets/a.bin", "assets/a.html", "assets/customers.db", "a.SVG", "b/A.Svg"])
def test_what_is_neither_code_nor_a_font_is_left_out_of_the_assets_too(name: str) -> None:
    assert judge(name, f"x {MOBILE}".encode(), DETECTOR).data is None


def test_data_in_the_assets_pass_where_they_hold_nothing_personal() -> None:
    assert judge("assets/a.json", b'{"a": 1}', DETECTOR).data == b'{"a": 1}'
    assert judge("assets/a.json", f'{{"a": "{MOBILE}"}}'.encode(), DETECTOR).data is None


def test_a_broken_picture_is_left_out() -> None:
    found = judge("a.png", b"\x89PNG\r\n\x1a\n\0\0", DETECTOR)
    assert found.data is None
    assert "没有发布" in str(found.problems[0])


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("agents/lin/2025/poster.png", "agents/lin/2025/poster-own.png"),
        ("agents/lin/2025/Card.PNG", "agents/lin/2025/Card-own.PNG"),
        ("agents/lin/2025/海报.png", "agents/lin/2025/海报.png"),
        ("poster.png", "poster.png"),
    ],
)
def test_a_picture_does_not_fight_one_that_is_made_for_the_year(uri: str, address: str) -> None:
    assert judge(uri, photo(), DETECTOR).address == address
