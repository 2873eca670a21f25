/* The colours that the reader chose last time, before the page is painted. */
for (const [name, value] of Object.entries(__md_get("__palette")?.color ?? {}))
  document.body.setAttribute(`data-md-color-${name}`, value)
