// Use the page of `engross serve` as a person does, with mouse and keyboard; print what was seen as JSON.
//
//   node preview.mjs ADDRESS MODULES CHROMIUM SOURCE SCREENSHOTS
//
// The source is YAML with a warning. It is edited: each build must be shown, whatever was clicked before.
// Nothing leaves the machine: what is asked of another host is answered here.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const [address, modules, chromium, source, shots] = process.argv.slice(2)
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const { chromium: browserType } = require('playwright-core')
const PATIENCE = { timeout: 90000 }
const HEIGHT = 844
const WIDTHS = [1280, 640, 390]
const MOST_TABS = 40
const VIEWER_MILLISECONDS = 3000 // Chromium's viewer of PDF says to nobody when it has drawn a page

const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
const context = await browser.newContext({ viewport: { width: 1280, height: HEIGHT } })
await context.route(url => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1', route => route.fulfill({ body: 'elsewhere' }))
context.setDefaultTimeout(PATIENCE.timeout)
const page = await context.newPage()
const errors = []
page.on('pageerror', error => errors.push(error.message))

const shoot = name => page.screenshot({ path: path.join(shots, `${name}.png`) })
const inText = (work, value) => page.evaluate(([code, value]) => {
  const shown = document.getElementById('text').contentDocument
  return new Function('shown', 'value', `return (${code})(shown, value)`)(shown, value)
}, [work.toString(), value])
const textHas = words => page.waitForFunction(
  words => document.getElementById('text').contentDocument?.body?.textContent.includes(words), words, PATIENCE)
const status = expected => page.waitForFunction(
  expected => document.getElementById('status').textContent.startsWith(expected), expected, PATIENCE)
const edit = (before, after) => fs.writeFileSync(source, fs.readFileSync(source, 'utf8').replace(before, after))
// What has the focus: in the page, or in the text within it.
const focus = () => page.evaluate(() => {
  let one = document.activeElement
  if (one.id === 'text') one = one.contentDocument.activeElement
  const box = one.getBoundingClientRect()
  return { tag: one.localName, id: one.id, words: one.textContent.trim().slice(0, 60), visible: box.height > 0 }
})
const overflow = () => page.evaluate(() => {
  const width = root => root.scrollWidth - root.clientWidth
  const frame = document.getElementById('text')
  return { page: width(document.documentElement), text: frame.hidden ? 0 : width(frame.contentDocument.documentElement) }
})

const seen = { errors, widths: {} }
await page.goto(address)
await status('built')
await page.waitForFunction(() => document.getElementById('text').contentDocument?.querySelector('a.cite[target]'), null, PATIENCE)
seen.status = await page.textContent('#status')
seen.faults = await page.$$eval('#faults li', all => all.map(one => one.innerText))
seen.lang = await page.getAttribute('html', 'lang')
seen.title = await page.getAttribute('#text', 'title')
seen.live = await page.$$eval('[aria-live], output, [role=alert]', all => all.map(one => one.ariaLive ?? one.localName))

// By keyboard from the beginning: what is reached, then the way to the paragraph of the first warning.
seen.walk = []
for (let n = 0; n < MOST_TABS; n++) {
  await page.keyboard.press('Tab')
  const now = await focus()
  seen.walk.push(now)
  if (now.tag === 'button') break
}
await page.keyboard.press('Enter')
seen.paragraph = { ...(await focus()), inSight: await inText(shown => {
  const box = shown.activeElement.getBoundingClientRect()
  return box.top >= 0 && box.bottom <= shown.defaultView.innerHeight
}) }
await shoot('paragraph')

// By mouse: a citation opens a page of its own, and the next build is shown.
const clickCitation = () => page.frameLocator('#text').locator('a.cite').first().click()
const [popup] = await Promise.all([context.waitForEvent('page', PATIENCE), clickCitation()])
seen.elsewhere = { address: popup.url(), opener: await popup.evaluate(() => Boolean(window.opener)) }
await popup.close()
edit('lighthouse', 'LAMPHOUSE')
seen.afterClick = Boolean(await textHas('LAMPHOUSE'))

// Even where a link leads the frame away, as before the page has come to it.
await page.waitForFunction(() => document.getElementById('text').contentDocument?.querySelector('a.cite[target]'), null, PATIENCE)
await inText(shown => { for (const anchor of shown.links) anchor.target = '' })
await clickCitation()
await page.waitForFunction(() => !document.getElementById('text').contentDocument, null, PATIENCE)
edit('LAMPHOUSE', 'BEACON')
seen.afterLeaving = Boolean(await textHas('BEACON'))

for (const width of WIDTHS) {
  await page.setViewportSize({ width, height: HEIGHT })
  await page.check('input[value=text]')
  await page.waitForTimeout(200)
  seen.widths[width] = await overflow()
  await shoot(`text-${width}`)
  await page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true })
  seen.widths[width].open = (await overflow()).page
  await shoot(`open-${width}`)
  await page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = false })
  await page.check('input[value=pages]')
  await page.waitForTimeout(VIEWER_MILLISECONDS)
  seen.widths[width].pages = (await overflow()).page
  seen.pages = await page.$eval('#pages', one => ({ title: one.title, hidden: one.hidden, address: one.getAttribute('src') }))
  seen.viewer = page.frames().map(frame => frame.url()).filter(url => url.startsWith('chrome-extension:')).length
  await shoot(`pages-${width}`)
}

// What is not in sight while it is built is loaded anew when it is shown; a notice leads from the pages to the text.
let loads = 0
page.on('request', request => { loads += request.url().endsWith('.pdf') })
await page.check('input[value=text]')
edit('BEACON', 'PHAROS')
await textHas('PHAROS')
seen.loadsUnseen = loads
await page.check('input[value=pages]')
await page.waitForTimeout(VIEWER_MILLISECONDS)
seen.loadsShown = loads
edit('PHAROS', 'BEACON')
await status('building')
await status('built')
await page.click('#faults button')
await textHas('BEACON')
await page.waitForFunction(() => document.getElementById('text').contentDocument?.activeElement?.id, null, PATIENCE)
seen.fromPages = { ...(await focus()), view: await page.$eval('input[name=view]:checked', one => one.value) }

// A source at fault: told, over the last good text.
await page.check('input[value=text]')
edit('symbol:', 'symbool:')
await status('not built')
seen.failed = await page.$$eval('#faults li', all => all.map(one => one.innerText))
seen.stays = Boolean(await textHas('BEACON'))
await shoot('failed')

console.log(JSON.stringify(seen))
await browser.close()
