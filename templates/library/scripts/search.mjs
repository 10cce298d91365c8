// The page of the search: its address holds what is asked, so that a search can be linked to and gone back to.
import { findDocuments, findSymbols } from './finder.mjs'

const form = document.getElementById('search')
const list = document.getElementById('results')
const status = document.getElementById('status')
const more = document.getElementById('more')
const root = new URL(form.dataset.root, location.href)
const FILTERS = ['organ', 'session', 'year', 'subject']
const PAGE = 10
let found, shown, turn = 0

const make = (name, content = '', attributes = {}) => {
  const element = document.createElement(name)
  element.append(...[content].flat())
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}
const symbolOf = words => make('bdi', words, { class: 'symbol', dir: 'ltr' })

const showResult = ({ symbol, title, date, address, pieces, isCut }, language) => {
  const link = make('a', [symbolOf(symbol), ' ', make('bdi', title)], { href: new URL(address, root).href })
  const passage = make('p', isCut ? '… ' : '', { lang: language, dir: 'auto' })
  for (const { word, isFound } of pieces) passage.append(isFound ? make('mark', word) : word)
  list.append(make('li', [link, ' ', date && make('time', date, { datetime: date }), passage].filter(Boolean)))
}

const showSymbols = symbols => {
  for (const { symbol, address, title } of symbols) {
    list.append(make('li', make('a', [symbolOf(symbol), ' ', make('bdi', title)], { href: new URL(address.split('/').map(encodeURIComponent).join('/'), root).href })))
  }
}

// Behind each value of a filter the number of documents, where it is known.
const showCounts = counts => {
  for (const name of FILTERS) {
    for (const option of form.elements[name].options) {
      option.dataset.words ??= option.textContent
      const known = counts[name] ?? {}
      const isCounted = Object.hasOwn(known, option.value)
      const count = isCounted ? known[option.value] : counts[name] && !known.isOnly ? 0 : null
      option.textContent = option.value && count !== null ? `${option.dataset.words} (${count})` : option.dataset.words
    }
  }
}

const showMore = async language => {
  const mine = turn
  const size = found.pageSize ?? PAGE
  const results = await found.take(shown, shown + size)
  if (mine !== turn) return
  results.forEach(one => showResult(one, language))
  shown += results.length
  more.hidden = shown >= found.count || !results.length
}

const run = async () => {
  const asked = new FormData(form)
  const query = String(asked.get('q')).trim()
  const language = String(asked.get('lang'))
  const filters = Object.fromEntries(FILTERS.map(name => [name, asked.get(name)]).filter(([, value]) => value))
  const mine = ++turn
  list.replaceChildren()
  status.textContent = ''
  more.hidden = true
  showCounts({})
  if (!query) return
  try {
    const symbols = await findSymbols(root, query)
    found = await findDocuments(root, query, language, filters)
    if (mine !== turn) return
    shown = 0
    showCounts(found.counts)
    showSymbols(symbols)
    status.textContent = found.count + symbols.length ? form.dataset.found.replace('{n}', found.count || symbols.length) : form.dataset.none
    await showMore(language)
  } catch (error) {
    status.textContent = form.dataset.failed
    console.warn(error)
  }
}

// A language that is written in the script of the words, where the one that is chosen is not.
const chooseLanguage = () => {
  const languages = [...form.querySelectorAll('[name=lang]')]
  const isIn = one => new RegExp(`\\p{Script=${one.dataset.script}}`, 'u').test(form.elements.q.value)
  const fitting = languages.filter(isIn)
  if (fitting.length && !fitting.some(one => one.checked)) fitting[0].checked = true
}

const fill = () => {
  const asked = new URLSearchParams(location.search)
  form.elements.q.value = asked.get('q') ?? ''
  for (const name of FILTERS) form.elements[name].value = asked.get(name) ?? ''
  const wanted = [...form.querySelectorAll('[name=lang]')].find(one => one.value === asked.get('lang'))
  if (wanted) wanted.checked = true
  else chooseLanguage()
}

const remember = () => {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value))
  history.pushState(null, '', `?${asked}`)
}

form.addEventListener('submit', event => {
  event.preventDefault()
  chooseLanguage()
  remember()
  run()
})
for (const one of form.querySelectorAll('select, [type=radio]')) {
  one.addEventListener('change', () => {
    remember()
    run()
  })
}
more.addEventListener('click', () => showMore(new FormData(form).get('lang')))
addEventListener('popstate', () => {
  fill()
  run()
})
fill()
run()
