// Read reading editions in Chromium as a person does, with mouse and keyboard; print what was seen as JSON.
//
//   node web.mjs MODULES AXE CHROMIUM SCREENSHOTS PAGE ...
//
// Scripts are off wherever the page is used; they are on for axe alone, which is one.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [modules, axe, chromium, shots, ...pages] = process.argv.slice(2)
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const { chromium: browserType } = require('playwright-core')
const WIDTHS = [390, 820, 1440]
const HEIGHT = 844
const SCHEMES = ['light', 'dark']
const MOST_TABS = 40 // links of one note, at most

const checkers = fs.readFileSync(axe, 'utf8')
const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] })

async function open(file, width, options) {
  const context = await browser.newContext({ viewport: { width, height: HEIGHT }, ...options })
  await context.route(url => url.protocol !== 'file:', route => { asked.push(route.request().url()); return route.abort() })
  const page = await context.newPage()
  await page.goto(pathToFileURL(file).href)
  return page
}
let asked = []

const findFaults = page => page.evaluate(async () => {
  const { violations } = await globalThis.axe.run(document, { rules: { 'target-size': { enabled: true } } })
  return violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`))
})
const overflow = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

// The characters on a full line of the text, the median of the longer paragraphs, and its width in the size of the text.
const measure = page => page.evaluate(() => {
  const all = [...document.querySelectorAll('.preambular, .operative')]
  const counts = all.map(one => {
    const lines = Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))
    return lines < 4 ? 0 : one.textContent.replace(/[\u2060\u200b]/g, '').length / (lines - 0.5)
  }).filter(Boolean).sort((a, b) => a - b)
  const ems = one => one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize)
  return { letters: Math.round(counts[counts.length >> 1] ?? 0), ems: Math.max(0, ...all.map(ems)) }
})

const focused = page => page.evaluate(() => {
  const one = document.activeElement
  return { id: one.id, name: one.className, note: one.closest('.note')?.id ?? '' }
})
const stands = (page, id) => page.evaluate(id => {
  const note = document.getElementById(id)
  const box = note.getBoundingClientRect()
  return {
    over: getComputedStyle(note).position === 'fixed',
    inSight: box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && box.height > 0,
    popped: note.matches(':popover-open'),
  }
}, id)

// With keys alone: each call opens its note, the note's way back closes it and has the reader where they were.
async function walkByKeys(page, ids) {
  const faults = []
  for (const id of ids) {
    await page.focus(`#ref-${id}`)
    await page.keyboard.press('Enter')
    const open = await stands(page, id)
    const inNote = (await focused(page)).id === id
    let tabs = 0
    do { await page.keyboard.press('Tab'); tabs++ } while ((await focused(page)).name !== 'back' && tabs < MOST_TABS)
    const way = (await focused(page)).note === id
    await page.keyboard.press('Enter')
    const closed = await stands(page, id)
    const back = (await focused(page)).id === `ref-${id}`
    if (!(open.over && open.inSight && inNote && way && !closed.over && back)) faults.push({ id, open, inNote, way, closed, back })
  }
  return faults
}

// With the mouse: each call pops its note up; the Esc key and the note's button close it, and the page stays where it is.
async function walkByMouse(page, ids) {
  const faults = []
  for (const id of ids) {
    const call = page.locator(`#ref-${id}`)
    await call.scrollIntoViewIfNeeded()
    const before = await page.evaluate(() => scrollY)
    const box = await call.boundingBox()
    const press = () => page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await press()
    const first = await stands(page, id)
    await page.keyboard.press('Escape')
    const escaped = await stands(page, id)
    await press()
    const again = await stands(page, id)
    await page.click(`#${id} .close`)
    const closed = await stands(page, id)
    const stayed = Math.abs(await page.evaluate(() => scrollY) - before) < 2
    if (!(first.popped && first.inSight && !escaped.popped && again.popped && !closed.popped && stayed))
      faults.push({ id, first, escaped, again, closed, stayed })
  }
  return faults
}

// On a wide screen: notes beside the text, none over another, none above its call.
const lookAtMargin = page => page.evaluate(() => {
  const faults = []
  const text = document.getElementById('resolution').getBoundingClientRect()
  const rtl = document.documentElement.dir === 'rtl'
  let below = -Infinity
  for (const note of document.querySelectorAll('.note')) {
    const box = note.getBoundingClientRect()
    const call = document.getElementById(`ref-${note.id}`).getBoundingClientRect()
    const beside = rtl ? box.right <= text.left : box.left >= text.right
    if (!(beside && box.top >= below && box.top >= call.top - 1 && box.width > 100)) faults.push(note.id)
    below = box.bottom
  }
  return faults
})

const lookAtPrint = page => page.evaluate(() => {
  const seen = one => one && one.getClientRects().length > 0
  const article = document.getElementById('resolution').getBoundingClientRect()
  return {
    notes: [...document.querySelectorAll('.note')].filter(one =>
      getComputedStyle(one).position !== 'static' || one.getBoundingClientRect().top < article.bottom).map(one => one.id),
    shown: ['.top nav', '.contents', '.permalink', '.back', '.over', '.close', '.skip'].filter(name => seen(document.querySelector(name))),
  }
})

const seen = {}
for (const file of pages) {
  asked = []
  const name = path.basename(file, '.html')
  const found = { faults: {}, overflow: {}, measure: {} }
  for (const width of WIDTHS) for (const colorScheme of SCHEMES) {
    const page = await open(file, width, { colorScheme, bypassCSP: true })
    await page.evaluate(checkers)
    found.faults[`${width} ${colorScheme}`] = await findFaults(page)
    found.overflow[width] = await overflow(page)
    found.measure[width] = await measure(page)
    await page.screenshot({ path: path.join(shots, `${name}-${width}-${colorScheme}.png`) })
    await page.context().close()
  }
  const page = await open(file, 390, { javaScriptEnabled: false })
  const ids = await page.$$eval('.note', all => all.map(one => one.id))
  found.notes = ids.length
  await page.keyboard.press('Tab')
  const skip = await focused(page)
  await page.keyboard.press('Enter')
  found.skip = [skip.name, (await focused(page)).id]
  found.keys = await walkByKeys(page, ids)
  found.mouse = await walkByMouse(page, ids)
  await page.emulateMedia({ media: 'print' })
  found.print = await lookAtPrint(page)
  await page.context().close()
  const wide = await open(file, 1440, { javaScriptEnabled: false })
  found.margin = await lookAtMargin(wide)
  found.tables = await wide.$$eval('table', all => all.filter(one => one.closest('.scroll')?.tabIndex !== 0 && one.rows[0].cells.length > 2).length)
  found.broken = await wide.$$eval('a[href^="#"]', all => all.map(one => one.hash.slice(1)).filter(id => !document.getElementById(decodeURIComponent(id))))
  await wide.context().close()
  found.asked = asked
  seen[name] = found
}
console.log(JSON.stringify(seen))
await browser.close()
