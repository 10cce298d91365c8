// Use the site of a library as a browser does; print what was seen as JSON.
//
//   node library.mjs MODULES CHROMIUM ASKED.json
//
// ASKED has the address of the site, queries by language, pages to be looked at by axe (its script's path) with their
// widths and schemes, and the folder for screenshots ("" for none).
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const [modules, chromium, asked] = process.argv.slice(2)
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const { chromium: browserType } = require('playwright-core')
const { address, queries, axe, pages, shots, walks, beside } = JSON.parse(fs.readFileSync(asked, 'utf8'))
const PATIENCE = 180000 // milliseconds: the machine may do much else
const HEIGHT = 844

const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
const seen = { errors: [], elsewhere: [], found: {}, pages: {} }

const open = async (place, width = 1280, colorScheme = 'light') => {
  const context = await browser.newContext({ viewport: { width, height: HEIGHT }, colorScheme })
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  page.on('pageerror', error => seen.errors.push(error.message))
  page.on('console', message => { if (message.type() === 'error') seen.errors.push(`${place}: ${message.text()}`) })
  page.on('request', request => { if (!request.url().startsWith(address) && !request.url().startsWith('data:')) seen.elsewhere.push(request.url()) })
  await page.goto(address + place)
  return page
}

// Every query, by the module that the page of the search uses.
for (const [language, phrases] of Object.entries(queries)) {
  const page = await open('search/')
  seen.found[language] = await page.evaluate(async ([phrases, language]) => {
    const { findDocuments } = await import(new URL('../scripts/finder.mjs', location.href).href)
    const root = new URL('..', location.href)
    const all = []
    for (const phrase of phrases) {
      const { count, take } = await findDocuments(root, phrase, language)
      all.push((await take(0, count)).map(one => ({ address: one.address, words: one.pieces.filter(piece => piece.isFound).map(piece => piece.word).join('') })))
    }
    return all
  }, [phrases, language])
  await page.context().close()
}

for (const { name, place, width, scheme, wait } of pages) {
  const page = await open(place, width, scheme)
  if (wait) await page.waitForSelector(wait)
  await page.waitForLoadState('networkidle')
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`) })
  let violations = []
  if (axe) {
    const context = await browser.newContext({ viewport: { width, height: HEIGHT }, colorScheme: scheme, bypassCSP: true })
    context.setDefaultTimeout(PATIENCE)
    const looked = await context.newPage()
    await looked.goto(address + place)
    if (wait) await looked.waitForSelector(wait)
    await looked.addScriptTag({ path: axe })
    const answer = await looked.evaluate(() => globalThis.axe.run())
    violations = answer.violations.map(one => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)}`)
    await context.close()
  }
  seen.pages[name] = { overflow, violations }
  await page.context().close()
}

// As a reader on a telephone: from the first page to the paragraph that has the words, and to its note.
const walk = async () => {
  const page = await open('zh/', 390)
  await page.fill('input[name=q]', '小岛屿发展中国家')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#results a')
  const status = await page.textContent('#status')
  const mark = await page.textContent('#results mark')
  await page.click('#results a')
  await page.waitForLoadState()
  const { hash, pathname } = new URL(page.url())
  const words = await page.evaluate(id => {
    const box = document.getElementById(id).getBoundingClientRect()
    return { text: document.getElementById(id).textContent, inSight: box.top >= 0 && box.top < innerHeight }
  }, decodeURIComponent(hash.slice(1)))
  const note = await page.evaluate(() => document.querySelector('main [role=doc-noteref]')?.getAttribute('href') ?? '')
  const border = await page.$eval('main button', one => getComputedStyle(one).borderTopWidth)
  await page.context().close()
  return { status, mark, pathname, hash, ...words, note, border }
}
// Words in another script than that of the page's language are looked for in a language of theirs.
// The words of the values of filters, with the numbers behind them, while a year is chosen.
const countValues = async () => {
  const page = await open(`search/?q=${encodeURIComponent('小岛屿发展中国家')}&lang=zh&year=2054`, 390)
  await page.waitForSelector('#results mark')
  const years = await page.$$eval('[name=year] option', all => all.map(one => one.textContent))
  const subjects = await page.$$eval('[name=subject] option', all => all.map(one => one.textContent))
  await page.context().close()
  return { years, subjects }
}
const askElsewhere = async () => {
  const page = await open('', 390)
  await page.fill('input[name=q]', '小岛屿发展中国家')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#results mark')
  const [mark, language] = [await page.textContent('#results mark'), await page.$eval('[name=lang]:checked', one => one.value)]
  await page.context().close()
  return { mark, language }
}
if (walks) Object.assign(seen, { walk: await walk(), elsewhereAsked: await askElsewhere(), counts: await countValues() })

if (beside) {
  const page = await open(beside)
  await page.click('[data-beside][hreflang=en]')
  await page.waitForSelector('.two')
  seen.beside = await page.$$eval('.two', rows => rows.map(row => [...row.children].map(one => [one.id, one.lang, one.textContent.trim().slice(0, 40)])))
  await page.context().close()
}
await browser.close()
console.log(JSON.stringify(seen))
