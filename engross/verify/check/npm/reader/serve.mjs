// A small server on the loopback for one book, the reader's page and the npm packages.
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'

const TYPES = {
  '.css': 'text/css', '.epub': 'application/epub+zip', '.html': 'text/html', '.js': 'text/javascript',
  '.json': 'application/json', '.png': 'image/png', '.svg': 'image/svg+xml', '.ttf': 'font/ttf',
  '.xhtml': 'application/xhtml+xml',
}

// routes: from the beginning of an address to the file or folder it stands for.
export const serve = routes => new Promise(resolve => {
  const server = http.createServer((request, response) => {
    const address = decodeURIComponent(new URL(request.url, 'http://x').pathname)
    const route = Object.keys(routes).find(start => address.startsWith(start))
    const file = route ? path.join(routes[route], path.normalize(address.slice(route.length))) : ''
    fs.readFile(file, (error, data) => {
      response.writeHead(error ? 404 : 200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' })
      response.end(error ? '' : data)
    })
  }).listen(0, '127.0.0.1', () => resolve(server))
})
