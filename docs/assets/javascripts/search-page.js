/* The page's side of the search; runs before the theme's bundle. The search itself is search.js. */

// The theme would fetch the whole index into every page; search.js loads what a query needs, so settings are enough
window.XMLHttpRequest = class extends XMLHttpRequest {
  open(method, url, ...rest) {
    super.open(method, String(url).replace(/search\/search_index\.json$/, "search/search_config.json"), ...rest)
  }
}

/* A page that is opened from a folder may not start a worker, and the search is one. There a hidden frame stands in:
   it has a world of its own, like a worker, and is spoken to in the same words. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      frame.title = "搜索"
      document.body.append(frame)
      this.inside = frame.contentWindow
      this.inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
      const script = this.inside.document.createElement("script")
      script.src = new URL(url, location.href)
      this.ready = new Promise(done => (script.onload = done))
      this.inside.document.body.append(script)
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data })))
    }
  }
}
