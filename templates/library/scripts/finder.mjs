// Find documents: exact symbols by their list, words by the bundle of a language, or by a server where there is one.
//
// root: the URL of the site's first page. Nothing is asked of another host.
const HAN = /\p{Script=Han}+/gu
const MARKED_RUN = /(\p{Script=Han}+)([^\p{L}\p{N}_\s]*)/gu
const PAIR = /^\p{Script=Han}{2}/u
const EDGE_HAN = /\p{Script=Han}$/u
const BEFORE = 12, BEHIND = 24 // words around what was found
const MOST_SYMBOLS = 20
const UNSTEMMED = 'xx', FRAGMENT_MARK = 'pagefind_dcd'
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
export const pairCharacters = text => text.replace(MARKED_RUN, (all, run, marks, at) => {
  const characters = [...run]
  const pairs = characters.length < 2 ? characters : characters.slice(1).map((one, at) => characters[at] + one)
  return ` ${pairs.join(' ')}${marks}${/^[\p{L}\p{N}]/u.test(text.slice(at + all.length)) ? ' ' : ''}`
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

// The parts of a query that must all be found: phrases and, of languages with spaces, words in whatever form.
export const cutQuery = (query, paired) => {
  const straight = query.replace(/[“”«»„]/gu, '"')
  if (paired && isPaired(query)) return { words: '', phrases: straight.replace(/["「」]/gu, ' ').trim().split(/\s+/).map(cutPhrase) }
  const phrases = [...straight.matchAll(/"([^"]+)"/g)].map(([, phrase]) => foldText(phrase.trim())).filter(Boolean)
  const words = straight.replace(/"[^"]*"|"/g, ' ').trim()
  return paired ? { words: '', phrases: [...phrases, ...words.split(/\s+/)].filter(Boolean) } : { words, phrases }
}

// As engross/batch/library/search_bundles.py folds the words of phrases.
export const foldText = text => text.toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '')

const cutPhrase = part => trimEdges(pairCharacters(part).split(' ')).join(' ')

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
const openBundle = (root, folder, told) => load(new URL(`search/${folder}/pagefind.js`, root), async url => {
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

// The numbers that the values of filters have in the rows of documents.json, by the names of the filters.
const numberFilters = (values, filters) => Object.entries(filters).map(([name, value]) => [name, values.indexOf(`${name}:${value}`)])

// Whether a row has all numbers that are wanted, but for those of one name.
const passes = (row, wanted, but = '') => wanted.every(([name, number]) => name === but || row.facets.includes(number))

// How many of the rows are behind each value of a filter, where the other filters stay: {organ: {ga: 3}}.
const countFilters = (rows, values, wanted) => {
  const counts = {}
  for (const row of rows) {
    for (const number of row.facets) {
      const [name] = values[number].split(':', 1)
      const value = values[number].slice(name.length + 1)
      counts[name] ??= Object.create(null)
      if (passes(row, wanted, name)) counts[name][value] = (counts[name][value] ?? 0) + 1
    }
  }
  return counts
}

// What a bundle finds for a part of a query, as places by document: a Map in the bundle's order.
const searchPart = async (root, language, part, rows) => {
  const told = part.kind === 'words' ? language : UNSTEMMED
  const bundle = await openBundle(root, `${language}/${part.kind}`, told)
  const isOneOfMany = isPaired(part.text) && [...part.text].length === 1 // what pairs begin with
  const asked = part.kind === 'words' || isOneOfMany ? part.text : `"${part.text}"`
  const { results } = await bundle.search(asked)
  const byFragment = new Map(rows.map(row => [row[part.kind], row]))
  return new Map(results.filter(({ id }) => byFragment.has(id)).map(({ id, words }) => [byFragment.get(id), words]))
}

// The text of a document as it was indexed: a fragment is JSON behind a mark, compressed.
const readFragment = (root, language, row) => {
  const kind = row.words ? 'words' : 'phrases'
  return load(new URL(`search/${language}/${kind}/fragment/${row[kind]}.pf_fragment`, root), async url => {
    const answer = await fetch(url)
    if (!answer.ok) throw new Error(`${answer.status} ${url.pathname}`)
    const plain = answer.body.pipeThrough(new DecompressionStream('gzip'))
    return JSON.parse((await new Response(plain).text()).slice(FRAGMENT_MARK.length))
  })
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
  return joinPieces(pieces)
}

// Pieces with those that are alike made one; a space before what was found is not marked.
const joinPieces = pieces => pieces.reduce((joined, { word, isFound }) => {
  const last = joined.at(-1)
  if (last && last.isFound === isFound) last.word += word
  else if (isFound && last && word.startsWith(' ')) {
    last.word += ' '
    joined.push({ word: word.slice(1), isFound })
  } else joined.push({ word, isFound })
  return joined
}, [])

const describe = ({ content, anchors }, row, locations, paired) => {
  const words = content.split(/\s+/)
  const at = choosePlace(locations)
  const anchor = anchors.filter(one => one.location <= at).at(-1)
  const start = Math.max(0, anchor?.location ?? 0, at - BEFORE)
  const pieces = markWords(words.slice(start, at + BEHIND), start, new Set(locations), paired)
  const hash = anchor && anchor.id !== 'title' ? `#${anchor.id}` : ''
  return { ...row, address: row.address + hash, pieces, isCut: start > (anchor?.location ?? 0) }
}

// {count, take(from, to), counts}: how many documents have the query, those from one number to another, and how many
// are behind each value of each filter.
export const findDocuments = async (root, query, language, filters = {}) => {
  const engine = await load(new URL('search/engine.json', root), readJson)
  if (engine.name === 'server') return askServer(root, query, language, filters)
  const { paired } = engine.bundles[language]
  const { values, documents } = await load(new URL(`search/${language}/documents.json`, root), readJson)
  const { words, phrases } = cutQuery(query, paired)
  const parts = [...phrases.map(text => ({ kind: 'phrases', text })), ...(words ? [{ kind: 'words', text: words }] : [])]
  const [first = new Map(), ...others] = await Promise.all(parts.map(part => searchPart(root, language, part, documents)))
  const found = [...first].filter(([row]) => others.every(found => found.has(row)))
  const wanted = numberFilters(values, filters)
  const results = found.filter(([row]) => passes(row, wanted))
  const counts = countFilters(found.map(([row]) => row), values, wanted)
  const take = (from, to) => Promise.all(results.slice(from, to).map(async ([row, locations]) =>
    describe(await readFragment(root, language, row), row, locations, paired)))
  return { count: results.length, take, counts }
}

const askServer = async (root, query, language, filters) => {
  const ask = page => {
    const url = new URL('api/search', root)
    const asked = { q: query.replace(/^["“]|["”]$/gu, ''), lang: language, page, ...filters }
    if (!/^["“]/u.test(query)) asked.forms = 1 // an engine that knows other forms of words finds them too
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
    return readJson(url)
  }
  const first = await ask(1)
  const take = async from => {
    const answer = from ? await ask(Math.floor(from / first.page_size) + 1) : first
    return answer.documents.map(({ excerpt: [before, words, behind], ...one }) => ({
      ...one, isCut: false, pieces: [{ word: before }, { word: words, isFound: true }, { word: behind }] }))
  }
  // The server counts what passes all filters: of one that is chosen it knows the chosen value alone.
  const counts = Object.fromEntries(Object.entries(first.facets).map(([name, values]) =>
    [name, filters[name] ? { [filters[name]]: values[filters[name]], isOnly: true } : values]))
  return { count: first.count, take, counts, pageSize: first.page_size }
}
