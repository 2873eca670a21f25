"""Records -> what editors and readers are told about them: JSON Schema, and the page with every key.

Types, ranges and choices come from ``model``; the words, in Chinese, from ``keys.yml``. The schema describes the plain
form: what else the reader of files understands (full-width digits, ``2,890``) is left to it, so that an editor
completes towards the form that everybody reads best. Written anew by ``python -m chronicle.records.schema``, run in
``hooks/``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from . import model
from .model import BUILT_IN, Case, Metric, Record, Team, Year

#: Where each schema stands, and the record that it describes.
SCHEMAS: Mapping[str, type[Record]] = {
    "data/schema/year.schema.json": Year,
    "data/schema/case.schema.json": Case,
    "data/schema/team.schema.json": Team,
}
REFERENCE = "docs/reference.md"

_DRAFT = "http://json-schema.org/draft-07/schema#"
_WORDS = Path(__file__).with_name("keys.yml")
_OURS = frozenset({"title", "default", "propertyNames"})
_LIMITS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum"}  # pydantic's, on fields with parsers of our own
_MONTH = {"type": "string", "pattern": r"^\d{4}-(0?[1-9]|1[0-2])$"}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2}$"}
_MONTH_OR_DAY = {"type": "string", "pattern": r"^\d{4}-\d{1,2}(-\d{1,2})?$"}

Schema = dict[str, Any]


@cache
def words() -> Mapping[str, Mapping[str, tuple[str, Any]]]:
    """Record -> key -> what it is and an example, from ``keys.yml``."""
    read: Any = yaml.load(_WORDS.read_text("utf-8"), yaml.BaseLoader)  # as typed: a day stays text, as in the files
    return {
        record: {key: (", ".join(map(str, said[:-1])), said[-1]) for key, said in keys.items()}
        for record, keys in read.items()
    }


# --- schema -------------------------------------------------------------------------------------------------------


class _Generator(GenerateJsonSchema):
    """Says of the fields with parsers of our own what people type there, not what comes of it."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        typed: Mapping[Any, Callable[[Schema], Schema]] = {
            model._month: lambda _: dict(_MONTH),
            model._date: lambda _: dict(_DAY),
            model._month_date: lambda _: dict(_MONTH_OR_DAY),
            model._listed: lambda inner: {"anyOf": [inner, inner["items"]]},
            model._slide: lambda inner: {"anyOf": [inner, {"type": "string"}]},
        }
        function = schema["function"]["function"]
        if function in typed:
            return typed[function](self.generate_inner(schema["schema"]))
        return super().function_before_schema(schema)


def schema(record: type[Record]) -> Schema:
    """The JSON Schema (draft 7) of a file whose content is ``record``."""
    made = record.model_json_schema(schema_generator=_Generator)
    told = {"$schema": _DRAFT, **_described(made, record.__name__)}
    told["$defs"] = {name: _described(each, name) for name, each in made.get("$defs", {}).items()}
    if record is Year:
        told["properties"]["metrics"]["properties"] = {key: _series(metric) for key, metric in BUILT_IN.items()}
    return told


def _described(made: Schema, record: str) -> Schema:
    """A record's schema with the words of each key in place of the names that pydantic makes up."""
    required = made.get("required", [])
    keys = {
        key: _property(_without_null(_plain(each)), *words()[record][key], nullable=key not in required)
        for key, each in made["properties"].items()
    }
    rest = {"required": required} if required else {}
    return {"type": "object", "additionalProperties": False, "properties": keys, **rest}


def _property(made: Schema, said: str, example: Any, *, nullable: bool) -> Schema:
    """One key. A key without a value is the same as no key, so that an editor must not mark it either."""
    told = {"description": said, "examples": [_typed(example)]}
    if not nullable:
        return {**told, **({"allOf": [made]} if "$ref" in made else made)}
    if "enum" in made:
        return {**told, "enum": [*made["enum"], None]}
    if isinstance(made.get("type"), str):
        return {**told, **made, "type": [made["type"], "null"]}
    choices = made.get("anyOf") or [made]
    return {**told, "anyOf": [*choices, {"type": "null"}]}


def _plain(made: Any) -> Any:
    """Without titles and defaults that only code knows; limits by the names that JSON Schema has for them."""
    if isinstance(made, list):
        return [_plain(each) for each in made]
    if not isinstance(made, dict):
        return made
    return {_LIMITS.get(key, key): _plain(each) for key, each in made.items() if key not in _OURS}


def _without_null(made: Schema) -> Schema:
    """Every optional key gets its null in one and the same way, later."""
    choices = [each for each in made.get("anyOf", ()) if each != {"type": "null"}]
    rest = {key: each for key, each in made.items() if key != "anyOf"}
    return made if not choices else {**rest, **choices[0]} if len(choices) == 1 else {**rest, "anyOf": choices}


def _series(metric: Metric) -> Schema:
    """Twelve values of a metric that every team has, in its range."""
    limits = {"minimum": metric.min, "maximum": metric.max}
    value = {"type": ["number", "null"], **{key: limit for key, limit in limits.items() if limit is not None}}
    said = f"{metric.label}，{metric.unit}。十二个数，从一月到十二月，没有数的月份写 ~。"
    return {"description": said, "type": ["array", "null"], "items": value, "minItems": 12, "maxItems": 12}


def _typed(example: Any) -> Any:
    """An example as YAML reads it: numbers as numbers."""
    if isinstance(example, str):
        read = yaml.safe_load(example) if example.strip("-.0123456789") == "" else example
        return read if isinstance(read, int | float) else example
    if isinstance(example, list):
        return [_typed(each) for each in example]
    return {key: _typed(each) for key, each in example.items()}


# --- reference ----------------------------------------------------------------------------------------------------

_INTRO = """\
---
title: 键名总表
---

# 键名总表

数据文件里能写的每一个键，一个不少。怎样写得好，看[写作指南](guide.md)；这里只管查。

- **必填**的用粗体；其余的有就写，没有就整行删去，纪实里不留空白。
- 在 VS Code 里写，把鼠标停在键上就能看到这里的说明，写错了会有红线。
- 这一页由程序从记录的定义生成，不手改。
"""
_FILES = (
    (Year, "一个人的一年", "`data/agents/<拼音>/<年份>.yml`"),
    (Case, "一则故事的开头", "`docs/agents/<拼音>/<年份>/<故事>.md` 开头两行 `---` 之间"),
    (Team, "团队的设置", "`data/team.yml`，每一行都可以不写，整个文件也可以没有"),
)


def reference() -> str:
    """The page with every key, as Markdown."""
    return _INTRO + "".join(_chapter(*each) for each in _FILES)


def _chapter(record: type[Record], title: str, where: str) -> str:
    made = schema(record)
    parts = [f"\n## {title}\n\n{where}\n\n{_table(made)}"]
    for heading, name in _inner(made, made["$defs"], ""):
        parts.append(
            f"\n### {heading} {{ #{record.__name__.lower()}-{name.lower()} }}\n\n{_table(made['$defs'][name])}"
        )
    return "".join(parts)


def _inner(made: Schema, records: Mapping[str, Schema], above: str) -> Iterator[tuple[str, str]]:
    """The records below a record in the order of its keys, each headed by the way to it: ``suggestions.items``."""
    for key, each in made["properties"].items():
        name = _referred(each)
        if name:
            yield f"`{above}{key}`", name
            yield from _inner(records[name], records, f"{above}{key}.")


def _referred(made: Any) -> str | None:
    """The record that a key holds, by itself, in a list or by name."""
    if isinstance(made, list):
        return next(filter(None, map(_referred, made)), None)
    if not isinstance(made, dict):
        return None
    if "$ref" in made:
        return str(made["$ref"]).rsplit("/", 1)[-1]
    return _referred([made.get(key) for key in ("anyOf", "allOf", "items", "additionalProperties")])


def _table(made: Schema) -> str:
    rows = [_row(key, each, key in made.get("required", ())) for key, each in made["properties"].items()]
    return "\n".join(["| 键 | 是什么，怎么写，例子 |", "| --- | --- |", *rows]) + "\n"


def _row(key: str, made: Schema, required: bool) -> str:
    name = f"**`{key}`**" if required else f"`{key}`"
    return f"| {name} | {made['description']}<br>{_form(made)}，如 `{_shown(made['examples'][0])}` |"


def _form(made: Schema) -> str:
    """What may be typed, in words."""
    if "enum" in made:
        return "、".join(f"`{each}`" for each in made["enum"] if each is not None)
    forms = [_KINDS[kind](made) for kind in _kinds(made) if kind in _KINDS]
    return "；".join(dict.fromkeys(filter(None, forms))) or "几个键，见下面的表"


def _kinds(made: Schema) -> list[str]:
    if "anyOf" in made:
        kinds = [kind for each in made["anyOf"] for kind in _kinds(each)]
        return ["list"] if "array" in kinds and "string" in kinds else kinds
    kind = made.get("type", [])
    return [kind] if isinstance(kind, str) else [*kind]


def _range(made: Schema) -> str:
    low, high = made.get("minimum", made.get("exclusiveMinimum")), made.get("maximum")
    if low is None:
        return ""
    return (
        f"，{low} 到 {high}" if high is not None else ("，大于 0" if "exclusiveMinimum" in made else f"，不小于 {low}")
    )


_KINDS: Mapping[str, Callable[[Schema], str]] = {
    "string": lambda made: {r"^\d{4}-(0?[1-9]|1[0-2])$": "年-月", _DAY["pattern"]: "年-月-日"}.get(
        made.get("pattern", ""), "年-月，或年-月-日" if "pattern" in made else "文字"
    ),
    "number": lambda made: f"数{_range(made)}",
    "integer": lambda made: f"整数{_range(made)}",
    "array": lambda made: "十二个数" if "minItems" in made else "一项一条",
    "list": lambda made: "一项，或几项",
    "object": lambda made: "名称: 值",
}


def _shown(example: Any) -> str:
    """An example on one line, as one would type it."""
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {_shown(each)}" for key, each in example.items()) + "}"
    if isinstance(example, list):
        return "[" + ", ".join(map(_shown, example)) + "]"
    return '"%"' if example == "%" else str(example)


# --- files --------------------------------------------------------------------------------------------------------


def files() -> Iterator[tuple[str, str]]:
    """Everything that is generated: path below the project, and text."""
    for path, record in SCHEMAS.items():
        yield path, json.dumps(schema(record), ensure_ascii=False, indent=1) + "\n"
    yield REFERENCE, reference()


def main() -> None:
    """Write them all."""
    root = Path(__file__).parents[3]
    for path, text in files():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main()
