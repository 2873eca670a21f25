from __future__ import annotations

import json
from pathlib import Path

import fastjsonschema
import pytest
import yaml

from chronicle.records import model, schema
from chronicle.records.model import Case, Record, Team, Year
from rows import for_each

ROOT = Path(__file__).parents[2]
RECORDS = [each for each in vars(model).values() if isinstance(each, type) and issubclass(each, Record)]
RECORDS.remove(Record)


def compiled(record):
    return fastjsonschema.compile(json.loads(json.dumps(schema.schema(record))))


class _Typed(yaml.SafeLoader):
    """YAML 1.2 as editors read it: a day is text there, and so is ``yes``."""


_Typed.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(("timestamp", "bool"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def typed(text):
    return yaml.load(text, _Typed)


# --- in step ------------------------------------------------------------------------------------------------------


def test_the_files_in_the_repository_are_what_the_records_say_now():
    for path, text in schema.files():
        assert (ROOT / path).read_text("utf-8") == text, f"{path}: run python -m chronicle.records.schema in hooks/"


@for_each("record", RECORDS)
def test_every_key_has_its_words_and_no_word_lacks_a_key(record):
    keys = [info.alias or name for name, info in record.model_fields.items()]
    assert sorted(schema.words()[record.__name__]) == sorted(keys)


def test_the_words_speak_chinese_and_end_as_sentences():
    for record, keys in schema.words().items():
        for key, (said, _) in keys.items():
            assert said.endswith("。"), (record, key)
            assert any("\u4e00" <= char <= "\u9fff" for char in said)


@pytest.mark.parametrize("record", [Year, Case, Team], ids=lambda record: record.__name__)
def test_every_example_is_a_value_that_its_key_takes(record):
    made = schema.schema(record)
    checked = 0
    for each in (made, *made["$defs"].values()):
        for told in each["properties"].values():
            fastjsonschema.compile({**told, "$defs": made["$defs"]})(told["examples"][0])
            checked += 1
    assert checked > 20


def test_every_example_can_be_pasted_as_the_reference_shows_it():
    for record, keys in schema.words().items():
        for key, (_, example) in keys.items():
            assert yaml.load(schema.shown(example), yaml.BaseLoader) == leaves(example), (record, key)


def leaves(example):
    """An example with its numbers as they are typed."""
    if isinstance(example, dict):
        return {str(key): leaves(value) for key, value in example.items()}
    if isinstance(example, list):
        return [leaves(value) for value in example]
    return str(example).lower() if isinstance(example, bool) else str(example)


def test_the_reference_names_every_key():
    page = schema.reference()
    for keys in schema.words().values():
        for key in keys:
            assert f"`{key}`" in page


# --- what an editor is told ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*/*/*.yml")), ids=lambda path: "/".join(path.parts[-2:]))
def test_what_is_right_gets_no_red_line(path):
    compiled(Year)(typed(path.read_text("utf-8")))


def test_the_team_gets_no_red_line():
    compiled(Team)(typed((ROOT / "data/_sample/team.yml").read_text("utf-8")))


@pytest.mark.parametrize(
    "text",
    ["{}", "name: 林夏\nmetric: {}", "name: 林夏\nmetrics: {fcr: [1, 2]}",
     "name: 林夏\nmetrics: {fcr: [101, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}", "name: 林夏\nsince: 2021年七月",
     "name: 林夏\ngrowth: [{skill: 听, before: 1, after: 6}]", "name: 林夏\nplan: [{track: 别的, goal: 好}]",
     "name: 林夏\nworkdays: 400", "name: 林夏\nevents: [{month: 13, title: 事}]", "name: 林夏\ntags: {耐心: -1}"],
)  # fmt: skip
def test_what_is_wrong_gets_one(text):
    with pytest.raises(fastjsonschema.JsonSchemaException):
        compiled(Year)(typed(text))


def test_a_key_without_a_value_is_no_mistake():
    compiled(Year)(typed("name: 林夏\nrole:\ntags:\nenergy:\nquotes:\nmetrics:\nplan:\n"))
    compiled(Case)(typed("title: 夜\ndate: 2025-01-02\nlesson: 听\nkind:\njourney:\n"))


def test_one_thing_may_stand_where_a_list_may():
    compiled(Year)(typed("name: 林夏\nquotes: 谢谢\npresent: [tags, {block: plan, say: 走}]"))


def test_what_a_hover_says_of_a_metric_names_its_label():
    told = schema.schema(Year)["properties"]["metrics"]["properties"]["fcr"]
    assert told["description"].startswith("一次解决率，%")
    assert (told["items"]["minimum"], told["items"]["maximum"]) == (0, 100)


def test_the_editor_finds_the_schemas():
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    assert {path.removeprefix("./") for path in settings["yaml.schemas"]} < set(schema.SCHEMAS)
    assert "redhat.vscode-yaml" in json.loads((ROOT / ".vscode/extensions.json").read_text("utf-8"))["recommendations"]
