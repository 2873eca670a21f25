/* Printing a chronicle: a button, and a switch (or ?print=all in the address) that appends its stories in full. They
   come as a script, which a page may load from a folder, too, and only when they are asked for. Without this script the
   browser's own menu prints the year alone, and chronicle.html all of it. */
(() => {
  const button = document.querySelector("[data-print]");
  if (!button) return;
  const box = document.querySelector("input[data-stories]");
  let asked; // one loading for all

  const loaded = (address) =>
    new Promise((done) => {
      const script = document.createElement("script");
      script.onload = script.onerror = done;
      script.src = address;
      document.body.append(script);
    });

  const seen = () => Promise.all([...document.querySelectorAll(".appendix img")].map((each) => each.decode().catch(() => {})));

  const stories = () => (asked ??= loaded(box.dataset.stories).then(seen));

  const choose = () => {
    document.documentElement.classList.toggle("print-all", box.checked);
    if (box.checked) stories();
  };

  // at the head of each page; sooner it would have the whole page styled anew
  addEventListener("beforeprint", () => document.documentElement.style.setProperty("--running", JSON.stringify(button.dataset.print)));
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (box?.checked) await stories();
    window.print();
  });
  if (!box) return;
  box.closest("label").hidden = false;
  box.addEventListener("change", choose);
  if (new URLSearchParams(location.search).get("print") === "all") box.checked = true;
  choose(); // a browser that comes back to the page remembers the tick
})();
