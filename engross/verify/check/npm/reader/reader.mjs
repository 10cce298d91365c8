// Open a book in readers and use it with the mouse; print what was seen as JSON.
//
//   node reader.mjs BOOK.epub MODULES CHROMIUM PLAN.json [SCREENSHOTS]
//
// The plan says what the book has: its documents, its calls of notes, a place of its index, the folder it is unpacked
// in. The calls are clicked and the pop-ups' text kept; the place is clicked and the page that is then shown is looked
// at. With a folder for screenshots, each document is taken there, in light and dark and on a screen of 360 pixels.
// At last Thorium's parser reads the book.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve } from './serve.mjs'

const [book, modules, chromium, planned, shots] = process.argv.slice(2)
const plan = JSON.parse(fs.readFileSync(planned))
const here = path.dirname(fileURLToPath(import.meta.url))
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const { chromium: browserType } = require('playwright-core')
const PATIENCE = { timeout: 5000 }
const SCREENS = {
  light: { viewport: { width: 800, height: 1000 } },
  dark: { viewport: { width: 800, height: 1000 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2 },
}

const routes = {
  '/reader.html': path.join(here, 'reader.html'),
  '/book.epub': path.resolve(book),
  '/modules/': modules,
  '/unpacked/': plan.unpacked,
}
const server = await serve(routes)
const base = `http://127.0.0.1:${server.address().port}`
const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
const errors = []
// foliate-js measures a view whose document is not there yet when its box changes (paginator.js, #observer): a race of
// its own, seen in most runs with Chromium 156, whatever the book.
const TOO_EARLY = /getComputedStyle[^]*#observer/

const open = async screen => {
  const page = await browser.newPage(screen)
  page.on('pageerror', error => TOO_EARLY.test(error.stack) || errors.push(error.message))
  page.on('requestfailed', request => errors.push(`${request.url()} failed`))
  await page.goto(`${base}/reader.html`)
  await page.waitForFunction('window.openBook')
  const seen = await page.evaluate(() => openBook('/book.epub'))
  return { page, seen }
}

// Turn to an element and click it; false where it is not in sight.
const click = async (page, href, id) => {
  await page.evaluate(href => go(href), href)
  const spot = await page.waitForFunction(id => place(id), id, PATIENCE).then(found => found.jsonValue(), () => null)
  if (spot) await page.mouse.click(spot.x, spot.y)
  return Boolean(spot)
}

const note = async (page, { file, id }) => {
  const before = await page.evaluate(() => popCount())
  const inSight = await click(page, `${file}#${id}`, id)
  await page.waitForFunction(before => popCount() > before, before, PATIENCE).catch(() => {})
  const pop = await page.evaluate(before => (popCount() > before ? lastPop() : null), before)
  if (shots && id === plan.calls.at(-1).id) await page.waitForTimeout(300).then(() => shoot(page, 'light-pop-up'))
  await page.evaluate(() => closePop())
  return { call: id, inSight, ...pop }
}

const arrival = async (page, { file, href }) => {
  await page.evaluate(file => go(file), file)
  const id = await page.waitForFunction(href => mark(href), href, PATIENCE).then(found => found.jsonValue(), () => '')
  const anchor = href.split('#')[1]
  const inSight = await click(page, file, id)
  const arrived = await page.waitForFunction(id => place(id), anchor, PATIENCE).then(() => true, () => false)
  if (shots) await page.waitForTimeout(300).then(() => shoot(page, 'light-arrival'))
  return { href, inSight, arrived, highlighted: await framed(href), ...(await page.evaluate(() => here())) }
}

// Whether the words at an address are framed where the document itself is turned to them, as most readers do.
const framed = async href => {
  const page = await browser.newPage()
  await page.goto(`${base}/unpacked/${href}`)
  const framed = await page.evaluate(id => {
    const words = document.getElementById(id)
    return Boolean(words) && getComputedStyle(words).outlineStyle !== 'none'
  }, href.split('#')[1])
  await page.close()
  return framed
}

const shoot = (page, name) => page.screenshot({ path: path.join(shots, `${name}.png`) })
const stem = name => path.basename(name, path.extname(name))

const thorium = async () => {
  const dist = 'r2-shared-js/dist/es8-es2017/src'
  require(`${dist}/init-globals`).initGlobalConverters_SHARED()
  require(`${dist}/init-globals`).initGlobalConverters_GENERIC()
  const parsed = await require(`${dist}/parser/publication-parser`).PublicationParsePromise(path.resolve(book))
  const titles = links => (links ?? []).map(link => link.Title ?? '')
  const { Metadata: about } = parsed
  const found = {
    title: typeof about.Title === 'string' ? about.Title : Object.values(about.Title)[0],
    contents: titles(parsed.TOC), pages: titles(parsed.PageList), landmarks: titles(parsed.Landmarks),
    spine: parsed.Spine.map(link => link.Href),
  }
  parsed.freeDestroy()
  return found
}

const { page, seen } = await open(SCREENS.light)
const fonts = new Set()
for (const part of plan.parts) {
  await page.evaluate(part => go(part), part)
  for (const font of await page.evaluate(() => loaded())) fonts.add(font)
}
const notes = []
for (const call of plan.calls) notes.push(await note(page, call))
const place = plan.place && (await arrival(page, plan.place))
await page.close()

for (const [name, screen] of Object.entries(shots ? SCREENS : {})) {
  const { page } = await open(screen)
  for (const part of [...plan.parts, ...(plan.notes ? [plan.notes] : [])]) {
    await page.evaluate(part => go(part), part)
    await page.waitForTimeout(400)
    await shoot(page, `${name}-${part.includes('#') ? part.split('#')[1] : stem(part)}`)
  }
  await page.close()
}
await browser.close()
server.close()
const read = await thorium().catch(error => ({ error: String(error) }))
console.log(JSON.stringify({ ...seen, fonts: [...fonts].sort(), notes, place, thorium: read, errors }))
