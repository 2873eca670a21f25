// Slides: keys, clicks, swipes and remotes; what does not fit is made smaller; a clock for the speaker.
// Without this script the page is a column of slides that one scrolls through.
(() => {
  "use strict";
  const root = document.documentElement;
  const slides = [...document.querySelectorAll(".slide")];
  const status = document.querySelector("[role=status]");
  const clock = document.querySelector("[data-do=clock]");
  let at = 0;
  let typed = "";
  if (!slides.length) return;

  // --- nothing spills over: a chart without the sentence beneath and the line that names its measure, which stay for
  // screen readers; then the largest type at which a slide holds its content, down to a third

  const spills = slide => slide.scrollHeight > slide.clientHeight || slide.scrollWidth > slide.clientWidth;

  function shrink(slide) {
    let low = 0.1, high = 1;
    while (high - low > 0.01) {
      const middle = (low + high) / 2;
      slide.style.setProperty("--fit", middle);
      if (spills(slide)) high = middle; else low = middle;
    }
    slide.style.setProperty("--fit", low);
  }

  function fit() {
    for (const slide of slides) {
      slide.style.removeProperty("--fit");
      slide.classList.remove("bare", "tight");
      for (const less of ["bare", "tight"]) slide.classList.toggle(less, spills(slide));
      if (spills(slide)) shrink(slide);
    }
  }

  // --- moving

  function show(index) {
    at = Math.max(0, Math.min(slides.length - 1, index));
    root.style.setProperty("--done", slides.length > 1 ? at / (slides.length - 1) : 1);
  }

  function go(index) {
    const before = at;
    show(index);
    slides[at].scrollIntoView({ behavior: "instant", block: "start" });
    if (at === before) return;
    start();
    const title = slides[at].querySelector("h1, h2, .large, .closing");
    status.textContent = `第 ${at + 1} 页，共 ${slides.length} 页：${title ? title.textContent.trim() : ""}`;
    try { history.replaceState(null, "", `#${slides[at].id}`); } catch { /* a folder may forbid it */ }
  }

  // The observer says that something moved, perhaps late, when a key has already turned on: where we are, the page says
  const watcher = new IntersectionObserver(() => {
    const index = slides.findIndex(slide => slide.getBoundingClientRect().bottom > innerHeight / 2);
    if (index < 0) return;
    if (index !== at) start();
    show(index);
  }, { threshold: 0.6 });

  // --- the clock: from the first move on, kept through a reload; a click sets it back

  let since = Number(recall());
  function recall(value) {
    try {
      if (value === undefined) return sessionStorage.getItem(location.pathname);
      sessionStorage.setItem(location.pathname, value);
    } catch { /* no memory, no harm */ }
    return 0;
  }

  function start() {
    if (since) return;
    since = Date.now();
    recall(since);
  }

  function tick() {
    const seconds = since ? Math.floor((Date.now() - since) / 1000) : 0;
    const pair = [Math.floor(seconds / 60), seconds % 60].map(part => String(part).padStart(2, "0"));
    clock.textContent = pair.join(":");
  }

  // --- what one can do

  const dark = () => {
    const scheme = root.dataset.mdColorScheme;
    return scheme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : scheme === "slate";
  };
  const deeds = {
    on: () => go(at + 1),
    back: () => go(at - 1),
    first: () => go(0),
    last: () => go(slides.length - 1),
    blank: () => root.classList.toggle("dark-wall"),
    scheme: () => { root.dataset.mdColorScheme = dark() ? "default" : "slate"; },
    clock: () => { since = 0; recall(0); tick(); },
    full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.().catch(() => {})),
  };
  const keys = {
    ArrowRight: "on", ArrowDown: "on", PageDown: "on", " ": "on", n: "on",
    ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back", p: "back",
    Home: "first", End: "last", f: "full", F5: "full", b: "blank", ".": "blank", d: "scheme",
  };

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("a, button") && (event.key === " " || event.key === "Enter")) return;
    if (/^\d$/.test(event.key)) { typed = (typed + event.key).slice(-3); return; }
    let deed = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (event.key === " " && event.shiftKey) deed = "back";
    const page = Number(typed);
    typed = "";
    if (event.key === "Enter") { event.preventDefault(); go(page ? page - 1 : at + 1); return; }
    if (!deed) { if (event.key === "Escape") root.classList.remove("dark-wall"); return; }
    event.preventDefault();
    if (deed !== "blank") root.classList.remove("dark-wall");
    deeds[deed]();
  });

  document.addEventListener("click", event => {
    const button = event.target.closest("[data-do]");
    if (button) { deeds[button.dataset.do](); return; }
    if (event.target.closest("a") || String(getSelection())) return;
    if (root.classList.contains("dark-wall")) { deeds.blank(); return; }
    deeds[event.clientX < innerWidth / 4 ? "back" : "on"]();
  });

  // Up and down is the browser's own scrolling; a finger that moves sideways turns the page
  let touch = null;
  document.addEventListener("touchstart", event => {
    touch = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  document.addEventListener("touchend", event => {
    const end = event.changedTouches[0];
    if (!touch || !end) return;
    const across = end.clientX - touch.clientX, down = end.clientY - touch.clientY;
    touch = null;
    if (Math.abs(across) > 40 && Math.abs(across) > 2 * Math.abs(down)) deeds[across < 0 ? "on" : "back"]();
  }, { passive: true });

  // --- the stage changes: another window, full screen, paper

  function settle() {
    fit();
    slides[at].scrollIntoView({ behavior: "instant", block: "start" });
  }
  addEventListener("resize", settle);
  addEventListener("beforeprint", () => { root.classList.add("paper"); fit(); });
  addEventListener("afterprint", () => { root.classList.remove("paper"); settle(); });
  addEventListener("hashchange", () => {
    const index = slides.findIndex(slide => `#${slide.id}` === decodeURIComponent(location.hash));
    if (index >= 0) go(index);
  });

  root.classList.add("js");
  document.querySelector(".desk__live").hidden = false;
  show(Math.max(0, slides.findIndex(slide => `#${slide.id}` === decodeURIComponent(location.hash))));
  settle();
  tick();
  setInterval(tick, 500);
  slides.forEach(slide => watcher.observe(slide));
})();
