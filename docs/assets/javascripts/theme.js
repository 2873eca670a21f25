/* What the theme's bundle expects to find: the site's place, and a memory that belongs to it. Runs before there is
   anything to paint. Where a browser keeps nothing for a page (some do not for folders), nothing is remembered. */
var __md_scope = new URL(document.currentScript.dataset.scope, location)

function __md_get(name, store = window.localStorage, scope = __md_scope) {
  try {
    return JSON.parse(store.getItem(`${scope.pathname}.${name}`))
  } catch {
    return null
  }
}

function __md_set(name, value, store = window.localStorage, scope = __md_scope) {
  try {
    store.setItem(`${scope.pathname}.${name}`, JSON.stringify(value))
  } catch {
    /* a full or forbidden memory is none */
  }
}

function __md_hash(text) {
  let sum = 0
  for (const sign of text) sum = (sum * 31 + sign.charCodeAt(0)) | 0
  return sum
}

/* The theme's bundle would give the root these names once the page stands, and a browser would then work out the style of
   every element anew. Here there is nothing yet. */
document.documentElement.classList.replace("no-js", "js")
document.documentElement.classList.add("js-focus-visible")

/* The sheet of contents on a phone: what was chosen, or Escape, closes it. */
document.addEventListener("click", ({ target }) => target.closest(".md-sidebar--secondary a") && fold())
document.addEventListener("keydown", ({ key }) => key === "Escape" && fold())

function fold() {
  document.querySelector(".contents[open]")?.removeAttribute("open")
}

/* Light or dark: what the reader chose last time, else what the device is set to. The theme's own chooses late, and with
   four such rounds over the whole page; see partials/palette.html. */
{
  const schemes = document.currentScript.dataset.schemes?.split(" ") ?? []
  const night = matchMedia("(prefers-color-scheme: dark)")
  const [canvas, bar] = ["color-scheme", "theme-color"].map(name => Object.assign(document.createElement("meta"), { name }))

  const remembered = () => schemes.find(scheme => scheme === __md_get("__palette")?.color?.scheme)
  const wanted = () => remembered() ?? schemes[Number(night.matches)]
  const radio = scheme => document.querySelector(`[name="__palette"][value="${scheme}"]`)

  const wear = scheme => {
    canvas.content = scheme === schemes[0] ? "light" : "dark"
    document.body.setAttribute("data-md-color-scheme", scheme)
  }

  const change = scheme => {
    document.body.setAttribute("data-md-color-switching", "") // in the theme's style: at once, nothing fades
    wear(scheme)
    radio(scheme).checked = true
    bar.content = getComputedStyle(document.body).backgroundColor
    document.body.removeAttribute("data-md-color-switching")
  }

  const choose = scheme => {
    __md_set("__palette", { color: { scheme } })
    change(scheme)
  }

  const turn = () => {
    const next = radio(schemes.find(scheme => !radio(scheme).checked))
    next.click()
    next.focus()
  }

  const listen = () => {
    const { form } = radio(wanted())
    radio(wanted()).checked = true
    bar.content = getComputedStyle(document.body).backgroundColor
    form.addEventListener("change", ({ target }) => choose(target.value))
    form.addEventListener("keydown", ({ key }) => key === "Enter" && turn())
    night.addEventListener("change", () => change(wanted()))
  }

  const begin = (_, observer) => {
    if (!document.body) return
    observer.disconnect()
    wear(wanted())
  }

  if (schemes.length === 2) {
    document.head.append(canvas, bar)
    new MutationObserver(begin).observe(document.documentElement, { childList: true })
    document.addEventListener("DOMContentLoaded", listen)
  }
}
