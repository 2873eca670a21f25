"""Records -> what editors and readers are told about them: JSON Schema, and the page with every key.

Types, ranges and choices come from ``model``; the words, in Chinese, from ``keys.yml``. The schema describes the plain
form: what else the reader of files understands (full-width digits, ``2,890``) is left to it, so that an editor
completes towards the form that everybody reads best. Written anew by ``python -m chronicle.records.schema``, run in
``hooks/``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment

from .keys import bounds, shown, words
from .model import BUILT_IN, MONTHS, Case, Metric, Record, Team, Year

#: Where each schema stands, and the record that it describes.
SCHEMAS: Mapping[str, type[Record]] = {
    "data/_schema/year.schema.json": Year,
    "data/_schema/case.schema.json": Case,
    "data/_schema/team.schema.json": Team,
}
REFERENCE = "docs/reference.md"

_DRAFT = "http://json-schema.org/draft-07/schema#"
_OURS = frozenset({"title", "default", "propertyNames"})
Schema = dict[str, Any]


# --- schema -------------------------------------------------------------------------------------------------------


@cache
def schema(record: type[Record]) -> Schema:
    """The JSON Schema (draft 7) of a file whose content is ``record``; it is one for all, and not to be changed."""
    node = record.model_json_schema()
    described = {"$schema": _DRAFT, **_described(node, record.__name__)}
    described["$defs"] = {name: _described(item, name) for name, item in node.get("$defs", {}).items()}
    if record is Year:
        described["properties"]["metrics"]["properties"] = {key: _series(metric) for key, metric in BUILT_IN.items()}
        of_energy = {"properties": {"monthly": {"minItems": MONTHS}}}  # fewer only where a period is
        twelve = {"metrics": {"additionalProperties": {"minItems": MONTHS}}, "energy": of_energy}
        described |= {"if": {"not": {"required": ["period"]}}, "then": {"properties": twelve}}
    if record is Team:  # of a built-in metric only what is to be otherwise is written
        changed = {**described["$defs"]["Metric"], "type": ["object", "null"]}
        changed.pop("required")
        described["properties"]["metrics"]["patternProperties"] = {f"^({'|'.join(BUILT_IN)})$": changed}
    return described


def part(record: type[Record], loc: tuple[str | int, ...]) -> tuple[str, Schema]:
    """What may stand at ``loc`` in a file whose content is ``record``: the name of the record there, or '', and its
    schema; an empty one where nothing may."""
    whole = schema(record)
    name, node = record.__name__, whole
    for step in loc:
        name = ""
        node = node.get("properties", {}).get(step) or node.get("additionalProperties") or node.get("items") or {}
        while "$ref" in node or "allOf" in node or "anyOf" in node:
            if "$ref" in node:
                name = node["$ref"].rsplit("/", 1)[-1]
                node = whole["$defs"][name]
            else:
                node = (node.get("allOf") or node["anyOf"])[0]
    return name, node


def limits_of(node: Schema) -> tuple[float | None, float | None, float | None]:
    """The least and the most number that may stand somewhere, and what it has to be above."""
    return node.get("minimum"), node.get("maximum"), node.get("exclusiveMinimum")


def _described(node: Schema, record: str) -> Schema:
    """A record's schema with the words of each key in place of the names that pydantic makes up."""
    required = node.get("required", [])
    keys = {
        key: _property(_plain(item), *words()[record][key], nullable=key not in required)
        for key, item in node["properties"].items()
    }
    rest = {"required": required} if required else {}
    return {"type": "object", "additionalProperties": False, "properties": keys, **rest}


def _property(node: Schema, said: str, example: Any, *, nullable: bool) -> Schema:
    """One key. A key without a value is the same as no key, so that an editor must not mark it either."""
    described = {"description": said, "examples": [_typed(example)]}
    choices = [item for item in node.pop("anyOf", ()) if item != {"type": "null"}]  # that of an optional key is added
    node |= choices[0] if len(choices) == 1 else {"anyOf": choices} if choices else {}
    if not nullable:
        return {**described, **({"allOf": [node]} if "$ref" in node else node)}
    if "enum" in node:
        return {**described, "enum": [*node["enum"], None]}
    if isinstance(node.get("type"), str):
        return {**described, **node, "type": [node["type"], "null"]}
    return {**described, "anyOf": [*node.get("anyOf", [node]), {"type": "null"}]}


def _plain(node: Any) -> Any:
    """Without titles and defaults that only code knows; limits by the names that JSON Schema has for them."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _plain(item) for key, item in node.items() if key not in _OURS}
    node |= {"minItems": 1} if node.get("minItems") == MONTHS else {}  # a period has fewer months
    return {**node, "enum": [node.pop("const")]} if "const" in node else node


def _series(metric: Metric) -> Schema:
    """Twelve values of a metric that every team has, in its range."""
    limits = {"minimum": metric.min, "maximum": metric.max}
    value = {"type": ["number", "null"], **{key: limit for key, limit in limits.items() if limit is not None}}
    said = f"{metric.label}，{metric.unit}。十二个数，从一月到十二月，没有数的月份写 ~。"
    return {"description": said, "type": ["array", "null"], "items": value, "minItems": 1, "maxItems": MONTHS}


def _typed(example: Any) -> Any:
    """An example as YAML reads it: numbers as numbers."""
    if isinstance(example, str):
        read = yaml.safe_load(example) if example.strip("-.0123456789") in ("", "true") else example
        return read if isinstance(read, int | float) else example
    if isinstance(example, list):
        return [_typed(item) for item in example]
    return {key: _typed(item) for key, item in example.items()}


# --- reference ----------------------------------------------------------------------------------------------------

_FILES = (
    (Year, "一个人的一年", "`data/agents/<拼音>/<年份>.yml`"),
    (Case, "一则故事的开头", "`docs/agents/<拼音>/<年份>/<故事>.md` 开头两行 `---` 之间"),
    (Team, "团队的设置", "`data/team.yml`，每一行都可以不写，整个文件也可以没有"),
)


def reference() -> str:
    """The page with every key, as Markdown."""
    text = Path(__file__).with_name("reference.md").read_text("utf-8")
    page = Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True).from_string(text)
    chapters = [(record.__name__.lower(), title, where, schema(record)) for record, title, where in _FILES]
    return page.render(
        chapters=chapters, referred=_referred, kinds=_kinds, limits_of=limits_of, bounds=bounds, shown=shown
    )


def _referred(node: Any) -> str | None:
    """The record that a key holds, by itself, in a list or by name."""
    if isinstance(node, list):
        return next(filter(None, map(_referred, node)), None)
    if not isinstance(node, dict):
        return None
    if "$ref" in node:
        return str(node["$ref"]).rsplit("/", 1)[-1]
    return _referred([node.get(key) for key in ("anyOf", "allOf", "items", "additionalProperties")])


def _kinds(node: Schema) -> list[str]:
    """The types that may stand somewhere; ``list`` where one thing may stand for a list."""
    if "anyOf" in node:
        kinds = [kind for item in node["anyOf"] for kind in _kinds(item)]
        return ["list"] if "array" in kinds and "string" in kinds else kinds
    kind = node.get("type", [])
    return [kind] if isinstance(kind, str) else [*kind]


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
