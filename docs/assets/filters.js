/* Filters for a list that is already on the page: within a facet any of the chosen values, between facets all.
   The choice stands in the address after the hash, so that a link keeps it; without this script all is listed. */
(() => {
  const form = document.querySelector("form[data-filters]");
  if (!form) return;

  const boxes = [...form.querySelectorAll("input[data-code]")];
  const links = [...document.querySelectorAll("a[data-keeps-choice]")].map((link) => ({ link, href: link.getAttribute("href") }));
  const state = form.querySelector("[data-state]");
  const reset = form.querySelector("button[type=reset]");
  const meaning = new Map(boxes.map((box) => [box.dataset.code, box]));
  const keys = [...new Set(boxes.map((box) => box.name))];

  // What each item says of each facet: Map of facet to Set of values
  const items = [...document.querySelectorAll("[data-codes]")].map((element) => {
    const says = new Map(keys.map((key) => [key, new Set()]));
    for (const code of element.dataset.codes.split(" ")) {
      const box = meaning.get(code);
      if (box) says.get(box.name).add(box.value);
    }
    return { element, says };
  });
  let chosen = new Map();

  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    chosen = new Map(keys.map((key) => [key, new Set(asked.getAll(key))]).filter(([, values]) => values.size));
  };

  const write = () => {
    const words = new URLSearchParams();
    for (const [key, values] of chosen) for (const value of values) words.append(key, value);
    history.replaceState(null, "", [...words].length ? `#${words}` : location.pathname + location.search);
  };

  /** Whether an item has, in every facet but `except`, one of the values chosen there. */
  const fits = (item, except) =>
    [...chosen].every(([key, values]) => key === except || [...values].some((value) => item.says.get(key).has(value)));

  const show = () => {
    let found = 0;
    for (const item of items) {
      item.element.hidden = !fits(item);
      if (!item.element.hidden) found += 1;
    }
    for (const key of keys) count(key, items.filter((item) => fits(item, key)));
    state.textContent = chosen.size ? `${items.length} 则里找到 ${found} 则` : `共 ${items.length} 则`;
    reset.hidden = !chosen.size;
    for (const { link, href } of links) link.setAttribute("href", href + (chosen.size ? location.hash : ""));
  };

  /** How many there would be behind each value of a facet, given what is chosen in the others. */
  const count = (key, among) => {
    for (const box of boxes) {
      if (box.name !== key) continue;
      const number = among.filter((item) => item.says.get(key).has(box.value)).length;
      box.checked = Boolean(chosen.get(key)?.has(box.value));
      box.disabled = !number && !box.checked;
      box.nextElementSibling.querySelector("b").textContent = number;
      const more = box.closest("details");
      if (box.checked && more) more.open = true;
    }
  };

  form.addEventListener("change", () => {
    chosen = new Map();
    for (const box of boxes) {
      if (box.checked) chosen.set(box.name, (chosen.get(box.name) ?? new Set()).add(box.value));
    }
    write();
    show();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    chosen = new Map();
    write();
    show();
    boxes[0].focus();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => {
    read();
    show();
  });

  form.hidden = false;
  read();
  show();
})();
