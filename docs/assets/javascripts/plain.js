/* Box and results of the search where no theme brings them: speaks to search.js in the theme's words. */
{
  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3] // kinds of messages
  const SEPARATOR = String.raw`[\s\u200b\-，。、；：？！“”‘’「」《》（）,.;:?!()"]+`
  const here = document.currentScript.src
  const form = document.forms.search
  const list = form.querySelector("ol")
  const bare = markup => new DOMParser().parseFromString(markup, "text/html").body.textContent
  let worker

  const row = ({ location, title, text }) => {
    const item = document.createElement("li")
    const link = item.appendChild(document.createElement("a"))
    link.href = new URL(`../../${location}`, here)
    link.textContent = bare(title).replaceAll("\u200b", "")
    const said = bare(text.replace("<mark>", "\x02")).replaceAll("\u200b", "") // the first hit, and what is around it
    const from = Math.max(0, said.indexOf("\x02") - 20)
    link.appendChild(document.createElement("p")).textContent = said.slice(from, from + 90).replace("\x02", "").replace(/^[\s，。、；：？！”」）》]+/, "")
    return item
  }

  const show = ({ items }) => {
    const best = items.slice(0, 12).map(([first]) => row(first))
    const none = Object.assign(document.createElement("li"), { textContent: "没有找到" })
    list.replaceChildren(...(best.length ? best : [none]))
    list.hidden = !form.query.value.trim()
  }

  const ask = () => worker.postMessage({ type: QUERY, data: form.query.value })

  form.query.addEventListener("input", () => {
    if (worker) return ask()
    worker = new Worker(new URL("search.js", here))
    worker.addEventListener("message", ({ data: { type, data } }) => (type === READY ? ask() : type === RESULT && show(data)))
    const fields = { title: { boost: 1000 }, text: { boost: 1 } }
    worker.postMessage({ type: SETUP, data: { config: { separator: SEPARATOR, fields } } })
  })
  form.addEventListener("submit", event => event.preventDefault())
  form.addEventListener("keydown", ({ key }) => key === "Escape" && (list.hidden = true))
}
