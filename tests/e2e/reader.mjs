// Open a book in foliate-js and use it with the mouse; print what was seen as JSON.
//
//   node reader.mjs BOOK.epub MODULES CHROMIUM [SCREENSHOTS]
//
// Every call of a note is clicked and the pop-up's text kept; the first place of the index is clicked and the
// page that is then shown is looked at. With a folder for screenshots, each part of the book is taken there, in
// light and dark and on a screen of 360 pixels.
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve } from './serve.mjs'

const [book, modules, chromium, shots] = process.argv.slice(2)
const here = path.dirname(fileURLToPath(import.meta.url))
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const { chromium: browserType } = require('playwright-core')
const PARTS = ['cover', 'title', 'resolution', 'index', 'colophon', 'nav']
const SCREENS = {
  light: { viewport: { width: 800, height: 1000 } },
  dark: { viewport: { width: 800, height: 1000 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2 },
}

const routes = { '/reader.html': path.join(here, 'reader.html'), '/book.epub': path.resolve(book), '/modules/': modules }
const server = await serve(routes)
const base = `http://127.0.0.1:${server.address().port}`
const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox'] })
const errors = []

const open = async screen => {
  const page = await browser.newPage(screen)
  page.on('pageerror', error => errors.push(error.message))
  page.on('requestfailed', request => errors.push(`${request.url()} failed`))
  await page.goto(`${base}/reader.html`)
  await page.waitForFunction('window.openBook')
  const seen = await page.evaluate(() => openBook('/book.epub'))
  return { page, seen }
}

// Turn to an element and click it; false where it is not in sight.
const click = async (page, href, id) => {
  await page.evaluate(href => go(href), href)
  const spot = await page.waitForFunction(id => place(id), id, { timeout: 5000 }).then(found => found.jsonValue(), () => null)
  if (spot) await page.mouse.click(spot.x, spot.y)
  return Boolean(spot)
}

const note = async (page, id) => {
  const before = await page.evaluate(() => popCount())
  const inSight = await click(page, `resolution.xhtml#${id}`, id)
  await page.waitForFunction(before => popCount() > before, before, { timeout: 5000 }).catch(() => {})
  const pop = await page.evaluate(before => (popCount() > before ? lastPop() : null), before)
  if (shots && id === shotNote) await page.waitForTimeout(300).then(() => shoot(page, 'light-pop-up'))
  await page.evaluate(() => closePop())
  return { call: id, inSight, ...pop }
}

const arrival = async page => {
  await page.evaluate(() => go('index.xhtml'))
  await page.waitForFunction(() => mark('.places a'))
  const { id, href } = await page.evaluate(() => mark('.places a'))
  const anchor = href.split('#')[1]
  const inSight = await click(page, 'index.xhtml', id)
  const arrived = await page.waitForFunction(id => place(id), anchor, { timeout: 5000 }).then(() => true, () => false)
  if (shots) await page.waitForTimeout(300).then(() => shoot(page, 'light-arrival'))
  return { href, inSight, arrived, ...(await page.evaluate(() => here())) }
}

const shoot = (page, name) => page.screenshot({ path: path.join(shots, `${name}.png`) })

const { page, seen } = await open(SCREENS.light)
await page.evaluate(() => go('resolution.xhtml'))
await page.waitForFunction(() => look().calls !== undefined)
const { fonts, calls } = await page.evaluate(() => look())
const shotNote = calls.at(-1)
const notes = []
for (const id of calls) notes.push(await note(page, id))
const place = await arrival(page)
await page.close()

for (const [name, screen] of Object.entries(shots ? SCREENS : {})) {
  const { page } = await open(screen)
  for (const part of PARTS) {
    await page.evaluate(part => go(`${part}.xhtml`), part)
    await page.waitForTimeout(400)
    await shoot(page, `${name}-${part}`)
  }
  await page.evaluate(() => go('resolution.xhtml#notes'))
  await page.waitForTimeout(400)
  await shoot(page, `${name}-notes`)
  await page.close()
}
console.log(JSON.stringify({ ...seen, fonts, notes, place, errors }))
await browser.close()
server.close()
