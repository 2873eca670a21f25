/* What can be taken from a chart, behind its data: the drawing as a PNG, the table as text that pastes into a
   spreadsheet. Without this script the table itself can be selected. */
(() => {
  // what the style sheet says of a drawing, as attributes of its own, since an image has no style sheet
  const LOOKS = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "paint-order", "font-family", "font-size", "font-weight", "text-anchor", "opacity"];

  const still = (svg, width, height) => {
    const copy = svg.cloneNode(true);
    const drawn = [copy, ...copy.querySelectorAll("*")];
    [svg, ...svg.querySelectorAll("*")].forEach((shown, nth) => {
      const style = getComputedStyle(shown);
      for (const name of LOOKS) drawn[nth].setAttribute(name, style.getPropertyValue(name));
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    return "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  };

  const save = async (figure) => {
    const svg = [...figure.querySelectorAll("svg.chart")].find((each) => each.getClientRects().length);
    const view = svg.viewBox.baseVal;
    const scale = 2 * Math.max(1, svg.clientWidth / view.width);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(view.width * scale);
    canvas.height = Math.round(view.height * scale);
    const image = new Image();
    image.src = still(svg, canvas.width, canvas.height);
    await image.decode();
    const context = canvas.getContext("2d");
    context.fillStyle = getComputedStyle(document.body).getPropertyValue("--paper");
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0);
    const file = await new Promise((done) => canvas.toBlob(done));
    const link = document.createElement("a");
    const title = figure.querySelector(".exhibit__title")?.textContent || figure.dataset.chart;
    link.download = `${title.replace(/[\\/:*?"<>|\s]+/g, " ").trim()}.png`;
    link.href = URL.createObjectURL(file);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return "已存为图片";
  };

  const copy = async (figure) => {
    const text = [...figure.querySelector("table").rows]
      .map((row) => [...row.cells].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()).join("\t"))
      .join("\n");
    try {
      await navigator.clipboard.writeText(text);
    } catch { // from plain http there is no such interface
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "sr-only";
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) throw new Error("refused");
    }
    return "已复制，可以贴进表格";
  };

  const button = (figure, label, action, refusal, said) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", async () => {
      said.textContent = "";
      said.textContent = await action(figure).catch(() => refusal);
      made.focus();
    });
    return made;
  };

  document.addEventListener("toggle", ({ target }) => {
    const figure = target.matches(".exhibit__data") && target.closest("[data-chart]");
    if (!figure || target.querySelector(".exhibit__take")) return;
    const line = document.createElement("p");
    const said = document.createElement("span");
    line.className = "exhibit__take";
    said.setAttribute("role", "status");
    const ways = [button(figure, "复制数据", copy, "没有复制成，请选中表格自己复制", said)];
    if (figure.querySelector("svg.chart")) ways.unshift(button(figure, "存为图片", save, "没有存成，请截图", said));
    line.append(...ways, said);
    target.querySelector("summary").after(line);
  }, true); // a toggle does not bubble
})();
