"""An agent over the years: every chronicle, each metric through the years, and all stories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..charts.years import Years
from ..figures import sentences
from ..figures.agent_year import AgentYear
from ..figures.annual import Measure, noise
from ..figures.formatting import amount, months, number, within
from ..records.model import Metric
from .blocks import Blocks, Drawings, environment, headline, link_from, tenure
from .exhibits import DataTable, Exhibit


@dataclass(frozen=True)
class Life:
    """One agent's years, oldest first, with the pictures of what lies between them."""

    shelves: tuple[Blocks, ...]
    exhibits: Mapping[str, Exhibit]
    drawings: Drawings

    @property
    def latest(self) -> AgentYear:
        """The newest year: it says who the agent is now."""
        return self.shelves[-1].agent_year

    @property
    def uri(self) -> str:
        """The folder of the agent's own page."""
        return f"agents/{self.latest.agent}"

    def render(self, at: str) -> str:
        """The page's one block."""
        agent_years = [blocks.agent_year for blocks in reversed(self.shelves)]
        template = environment().get_template("sections/life.html")
        return template.render(
            record=self.latest.record,
            whose=tenure(self.latest),
            years=[(each, headline(each), sentences.summary(each)) for each in agent_years],
            told=[each for each in agent_years if each.stories],
            exhibits=[(each, self.drawings[each.name]) for each in self.exhibits.values()],
            link=link_from(at),
        ).strip()


def exhibits(agent_years: Sequence[AgentYear]) -> dict[str, Exhibit]:
    """``years-<metric>`` for each metric that two years or more have; ``chapters`` oldest first."""
    catalogue = agent_years[-1].team.catalogue
    found = {}
    for key, metric in catalogue.items():
        measured = [(each, found_) for each in agent_years if (found_ := each.measure(key))]
        if len(measured) > 1:
            found[f"years-{key}"] = _exhibit(key, metric, measured)
    return found


def _exhibit(key: str, metric: Metric, measured: Sequence[tuple[AgentYear, Measure]]) -> Exhibit:
    values = {agent_year.year: found.annual for agent_year, found in measured}
    first, last = min(values), max(values)
    decimals = max(_decimals(agent_year, found) for agent_year, found in measured)
    unit = f"（{metric.unit}）" if metric.unit else ""
    rows = tuple((f"{c.year} 年", number(f.annual, decimals), _covered(f), _change(f)) for c, f in reversed(measured))
    return Exhibit(
        name=f"years-{key}",
        title=_title(metric, values, decimals),
        subtitle=f"每年的{metric.label}" + (f"，{metric.unit}" if metric.unit else ""),
        caption=(_caption(metric, measured),),
        table=DataTable(("年份", f"{metric.label}{unit}", "有数据的月份", "比上年"), rows),
        spec=Years(first, tuple(values.get(y) for y in range(first, last + 1)), metric.unit, decimals, metric.target),
        source=measured[-1][1].source,
    )


def _decimals(agent_year: AgentYear, found: Measure) -> int:
    return agent_year.annual.figures[f"{found.key}.{'total' if found.method == 'sum' else 'year'}"].decimals


def _covered(found: Measure) -> str:
    return "全年" if len(found.months) == 12 else sentences.span(found.months)


def _change(found: Measure) -> str:
    return sentences.changed(found.change, found.metric) if found.change else "—"


_VERBS = {
    ("higher", True): "走到", ("higher", False): "回落到", ("lower", False): "降到", ("lower", True): "升到",
}  # fmt: skip


def _title(metric: Metric, values: Mapping[int, float], decimals: int) -> str:
    """From the first year to the last, in the words that fit the metric; level within noise."""
    first, last = values[min(values)], values[max(values)]
    percent = metric.total == "sum"
    moved = (last / first - 1) * 100 if percent and first else last - first
    if abs(moved) < noise(metric, percent):
        return f"{metric.label}持平：{amount(last, metric.unit, decimals)}"
    verb = _VERBS.get((metric.better, last > first), "到")
    return f"{metric.label}从 {within(first, metric.unit, decimals)}{verb} {amount(last, metric.unit, decimals)}"


def _caption(metric: Metric, measured: Sequence[tuple[AgentYear, Measure]]) -> str:
    """How the newest year compares, and which years are not whole."""
    newest = measured[-1][1].change
    told = ""
    if newest:
        words = sentences.changed(newest, metric)
        told = f"{measured[-1][0].year} 年{sentences.compared(newest)}{'' if words == '持平' else ' '}{words}。"
    parts = [f"{c.year} 年只有 {months(f.months)}" for c, f in measured if len(f.months) < 12]
    return told + (f"{'，'.join(parts)}。" if parts else "") or "每年一个点。"
