import { spawn } from 'node:child_process'
import { get } from 'node:http'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { serverFile } from './build.mjs'
import { nodeBinary, root } from './project.mjs'

/** Only this machine may ask: what a recording or a cluster shows is not for the network. */
export const HOST = '127.0.0.1'
const DEFAULT_PORT = 3000
/** A server of this size answers within two seconds on a slow machine. */
const READY_WITHIN_MS = 60_000
/** Open streams end at once; then the server is ended the hard way. */
const END_WITHIN_MS = 5_000

/** The port of the environment variable PORT. Throws an Error with a message for a person. */
export function readPort(text) {
  if (text === undefined || text === '') return DEFAULT_PORT
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw new Error(`PORT is "${text}"; it has to be a number from 1 to 65535.`)
  return port
}

/** Whether a server could listen on this port of 127.0.0.1. */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, HOST, () => probe.close(() => resolve(true)))
  })
}

function answers(port) {
  return new Promise((resolve) => {
    const request = get({ host: HOST, port, path: '/icon.svg', timeout: 2_000 }, (answer) => {
      answer.resume()
      resolve(true)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}

/** The folders of HOPSCOPE_RECORDINGS from where the person stands: the server itself runs in the folder of its build. */
export function absolute(folders = '', from = process.env.INIT_CWD ?? process.cwd()) {
  const given = folders.split(path.delimiter).filter((folder) => folder !== '')
  return given.map((folder) => path.resolve(from, folder)).join(path.delimiter)
}

/** Runs the built server until it ends or a signal asks for its end. Returns the exit code: 0 after Ctrl-C. */
export async function serve(port) {
  const env = {
    ...process.env,
    PORT: String(port),
    HOSTNAME: HOST,
    NODE_ENV: 'production',
    HOPSCOPE_RECORDINGS: absolute(process.env.HOPSCOPE_RECORDINGS),
  }
  const child = spawn(nodeBinary(), [serverFile], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  // Next prints its own banner with another address; what the server logs as JSON is for the person who looks for an error.
  child.stdout.on('data', (bytes) => {
    for (const line of bytes.toString().split('\n')) if (line.startsWith('{')) console.log(line)
  })
  let asked = false
  const end = (signal) => {
    if (asked) return
    asked = true
    child.kill(signal)
    setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS).unref()
  }
  process.on('SIGINT', () => end('SIGINT'))
  process.on('SIGTERM', () => end('SIGTERM'))
  process.on('SIGHUP', () => end('SIGTERM'))
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve(asked ? 0 : (code ?? 1))))
  let running = true
  ended.then(() => {
    running = false
  })
  for (const start = Date.now(); running && Date.now() - start < READY_WITHIN_MS; await pause(50)) {
    if (await answers(port)) {
      if (running && !asked) console.log(`Hopscope is at http://${HOST}:${port} (Ctrl-C ends it)`)
      break
    }
  }
  return ended
}
