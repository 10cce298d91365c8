// Find documents: exact symbols by their list, words by the bundle of a language, or by a server where there is one.
//
// root: the URL of the site's first page. Nothing is asked of another host.
const HAN = /\p{Script=Han}+/gu
const PAIR = /^\p{Script=Han}{2}/u
const EDGE_HAN = /\p{Script=Han}$/u
const BEFORE = 12, BEHIND = 24 // words around what was found
const MOST_SYMBOLS = 20
const loaded = new Map()

const load = (url, read) => {
  if (!loaded.has(url.href)) {
    const promise = read(url)
    promise.catch(() => loaded.delete(url.href))
    loaded.set(url.href, promise)
  }
  return loaded.get(url.href)
}
const readJson = async url => {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${answer.status} ${url.pathname}`)
  return answer.json()
}

export const isPaired = text => text.search(HAN) >= 0

// A text with its Han characters as overlapping pairs, as engross/batch/library/search_bundles.py cuts it.
export const pairCharacters = text => text.replace(HAN, (run, at) => {
  const characters = [...run]
  const pairs = characters.length < 2 ? characters : characters.slice(1).map((one, at) => characters[at] + one)
  return ` ${pairs.join(' ')}${/^[\p{L}\p{N}]/u.test(text.slice(at + run.length)) ? ' ' : ''}`
}).trim().split(/\s+/).join(' ')

// Words as they stood before they were cut into pairs; of a pair behind another only its second character is new.
export const joinWords = (words, paired) => {
  if (!paired) return words.map((word, at) => ({ word: `${at ? ' ' : ''}${word}`, at }))
  return words.map((word, at) => {
    const before = at ? words[at - 1] : ''
    const last = [...before].at(-1) ?? ''
    const overlaps = EDGE_HAN.test(before) && PAIR.test(word) && [...word][0] === last
    const needsSpace = before && !EDGE_HAN.test(before) && /^[\p{L}\p{N}(]/u.test(word) && !isPaired(word) && /[\p{L}\p{N},.;:)]$/u.test(before)
    return { word: `${needsSpace ? ' ' : ''}${overlaps ? [...word].slice(1).join('') : word}`, at }
  })
}

// The parts of a query that each must be found: of Chinese, each is a phrase; of others Pagefind knows what to do.
export const cutQuery = (query, paired) => {
  const bare = query.replace(/["“”「」]/gu, ' ').trim()
  if (!paired || !isPaired(query)) return [query.replace(/[“”]/gu, '"').trim()].filter(Boolean)
  return bare.split(/\s+/).map(part => {
    const cut = trimEdges(pairCharacters(part).split(' '))
    return cut.length > 1 || [...cut[0]].length > 1 ? `"${cut.join(' ')}"` : cut[0]
  })
}

// A single character at an edge, beside what is none: in a text it may be part of a pair, so that it cannot be asked.
const trimEdges = words => {
  const isSingle = word => word && [...word].length === 1 && isPaired(word)
  const from = words.length > 1 && isSingle(words[0]) ? 1 : 0
  const to = words.length - from > 1 && isSingle(words.at(-1)) ? -1 : undefined
  return words.slice(from, to)
}

const fold = text => text.toUpperCase().replace(/\s+/g, '')

// Symbols that begin with the query, the whole one first: [{symbol, address, title}].
export const findSymbols = async (root, query) => {
  const wanted = fold(query)
  if (!/[A-Z].*\/|\d+\/\d/.test(wanted)) return []
  const rows = await load(new URL('search/symbols.json', root), readJson)
  const short = /^\d/.test(wanted) ? new RegExp(`(^|/)${wanted.replace(/[^\w]/g, '\\$&')}$`) : null
  const found = rows.filter(([symbol]) => short ? short.test(fold(symbol)) : fold(symbol).startsWith(wanted))
  return found.slice(0, MOST_SYMBOLS).map(([symbol, address, title]) => ({ symbol, address, title }))
}

// A bundle takes its language from the page, when it is opened, and that of the page may be another.
const openBundle = (root, language, told) => load(new URL(`search/${language}/pagefind.js`, root), async url => {
  const page = document.documentElement
  const own = page.lang
  page.lang = told
  try {
    const bundle = await import(url.href)
    await bundle.options({ baseUrl: '/' })
    await bundle.init()
    return bundle
  } finally {
    page.lang = own
  }
})

// Whether a result has the values of all filters, as a function; what has which is loaded once it is asked.
const makeFilter = async (root, language, filters) => {
  const wanted = Object.entries(filters).map(([name, value]) => `${name}:${value}`)
  if (!wanted.length) return () => true
  const { values, documents } = await load(new URL(`search/${language}/facets.json`, root), readJson)
  const numbers = wanted.map(value => values.indexOf(value))
  return ({ id }) => numbers.every(number => documents[id]?.includes(number))
}

// The results of all parts of a query: those that every part has, in the order of the first.
const searchParts = async (bundle, parts) => {
  const answers = []
  for (const part of parts) answers.push((await bundle.search(part)).results)
  const [first, ...others] = answers
  const sets = others.map(results => new Set(results.map(one => one.id)))
  return first.filter(one => sets.every(set => set.has(one.id)))
}

// The place of a passage: the found word with most found words behind it within the passage.
const choosePlace = locations => {
  const near = at => locations.filter(one => one >= at && one < at + BEHIND).length
  return locations.reduce((best, at) => near(at) > near(best) ? at : best, locations[0] ?? 0)
}

// Words with whether they were found; of a found pair the first character is, too, which its neighbour has shown.
const markWords = (words, start, found, paired) => {
  const pieces = joinWords(words, paired).map(({ word, at }) => ({ word, isFound: found.has(start + at) }))
  pieces.forEach((piece, at) => {
    const before = pieces[at - 1]
    if (!paired || !piece.isFound || !before || before.isFound || !PAIR.test(words[at]) || [...piece.word].length === [...words[at]].length) return
    piece.word = [...before.word].at(-1) + piece.word
    before.word = [...before.word].slice(0, -1).join('')
  })
  return pieces.flatMap(({ word, isFound }) => isFound && word.startsWith(' ') ? [{ word: ' ' }, { word: word.slice(1), isFound }] : [{ word, isFound }])
}

const describe = (data, paired) => {
  const words = data.content.split(/\s+/)
  const at = choosePlace(data.locations)
  const anchor = data.anchors.filter(one => one.location <= at).at(-1)
  const start = Math.max(0, anchor?.location ?? 0, at - BEFORE)
  const pieces = markWords(words.slice(start, at + BEHIND), start, new Set(data.locations), paired)
  const hash = anchor && anchor.id !== 'title' ? `#${anchor.id}` : ''
  const address = data.raw_url.replace(/^\//, '') + hash
  return { symbol: data.meta.symbol ?? '', title: data.meta.title, date: data.meta.date ?? '', address, pieces, isCut: start > (anchor?.location ?? 0) }
}

// {count, take(from, to)}: how many documents have the query, and those from one number to another.
export const findDocuments = async (root, query, language, filters = {}) => {
  const engine = await load(new URL('search/engine.json', root), readJson)
  if (engine.name === 'server') return askServer(root, query, language, filters)
  const entry = engine.bundles[language]
  const bundle = await openBundle(root, language, entry.paired ? 'en' : language)
  const parts = cutQuery(query, entry.paired)
  const has = await makeFilter(root, language, filters)
  const results = parts.length ? (await searchParts(bundle, parts)).filter(has) : []
  const take = (from, to) => Promise.all(results.slice(from, to).map(async one => describe(await one.data(), entry.paired)))
  return { count: results.length, take }
}

const askServer = async (root, query, language, filters) => {
  const ask = page => {
    const url = new URL('api/search', root)
    const asked = { q: query.replace(/^["“]|["”]$/gu, ''), lang: language, page, ...filters }
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
    return readJson(url)
  }
  const first = await ask(1)
  const take = async from => {
    const answer = from ? await ask(Math.floor(from / first.page_size) + 1) : first
    return answer.documents.map(({ excerpt: [before, words, behind], ...one }) => ({
      ...one, isCut: false, pieces: [{ word: before }, { word: words, isFound: true }, { word: behind }] }))
  }
  return { count: first.count, take, pageSize: first.page_size }
}
