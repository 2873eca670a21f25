/* The search, in place of the theme's own worker: it speaks the same words (SETUP, READY, QUERY, RESULT), so that box,
   results and highlighting are the theme's. Where the theme's loads the whole index and sorts it anew on every page,
   this loads the few shards that a query needs. What they hold, hooks/chronicle/search/shards.py says. */
"use strict"

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3 // kinds of messages
const QUOTED = 20 // pages whose sections are shown; those further down are shown by their titles
const LONGEST = 32 // characters of Chinese without a break that are cut into words; what follows is left out
const CLAUSES = 30 // words of a query that are looked up, one bit each
const TIER = 1e6 // above every score: what holds more of the words stands first, whatever its score
const PART = 0.5 // what a word counts that only begins like what is asked for, or holds it, beside the very word
const WEIGHTS = [1, 1.4, 2000, 5000] // of a word that stands on a page once, often, in a heading, in the title
const HAN = /\p{sc=Han}/u
const RUNS = /\p{sc=Han}+|[^\p{sc=Han}]+/gu

const framed = typeof document !== "undefined" // in a folder a hidden frame stands in for the worker
const root = new URL("../../search/", framed ? document.currentScript.src : location.href)

let gaps = /\s+/g // between words; the site's settings say
let boosts = { title: 1000, text: 1 }
let newest = 0 // number of the latest query

/* --- shards --- */

let manifest
const loaded = new Map() // name of a shard: promise of its content
const awaited = new Map() // in a frame, name of a shard: what waits for its script to run

/** The site was renewed since the manifest was read. */
class Stale extends Error {}

/** What a shard's script calls where it is run. */
self.shard = (name, digest, content) => awaited.get(name)?.({ digest, content })

function runScript(name, address) {
  return new Promise((done, failed) => {
    awaited.set(name, done)
    const script = document.createElement("script")
    script.src = address
    script.onload = () => script.remove()
    script.onerror = () => failed(new Stale(name))
    document.body.append(script)
  })
}

async function fetchScript(name, address) {
  const answer = await fetch(address, { cache: name === "manifest" ? "no-cache" : "default" })
  if (!answer.ok) throw new Stale(name)
  const text = await answer.text()
  const [head, digest] = /^shard\("[^"]*","([^"]*)",/.exec(text)
  return { digest, content: JSON.parse(text.slice(head.length, text.lastIndexOf(")"))) }
}

async function load(name, digest) {
  const address = new URL(`${name}.js?${digest || Date.now()}`, root)
  const found = await (framed ? runScript : fetchScript)(name, address)
  if (found.digest !== digest) throw new Stale(name)
  return found.content
}

/** The content of a shard, loaded once. */
function part(kind, number) {
  const name = `${kind}/${number}`
  if (!loaded.has(name)) loaded.set(name, load(name, manifest[kind][number]))
  return loaded.get(name)
}

/** What the shards of a kind hold of a page. */
async function ofPage(kind, page) {
  const step = manifest.steps[kind]
  return (await part(kind, Math.floor(page / step)))[page % step]
}

/** The shard of words that begin like ``word``. */
const shelf = word => part("words", word.codePointAt(0) % manifest.words.length)

/** What a row of postings says: [page, place], page by page. */
function* postings(row) {
  let page = 0
  for (const step of row) {
    page += step >> 2
    yield [page, step & 3]
  }
}

/** Words of the index that answer to a word of the query: they begin so, or, in Chinese, hold two characters of it or
    more. Each with its row of postings. */
async function rows(word) {
  const { words, inner } = await shelf(word)
  const near = Object.keys(words).filter(each => each.startsWith(word))
  const far = (isLong(word) && inner[[...word][0]]) || []
  const holding = far.filter(each => answers(each, word) && !each.startsWith(word))
  const rest = holding.map(async each => [each, (await shelf(each)).words[each]])
  return [...near.map(each => [each, words[each]]), ...(await Promise.all(rest))]
}

const isLong = word => word.length > 1 && HAN.test(word)
const answers = (word, asked) => word.startsWith(asked) || (isLong(asked) && word.includes(asked))

/* --- what is asked for --- */

const fold = word => word.normalize("NFKC").toLowerCase()

/** Where the words of a text stand: [from, to]. */
function* wordsOf(text) {
  let from = 0
  for (const { 0: gap, index } of [...text.matchAll(gaps), { 0: "", index: text.length }]) {
    if (index > from) yield [from, index]
    from = index + gap.length
  }
}

/** The parts of a query: quotation marks and a plus ask for all their words, a minus for pages without them. */
function parts(query) {
  return [...query.matchAll(/([+-]?)(?:"([^"]*)"?|(\S+))/g)].map(([, sign, quoted, plain]) => {
    const text = fold(quoted ?? plain)
    const words = [...wordsOf(text)].map(([from, to]) => text.slice(from, to).replace(/[*~^]\d*$/, ""))
    const runs = words.flatMap(word => word.match(RUNS) ?? []).filter(run => /[\p{L}\p{N}_]/u.test(run))
    return { runs, must: sign === "+" || quoted !== undefined, not: sign === "-" }
  })
}

/** A run of Chinese in the fewest words of the index that ``fits`` allows; what is in no word is cut by characters. */
async function cut(run, fits = () => true) {
  if (!HAN.test(run)) return [run]
  const signs = [...run].slice(0, LONGEST)
  const shelves = await Promise.all(signs.map(shelf))
  const best = [...signs, null].map(() => ({ cost: Infinity, words: [] }))
  best[signs.length].cost = 0
  for (let from = signs.length - 1; from >= 0; from--)
    for (let to = signs.length; to > from; to--) {
      const word = signs.slice(from, to).join("")
      const known = Object.hasOwn(shelves[from].words, word) && fits(word)
      const cost = best[to].cost + (known ? 1 : 2)
      if ((known || to === from + 1) && cost < best[from].cost) best[from] = { cost, words: [word, ...best[to].words] }
    }
  return [...new Set(best[0].words)]
}

/** The words that a long word is made of, where it is made of words. */
async function inside(word) {
  const words = HAN.test(word) && word.length > 3 ? await cut(word, each => each !== word) : []
  return words.every(isLong) ? words : []
}

/** What is looked up of one run: [{word, minor, extra}]. ``minor``: a single character beside longer words, or part of
    a word that is known as a whole, which brings in no page; ``extra``: need not be there where all words must. */
async function clauses(run) {
  const words = await cut(run)
  const whole = words.length > 1 && (await rows(run)).length > 0
  const isMinor = word => words.length > 1 && !isLong(word) && (whole || words.some(isLong))
  const within = (await Promise.all(words.map(inside))).flat().filter(word => !words.includes(word))
  return {
    clauses: [
      ...words.map(word => ({ word, minor: isMinor(word), extra: false })),
      ...within.map(word => ({ word, minor: false, extra: true })),
    ],
    whole,
  }
}

/** A query, understood: ``lookups``, words with their bits and whether they open a page, that is, bring it in; the
    ``terms`` that the results name; the bits that ``must`` be there, and those that must ``not``. */
async function understand(text) {
  const query = { lookups: [], terms: [], must: 0, nots: [], phrase: fold(text).replace(/["+*\s]+/g, " ").trim() }
  let bit = 0
  for (const { runs, must, not } of parts(text))
    for (const run of runs) {
      const { clauses: words, whole } = await clauses(run)
      const some = words.slice(0, CLAUSES - bit)
      const asked = some.map(each => ({ ...each, bits: 1 << bit++, opens: !not && !each.minor }))
      const own = union(asked.filter(({ extra }) => !extra))
      if (whole) asked.unshift({ word: run, bits: own, opens: !not, extra: asked.some(({ minor }) => !minor) })
      query.lookups.push(...asked)
      if (not) query.nots.push(own)
      else query.terms.push(...asked.filter(({ minor }) => !minor))
      if (must && !not) query.must |= union(asked.filter(({ minor, extra }) => !minor && !extra))
    }
  return query
}

const union = clauses => clauses.reduce((sum, { bits }) => sum | bits, 0)

/** The terms of a query, each with whether it was found. */
const found = (query, bits) => Object.fromEntries(query.terms.map(term => [term.word, holds(bits, term.bits)]))

const holds = (bits, some) => (bits & some) === some

/* --- pages --- */

/** How telling a word is that stands on ``count`` of ``all`` pages, as the theme's engine reckons it. */
const telling = (count, all) => Math.log(1 + Math.abs((all - count + 0.5) / (count + 0.5)))

/** Pages that answer to a query: {page, bits, score}, the best first. ``query.weights``: the words that were found. */
async function match(query) {
  const pages = new Map()
  query.weights = new Map()
  const answers = await Promise.all(query.lookups.map(({ word }) => rows(word)))
  query.lookups.forEach(({ word: asked, bits, opens }, index) => {
    for (const [word, row] of answers[index]) {
      const list = [...postings(row)]
      const weight = telling(list.length, manifest.count) * (word === asked ? 1 : PART)
      if (opens) query.weights.set(word, Math.max(weight, query.weights.get(word) ?? 0))
      for (const [number, place] of list) {
        const page = pages.get(number) ?? { page: number, bits: 0, score: 0, open: false }
        page.bits |= bits
        page.score += weight * WEIGHTS[place]
        page.open ||= opens
        pages.set(number, page)
      }
    }
  })
  return [...pages.values()]
    .filter(({ bits, open }) => open && holds(bits, query.must) && !query.nots.some(not => holds(bits, not)))
    .sort((a, b) => ones(b.bits) - ones(a.bits) || b.score - a.score || a.page - b.page)
}

const ones = bits => bits.toString(2).replaceAll("0", "").length

/* --- what is shown --- */

/** A text whose words stand apart; beside a mark there is no break more, or the mark could begin a line. */
const broken = text => text.replaceAll("\x7f", "\u200b").replace(gaps, gap => gap.replaceAll("\u200b", "") || gap)

/** The entries of a page as the theme knows them. */
async function entriesOf(page) {
  const [address, entries] = await ofPage("texts", page)
  return entries.map(([place, title, text, rest]) => {
    return { location: address + place, title: broken(title), text: broken(text), ...rest }
  })
}

/** The outermost blocks of a marked-up text: where each begins and ends, and its words for which ``test`` is true. */
function blocksOf(text, test) {
  const blocks = []
  let block, depth = 0
  const reach = (from, to) => ((block ??= { from, to, hits: [] }).to = to)
  for (const { 0: piece, index } of text.matchAll(/<[^>]*>|[^<]+/g)) {
    if (piece[0] !== "<") {
      for (const [from, to] of wordsOf(piece)) {
        reach(index + from, index + to)
        if (test(fold(piece.slice(from, to)))) block.hits.push([index + from, index + to])
      }
    } else if (piece[1] === "/") {
      if (--depth) continue
      reach(index, index + piece.length)
      blocks.push(block)
      block = undefined
    } else if (!piece.endsWith("/>") && depth++ === 0) reach(index, index + piece.length)
  }
  return block ? [...blocks, block] : blocks
}

/** A text with its hits marked: all of it, or the first two blocks that have one; where none has, the text. */
function marked(text, blocks, all) {
  const hit = blocks.filter(({ hits }) => hits.length)
  if (!hit.length) return text
  const shown = all ? [{ from: 0, to: text.length, hits: hit.flatMap(({ hits }) => hits) }] : hit.slice(0, 2)
  return shown.map(({ from, to, hits }) => {
    const ends = [...hits.map(([start]) => start), to]
    const mark = ([start, end], next) => `<mark>${text.slice(start, end)}</mark>${text.slice(end, next)}`
    return text.slice(from, ends[0]) + hits.map((hit, index) => mark(hit, ends[index + 1])).join("")
  }).join("")
}

/** One field of an entry, its hits marked, and the words that were hit with how often. */
function look(text, { weights }, all) {
  const counts = new Map()
  const blocks = blocksOf(text, word => weights.has(word) && counts.set(word, (counts.get(word) ?? 0) + 1))
  return { text: marked(text, blocks, all), counts }
}

/** An entry as the theme shows it, and what of the query it holds. Its score is reckoned as the theme's engine does. */
function judged(entry, query) {
  const item = { ...entry }
  let bits = 0, score = 0
  for (const field of Object.keys(boosts).filter(name => entry[name])) {
    const all = field !== "text"
    const looks = [entry[field]].flat().map(text => look(text, query, all))
    item[field] = Array.isArray(entry[field]) ? looks.map(({ text }) => text) : looks[0].text
    for (const [word, count] of looks.flatMap(({ counts }) => [...counts])) {
      score += (query.weights.get(word) * boosts[field] * 2.2 * count) / (1.2 + count)
      for (const lookup of query.lookups) if (answers(word, lookup.word)) bits |= lookup.bits
    }
  }
  const text = `${entry.title}\n${entry.text}`.replace(/<[^>]*>/g, "\n").replaceAll("\u200b", "")
  const said = query.lookups.length > 1 && fold(text).includes(query.phrase)
  item.terms = found(query, bits)
  const share = Object.values(item.terms).filter(Boolean).length / query.terms.length
  item.score = score * (1 + (+!entry.location.includes("#") + share) ** 2) + TIER * (ones(bits) + said)
  return { item, bits, said }
}

/** A page of the results: the sections that answer, the best first, and the page itself. What was typed word for word
    counts like one more word found. */
async function quoted({ page, bits }, query) {
  const entries = (await entriesOf(page)).map(entry => judged(entry, query))
  const tier = TIER * 100 * (ones(bits) + entries.some(({ said }) => said))
  const items = entries.filter(entry => entry.bits).map(({ item }) => ({ ...item, score: item.score + tier }))
  const [{ item: article }] = entries
  if (!entries[0].bits) items.push({ ...article, score: 0, terms: found(query, bits) })
  return items.sort((a, b) => b.score - a.score)
}

/** A page of the results, further down. */
async function named({ page, bits }, query) {
  const [location, title] = await ofPage("names", page)
  const shown = look(broken(title), query, true).text
  return [{ location, title: shown, text: "", score: 0, terms: found(query, bits) }]
}

async function search(text) {
  manifest ??= await load("manifest", "")
  const query = await understand(text)
  const pages = await match(query)
  const best = await Promise.all(pages.slice(0, QUOTED).map(page => quoted(page, query)))
  const rest = await Promise.all(pages.slice(QUOTED).map(page => named(page, query)))
  return [...best.sort((a, b) => b[0].score - a[0].score), ...rest]
}

/** The pages that answer; where the site was renewed under an open tab, those of the new one. */
async function answer(text, again = true) {
  try {
    return await search(text)
  } catch (error) {
    manifest = undefined
    loaded.clear()
    if (again && error instanceof Stale) return answer(text, false)
    console.warn("搜索没有读到索引", error)
    return []
  }
}

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    gaps = new RegExp(data.config.separator, "g")
    boosts = Object.fromEntries(Object.entries(data.config.fields).map(([name, { boost }]) => [name, boost ?? 1]))
    postMessage({ type: READY })
  } else if (type === QUERY) {
    const number = ++newest
    const items = data.trim() ? await answer(data) : []
    if (number === newest) postMessage({ type: RESULT, data: { items } }) // an answer that comes late is none
  }
})
