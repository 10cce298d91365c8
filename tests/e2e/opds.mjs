// Walk a catalogue as readers do, from its root to a book opened; print what was seen as JSON.
//
//   node opds.mjs SITE MODULES CHROMIUM READER STEPS.json
//
// The site is served on the loopback. foliate-js reads each feed in Chromium; the steps are the titles of the links that
// are followed, and the last publication's e-book is opened in the reader's page. Thorium's parser (r2-opds-js) reads
// the same feeds, in both forms.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const [site, modules, chromium, reader, planned] = process.argv.slice(2)
const steps = JSON.parse(fs.readFileSync(planned))
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const { serve } = await import(pathToFileURL(path.join(reader, 'serve.mjs')))
const { chromium: browserType } = require('playwright-core')
const PATIENCE = 30000

const server = await serve({
  '/reader.html': path.join(reader, 'reader.html'), '/modules/': modules, '/library/': site,
})
const base = `http://127.0.0.1:${server.address().port}`
const browser = await browserType.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
const page = await browser.newPage()
page.setDefaultTimeout(PATIENCE)
await page.goto(`${base}/reader.html`)
await page.waitForFunction('window.openBook')

// What foliate-js makes of the Atom at an address; of JSON it takes the values as they are.
const read = address => page.evaluate(async address => {
  const text = await (await fetch(address)).text()
  if (address.endsWith('.json')) return JSON.parse(text)
  const { getFeed, getPublication } = await import('/modules/foliate-js/opds.js')
  const doc = new DOMParser().parseFromString(text, 'application/xml')
  if (doc.querySelector('parsererror')) throw new Error(`no XML: ${address}`)
  const root = doc.documentElement
  return JSON.parse(JSON.stringify(root.localName === 'entry' ? getPublication(root) : getFeed(doc)))
}, address)

const relations = link => [link.rel ?? []].flat()
const find = (links, rel, type) => links.find(link =>
  relations(link).some(one => one.startsWith(rel)) && (!type || link.type.startsWith(type)))
const size = address => page.evaluate(async address => {
  const response = await fetch(address)
  return response.ok ? (await response.arrayBuffer()).byteLength : -1
}, address)
const picture = address => page.evaluate(async address => {
  const image = new Image()
  image.src = address
  await image.decode()
  return [image.naturalWidth, image.naturalHeight]
}, address)

// From the root by the steps to a feed of publications.
const walk = async ending => {
  let address = `${base}/library/opds/root.${ending}`
  const visited = [address]
  let feed = await read(address)
  for (const step of steps) {
    const link = feed.navigation.find(link => link.title === step)
    if (!link) throw new Error(`no link ${step} at ${address}: ${feed.navigation.map(one => one.title)}`)
    address = new URL(link.href, address).href
    visited.push(address)
    feed = await read(address)
  }
  const [publication] = feed.publications
  const whole = (rel, type) => new URL(find(publication.links, rel, type).href, address).href
  const acquired = {}
  for (const type of ['application/epub+zip', 'application/pdf'])
    acquired[type] = await size(whole('http://opds-spec.org/acquisition', type))
  const pictures = []
  for (const image of publication.images) pictures.push(await picture(new URL(image.href, address).href))
  return {
    visited, acquired, pictures, book: whole('http://opds-spec.org/acquisition', 'application/epub+zip'),
    title: publication.metadata.title, count: feed.metadata.numberOfItems, publications: feed.publications.length,
    facets: feed.facets.map(facet => [facet.metadata.title, facet.links.map(link =>
      [link.title, link.properties.numberOfItems, relations(link).includes('self')])]),
  }
}

// What Thorium makes of the files at addresses: Atom is turned into the model of OPDS 2.0, JSON is read as that.
const thorium = addresses => {
  const dist = 'r2-opds-js/dist/es8-es2017/src/opds'
  const inner = createRequire(require.resolve(`${dist}/converter`))
  inner('r2-shared-js/dist/es8-es2017/src/init-globals').initGlobalConverters_GENERIC()
  inner('r2-shared-js/dist/es8-es2017/src/init-globals').initGlobalConverters_SHARED()
  require(`${dist}/init-globals`).initGlobalConverters_OPDS()
  const { XML } = inner('r2-utils-js/dist/es8-es2017/src/_utils/xml-js-mapper')
  const { TaJsonDeserialize, TaJsonSerialize } = inner('r2-lcp-js/dist/es8-es2017/src/serializable')
  const { OPDS } = require(`${dist}/opds1/opds`)
  const { OPDSFeed } = require(`${dist}/opds2/opds2`)
  const { convertOpds1ToOpds2 } = require(`${dist}/converter`)
  const { DOMParser } = inner('@xmldom/xmldom')
  return addresses.map(address => {
    const text = fs.readFileSync(path.join(site, decodeURIComponent(new URL(address).pathname).replace('/library/', '')), 'utf8')
    const feed = address.endsWith('.json')
      ? TaJsonDeserialize(JSON.parse(text), OPDSFeed)
      : convertOpds1ToOpds2(XML.deserialize(new DOMParser().parseFromString(text, 'application/xml'), OPDS))
    return TaJsonSerialize(feed)
  })
}

const found = {}
for (const ending of ['atom', 'json']) {
  const walked = await walk(ending)
  walked.thorium = thorium(walked.visited)
  found[ending] = walked
}
found.opened = await page.evaluate(book => openBook(book), found.atom.book)
await browser.close()
server.close()
console.log(JSON.stringify(found))
