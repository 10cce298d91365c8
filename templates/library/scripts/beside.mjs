// Two languages side by side: the other page is fetched from this site and set beside this one, paragraph by paragraph.
//
// A link with data-beside leads to the other page by itself; with this script it opens it here. The address keeps the
// choice: ?with=../en/. Paragraphs are paired by their ids, which are the same in all languages.
const main = document.getElementById('main')
const links = [...document.querySelectorAll('[data-beside]')]
const OTHER = 'other-'

// The paragraphs, headings and tables with ids: what lies around them stays where it is.
const pieces = root => [...root.querySelectorAll('[id]')].filter(one =>
  /^(P|H[1-6]|DIV|TABLE)$/.test(one.tagName) && /\S/.test(one.textContent) &&
  !one.querySelector('p[id], h1[id], h2[id], h3[id], li[id]') && !one.closest('[role=doc-index], .index, nav'))

const rename = (piece, language, direction) => {
  for (const one of [piece, ...piece.querySelectorAll('[id]')]) if (one.id) one.id = OTHER + one.id
  for (const link of piece.querySelectorAll('a[href^="#"]')) link.setAttribute('href', '#' + OTHER + link.getAttribute('href').slice(1))
  for (const one of piece.querySelectorAll('[popovertarget]')) one.setAttribute('popovertarget', OTHER + one.getAttribute('popovertarget'))
  piece.lang = language
  piece.dir = direction
  return piece
}

const show = async address => {
  const url = new URL(address, location.href)
  if (url.origin !== location.origin) return
  const answer = await fetch(url)
  if (!answer.ok) return
  const other = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const { lang, dir } = other.documentElement
  const found = new Map(pieces(other.getElementById('main')).map(piece => [piece.id, piece]))
  for (const piece of pieces(main)) {
    const counterpart = found.get(piece.id)
    if (!counterpart || piece.closest('.two')) continue
    const row = document.createElement('div')
    row.className = 'two'
    piece.before(row)
    row.append(piece, rename(document.importNode(counterpart, true), lang, dir))
  }
  main.classList.add('parallel')
}

for (const link of links) {
  link.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const here = new URL(location.href)
    here.searchParams.set('with', link.dataset.beside)
    location.assign(here)
  })
}
const wanted = new URLSearchParams(location.search).get('with')
const chosen = links.find(link => link.dataset.beside === wanted)
if (chosen) {
  chosen.setAttribute('aria-current', 'true')
  await show(wanted)
  if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView()
}
