// Use the desk as a person does, with mouse and keyboard; print what was seen as JSON.
//
//   node desk.mjs ASKED.json
//
// ASKED: command (that starts the desk), modules, chromium, axe, folder (for files that are dropped), shots.
// Nothing leaves the machine: a request to another host is counted and answered here.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const asked = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const require = createRequire(path.join(path.resolve(asked.modules), 'x.js'))
const { chromium } = require('playwright-core')
const PATIENCE = 120000
const seen = { errors: [], outside: [], axe: {}, overflow: {}, seconds: {} }

let server = null
const start = () => new Promise(resolve => {
  server = spawn(asked.command[0], asked.command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  server.stdout.on('data', data => {
    told += data
    const matched = told.match(/http:\S+/)
    if (matched) resolve(matched[0])
  })
})
const end = () => new Promise(resolve => {
  server.once('exit', resolve)
  server.kill('SIGINT')
})

const address = await start()
const browser = await chromium.launch({ executablePath: asked.chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, locale: 'en-GB' })
context.setDefaultTimeout(PATIENCE)
await context.route(url => url.hostname !== '127.0.0.1', route => {
  seen.outside.push(route.request().url())
  return route.fulfill({ body: 'elsewhere' })
})
const open = async () => {
  const page = await context.newPage()
  page.on('pageerror', error => seen.errors.push(error.message))
  page.on('console', message => { if (message.type() === 'error') seen.errors.push(message.text()) })
  page.on('dialog', dialog => dialog.accept())
  return page
}
const page = await open()
const shoot = name => page.screenshot({ path: path.join(asked.shots, `${name}.png`) })
const drop = (target, names) => target.evaluate(async files => {
  const transfer = new DataTransfer()
  for (const [name, data] of files) transfer.items.add(new File([Uint8Array.from(atob(data), c => c.charCodeAt(0))], name))
  document.querySelector('#zone').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
}, names.map(name => [path.basename(name), fs.readFileSync(name).toString('base64')]))
const isDone = (target = page) => target.waitForSelector('#state .step.done', { timeout: PATIENCE })
const text = selector => page.textContent(selector)
const axe = fs.readFileSync(asked.axe, 'utf8')
const examine = async name => {
  await page.evaluate(axe)
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], iframes: false }))
  seen.axe[name] = found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(' | ')}`)
  seen.overflow[name] = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
const settle = () => page.waitForTimeout(300)
const download = async selector => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click(selector)])
  return fs.readFileSync(await file.path())
}
const hash = data => createHash('sha256').update(data).digest('hex')

// The sample is dropped, its pages are seen, its note opens.
await page.goto(address)
await page.waitForSelector('#zone')
await shoot('empty')
await examine('empty')
await drop(page, [asked.sample])
await page.waitForSelector('#title')
await isDone()
await page.waitForFunction(() => document.querySelectorAll('.page img').length && document.querySelector('.page img').naturalWidth)
seen.pages = await page.$$eval('.page img', all => all.length)
seen.kind = await text('#kind')
await shoot('pages')
await examine('pages')
await page.click('#tab-text')
const reading = page.frameLocator('#reading')
await reading.locator('a[role=doc-noteref], .noteref, button[popovertarget]').first().waitFor()
const call = reading.locator('[popovertarget]').first()
await call.click()
seen.note = await reading.locator(':popover-open').first().innerText()
await shoot('note')
await page.click('#tab-print')
await page.waitForSelector('.files a')
seen.files = {}
for (const name of await page.$$eval('.files a[download]', all => all.map(one => one.getAttribute('download')))) {
  seen.files[name] = hash(await download(`.files a[download="${name}"]`))
}
seen.zip = (await download('#all')).length
await shoot('print')
await examine('print')

// A draft with a warning: the notice leads to the paragraph; the paragraph says where it came from; it is mended.
await page.click('text=All documents')
await drop(page, [asked.draft])
await page.waitForFunction(() => document.querySelectorAll('.card.done').length === 2)
await shoot('cards')
await examine('cards')
const draftCard = page.locator('.card', { hasText: path.basename(asked.draft) })
await draftCard.locator('h3 a').click()
await isDone()
await page.waitForSelector('.place')
seen.notices = await page.$$eval('#notices > ul > li', all => all.map(one => one.innerText.replace(/\s+/g, ' ')))
await page.locator('#notices button', { hasText: 'Show the paragraph' }).click()
await page.waitForSelector('.origin .lines, .origin p:not(.quiet)')
seen.paragraph = { title: await text('#paragraph-title'), origin: await text('.origin'), words: await text('#paragraph blockquote') }
seen.marked = await page.$eval('.place.selected', one => one.getAttribute('aria-label'))
await shoot('paragraph')
await examine('paragraph')
const before = await page.$eval('.page img', one => one.src)
const began = Date.now()
await page.locator('.block', { hasText: 'Keepers of small islands' }).click()
await page.click('[data-mend=operative]')
await page.waitForFunction(before => document.querySelector('.page img').src !== before && document.querySelector('#state .step.done'), before)
seen.seconds.mend = (Date.now() - began) / 1000
seen.mended = await page.$$eval('[data-block]', all => all.filter(one => one.classList.contains('block')).map(one => one.innerText.replace(/\s+/g, ' ')))
seen.kept = fs.existsSync(asked.kept)
await shoot('mended')
await page.keyboard.press('Control+z')
await page.waitForFunction(() => document.querySelector('#undo').disabled && document.querySelector('#state .step.done'))
seen.undone = fs.existsSync(asked.kept)

// The notice has the mend itself; what was joined is divided again.
const listed = () => page.$$eval('.block', all => all.map(one => one.innerText.replace(/\s+/g, ' ')))
const isListed = words => page.waitForFunction(words => [...document.querySelectorAll('.block')].some(one => one.innerText.replace(/\s+/g, ' ').includes(words)), words)
await page.locator('#notices button', { hasText: 'Operative paragraph 2.' }).click()
await isListed('2. Keepers of small islands')
seen.quick = await text('#notices')
await page.locator('.block', { hasText: 'Keepers of small islands' }).click()
await page.click('[data-mend=join]')
await isListed('dusk; 2. Keepers of small islands')
await page.locator('.block', { hasText: '2. Keepers of small islands' }).click()
await shoot('divide')
await examine('divide')
await page.locator('[data-mend^=divide]', { hasText: '2. Keepers' }).click()
await isListed('Operative paragraph 2. Keepers of small islands')
seen.divided = await listed()
for (let n = 0; n < 3; n++) {
  await page.keyboard.press('Control+z')
  await page.waitForFunction(() => document.querySelector('#told').textContent.includes('taken back'))
  await page.waitForFunction(() => document.querySelector('#state .step.done'))
  await page.waitForTimeout(1000)
}
await page.waitForFunction(() => document.querySelector('#undo').disabled && document.querySelector('#state .step.done'))

// The text: what may stand there is offered, a fault stands at its line, what is saved is shown.
const chosen = page.locator('.block', { hasText: 'Requests the keepers' })
await chosen.click()
await page.click('#tab-edit')
await page.waitForFunction(() => document.querySelector('#gutter .here'))
seen.openedAt = await page.evaluate(() => document.querySelector('#yaml').value.split('\n')[Number(document.querySelector('#gutter .here').textContent) - 1])
await page.focus('#yaml')
await page.keyboard.press('End')
await page.keyboard.press('Enter')
seen.indent = await page.evaluate(() => { const y = document.querySelector('#yaml'); return y.value.slice(0, y.selectionStart).split('\n').at(-1) })
await page.click('#discard')
await page.evaluate(() => { const y = document.querySelector('#yaml'); const n = y.value.indexOf('body:'); y.setSelectionRange(n, n) })
await page.keyboard.press('Control+ ')
seen.offers = await page.$$eval('#completions strong', all => all.map(one => one.textContent))
await shoot('completion')
await page.keyboard.press('Escape')
await page.keyboard.type('lamp: x\n')
await page.waitForSelector('#faults .error')
seen.fault = await text('#faults .error')
seen.gutter = await page.$$eval('#gutter .error', all => all.map(one => one.textContent))
await shoot('fault')
await examine('fault')
await page.click('#discard')
await page.waitForFunction(() => !document.querySelector('#faults .error'))
await page.evaluate(() => { const y = document.querySelector('#yaml'); y.value = y.value.replace('lamp', 'beacon'); y.dispatchEvent(new Event('input')) })
await page.keyboard.press('Control+s')
await page.waitForFunction(() => !document.querySelector('#undo').disabled && document.querySelector('#state .step.done'))
await page.waitForFunction(() => [...document.querySelectorAll('.block')].some(one => one.textContent.includes('beacon')))
seen.edited = fs.readFileSync(asked.kept, 'utf8').includes('beacon')

// Widths, colours, languages.
for (const width of [390, 820, 1440]) {
  await page.setViewportSize({ width, height: 844 })
  for (const tab of ['pages', 'paragraphs', 'edit', 'print']) {
    if (!(await page.isVisible(`#tab-${tab}`))) continue
    await page.click(`#tab-${tab}`)
    await settle()
    await shoot(`${tab}-${width}`)
    await examine(`${tab}-${width}`)
  }
}
for (const scheme of ['light', 'dark']) {
  await page.selectOption('#scheme', scheme)
  for (const language of ['ar', 'zh', 'fr', 'ru', 'es', 'en']) {
    await page.selectOption('#language', language)
    await page.waitForFunction(language => document.documentElement.lang === language && document.querySelector('.place'), language)
    await page.locator('.place').first().click()
    await settle()
    await shoot(`${language}-${scheme}`)
    await examine(`${language}-${scheme}`)
    seen[`notices-${language}`] = await text('#notices')
    seen[`direction-${language}`] = await page.evaluate(() => document.documentElement.dir)
  }
}

// All by keyboard: from the beginning of the page to the paragraph that a notice is about, and its mend.
await page.goto(address + '#/')
await page.reload()
await page.waitForSelector('.card')
const walk = []
const tabTo = async (wanted, most = 80) => {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab')
    const now = await page.evaluate(() => {
      const one = document.activeElement
      const box = one.getBoundingClientRect()
      return { words: (one.innerText || one.getAttribute('aria-label') || one.id).trim().slice(0, 60), id: one.id, visible: box.width > 0, outline: getComputedStyle(one).outlineStyle, mend: one.dataset.mend ?? '', card: one.closest('.card')?.innerText ?? '', parent: one.parentElement?.className ?? '' }
    })
    walk.push(now)
    if (wanted(now)) return now
  }
  throw new Error(`not reached by keyboard: ${JSON.stringify(walk.slice(-5))}`)
}
const draftName = path.basename(asked.draft)
await tabTo(now => now.card.includes(draftName) && now.words === 'Open')
await page.keyboard.press('Enter')
await isDone()
await page.waitForSelector('#notices button')
await tabTo(now => now.words === 'Show the paragraph')
await page.keyboard.press('Enter')
await page.waitForFunction(() => document.activeElement.id === 'paragraph-title')
await tabTo(now => now.mend === 'plain')
await page.keyboard.press('Enter')
await page.waitForFunction(() => document.querySelector('[data-mend=plain]')?.getAttribute('aria-pressed') === 'true')
seen.byKeyboard = await text('#paragraph-title')
seen.keyboardStaysOn = await page.evaluate(() => document.activeElement.dataset.mend ?? document.activeElement.id)
seen.hidden = walk.filter(one => !one.visible || one.outline === 'none').map(one => one.words)

// A title that would be markup, a file that is too large, two tabs.
const second = await open()
await second.goto(address)
await second.waitForSelector('.card')
await drop(second, [asked.hostile])
await second.waitForFunction(() => [...document.querySelectorAll('.card.done')].some(one => one.textContent.includes('<img')))
seen.hostile = { scripts: await second.evaluate(() => window.hostile ?? 'none'), images: await second.$$eval('.card img', all => all.length) }
await second.locator('.card', { hasText: '<img' }).locator('h3 a').click()
await isDone(second)
await second.click('#tab-text')
await second.waitForTimeout(1000)
seen.hostile.after = await second.evaluate(() => window.hostile ?? 'none')
seen.hostile.name = await second.textContent('#title')
await page.click('text=All documents')
await page.waitForFunction(() => document.querySelectorAll('.card[data-id]').length === 3)
seen.cardsInBoth = await page.$$eval('.card[data-id]', all => all.length)
await page.setInputFiles('#files', asked.large)
await page.waitForSelector('#uploads .refused')
seen.large = await text('#uploads .refused')
await shoot('refused')
await examine('refused')

// The program ends and is started again: the page says so, and comes back by itself.
await end()
await page.waitForFunction(() => document.querySelector('#connection').textContent)
seen.gone = await text('#connection')
await shoot('gone')
seen.sameAddress = (await start()) === address
await page.waitForFunction(() => !document.querySelector('#connection').textContent)
await page.waitForFunction(() => document.querySelectorAll('.card.done').length === 3)
seen.back = await page.$$eval('.card.done', all => all.length)
seen.errors = seen.errors.filter(one => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_EMPTY|422|ERR_NETWORK/.test(one))

// What is taken away is gone.
await page.locator('.card', { hasText: draftName }).getByText('Take away').click()
await page.waitForFunction(() => document.querySelectorAll('.card[data-id]').length === 2)
seen.takenAway = !fs.existsSync(asked.kept)
await browser.close()
await end()
console.log(JSON.stringify(seen))
