/* What the theme's bundle expects to find: the site's place, and a memory that belongs to it. Runs before the page is
   painted. Where a browser keeps nothing for a page (some do not for folders), nothing is remembered. */
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

/* The colours that the reader chose last time, before the page is painted. */
for (const [name, value] of Object.entries(__md_get("__palette")?.color ?? {}))
  document.body?.setAttribute(`data-md-color-${name}`, value)
